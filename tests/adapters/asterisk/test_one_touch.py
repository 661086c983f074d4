from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pbxprivacy.adapters.asterisk.facts import Fact, Status, Topic
from pbxprivacy.adapters.asterisk.read import read

Pbx = Callable[[Mapping[str, str]], Path]
PHONE = "[phone]\ntype=endpoint\ncontext=in\n"


def recorders(pbx: Pbx, dialplan: str, **files: str) -> tuple[Fact, ...]:
    named = {f"{name}.conf": text for name, text in files.items()}
    return read(pbx({"pjsip.conf": PHONE, "extensions.conf": dialplan, **named})).about(Topic.RECORDER)


def line(*applications: str, context: str = "in") -> str:
    rest = "".join(f" same => n,{one}\n" for one in applications[1:])
    return f"[{context}]\nexten => _X.,1,{applications[0]}\n{rest}"


@pytest.mark.parametrize(
    ("options", "status", "by"),
    [("tT", Status.INERT, ()), ("xX", Status.EFFECTIVE, ("called", "calling")), ("X", Status.EFFECTIVE, ("calling",)),
     ("${G}", Status.EFFECTIVE, ("called",)), ("${OTHER}", Status.UNKNOWN, ())],
)  # fmt: skip
def test_a_party_records_by_a_key_if_dial_lets_it(pbx: Pbx, options: str, status: Status, by: tuple[str, ...]) -> None:
    features = "[featuremap]\nautomixmon=*3\n"
    dialplan = f"[globals]\nG=tx\n[in]\nexten => 1,1,Dial(PJSIP/1,30,{options})\n"
    (one,) = recorders(pbx, dialplan, features=features)
    assert (one.state.status, one["by"]) == (status, by)


KEY = "[applicationmap]\nrec => *5,self,MixMonitor(x.wav)\n"


@pytest.mark.parametrize(
    ("features", "pjsip", "dialplan", "status"),
    [
        (KEY, "", "NoOp()", Status.INERT),
        (KEY, "", "Set(__DYNAMIC_FEATURES=a#rec)", Status.EFFECTIVE),
        (KEY, "", "Set(DYNAMIC_FEATURES=${WHAT})", Status.UNKNOWN),
        (KEY, "set_var=DYNAMIC_FEATURES=rec\n", "NoOp()", Status.EFFECTIVE),
        (KEY + "[group]\nrec => *7\n", "set_var=DYNAMIC_FEATURES=group\n", "NoOp()", Status.EFFECTIVE),
        (KEY + "[group]\nother => *7\n", "set_var=DYNAMIC_FEATURES=group\n", "NoOp()", Status.INERT),
    ],
)
def test_a_feature_of_ones_own_records_where_a_channel_is_given_it(
    pbx: Pbx, features: str, pjsip: str, dialplan: str, status: Status
) -> None:
    found = read(pbx({"pjsip.conf": PHONE + pjsip, "features.conf": features, "extensions.conf": line(dialplan)}))
    assert [one.state.status for one in found.about(Topic.RECORDER)] == [status]


def test_the_dialplan_may_give_the_key_itself(pbx: Pbx) -> None:
    (one,) = recorders(pbx, line("Set(FEATUREMAP(automixmon)=*1)", "Dial(PJSIP/1,,x)"))
    assert (one.effective, one["by"]) == (True, ("called",))
    assert recorders(pbx, line("Set(FEATUREMAP(blindxfer)=*1)", "Dial(PJSIP/1,,x)")) == ()


def test_a_button_of_a_phone_in_a_file_that_sorcery_names_records_too(pbx: Pbx) -> None:
    files = {
        "sorcery": "[res_pjsip]\nendpoint=config,phones.conf,criteria=type=endpoint\n",
        "phones": PHONE + "one_touch_recording=yes\nset_var=DYNAMIC_FEATURES=rec\n",
        "features": KEY,
    }
    assert [one.effective for one in recorders(pbx, line("NoOp()"), **files)] == [True, True]
