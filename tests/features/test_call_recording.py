from __future__ import annotations

from typing import Any

import pytest

from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.terms import Safeguard
from tests.features.told import at, caused, each, holder, kept, lacking, opened, told, where

BOTH = ("remote_party", "extension_user")
STORE = "store/recordings"
EVERY_CALL: dict[str, Any] = {
    "trunks": {"lines": {"main": {}}},
    "queues": {"names": ["sales", "support"]},
    "conferencing": {"enabled": True, "rooms": ["board", "team"]},
    "extensions": {"names": ["100", "101"]},
    "web_calls": {"enabled": True},
}
DIRECT = {
    "inbound.external": "call/inbound.external",
    "outbound.external": "call/outbound.external",
    "inbound.internal": "call/inbound.internal",
    "outbound.internal": "call/outbound.internal",
}
FAMILIES = {
    "queue": ("call/queue:sales", "call/queue:support"),
    "conference": ("call/conference:board", "call/conference:team"),
    "extension": ("call/extension:100", "call/extension:101"),
}
ALL = {*DIRECT.values(), "call/web", *(place for family in FAMILIES.values() for place in family)}
COVERED = {
    "any": ALL,
    "inbound": {"call/inbound.external", "call/inbound.internal"},
    "outbound": {"call/outbound.external", "call/outbound.internal"},
    "internal": {"call/inbound.internal", "call/outbound.internal"},
    "external": {"call/inbound.external", "call/outbound.external"},
    **{scope: {place} for scope, place in DIRECT.items()},
    "web": {"call/web"},
    **{family: set(members) for family, members in FAMILIES.items()},
    **{place.removeprefix("call/"): {place} for members in FAMILIES.values() for place in members},
}


def recorded(**knobs: Any) -> Inventory:
    return told(call_recording=knobs, **EVERY_CALL)


def taken(inventory: Inventory, target: str = STORE) -> set[str]:
    """The call places from which recordings are made."""
    found = set()
    for flow in inventory.subject.call_recording.traced.flows:
        if flow.target == target:
            family = flow.source.removesuffix("*")
            found |= {
                place
                for place in ALL
                if place not in flow.except_for
                and (place == flow.source or (flow.source != family and place.startswith(family)))
            }
    return found


def told_in(inventory: Inventory, guard: Safeguard) -> set[str]:
    """The call places whose recordings give a safeguard."""
    return {
        place
        for flow in inventory.subject.call_recording.traced.flows
        if flow.target == STORE and guard in flow.gives
        for place in ALL
        if place == flow.source or (flow.source.endswith("*") and place.startswith(flow.source[:-1]))
        if place not in flow.except_for
    }


# what is recorded


def test_recording_is_off_by_default_and_then_nothing_is_kept() -> None:
    assert caused("call_recording", readers="everyone", upload="x", numbers_in_names=True) == []
    assert opened("call_recording", readers="everyone") == {}
    assert where(recorded(), "voice.recording", "remote_party") == set()


def test_a_recording_holds_voices_numbers_and_network_addresses_and_no_video() -> None:
    inventory = told(call_recording={"mode": "always"}, trunks=EVERY_CALL["trunks"])
    assert at(inventory, STORE) == each("voice.recording contact.number", *BOTH) | each(
        "network.address", "extension_user"
    )
    assert not [item for item in at(recorded(mode="always"), STORE) if item.startswith("video")]


@pytest.mark.parametrize("mode", ["opt_in", "on_demand", "always"])
def test_every_mode_but_off_records(mode: str) -> None:
    assert taken(recorded(mode=mode)) == ALL


@pytest.mark.parametrize("scope", COVERED)
def test_a_scope_says_which_calls_are_recorded(scope: str) -> None:
    assert taken(recorded(mode="always", scopes=[scope])) == COVERED[scope]


@pytest.mark.parametrize("scope", COVERED)
def test_a_rule_records_its_scope_alone(scope: str) -> None:
    assert taken(recorded(rules={scope: {"mode": "always"}})) == COVERED[scope]


@pytest.mark.parametrize("scope", COVERED)
def test_a_rule_leaves_its_scope_out(scope: str) -> None:
    assert taken(recorded(mode="always", rules={scope: {"mode": "off"}})) == ALL - COVERED[scope]


def test_no_scope_is_no_recording_and_any_scope_the_loudest() -> None:
    assert recorded().subject.call_recording.knobs()["scopes"].loud == ("any",)
    assert taken(recorded(mode="always", scopes=[])) == set()


# the nearest rule wins


