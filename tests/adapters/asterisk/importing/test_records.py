"""Records of calls: kept only where a back-end really runs, and whose database they go to."""

from __future__ import annotations

import pytest

from tests.adapters.asterisk.importing.made import ENDPOINT, Made, Pbx, dialplan, made, made_of

CSV = "[general]\n[csv]\n"
PGSQL = "[global]\nhostname={host}\ntable=cdr\npassword=canary\n"


def kept(pbx: Pbx, **files: str) -> Made:
    return made(pbx, **{"pjsip": ENDPOINT, **files})


@pytest.mark.parametrize(
    ("files", "state"),
    [
        ({}, "absent"),
        ({"cdr": "[general]\n"}, "absent"),
        ({"cdr": CSV}, "sure"),
        ({"cdr": "[general]\nenable=no\n[csv]\n"}, "absent"),
        ({"cdr": CSV, "modules": "[modules]\nautoload=yes\nnoload=cdr_csv.so\n"}, "absent"),
        ({"cdr": CSV + "#include gone.conf\n"}, "possible"),
        ({"cdr": "[general]\nenable=no\nlegacy=1\n[csv]\n"}, "possible"),
        ({"cdr_manager": "[general]\nenabled=yes\n"}, "absent"),
        ({"cdr_pgsql": "#include gone.conf\n"}, "possible"),
        ({"cdr_radius": "", "cdr": "[general]\n[radius]\nusegmtime=yes\n"}, "possible"),
    ],
)
def test_records_are_kept_where_a_back_end_keeps_them(pbx: Pbx, files: dict[str, str], state: str) -> None:
    assert kept(pbx, **files).state("store/cdr") == state


def test_a_record_lives_without_end_unencrypted_and_points_at_its_back_end(pbx: Pbx) -> None:
    found = kept(pbx, cdr=CSV)
    assert str(found.tenant.cdr.retention) == "unlimited"
    assert found.missing("store/cdr") == {"encrypted_at_rest"}
    assert found.where("cdr.retention") == "cdr.conf:2"


def test_names_are_in_records_only_where_a_column_holds_them(pbx: Pbx) -> None:
    custom = {"cdr_custom": "[mappings]\nMaster.csv => ${CDR(src)},${CDR(dst)}\n"}
    assert not kept(pbx, **custom).tenant.cdr.names
    assert kept(pbx, cdr=CSV).tenant.cdr.names


@pytest.mark.parametrize(
    ("host", "recipient"),
    [("db.example", "db.example"), ("10.1.2.3", "10.1.2.3"), ("localhost", ""), ("127.0.0.1", ""), ("/var/run/pg", "")],
)
def test_a_database_elsewhere_is_a_recipient_in_a_private_network_too(pbx: Pbx, host: str, recipient: str) -> None:
    found = kept(pbx, cdr_pgsql=PGSQL.format(host=host))
    assert found.state("store/cdr") == "sure"
    assert found.recipients() == ({recipient} if recipient else set())
    if recipient:
        assert found.tenant.parties[recipient].country is None
        assert "encrypted_in_transit" in found.missing(f"service/cdr_collector:{recipient}")
        assert f"cdr.collectors[{recipient}].tls" in found.tenant.unknown


def test_a_database_behind_a_dsn_is_somewhere(pbx: Pbx) -> None:
    odbc = {"cdr_adaptive_odbc": "[x]\nconnection=c\ntable=cdr\n", "res_odbc": "[c]\nenabled=yes\ndsn=pbx\n"}
    found = kept(pbx, **odbc)
    assert (found.state("store/cdr"), found.recipients(), found.recipients("possible")) == ("sure", set(), {"unknown"})
    both = kept(pbx, **odbc, cdr_pgsql=PGSQL.format(host="db.example"))
    assert (both.recipients(), both.recipients("possible")) == ({"db.example"}, {"unknown"})
    off = kept(pbx, **odbc, modules="[modules]\nautoload=yes\nnoload=res_odbc.so\n")
    assert (off.state("store/cdr"), off.recipients("possible")) == ("absent", set())


