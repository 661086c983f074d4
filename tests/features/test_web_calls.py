from __future__ import annotations

from typing import Any

import pytest

from pbxprivacy.terms import Safeguard
from tests.features.told import at, caused, each, holder, kept, lacking, opened, told, where

BOTH = ("extension_user", "remote_party")
SPOKEN = each("voice.call call.digits contact.number contact.name call.record network.address", *BOTH)
SHOWN = each("voice.call contact.number contact.name", *BOTH)
VIDEO = each("video.call", *BOTH)
MEDIA = each("voice.call call.digits video.call", *BOTH)
TRAFFIC = each("call.event", *BOTH)
ADDRESSES = each("network.address", *BOTH)
CLEAR = Safeguard.ENCRYPTED_IN_TRANSIT


def web(**knobs: Any) -> dict[str, Any]:
    return {"web_calls": {"enabled": True, **knobs}, "parties": {"relay": {"name": "Relay Ltd"}}}


def test_web_calls_are_off_by_default_and_then_do_nothing() -> None:
    assert caused("web_calls", traversal="turn", media_encrypted=False) == []
    assert opened("web_calls", traversal="turn") == {}


def test_the_video_is_visible_to_the_participants_only() -> None:
    inventory = told(**web())
    for person in BOTH:
        assert where(inventory, "video.call", person) == {"screen/web_call"}
    assert holder(inventory, "screen/web_call") == "tenant"


def test_the_audio_is_a_call_like_any_other() -> None:
    inventory = told(**web())
    assert at(inventory, "call/web") == SPOKEN
    assert at(inventory, "screen/web_call") == SHOWN | VIDEO
    assert each("contact.number", "remote_party") <= at(inventory, "store/cdr")
    assert inventory.exposures == ()


def test_without_video_there_is_none() -> None:
    assert at(told(**web(video=False)), "screen/web_call") == SHOWN


def test_media_and_signalling_are_encrypted_unless_that_is_switched_off() -> None:
    assert lacking(told(**web()), "screen/web_call", CLEAR) == set()
    media = told(**web(media_encrypted=False))
    assert lacking(media, "screen/web_call", CLEAR) == each("voice.call", *BOTH)
    signalling = told(**web(signalling_encrypted=False))
    assert lacking(signalling, "screen/web_call", CLEAR) == each("contact.number contact.name", *BOTH)


def test_a_stun_server_learns_the_addresses() -> None:
    inventory = told(**web(traversal="stun", traversal_server="relay", media_encrypted=False))
    assert at(inventory, "service/web_traversal") == ADDRESSES
    assert holder(inventory, "service/web_traversal") == "relay"
    assert lacking(inventory, "service/web_traversal", CLEAR) == ADDRESSES


@pytest.mark.parametrize(("encrypted", "learned"), [(True, ADDRESSES | TRAFFIC), (False, ADDRESSES | TRAFFIC | MEDIA)])
def test_a_turn_server_learns_the_traffic_and_the_media_only_if_they_are_in_clear(
    encrypted: bool, learned: set[str]
) -> None:
    inventory = told(**web(traversal="turn", media_encrypted=encrypted))
    assert at(inventory, "service/web_traversal") == learned
    assert holder(inventory, "service/web_traversal") == "unknown"
    assert lacking(inventory, "service/web_traversal", CLEAR) == learned


def test_each_flow_names_the_knobs_that_cause_it() -> None:
    helped = "enabled traversal traversal_server"
    assert caused("web_calls", enabled=True, traversal="turn") == [
        ("call/web", "screen/web_call", "call_service", "enabled"),
        ("call/web", "screen/web_call", "call_service", "enabled"),
        ("call/web", "service/web_traversal", "call_service", helped),
        ("call/web", "service/web_traversal", "call_service", helped),
    ]
    clear = {"signalling_encrypted": False, "media_encrypted": False}
    assert caused("web_calls", enabled=True, traversal="turn", **clear) == [
        ("call/web", "screen/web_call", "call_service", "enabled media_encrypted"),
        ("call/web", "screen/web_call", "call_service", "enabled signalling_encrypted"),
        ("call/web", "service/web_traversal", "call_service", helped),
        ("call/web", "service/web_traversal", "call_service", helped),
        ("call/web", "service/web_traversal", "call_service", f"{helped} media_encrypted"),
        ("screen/web_call", "service/web_traversal", "call_service", f"{helped} media_encrypted"),
    ]


def test_places_name_the_knobs_that_open_them_and_the_server_its_own_retention() -> None:
    assert opened("web_calls", enabled=True, traversal="stun") == {
        "call/web": ("web_calls.enabled",),
        "screen/web_call": ("web_calls.enabled",),
        "service/web_traversal": tuple(f"web_calls.{knob}" for knob in ("enabled", "traversal", "traversal_server")),
    }
    inventory = told(**web(traversal="stun"))
    assert kept(inventory, "service/web_traversal") == {"unstated"}
    assert kept(inventory, "call/web") == kept(inventory, "screen/web_call") == {"P0D"}


def test_each_item_that_arises_names_the_knobs_that_cause_it() -> None:
    origins = told(**web()).subject.web_calls.traced.origins
    assert [" ".join(knob.partition(".")[2] for knob in origin.because) for origin in origins] == [
        "enabled",
        "enabled video",
    ]


def test_who_is_not_answered_leaves_a_message_as_on_any_call() -> None:
    inventory = told(**web())
    assert each("voice.mail", *BOTH) <= at(inventory, "store/voicemail")
    assert each("voice.mail", "remote_party") & at(told(), "store/voicemail") == set()


def test_a_crm_is_asked_who_is_calling_from_a_browser() -> None:
    settings = {**web(), "parties": {"relay": {"name": "Relay Ltd"}, "crm": {"name": "CRM Ltd"}}}
    inventory = told(**settings, crm={"enabled": True, "vendor": "crm"})
    assert each("contact.number", "remote_party") <= at(inventory, "service/crm")