@pytest.mark.parametrize(
    ("near", "far"),
    [
        ("queue:sales", "queue"),
        ("queue:sales", "any"),
        ("queue", "any"),
        ("conference:board", "conference"),
        ("extension:100", "extension"),
        ("inbound.external", "inbound"),
        ("inbound.external", "external"),
        ("inbound.external", "any"),
        ("inbound", "any"),
        ("internal", "any"),
        ("web", "any"),
    ],
)
def test_the_nearer_rule_wins_whichever_way_it_says(near: str, far: str) -> None:
    quiet = recorded(rules={near: {"mode": "off"}, far: {"mode": "always"}})
    assert taken(quiet) == COVERED[far] - COVERED[near]
    loud = recorded(rules={near: {"mode": "always"}, far: {"mode": "off"}})
    assert taken(loud) == COVERED[near]


@pytest.mark.parametrize("rules", [("inbound", "external"), ("external", "inbound")])
def test_of_two_rules_equally_near_the_louder_wins(rules: tuple[str, str]) -> None:
    one, other = rules
    inventory = recorded(rules={one: {"mode": "off"}, other: {"mode": "always"}})
    assert taken(inventory) == COVERED[other]
    told_of = recorded(mode="always", rules={one: {"announcement": "none"}, other: {"announcement": "prompt"}})
    assert told_in(told_of, Safeguard.ANNOUNCED) == ALL - COVERED[one]


def test_a_rule_that_leaves_the_mode_out_is_as_the_feature_has_it() -> None:
    inventory = recorded(mode="always", scopes=["queue"], rules={"queue:sales": {"announcement": "none"}})
    assert taken(inventory) == COVERED["queue"]
    assert told_in(inventory, Safeguard.ANNOUNCED) == {"call/queue:support"}


# which way the calls go


@pytest.mark.parametrize("direction", DIRECT)
def test_a_rule_may_be_about_some_directions_only(direction: str) -> None:
    inventory = recorded(rules={"any": {"mode": "always", "directions": [direction]}})
    assert taken(inventory) == {DIRECT[direction]} | (ALL - set(DIRECT.values()))


@pytest.mark.parametrize(
    ("directions", "outsiders"),
    [
        (["inbound.internal"], False),
        (["outbound.internal", "inbound.internal"], False),
        (["inbound.external"], True),
        (["inbound.internal", "outbound.external"], True),
    ],
)
def test_of_an_extension_recorded_among_colleagues_no_outsider_is_in_it(directions: list[str], outsiders: bool) -> None:
    inventory = recorded(rules={"extension:100": {"mode": "always", "directions": directions}})
    voices = each("voice.recording contact.number", "remote_party")
    assert at(inventory, STORE) & voices == (voices if outsiders else set())
    assert each("voice.recording contact.number", "extension_user") <= at(inventory, STORE)


def test_colleagues_are_agents_and_everybody_in_a_room_too() -> None:
    inside = {"mode": "always", "directions": ["inbound.internal"]}
    queue, room = (recorded(rules={scope: inside}) for scope in ("queue:sales", "conference:board"))
    assert {item for item in at(queue, STORE) if item.startswith("voice.")} == each(
        "voice.recording", "agent", "extension_user"
    )
    assert {item for item in at(room, STORE) if item.startswith("voice.")} == each(
        "voice.recording", "meeting_guest", "extension_user"
    )


def test_a_rule_about_no_direction_records_nothing() -> None:
    assert taken(recorded(rules={"extension:100": {"mode": "always", "directions": []}})) == set()
    equally_near = {"inbound": {"mode": "always", "directions": []}, "external": {"mode": "on_demand"}}
    assert taken(recorded(rules=equally_near)) == COVERED["external"]


# who decides, and who is told


@pytest.mark.parametrize(
    ("mode", "opt_in", "agreed"),
    [
        ("opt_in", "everyone", True),
        ("opt_in", "extension", False),
        ("opt_in", "nobody", False),
        ("on_demand", "everyone", False),
        ("always", "everyone", False),
    ],
)
def test_opting_in_is_consent_only_where_both_sides_are_asked(mode: str, opt_in: str, agreed: bool) -> None:
    inventory = recorded(mode=mode, opt_in=opt_in)
    assert told_in(inventory, Safeguard.CONSENTED) == (ALL if agreed else set())
    assert bool(lacking(inventory, STORE, Safeguard.CONSENTED)) != agreed


