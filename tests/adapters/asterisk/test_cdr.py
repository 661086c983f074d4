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


BY_LINES = "[general]\nchanneldefaultenabled=no\n[csv]\n"
ASKED = "[a]\nexten => 1,1,Set(CDR_PROP(disable)=0)\n"


@pytest.mark.parametrize(
    ("dialplan", "version", "status"),
    [
        ("[a]\n", 22, Status.INERT),
        ("[a]\n", None, Status.UNKNOWN),
        ("#include gone.conf\n", 22, Status.UNKNOWN),
        (ASKED, 22, Status.EFFECTIVE),
        (ASKED.replace("=0", "=1"), 22, Status.INERT),
    ],
)
def test_channels_without_cdrs_leave_none_unless_a_line_asks(
    pbx: Pbx, dialplan: str, version: int | None, status: Status
) -> None:
    files = {"cdr": BY_LINES, "extensions": dialplan, "pjsip": "[1]\ntype=endpoint\ncontext=a\n"}
    assert facts(pbx, Topic.CDR_BACKEND, version, **files)["cdr_csv"].state.status is status


def test_a_template_that_writes_the_name_of_the_caller_has_it(pbx: Pbx) -> None:
    template = "[mappings]\nx.csv => ${CALLERID(name)},${CDR(src)}\n"
    assert facts(pbx, Topic.CDR_BACKEND, cdr_custom=template)["cdr_custom"]["columns"] == ("clid", "src")
