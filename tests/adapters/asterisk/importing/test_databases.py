"""Realtime: the people and passwords that are in a database, and whose it is."""

from __future__ import annotations

import pytest

from tests.adapters.asterisk.importing.made import Made, Pbx, made

PROFILE, PASSWORD = "contact.name of extension_user", "account.credential of extension_user"
SORCERY = "[res_pjsip]\nauth=realtime,ps_auths\n"


def realtime(pbx: Pbx, settings: str, **files: str) -> Made:
    return made(pbx, extconfig=f"[settings]\n{settings}\n", sorcery=SORCERY, **files)


@pytest.mark.parametrize(
    ("settings", "files", "sure", "possible"),
    [
        ("ps_auths => mysql,pbx", {"res_config_mysql": "[pbx]\ndbhost=db.example\n"}, {"db.example"}, set()),
        ("ps_auths => mysql,pbx", {"res_config_mysql": "[pbx]\ndbhost=127.0.0.1\n"}, set(), set()),
        ("ps_auths => pgsql,pbx", {"res_pgsql": "[general]\ndbhost=10.0.0.9\n"}, {"10.0.0.9"}, set()),
        ("ps_auths => curl,https://conf.example/x", {}, {"conf.example"}, set()),
        ("ps_auths => sqlite3,pbx", {}, set(), set()),
        ("ps_auths => odbc,pbx", {}, set(), {"unknown"}),
        ("musiconhold => odbc,pbx", {}, set(), set()),
        ("ps_auths => odbc,pbx", {"modules": "[modules]\nautoload=yes\nnoload=res_config_odbc.so\n"}, set(), set()),
    ],
)
def test_whoever_runs_the_database_holds_the_people(
    pbx: Pbx, settings: str, files: dict[str, str], sure: set[str], possible: set[str]
) -> None:
    found = realtime(pbx, settings, **files)
    assert (found.recipients(), found.recipients("possible")) == (sure, possible)
    for name in sure:
        assert {PROFILE, PASSWORD} <= found.at(f"service/directory_database_collector:{name}")


def test_a_table_without_passwords_gives_none(pbx: Pbx) -> None:
    found = realtime(pbx, "queue_members => mysql,pbx", res_config_mysql="[pbx]\ndbhost=db.example\n")
    items = found.at("service/directory_database_collector:db.example")
    assert PROFILE in items
    assert PASSWORD not in items


def test_the_evidence_is_the_line_of_the_mapping(pbx: Pbx) -> None:
    found = realtime(pbx, "ps_auths => mysql,pbx", res_config_mysql="[pbx]\ndbhost=db.example\n")
    assert found.where("directory_database.enabled") == "extconfig.conf:2"


def test_a_mapping_that_was_rejected_leaves_everything_possible(pbx: Pbx) -> None:
    found = realtime(pbx, "#include gone.conf")
    for knob in ("call_recording.mode", "trunks.lines", "queues.names", "directory_database.enabled"):
        assert "rejected" in found.tenant.unknown[knob].reason
