"""CDR, CEL, logs, capture and databases: what keeps data, and what only looks like it."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pbxprivacy.adapters.asterisk.facts import Fact, Status, Topic
from pbxprivacy.adapters.asterisk.read import read

Pbx = Callable[[Mapping[str, str]], Path]
CSV = "[general]\n[csv]\nloguserfield=yes\n"


def facts(pbx: Pbx, topic: Topic, version: int | None = None, **files: str) -> dict[str, Fact]:
    root = pbx({f"{name}.conf": text for name, text in files.items()})
    return {one.subject: one for one in read(root, version=version).about(topic)}


def test_cdrs_are_on_unless_switched_off_but_kept_only_by_a_back_end(pbx: Pbx) -> None:
    assert facts(pbx, Topic.CDR)["cdr"].state.reason == "no back-end keeps them"
    assert facts(pbx, Topic.CDR, cdr=CSV)["cdr"].effective


def test_the_csv_back_end_needs_its_section_and_one_file_an_account_is_its_default(pbx: Pbx) -> None:
    assert facts(pbx, Topic.CDR_BACKEND, cdr="[general]\n") == {}
    one = facts(pbx, Topic.CDR_BACKEND, cdr=CSV)["cdr_csv"]
    assert (one.effective, one["per_account"], "userfield" in one.many("columns")) == (True, True, True)


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ({"cdr": "[general]\nenable=no\n[csv]\n"}, Status.INERT),
        ({"cdr": CSV, "modules": "[modules]\nautoload=yes\nnoload=cdr_csv.so\n"}, Status.INERT),
        ({"cdr": CSV + "#include gone.conf\n"}, Status.UNKNOWN),
        ({"cdr": "[general]\nenable=no\nlegacy=1\n[csv]\n"}, Status.UNKNOWN),
    ],
)
def test_a_back_end_keeps_nothing_if_switched_off_or_not_loaded(
    pbx: Pbx, files: dict[str, str], status: Status
) -> None:
    assert facts(pbx, Topic.CDR_BACKEND, **files)["cdr_csv"].state.status is status


def test_sections_without_settings_are_no_back_ends(pbx: Pbx) -> None:
    found = facts(
        pbx, Topic.CDR_BACKEND, cdr_pgsql="[global]\n", cdr_sqlite3_custom="[master]\n", cdr_manager="[general]\n"
    )
    assert {one.state.status for one in found.values()} == {Status.INERT}


def test_a_database_of_cdrs_names_its_host_and_never_its_password(pbx: Pbx) -> None:
    one = facts(pbx, Topic.CDR_BACKEND, cdr_pgsql="[global]\nhostname=db.example\npassword=canary\ntable=calls\n")[
        "cdr_pgsql"
    ]
    assert (one["host"], one["table"], one.effective) == ("db.example", "calls", True)
    assert "canary" not in str(one)


def test_an_odbc_back_end_needs_an_enabled_connection(pbx: Pbx) -> None:
    files = {"cdr_adaptive_odbc": "[x]\nconnection=main\ntable=cdr\n", "res_odbc": "[main]\nenabled=no\ndsn=x\n"}
    assert facts(pbx, Topic.CDR_BACKEND, **files)["cdr_adaptive_odbc"].state.status is Status.INERT
    files["res_odbc"] = "[main]\ndsn=x\n"
    assert facts(pbx, Topic.CDR_BACKEND, **files)["cdr_adaptive_odbc"].effective


def test_mysql_left_with_version_22(pbx: Pbx) -> None:
    files = {"cdr_mysql": "[global]\nhostname=db\n"}
    assert facts(pbx, Topic.CDR_BACKEND, **files)["cdr_mysql"].effective
    assert facts(pbx, Topic.CDR_BACKEND, version=22, **files)["cdr_mysql"].state.status is Status.INERT


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("[general]\n[manager]\nenabled=yes\n", Status.INERT),
        ("[general]\nenable=yes\nevents=ALL\n[manager]\nenabled=yes\n", Status.EFFECTIVE),
        ("[general]\nenable=yes\nevents=HANGUP\n", Status.INERT),
        ("[general]\nenable=yes\nevents=HANGUP,BRIDGE_START\n[manager]\nenabled=yes\n", Status.INERT),
        ("[general]\nenable=yes\nevents=DTMF\n[manager]\nenabled=yes\n", Status.UNKNOWN),
    ],
)
def test_cel_needs_its_switch_a_back_end_and_known_events(pbx: Pbx, text: str, status: Status) -> None:
    assert facts(pbx, Topic.CEL, cel=text)["cel"].state.status is status


def test_logs_expose_by_their_levels_and_the_console_keeps_nothing(pbx: Pbx) -> None:
    text = "[logfiles]\nconsole => verbose,dtmf\nfull => [json]notice,verbose(3),debug\n"
    text += "messages => notice\nsyslog.local0 => security\n"
    found = facts(pbx, Topic.LOG, logger=text)
    assert {name for name, one in found.items() if one.exposes} == {"full", "syslog.local0"}
    assert found["full"]["levels"] == ("debug", "notice", "verbose")
    assert found["console"]["persisted"] is False


def test_without_logger_conf_only_the_console_logs(pbx: Pbx) -> None:
    assert list(facts(pbx, Topic.LOG)) == ["console"]


def test_a_sip_trace_counts_where_a_file_takes_verbose_text(pbx: Pbx) -> None:
    files = {"pjsip": "[global]\ntype=global\ndebug=yes\n", "logger": "[logfiles]\nfull => notice\n"}
    assert facts(pbx, Topic.LOG, **files)["pjsip.conf debug"].state.status is Status.INERT
    files["logger"] = "[logfiles]\nfull => verbose\n"
    assert facts(pbx, Topic.LOG, **files)["pjsip.conf debug"].effective


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ({"queues": "[sales]\n"}, Status.EFFECTIVE),
        ({"queues": "[general]\n"}, Status.INERT),
        ({"queues": "[sales]\n", "logger": "[general]\nqueue_log=no\n"}, Status.INERT),
        ({"extconfig": "[settings]\nqueues => odbc,a\n"}, Status.UNKNOWN),
    ],
)
def test_the_queue_log_is_on_where_there_are_queues(pbx: Pbx, files: dict[str, str], status: Status) -> None:
    assert facts(pbx, Topic.QUEUE_LOG, **files)["queue_log"].state.status is status


def test_a_queue_log_in_a_database_leaves_the_file_unless_told_otherwise(pbx: Pbx) -> None:
    files = {"queues": "[sales]\n", "extconfig": "[settings]\nqueue_log => odbc,a\n"}
    one = facts(pbx, Topic.QUEUE_LOG, **files)["queue_log"]
    assert (one["realtime"], one["file"]) == (True, False)


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ({"hep": "[general]\ncapture_address=192.0.2.1:9060\n"}, Status.EFFECTIVE),
        ({"hep": "[general]\nenabled=no\ncapture_address=192.0.2.1:9060\n"}, Status.INERT),
        (
            {
                "hep": "[general]\ncapture_address=192.0.2.1\n",
                "modules": "[modules]\nautoload=yes\nnoload=res_hep.so\n",
            },
            Status.INERT,
        ),
        ({"hep": "[general]\n"}, Status.INERT),
    ],
)
def test_a_capture_is_on_as_soon_as_its_file_is_there_and_its_module_runs(
    pbx: Pbx, files: dict[str, str], status: Status
) -> None:
    assert facts(pbx, Topic.CAPTURE, **files)["hep"].state.status is status


def test_realtime_needs_its_driver(pbx: Pbx) -> None:
    files = {
        "extconfig": "[settings]\nsippeers => mysql,db,peers\n",
        "modules": "[modules]\nautoload=yes\nnoload=res_config_mysql\n",
    }
    assert facts(pbx, Topic.REALTIME, **files)["sippeers"].state.status is Status.INERT


def test_a_connection_that_nothing_uses_is_inert(pbx: Pbx) -> None:
    files = {"res_pgsql": "[general]\ndbhost=db\ndbpass=canary\n"}
    (one,) = facts(pbx, Topic.DATABASE, **files).values()
    assert one.state.status is Status.INERT
    files["extconfig"] = "[settings]\nvoicemail => pgsql,a\n"
    (one,) = facts(pbx, Topic.DATABASE, **files).values()
    assert (one.effective, one["host"]) == (True, "db")


def test_a_file_from_a_database_is_unknown(pbx: Pbx) -> None:
    files = {"extconfig": "[settings]\ncdr.conf => odbc,a,config\n", "cdr": "[general]\nenable=no\n"}
    assert facts(pbx, Topic.CDR, **files)["cdr"].state.status is Status.UNKNOWN
