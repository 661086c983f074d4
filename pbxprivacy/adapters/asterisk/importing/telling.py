"""What facts together say: something is so if one of them is effective, and possible if one of them is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pbxprivacy.adapters.asterisk.facts import Fact, Status
from pbxprivacy.adapters.asterisk.importing.draft import Draft
from pbxprivacy.evidence import Evidence

__all__ = ["effective", "open_facts", "proofs_of", "reasons", "switched", "unknown"]


def effective(facts: Iterable[Fact]) -> list[Fact]:
    """Those that are so."""
    return [one for one in facts if one.state.status is Status.EFFECTIVE]


def unknown(facts: Iterable[Fact]) -> list[Fact]:
    """Those of which it is not known whether they are so."""
    return [one for one in facts if one.state.status is Status.UNKNOWN]


def open_facts(facts: Iterable[Fact]) -> list[Fact]:
    """Those that are, or may be, so; first those that are."""
    facts = list(facts)
    return effective(facts) or unknown(facts)


def reasons(facts: Iterable[Fact]) -> Iterator[str]:
    """Why they are unknown, each reason once."""
    yield from dict.fromkeys(one.state.reason for one in facts)


def proofs_of(facts: Iterable[Fact], *keys: str) -> tuple[Evidence, ...]:
    """Where they stand; with keys, first the lines that set one of these."""
    found = [proof for one in facts for proof in one.evidence]
    named = [proof for key in keys for proof in found if proof.raw.casefold().startswith(f"{key} = ")]
    return (*named, *(proof for proof in found if proof not in named))


def switched(draft: Draft, knob: str, facts: Iterable[Fact]) -> bool:
    """Set a switch to what these facts say; unknown where none is so and one may be. Return whether it may be on."""
    facts = list(facts)
    on, doubtful = effective(facts), unknown(facts)
    if not on and doubtful:
        for reason in reasons(doubtful):
            draft.doubt(knob, reason, proofs_of(one for one in doubtful if one.state.reason == reason))
        return True
    draft.put(knob, bool(on), proofs_of(on or facts))
    return bool(on)