@pytest.mark.parametrize(
    ("announcement", "to_all", "announced"),
    [
        ("prompt", True, True),
        ("prompt", False, False),
        ("beep", True, False),
        ("beep", False, False),
        ("none", True, False),
    ],
)
def test_a_prompt_that_both_hear_is_an_announcement_and_a_beep_is_none(
    announcement: str, to_all: bool, announced: bool
) -> None:
    inventory = recorded(mode="always", announcement=announcement, announced_to_all=to_all)
    voices = {item for item in at(inventory, STORE) if item.startswith("voice.")}
    assert lacking(inventory, STORE, Safeguard.ANNOUNCED) == (set() if announced else voices)


def test_of_two_queues_one_announced_the_recordings_hold_voices_that_were_not_told() -> None:
    rules = {"queue:sales": {"mode": "always"}, "queue:support": {"mode": "always", "announcement": "none"}}
    inventory = recorded(rules=rules)
    assert told_in(inventory, Safeguard.ANNOUNCED) == {"call/queue:sales"}
    assert each("voice.recording", "agent") <= lacking(inventory, STORE, Safeguard.ANNOUNCED)
    unheard = [
        entry
        for entry in inventory.entries
        if entry.place == "screen/admin" and Safeguard.ANNOUNCED in entry.missing and entry.item.person == "agent"
    ]
    witness = inventory.witness(unheard[0], Safeguard.ANNOUNCED)
    assert witness is not None
    assert [place.id for place in witness.places] == ["call/queue:support", STORE, "screen/admin"]


@pytest.mark.parametrize("knob", ["announced_to_all", "announcement", "opt_in"])
def test_a_rule_says_otherwise_for_its_scope(knob: str) -> None:
    loud: dict[str, Any] = {"announced_to_all": False, "announcement": "beep", "opt_in": "nobody"}
    guard = Safeguard.CONSENTED if knob == "opt_in" else Safeguard.ANNOUNCED
    inventory = recorded(mode="opt_in", rules={"queue": {knob: loud[knob]}})
    assert told_in(inventory, guard) == ALL - COVERED["queue"]


# who gets it


@pytest.mark.parametrize(
    ("readers", "screens"),
    [
        ("nobody", set()),
        ("administrators", {"screen/admin"}),
        ("supervisors", {"screen/admin", "screen/supervisor"}),
        ("everyone", {"screen/admin", "screen/supervisor", "screen/phone"}),
    ],
)
def test_readers_say_who_of_the_tenant_may_listen(readers: str, screens: set[str]) -> None:
    inventory = recorded(mode="always", readers=readers)
    assert where(inventory, "voice.recording", "remote_party") == {STORE} | screens
    assert inventory.exposures == recorded().exposures


def test_recordings_are_kept_as_long_as_stated_and_encrypted_unless_that_is_off() -> None:
    inventory = recorded(mode="always", retention="P28D", encrypted=False)
    assert kept(inventory, STORE) == {"P28D"}
    assert lacking(inventory, STORE, Safeguard.ENCRYPTED_AT_REST) == at(inventory, STORE)
    assert lacking(recorded(mode="always"), STORE, Safeguard.ENCRYPTED_AT_REST) == set()
    assert opened("call_recording", mode="always")[STORE] == ("call_recording.retention", "call_recording.encrypted")


PARTIES = {"collector": {"name": "Collector Co"}, "cloud": {"name": "Cloud Co"}}


def uploaded(**knobs: Any) -> Inventory:
    return told(call_recording=knobs, parties=PARTIES, **EVERY_CALL)


@pytest.mark.parametrize("numbers", [True, False])
def test_an_upload_gets_the_audio_and_numbers_only_if_names_hold_them(numbers: bool) -> None:
    inventory = uploaded(mode="always", scopes=["external"], upload="collector", numbers_in_names=numbers)
    place = "service/recording_upload:collector"
    assert at(inventory, place) == each("voice.recording contact.number" if numbers else "voice.recording", *BOTH)
    assert holder(inventory, place) == "collector"
    assert lacking(inventory, place, Safeguard.ENCRYPTED_IN_TRANSIT) == set()
    assert lacking(inventory, place, Safeguard.ANNOUNCED) == set()


def test_each_scope_has_its_own_upload() -> None:
    rules = {"inbound": {"upload": "cloud"}, "external": {"upload": "collector"}, "queue:sales": {"upload": "cloud"}}
    inventory = uploaded(mode="always", rules=rules)
    assert taken(inventory, "service/recording_upload:cloud") == COVERED["inbound"] | {"call/queue:sales"}
    assert taken(inventory, "service/recording_upload:collector") == COVERED["external"]
    assert taken(inventory) == ALL
    everywhere = uploaded(mode="always", upload="collector", rules={"any": {"upload": "cloud"}, "web": {}})
    assert taken(everywhere, "service/recording_upload:cloud") == ALL
    assert "service/recording_upload:collector" not in everywhere.places


