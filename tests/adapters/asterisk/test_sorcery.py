from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pbxprivacy.adapters.asterisk.facts import Fact, Status, Topic
from pbxprivacy.adapters.asterisk.read import read

Pbx = Callable[[Mapping[str, str]], Path]
PHONE = "[100]\ntype=endpoint\ncontext=in\n"
RECORDS = "[in]\nexten => 1,1,MixMonitor(x.wav)\n"
FAMILY = "[settings]\nps_endpoints => odbc,a\n"


def facts(pbx: Pbx, topic: Topic, **files: str) -> dict[str, Fact]:
    root = pbx({f"{name}.conf": text for name, text in {"extensions": RECORDS, **files}.items()})
    return {one.subject: one for one in read(root).about(topic)}


def test_a_type_that_is_mapped_is_read_from_there_alone(pbx: Pbx) -> None:
    mapped = "[res_pjsip]\nendpoint=config,phones.conf,criteria=type=endpoint\n"
    files = {"sorcery": mapped, "pjsip": PHONE, "phones": "[200]\ntype=endpoint\ncontext=other\n[a]\ntype=aor\n"}
    found = facts(pbx, Topic.ENDPOINT, **files)
    assert {name: one.state.status for name, one in found.items()} == {
        "phones.conf 200": Status.EFFECTIVE, "pjsip.conf 100": Status.INERT,
    }  # fmt: skip
    assert [one.state.status for one in facts(pbx, Topic.RECORDER, **files).values()] == [Status.UNREACHABLE]


def test_a_cache_in_front_maps_nothing(pbx: Pbx) -> None:
    files = {"sorcery": "[res_pjsip]\nendpoint/cache=memory_cache,expire_on_reload=yes\n", "pjsip": PHONE}
    assert facts(pbx, Topic.ENDPOINT, **files)["pjsip.conf 100"].effective


@pytest.mark.parametrize("wizard", ["realtime,ps_endpoints", "astdb,phones"])
def test_endpoints_in_a_database_may_be_anywhere(pbx: Pbx, wizard: str) -> None:
    files = {"sorcery": f"[res_pjsip]\nendpoint={wizard}\n", "extconfig": FAMILY}
    assert [one.state.status for one in facts(pbx, Topic.RECORDER, **files).values()] == [Status.UNKNOWN]


def test_endpoints_in_memory_are_none(pbx: Pbx) -> None:
    files = {"sorcery": "[res_pjsip]\nendpoint=memory\n", "pjsip": PHONE}
    assert [one.state.status for one in facts(pbx, Topic.RECORDER, **files).values()] == [Status.UNREACHABLE]


def test_a_family_of_pjsip_is_used_only_if_a_type_is_mapped_to_it(pbx: Pbx) -> None:
    other = "[res_pjsip]\naor=realtime,ps_aors\n"
    assert facts(pbx, Topic.REALTIME, sorcery=other, extconfig=FAMILY)["ps_endpoints"].state.status is Status.INERT
    files = {"sorcery": "[res_pjsip]\nendpoint=realtime,phones\n", "extconfig": "[settings]\nphones => odbc,a\n"}
    assert facts(pbx, Topic.REALTIME, **files)["ps_endpoints"].effective


def test_a_mapping_that_cannot_be_read_leaves_devices_unknown(pbx: Pbx) -> None:
    files = {"sorcery": "#include gone.conf\n", "pjsip": PHONE, "extconfig": FAMILY}
    assert facts(pbx, Topic.ENDPOINT, **files)["pjsip.conf 100"].state.status is Status.UNKNOWN
    assert facts(pbx, Topic.REALTIME, **files)["ps_endpoints"].state.status is Status.UNKNOWN


def test_a_family_without_the_file_that_would_map_it_is_unknown(pbx: Pbx) -> None:
    assert facts(pbx, Topic.REALTIME, extconfig=FAMILY)["ps_endpoints"].state.status is Status.UNKNOWN
    assert facts(pbx, Topic.RECORDER, extconfig=FAMILY)["in,1,1"].state.status is Status.UNKNOWN
    assert facts(pbx, Topic.RECORDER, extconfig=FAMILY, pjsip=PHONE)["in,1,1"].effective
