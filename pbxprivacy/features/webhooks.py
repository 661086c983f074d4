"""Webhooks: the PBX tells a web service what happens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Final

from pbxprivacy import places
from pbxprivacy.feature import Effect, Entry, Feature, ScopeName
from pbxprivacy.flow import UNKNOWN_PARTY, Flow, Place, PlaceKind
from pbxprivacy.items import Selection, select
from pbxprivacy.knob import STAND_IN, entries, identity, party, protection, switch
from pbxprivacy.parties import PartyName
from pbxprivacy.selections import CALLER_ID, EVERYTHING, NUMBERS
from pbxprivacy.terms import Data, Purpose
from pbxprivacy.weburl import WebUrl, lacks_of

__all__ = ["Hook", "Webhooks"]

_CALL: Final = NUMBERS | select(Data.CALL_RECORD)
_MESSAGE: Final = CALLER_ID | select(Data.TEXT_MESSAGE, Data.FILE_SHARED)
# by event: from where, and what
_EVENTS: Final[tuple[tuple[str, str, Selection], ...]] = (
    ("calls", places.CALLS, _CALL),
    ("records", places.CDR, EVERYTHING),
    ("recordings", places.RECORDINGS, NUMBERS),  # the name of the file, which may hold them
    ("voicemail", places.VOICEMAIL, CALLER_ID),
    ("messages", places.MESSAGING, _MESSAGE),
)
_UNSIGNED: Final = "a signature tells the receiver who sent it; it changes nothing of what is sent, and to whom"


class Hook(Entry):
    """One receiver; an event that it leaves out is as the feature has it."""

    url: WebUrl | None = identity("Where it receives them.")
    recipient: PartyName | None = party("Who receives them.")
    signed: bool | None = protection("Whether what it gets is signed.", default=None, neutral=_UNSIGNED)
    calls: bool | None = switch("Whether it is told of calls that begin and end.", default=None)
    records: bool | None = switch("Whether it gets each new call detail record.", default=None)
    recordings: bool | None = switch("Whether it is told of each new recording.", default=None)
    voicemail: bool | None = switch("Whether it is told of each new voicemail.", default=None)
    messages: bool | None = switch("Whether it gets messages.", default=None)


class Webhooks(Feature):
    """Events that are sent to receivers as they happen, with the numbers of those they are about.

    An event tells of a recording or a voicemail by its name and numbers; the sound itself is not sent.
    """

    key: ClassVar[str] = "webhooks"
    title: ClassVar[str] = "Webhooks"
    sources: ClassVar[tuple[str, ...]] = (
        "help.yeastar.com, API events 30011 Call Status Changed, 30012 Call End Details (names the recording)",
        "jambonz accounts: registration_hook_sid, queue_event_hook_sid",
    )

    enabled: bool = switch("Whether events are sent.")
    url: WebUrl | None = identity("Where they are received.")
    recipient: PartyName | None = party("Who receives them.")
    signed: bool = protection("Whether what is sent is signed.", neutral=_UNSIGNED)
    calls: bool = switch("Whether calls that begin and end are told, with their numbers.")
    records: bool = switch("Whether each new call detail record is sent.")
    recordings: bool = switch("Whether each new recording is told, by its file name.")
    voicemail: bool = switch("Whether each new voicemail is told, with the caller.")
    messages: bool = switch("Whether messages are sent.")
    hooks: dict[ScopeName, Hook] = entries("Further receivers, by name.")

    def effects(self) -> Iterator[Effect]:
        """Send to each receiver the events that are on for it."""
        if not self.enabled:
            return
        if self.recipient is not None or not self.hooks:
            events = {knob: (getattr(self, knob), f"{self.key}.{knob}") for knob, _, _ in _EVENTS}
            yield from self._sent("", self, self.because("enabled", "recipient"), f"{self.key}.url", events)
        for name, hook in self.hooks.items():
            events = {knob: self.resolve("hooks", name, knob) for knob, _, _ in _EVENTS}
            because = (*self.because("enabled"), f"{self.key}.hooks[{name}].recipient")
            # Nobody named, or somebody who may exist: that is the same place.
            scope = "" if name == STAND_IN and self.recipient is None else name
            yield from self._sent(scope, hook, because, f"{self.key}.hooks[{name}].url", events)

    def _sent(
        self,
        name: str,
        hook: Hook | Webhooks,
        because: tuple[str, ...],
        url_knob: str,
        events: dict[str, tuple[Any, str]],
    ) -> Iterator[Effect]:
        lacks = lacks_of(hook.url)
        if lacks:
            because = (*because, url_knob)
        place = Place(
            PlaceKind.SERVICE,
            "webhook",
            scope=name,
            holder=hook.recipient or UNKNOWN_PARTY,
            retention=None,
            because=because,
        )
        yield place
        for knob, source, selection in _EVENTS:
            is_on, full_name = events[knob]
            if is_on:
                yield Flow(source, place.id, selection, Purpose.INTEGRATION, (*because, full_name), lacks=lacks)