def test_an_upload_of_calls_among_colleagues_holds_no_outsider() -> None:
    rule = {"mode": "always", "directions": ["inbound.internal"], "upload": "cloud"}
    inventory = uploaded(rules={"extension:100": rule}, numbers_in_names=True)
    assert at(inventory, "service/recording_upload:cloud") == each("voice.recording contact.number", "extension_user")


def test_an_upload_in_clear_lacks_encryption_and_nothing_is_uploaded_that_is_not_recorded() -> None:
    inventory = uploaded(mode="always", scopes=["web"], upload="cloud", upload_tls=False)
    place = "service/recording_upload:cloud"
    assert lacking(inventory, place, Safeguard.ENCRYPTED_IN_TRANSIT) == at(inventory, place) != set()
    assert lacking(inventory, STORE, Safeguard.ENCRYPTED_IN_TRANSIT) == set()
    assert place not in uploaded(upload="cloud").places


# why


def causes(calls: str, **knobs: Any) -> list[str]:
    flows = caused("call_recording", **knobs)
    assert {purpose for _, _, purpose, _ in flows} == {"quality_recording"}
    return sorted(because for source, _, _, because in flows if source == calls)


def test_each_flow_names_the_knobs_that_cause_it() -> None:
    for mode, opt_in in (("always", "everyone"), ("always", "nobody"), ("opt_in", "everyone")):
        assert causes("call/web", mode=mode, opt_in=opt_in) == ["mode scopes"]
    assert causes("call/web", rules={"web": {"mode": "always"}}) == ["rules[web].mode rules[web].directions"]
    loud = {"mode": "opt_in", "opt_in": "nobody", "announcement": "none", "announced_to_all": False}
    assert causes("call/web", **loud) == ["mode scopes opt_in announcement announced_to_all"]
    rule = {"rules": {"any": {key: value for key, value in loud.items() if key != "mode"}}, "mode": "opt_in"}
    assert causes("call/web", **rule) == [
        "mode scopes rules[any].opt_in rules[any].announcement rules[any].announced_to_all"
    ]
    assert causes("call/web", mode="always", upload="x", upload_tls=False, numbers_in_names=True) == [
        "mode scopes",
        "mode scopes upload upload_tls",
        "mode scopes upload upload_tls numbers_in_names",
    ]
    assert causes("call/web", mode="always", rules={"web": {"upload": "x"}})[1] == "mode scopes rules[web].upload"
    assert causes(STORE, mode="always", readers="supervisors") == ["readers", "readers"]


def test_how_a_recording_sounds_and_who_may_start_it_changes_nothing_of_what_is_kept() -> None:
    plain = caused("call_recording", mode="on_demand")
    for knobs in ({"start": "nobody"}, {"time_limit": 60}, {"format": "mp3"}, {"beep_seconds": 15}):
        assert caused("call_recording", mode="on_demand", **knobs) == plain
        if "beep_seconds" not in knobs:
            assert taken(recorded(mode="on_demand", rules={"any": knobs})) == ALL


# what settings name must exist


@pytest.mark.parametrize(
    "knobs",
    [
        {"rules": {"queue:nosuch": {}}},
        {"scopes": ["any", "extension:999"]},
        {"rules": {"conference:nosuch": {"mode": "always"}}},
        {"rules": {"sideways": {}}},
        {"rules": {"queue:": {}}},
        {"scopes": ["inbound.extern"]},
        {"rules": {"any": {"directions": ["inbound"]}}},
        {"rules": {"any": {"upload": "nosuch"}}},
        {"time_limit": 0},
        {"beep_seconds": -1},
        {"format": "x" * 21},
    ],
)
def test_what_nobody_defined_is_refused(knobs: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        recorded(**knobs)


def test_queues_rooms_and_extensions_that_exist_may_be_named() -> None:
    named = ["queue:sales", "conference:board", "extension:100"]
    feature = recorded(scopes=named, rules={scope: {} for scope in named}).subject.call_recording
    assert list(feature.named_scopes()) == [
        *((("rules", scope), scope) for scope in named),
        *((("scopes", str(position)), scope) for position, scope in enumerate(named)),
    ]


def test_whoever_gets_uploads_says_how_long_it_keeps_them() -> None:
    assert kept(uploaded(mode="always", upload="cloud"), "service/recording_upload:cloud") == {"unstated"}
    assert kept(recorded(mode="always"), STORE) == {"P30D"}
