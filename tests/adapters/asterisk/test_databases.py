from collections.abc import Callable, Mapping
from pathlib import Path

from pbxprivacy.adapters.asterisk.facts import Fact, Status, Topic
from pbxprivacy.adapters.asterisk.read import read

Pbx = Callable[[Mapping[str, str]], Path]
CSV = "[general]\n[csv]\nloguserfield=yes\n"


def facts(pbx: Pbx, topic: Topic, version: int | None = None, **files: str) -> dict[str, Fact]:
    root = pbx({f"{name}.conf": text for name, text in files.items()})
    return {one.subject: one for one in read(root, version=version).about(topic)}


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