def test_a_back_end_in_doubt_is_a_possible_recipient_by_its_name(pbx: Pbx) -> None:
    directory = pbx({"cdr_pgsql.conf": PGSQL.format(host="db.example"), "pjsip.conf": ENDPOINT,
                     "extensions.conf": dialplan("NoOp()")})  # fmt: skip
    (directory / "modules.conf").unlink()
    found = made_of(directory)
    assert found.recipients() == set()
    assert "db.example" in found.recipients("possible")


@pytest.mark.parametrize(
    ("cel", "version", "state"),
    [
        ("[general]\nenable=yes\nevents=ALL\n[manager]\nenabled=yes\n", None, "absent"),
        ("[general]\nenable=yes\nevents=BRIDGE_START\n", None, "absent"),
        ("[general]\nenable=yes\nevents=CHAN_START\n", None, "sure"),
        ("[general]\nevents=ALL\n", None, "absent"),
        ("[general]\nenable=yes\nevents=STREAM_BEGIN\n", 16, "absent"),
        ("[general]\nenable=yes\nevents=STREAM_BEGIN\n", None, "possible"),
    ],
)
def test_channel_events_are_kept_if_the_server_takes_the_file(
    pbx: Pbx, cel: str, version: int | None, state: str
) -> None:
    backend = {} if "manager" in cel else {"cel_custom": "[mappings]\nMaster.csv => ${CALLERID(num)}\n"}
    found = made(pbx, version=version, pjsip=ENDPOINT, cel=cel, **backend)
    assert found.state("store/cel") == state


def test_all_events_are_keys_pressed_too_where_the_version_has_them(pbx: Pbx) -> None:
    files = {"pjsip": ENDPOINT, "cel": "[general]\nenable=yes\nevents=ALL\n", "cel_custom": "[mappings]\na => b\n"}
    assert made(pbx, version=22, **files).tenant.cel.digits
    assert "cel.digits" in made(pbx, **files).tenant.unknown
    old = made(pbx, version=18, **files).tenant
    assert not old.cel.digits
    assert "cel.digits" not in old.unknown


def test_the_queue_log_is_kept_here_and_goes_to_the_database_that_extconfig_names(pbx: Pbx) -> None:
    queue = {"queues": "[sales]\nmember => PJSIP/100\n", "extensions": dialplan("Queue(sales)")}
    assert kept(pbx, **queue).state("store/queue_log") == "sure"
    assert kept(pbx, **queue, logger="[general]\nqueue_log=no\n").state("store/queue_log") == "absent"
    assert kept(pbx, extensions=dialplan("NoOp()")).state("store/queue_log") == "absent"
    database = {
        "extconfig": "[settings]\nqueue_log => mysql,pbx\n",
        "res_config_mysql": "[pbx]\ndbhost=db.example\ndbpass=canary\n",
    }
    assert "work.activity of agent" in kept(pbx, **queue, **database).at("service/queue_log_collector:db.example")
    odbc = kept(pbx, **queue, extconfig="[settings]\nqueue_log => odbc,pbx\n", res_odbc="[pbx]\nenabled=yes\ndsn=x\n")
    assert odbc.recipients("possible") == {"unknown"}


def test_a_name_that_the_dialplan_writes_into_a_column_is_kept(pbx: Pbx) -> None:
    template = "[mappings]\nx.csv => ${CDR(src)},${CDR(userfield)}\n"
    files = {"pjsip": ENDPOINT, "cdr_custom": template}
    assert not made(pbx, extensions=dialplan("Set(CDR(userfield)=x)"), **files).tenant.cdr.names
    assert made(pbx, extensions=dialplan("Set(CDR(userfield)=${CALLERID(name)})"), **files).tenant.cdr.names
