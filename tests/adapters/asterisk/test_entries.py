from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pbxprivacy.adapters.asterisk.entries import Entries, entries
from pbxprivacy.adapters.asterisk.server import Server

Pbx = Callable[[Mapping[str, str]], Path]


def found(pbx: Pbx, **files: str) -> Entries:
    return entries(Server(pbx({f"{name}.conf": text for name, text in files.items()})))


@pytest.mark.parametrize(
    ("name", "text", "contexts"),
    [
        ("pjsip", "[a]\ntype=endpoint\ncontext=in\n[b]\ntype=endpoint\n[c]\ntype=aor\ncontext=no\n", {"in", "default"}),
        ("pjsip_wizard", "[a]\ntype=wizard\nendpoint/context=in\n", {"in"}),
        ("sip", "[general]\ncontext=pub\n[a]\ntype=peer\n[b]\ntype=friend\ncontext=in\n", {"pub", "in"}),
        ("sip", "[general]\nallowguest=no\ncontext=pub\n[b]\ntype=friend\ncontext=in\n", {"in"}),
        ("iax", "[general]\n[a]\ntype=user\ncontext=in\n[b]\ntype=peer\n", {"in"}),
        (
            "chan_dahdi",
            "[channels]\ncontext=one\nchannel => 1\ncontext=two\nchannel => 2\ncontext=three\n",
            {"one", "two"},
        ),
        ("users", "[general]\nhassip=yes\ncontext=in\n[1]\n", {"in"}),
        ("features", "[applicationmap]\na => *1,self,Gosub(feat,s,1)\nb => *2,self,Macro,x\n", {"feat", "macro-x"}),
        ("confbridge", "[m]\ntype=menu\n1=dialplan_exec(conf,s,1)\n", {"conf"}),
        ("voicemail", "[general]\nexitcontext=out\n", {"out"}),
    ],
)
def test_contexts_that_files_name_are_entries(pbx: Pbx, name: str, text: str, contexts: set[str]) -> None:
    assert found(pbx, **{name: text}).sure == contexts


def test_a_driver_that_is_not_loaded_brings_no_calls(pbx: Pbx) -> None:
    modules = "[modules]\nautoload=yes\nnoload=chan_sip.so\n"
    assert found(pbx, modules=modules, sip="[general]\n[a]\ntype=friend\ncontext=in\n") == Entries()


def test_devices_that_may_not_be_there_make_possible_entries(pbx: Pbx) -> None:
    one = found(pbx, console="[default]\ncontext=desk\n")
    assert (one.sure, set(one.possible)) == (set(), {"desk"})


@pytest.mark.parametrize(
    "files",
    [{"extconfig": "[settings]\nps_endpoints => odbc,a\n"}, {"sip": "[general]\n#include gone.conf\n"}],
)
def test_endpoints_that_are_not_known_may_bring_calls_anywhere(pbx: Pbx, files: dict[str, str]) -> None:
    assert found(pbx, **files).anywhere
