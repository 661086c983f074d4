"""A tenant in the making: knobs with their values, evidence, what is unknown, and the parties that turned up."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any, Final

import attrs

from pbxprivacy.evidence import Evidence, Unknown
from pbxprivacy.loading.shape import steps_of
from pbxprivacy.parties import RESERVED_PARTIES, Party
from pbxprivacy.tenant import Tenant
from pbxprivacy.terms import PartyKind

__all__ = ["Draft", "name_of"]

_LONGEST: Final = 60
_MOST_EVIDENCE: Final = 20  # of one unknown knob
_LONGEST_REASON: Final = 2000
_PROTECTING: Final = frozenset({
    "voicemail.pin_required", "ami.http_tls", "address_discovery.media_encrypted",
    "web_calls.signalling_encrypted", "web_calls.media_encrypted",
})  # fmt: skip
_WORST: Final = ("always", "audio", "none")  # of a mode of recording, of what is mailed, of encryption


def name_of(text: str) -> str:
    """Return a name that can stand in a tenant: the same for the same text, and another for another one."""
    plain = re.sub(r"[^A-Za-z0-9_.-]+", "-", text).strip("-.")
    plain = plain if plain[:1].isalnum() else f"x{plain}"
    if plain == text and len(plain) <= _LONGEST and plain not in RESERVED_PARTIES:
        return plain
    return f"{plain[: _LONGEST - 8]}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"


@attrs.define
class Draft:
    """What is known so far.

    Attributes:
        values: by full name, what knobs are set to.
        evidence: by full name, where that was read.
        doubts: by full name, or by feature, why it could not be established, and what was found instead.
        parties: who turned up in the files.
    """

    values: dict[str, Any] = attrs.field(factory=dict)
    evidence: dict[str, Evidence] = attrs.field(factory=dict)
    doubts: dict[str, dict[str, tuple[Evidence, ...]]] = attrs.field(factory=dict)
    parties: dict[str, Party] = attrs.field(factory=dict)

    def put(self, knob: str, value: Any, proofs: Iterable[Evidence] = ()) -> None:
        """Set a knob, with where it was read; the first of several proofs counts."""
        self.values[knob] = value
        proof = next(iter(proofs), None)
        if proof is not None:
            self.evidence[knob] = proof

    def doubt(self, knob: str, reason: str, proofs: Iterable[Evidence] = ()) -> None:
        """Note that a knob is unknown; several reasons are told together."""
        reasons = self.doubts.setdefault(knob, {})
        reasons[reason] = (*reasons.get(reason, ()), *proofs)

    def doubt_more(self, knob: str, reason: str, proofs: Iterable[Evidence] = ()) -> None:
        """Note that something further may set a knob, unless it is at its worst already or the same was told before."""
        value = self.values.get(knob)
        is_worst = value is False if knob in _PROTECTING else value is True or value in _WORST
        if not is_worst and not any(reason in told for told in self.doubts.get(knob, ())):
            self.doubt(knob, reason, proofs)

    def settle(self, knob: str) -> None:
        """Forget why a knob was unknown: something else says that it is so."""
        self.doubts.pop(knob, None)

    def party(self, key: str, name: str, kind: PartyKind, proofs: Iterable[Evidence] = ()) -> str:
        """Add a party that turned up, with its country unknown, and return its key."""
        proof = next(iter(proofs), None)
        if key not in self.parties:
            source = "" if proof is None else str(proof)
            self.parties[key] = Party(name=name, kind=kind, source=source)
            if proof is not None:
                self.evidence[f"parties.{key}"] = proof
        return key

    def tenant(self, name: str) -> Tenant:
        """Return the tenant; its features are only those that something was found out about."""
        unknown = {knob: _unknown(reasons) for knob, reasons in self.doubts.items()}
        content: dict[str, Any] = {"tenant": name, "parties": self.parties, "unknown": unknown}
        for knob, value in self.values.items():
            below = content
            *way, last = steps_of(knob)
            for step in way:
                below = below.setdefault(step, {})
            below[last] = value
        return Tenant.model_validate(content)


def _unknown(reasons: dict[str, tuple[Evidence, ...]]) -> Unknown:
    told: list[str] = []
    length = 0
    for reason in reasons:
        length += len(reason)
        if told and length > _LONGEST_REASON:
            told.append(f"and {len(reasons) - len(told)} more reasons")
            break
        told.append(reason[:_LONGEST_REASON])
    evidence = dict.fromkeys(proof for proofs in reasons.values() for proof in proofs)
    return Unknown(reason="; ".join(told), evidence=tuple(evidence)[:_MOST_EVIDENCE])
