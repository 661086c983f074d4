from __future__ import annotations

from typing import Any

import pytest

from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, QUEUE, at, caused, each, holder, kept, lacking, opened, told

STAFF = ("extension_user", "agent")
ALL = ("remote_party", *STAFF)
SERVICE, PRINTS = "service/speaker_identification", "service/voice_prints"
RECORDED = {"call_recording": {"mode": "always"}}


def identified(**knobs: Any) -> dict[str, Any]:
    return {
        "speaker_identification": {"enabled": True, "provider": "bio", **knobs},
        "parties": {"bio": {"name": "Voice Biometrics"}},
        **LINE,
        **QUEUE,
        **RECORDED,
    }


def test_no_voiceprints_by_default() -> None:
    loud = {"of": "everyone", "from_recordings": True, "consent": False}
    assert caused("speaker_identification", **loud) == []
    assert opened("speaker_identification", **loud) == {}
    recorded = told(**LINE, **RECORDED)
    assert not [entry for entry in recorded.entries if entry.item.data == "voice.print"]


@pytest.mark.parametrize(("of", "whose"), [("staff", STAFF), ("everyone", ALL)])
@pytest.mark.parametrize("from_recordings", [True, False])
def test_voiceprints_are_made_of_those_who_are_meant_and_of_nobody_else(
    of: str, whose: tuple[str, ...], from_recordings: bool
) -> None:
    inventory = told(**identified(of=of, from_recordings=from_recordings))
    heard = "voice.call voice.recording" if from_recordings else "voice.call"
    assert at(inventory, SERVICE) == each(heard, *whose)
    assert at(inventory, PRINTS) == each("voice.print", *whose)
    assert holder(inventory, SERVICE) == holder(inventory, PRINTS) == "bio"


def test_the_provider_keeps_them_as_long_as_stated() -> None:
    assert kept(told(**identified(retention="P365D")), PRINTS) == {"P365D"}
    assert holder(told(**identified(provider=None)), PRINTS) == "unknown"


def test_people_agreed_to_it_or_that_is_missing() -> None:
    prints = each("voice.print", *STAFF)
    assert lacking(told(**identified(from_recordings=True)), PRINTS, Safeguard.CONSENTED) == set()
    assert lacking(told(**identified(consent=False)), PRINTS, Safeguard.CONSENTED) == prints


def test_encryption_on_the_way_and_at_rest_is_told() -> None:
    prints = each("voice.print", *STAFF)
    for knob, guard in (("tls", Safeguard.ENCRYPTED_IN_TRANSIT), ("encrypted", Safeguard.ENCRYPTED_AT_REST)):
        assert lacking(told(**identified()), PRINTS, guard) == set()
        assert lacking(told(**identified(**{knob: False})), PRINTS, guard) == prints


def test_each_flow_names_the_knobs_that_cause_it() -> None:
    by = "enabled provider of"
    assert caused("speaker_identification", enabled=True, from_recordings=True) == [
        ("call/*", SERVICE, "security", by),
        (SERVICE, PRINTS, "security", by),
        ("store/recordings", SERVICE, "security", f"{by} from_recordings"),
    ]
    assert caused("speaker_identification", enabled=True, consent=False, tls=False)[0][3] == f"{by} consent tls"
    assert [knob.partition(".")[2] for knob in opened("speaker_identification", enabled=True)[PRINTS]] == [
        *by.split(),
        "retention",
        "encrypted",
    ]


def test_how_long_the_provider_keeps_the_voices_is_for_it_to_say() -> None:
    assert kept(told(**identified()), SERVICE) == {"unstated"}
    assert kept(told(**identified()), PRINTS) == {"P30D"}
    assert opened("speaker_identification", enabled=True)[SERVICE] == tuple(
        f"speaker_identification.{knob}" for knob in ("enabled", "provider", "of")
    )
