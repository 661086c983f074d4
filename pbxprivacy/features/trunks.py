"""Trunks: the lines to carriers, and with them every call from and to the outside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pbxprivacy import places
from pbxprivacy.feature import Effect, Entry, Feature
from pbxprivacy.flow import UNKNOWN_PARTY, Flow, Origin, Place, PlaceKind
from pbxprivacy.items import items
from pbxprivacy.knob import entries, party, protection, switch
from pbxprivacy.parties import PartyName
from pbxprivacy.selections import CALL_MEDIA, NAMES, NUMBERS
from pbxprivacy.terms import Data, Person, Purpose, Safeguard

__all__ = ["Trunk", "Trunks"]

_PARTY_TO_A_CALL = (Data.VOICE_CALL, Data.CALL_DIGITS, Data.CONTACT_NUMBER, Data.CONTACT_NAME, Data.CALL_RECORD)
_BOTH_SIDES = items(_PARTY_TO_A_CALL, (Person.REMOTE_PARTY, Person.EXTENSION_USER)) | items(
    Data.NETWORK_ADDRESS, Person.EXTENSION_USER
)
_IN_CLEAR = frozenset({Safeguard.ENCRYPTED_IN_TRANSIT})


class Trunk(Entry):
    """One line to a carrier; what it leaves out is as for all trunks."""

    enabled: bool = switch("Whether the trunk is in use.", default=True)
    carrier: PartyName | None = party("The carrier at the other end.")
    signalling_encrypted: bool | None = protection("Whether SIP runs over TLS on this trunk.", default=None)
    media_encrypted: bool | None = protection("Whether the voice is encrypted (SRTP) on this trunk.", default=None)
    send_names: bool | None = switch("Whether the names of extension users are sent to this carrier.", default=None)


class Trunks(Feature):
    """The tenant's trunks; without one there are no calls from or to the outside.

    A carrier conveys the voices, the keys pressed and the numbers of both sides.
    """

    key: ClassVar[str] = "trunks"
    title: ClassVar[str] = "Trunks"
    sources: ClassVar[tuple[str, ...]] = (
        "TheVoco Cloud-PBX privacy policy, Trunk",
        "Asterisk 22 res_pjsip: transport protocol, media_encryption, send_pai",
    )

    lines: dict[str, Trunk] = entries("The trunks by name.")
    signalling_encrypted: bool = protection("Whether SIP runs over TLS.")
    media_encrypted: bool = protection("Whether the voice is encrypted (SRTP).")
    send_names: bool = switch("Whether the names of extension users are sent to carriers.")

    def effects(self) -> Iterator[Effect]:
        """Open the calls from and to the outside, and each carrier's end of its trunk."""
        in_use = [name for name, trunk in self.lines.items() if trunk.enabled]
        if not in_use:
            return
        lines = self.because("lines")
        for scope in ("inbound.external", "outbound.external"):
            yield Place(PlaceKind.CALL, scope, because=lines)
            for name in in_use:
                yield Origin(f"call/{scope}", _BOTH_SIDES, because=self._lines(name))
        for name in in_use:
            carrier = Place(
                PlaceKind.SERVICE,
                "trunk",
                scope=name,
                holder=self.lines[name].carrier or UNKNOWN_PARTY,
                retention=None,
                because=self._lines(name),
            )
            yield carrier
            for source in (places.INBOUND_EXTERNAL, places.OUTBOUND_EXTERNAL):
                yield from self._carried(source, carrier.id, name)

    def _carried(self, source: str, carrier: str, name: str) -> Iterator[Flow]:
        encrypted, signalling_knob = self.resolve("lines", name, "signalling_encrypted")
        media, media_knob = self.resolve("lines", name, "media_encrypted")
        names, names_knob = self.resolve("lines", name, "send_names")
        signalled = self._lines(name) if encrypted else (*self._lines(name), signalling_knob)
        spoken = self._lines(name) if media else (*self._lines(name), media_knob)
        lacks = frozenset() if encrypted else _IN_CLEAR
        yield Flow(source, carrier, NUMBERS, Purpose.CALL_SERVICE, signalled, lacks=lacks)
        if names:
            yield Flow(source, carrier, NAMES, Purpose.CALL_SERVICE, (*signalled, names_knob), lacks=lacks)
        yield Flow(source, carrier, CALL_MEDIA, Purpose.CALL_SERVICE, spoken, lacks=frozenset() if media else _IN_CLEAR)

    def _lines(self, name: str) -> tuple[str, ...]:
        return self.because("lines", f"lines[{name}].enabled")
