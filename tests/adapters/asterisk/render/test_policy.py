"""What the dialplan does is what the model derives: the same calls recorded, with the same safeguards."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pbxprivacy.adapters.asterisk.render.policy import Kind, Policy, Side, policies
from pbxprivacy.adapters.asterisk.render.told import Untold
from pbxprivacy.features.call_recording import CallRecording
from pbxprivacy.kit.strategies import features
from pbxprivacy.parties import RESERVED_PARTIES
from pbxprivacy.recording import Announcement, Control, Mode
from pbxprivacy.tenant import Tenant
from pbxprivacy.terms import Safeguard

NAMES = ("sales", "support", "100")
PLACES = {
    "inbound": ("call/inbound.external",),
    "outbound": ("call/outbound.external",),
    "internal": ("call/inbound.internal", "call/outbound.internal"),
}


def tenant(feature: CallRecording) -> Tenant:
    return Tenant.model_validate(
        {
            "tenant": "t",
            "trunks": {"lines": {"main": {}}},
            "extensions": {"names": NAMES},
            "queues": {"names": NAMES},
            "conferencing": {"enabled": True, "rooms": NAMES},
            "parties": {name: {"name": name} for _, name in feature.named_parties() if name not in RESERVED_PARTIES},
            "call_recording": feature,
        }
    )


def of(feature: CallRecording) -> tuple[dict[str, Policy], set[str]]:
    found = list(policies(tenant(feature)))
    policies_ = {one.name: one for one in found if isinstance(one, Policy)}
    return policies_, {one.value.rpartition("(")[2].rstrip(")") for one in found if isinstance(one, Untold)}


def flows(feature: CallRecording, *places: str) -> list[frozenset[Safeguard]]:
    """What the flows into the recordings give, from these places; a family last, unless it leaves the first one out."""
    found = {flow.source: flow for flow in feature.traced.flows if flow.target == "store/recordings"}
    return [found[place].gives for place in places if place in found and places[0] not in found[place].except_for]


@given(features(CallRecording))
def test_a_way_is_recorded_exactly_where_the_model_says_so(feature: CallRecording) -> None:
    found, _ = of(feature)
    for name, places in PLACES.items():
        derived = flows(feature, *places)
        assert (found[name].mode is not Mode.OFF) == bool(derived)
        if derived:
            announced = found[name].announcement is Announcement.PROMPT and found[name].to_all
            # It tells, and asks, at the least as the best of the sorts of calls that go this way.
            assert announced or all(Safeguard.ANNOUNCED not in gives for gives in derived)
        if len(derived) == 1:
            asked = found[name].asks == frozenset(Side)
            assert asked or name == "internal" or Safeguard.CONSENTED not in derived[0]


@given(features(CallRecording))
def test_queues_and_rooms_are_recorded_as_the_model_says_or_never_and_told(feature: CallRecording) -> None:
    found, told = of(feature)
    for kind in (Kind.QUEUE, Kind.CONFERENCE):
        for name in NAMES:
            policy, scope = found[f"{kind}-{name}"], f"{kind}:{name}"
            derived = flows(feature, f"call/{scope}", f"call/{kind}:*")
            assert (policy.mode is not Mode.OFF) == (bool(derived) and scope not in told)
            assert policy.mode in (Mode.OFF, Mode.ALWAYS)


@given(features(CallRecording))
def test_an_extension_has_routines_of_its_own_exactly_where_it_is_recorded(feature: CallRecording) -> None:
    found, told = of(feature)
    for name in NAMES:
        scope = f"extension:{name}"
        derived = flows(feature, f"call/{scope}", "call/extension:*")
        assert (f"extension-{name}-inbound" in found) == (bool(derived) and scope not in told)
        for way in PLACES if f"extension-{name}-inbound" in found else ():
            # A call of two sorts is recorded if either is.
            assert found[f"extension-{name}-{way}"].mode is not Mode.OFF


@given(st.sampled_from(Control), st.sampled_from(["inbound", "outbound", "internal"]))
def test_the_extension_is_the_called_side_of_what_comes_in_and_the_caller_of_what_goes_out(
    control: Control, way: str
) -> None:
    feature = CallRecording(mode=Mode.OPT_IN, opt_in=control, stop=control, pause=control, start=control)
    extension = {"inbound": {Side.CALLED}, "outbound": {Side.CALLER}, "internal": set(Side)}[way]
    sides = {Control.EVERYONE: set(Side), Control.EXTENSION: extension, Control.NOBODY: set()}[control]
    policy = of(feature)[0][way]
    assert policy.asks == policy.stops == policy.pauses == policy.starts == sides


def test_of_two_sorts_of_internal_calls_the_louder_mode_and_the_quieter_announcement_hold() -> None:
    rules = {
        "inbound.internal": {"mode": "always", "announcement": "none", "announced_to_all": False, "stop": "nobody"},
        "outbound.internal": {"mode": "opt_in", "announcement": "prompt", "stop": "everyone"},
    }
    policy = of(CallRecording.model_validate({"rules": rules}))[0]["internal"]
    assert (policy.mode, policy.announcement, policy.to_all) == (Mode.ALWAYS, Announcement.PROMPT, True)
    assert policy.stops == set(Side)


def test_a_format_that_no_asterisk_writes_is_wav_and_told() -> None:
    feature = CallRecording.model_validate({"mode": "always", "format": "mp3;x"})
    found = list(policies(tenant(feature)))
    assert {one.format for one in found if isinstance(one, Policy)} == {"wav"}
    assert "call_recording.format" in {one.setting for one in found if isinstance(one, Untold)}


def test_a_name_that_a_routine_cannot_have_is_told() -> None:
    found = policies(Tenant.model_validate({"tenant": "t", "queues": {"names": ["general", "_x", "sales", "Sales"]}}))
    told = [one.value for one in found if isinstance(one, Untold)]
    assert told == ["general", "_x", "Sales"]
