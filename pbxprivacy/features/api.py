"""API: an application reads records and recordings over the web."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from pbxprivacy import places
from pbxprivacy.feature import Effect
from pbxprivacy.flow import Flow
from pbxprivacy.grant import Grant, GrantFeature
from pbxprivacy.items import Selection
from pbxprivacy.knob import entries, switch
from pbxprivacy.parties import PartyName
from pbxprivacy.selections import CALL_METADATA, EVERYTHING, VOICES
from pbxprivacy.terms import Purpose

__all__ = ["Api", "ApiApplication"]

# by knob: what it hands on, and from where
_HANDED_ON: Final[tuple[tuple[str, str, Selection], ...]] = (
    ("cdr", places.CDR, EVERYTHING),
    ("recordings", places.RECORDINGS, EVERYTHING),
    ("voicemail", places.VOICEMAIL, EVERYTHING),
    ("contacts", places.COMPANY_CONTACTS, EVERYTHING),
    ("contacts", places.CRM_CONTACTS, EVERYTHING),
    ("directory", places.DIRECTORY, EVERYTHING),
    ("credentials", places.CREDENTIALS, EVERYTHING),
    ("live_calls", places.CALLS, CALL_METADATA),
    ("call_control", places.CALLS, VOICES),
    ("messages", places.MESSAGES, EVERYTHING),
)


class ApiApplication(Grant):
    """What differs for one application; what is left out is as the feature has it."""

    cdr: bool | None = switch("Whether it may read call detail records.", default=None)
    recordings: bool | None = switch("Whether it may read recordings.", default=None)
    voicemail: bool | None = switch("Whether it may read voicemail.", default=None)
    contacts: bool | None = switch("Whether it may read the company's contacts, synchronised ones too.", default=None)
    directory: bool | None = switch("Whether it may read the extensions' names and contact details.", default=None)
    credentials: bool | None = switch("Whether it may read the extensions' passwords and voicemail PINs.", default=None)
    live_calls: bool | None = switch("Whether it is told of calls while these last.", default=None)
    call_control: bool | None = switch("Whether it may listen in on calls and start recordings.", default=None)
    messages: bool | None = switch("Whether it may read kept messages.", default=None)


class Api(GrantFeature):
    """The web interface for applications with credentials.

    The policy gives whoever may use it the call detail records and the recordings, so these two are on once the API is;
    everything else has to be switched on. The policy names no addresses; here an empty ``permit`` admits nobody.
    """

    key: ClassVar[str] = "api"
    title: ClassVar[str] = "API"
    sources: ClassVar[tuple[str, ...]] = (
        "TheVoco Cloud-PBX privacy policy, Application Programming Interface",
        "help.yeastar.com, API interfaces and events: cdr/list, recording/download, extension/getpassword, call/listen",
        "Asterisk 22 ari.conf: GET /recordings/stored/*/file; read_only; allowed_origins",
    )

    applications: dict[PartyName, ApiApplication] = entries("Further applications.", of_parties=True)
    cdr: bool = switch("Whether applications may read call detail records.", default=True)
    recordings: bool = switch("Whether they may read recordings.", default=True)
    voicemail: bool = switch("Whether they may read voicemail.")
    contacts: bool = switch("Whether they may read the company's contacts, synchronised ones too.")
    directory: bool = switch("Whether they may read the extensions' names and contact details.")
    credentials: bool = switch("Whether they may read the extensions' passwords and voicemail PINs.")
    live_calls: bool = switch("Whether they are told of calls while these last.")
    call_control: bool = switch("Whether they may listen in on calls and start recordings.")
    messages: bool = switch("Whether they may read kept messages.")
    any_origin: bool = switch("Whether web pages of any origin may use the API through a user's browser.")

    def effects(self) -> Iterator[Effect]:
        """Hand on what each switch names, to every application that may connect."""
        for connection in self.connections():
            yield connection.place("api")
        for connection in self.admitted():
            target = connection.place("api").id
            for knob, source, selection in _HANDED_ON:
                handed_on, full_name = self.asked(connection.application, knob)
                if handed_on:
                    because = (*connection.knobs, full_name)
                    yield Flow(source, target, selection, Purpose.INTEGRATION, because, lacks=connection.lacks)
