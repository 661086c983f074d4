"""Plain words for what the model calls by keys: kinds of data, persons, places, safeguards, lengths of time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from pbxprivacy.flow import PlaceKind
from pbxprivacy.items import Item
from pbxprivacy.retention import NOT_KEPT, UNLIMITED, UNSTATED, Retention
from pbxprivacy.terms import Data, Person, Purpose, Safeguard

__all__ = [
    "and_list",
    "data",
    "how_long",
    "how_many",
    "item_in_words",
    "items_in_words",
    "lacking",
    "person",
    "place",
    "purpose",
    "safeguard",
]

_DATA: Final[Mapping[Data, str]] = {
    Data.VOICE_CALL: "voice on the line",
    Data.VOICE_RECORDING: "recorded voice",
    Data.VOICE_MAIL: "voice message",
    Data.VOICE_NAME: "recorded name",
    Data.VOICE_PRINT: "voiceprint",
    Data.VIDEO_CALL: "picture on the line",
    Data.TEXT_TRANSCRIPT: "words as text",
    Data.TEXT_MESSAGE: "text messages",
    Data.TEXT_MAIL: "mail",
    Data.TEXT_FORM: "form entries",
    Data.FILE_SHARED: "shared files",
    Data.CONTACT_NUMBER: "number",
    Data.CONTACT_NUMBER_MASKED: "shortened number",
    Data.CONTACT_NAME: "name",
    Data.CONTACT_EMAIL: "mail address",
    Data.CONTACT_ADDRESS: "postal address",
    Data.CONTACT_ORGANISATION: "organisation",
    Data.CONTACT_ROLE: "role at work",
    Data.CALL_RECORD: "call record",
    Data.CALL_EVENT: "call events",
    Data.CALL_DIGITS: "keys pressed",
    Data.CALL_VOTE: "ratings",
    Data.WORK_ACTIVITY: "activity at work",
    Data.WORK_PRESENCE: "presence",
    Data.WORK_OPERATION: "operations",
    Data.WORK_LOCATION: "location",
    Data.WORK_EMPLOYMENT: "employment details",
    Data.NETWORK_ADDRESS: "network address",
    Data.NETWORK_ADDRESS_MASKED: "shortened network address",
    Data.NETWORK_SIGNALLING: "signalling",
    Data.DEVICE_IDENTIFIER: "device identifier",
    Data.DEVICE_AGENT: "device type",
    Data.DEVICE_MEDIA: "microphone and camera",
    Data.ACCOUNT_IDENTIFIER: "user name",
    Data.ACCOUNT_CREDENTIAL: "credentials",
    Data.DIAGNOSTIC_LOG: "diagnostic log",
    Data.PAYMENT_CARD: "card details",
    Data.PAYMENT_BILLING: "billing details",
    Data.PAYMENT_CREDIT: "creditworthiness",
    Data.WEB_VISIT: "pages visited",
    Data.WEB_REFERRER: "page they came from",
    Data.WEB_COOKIE: "cookies",
    Data.WEB_SEARCH: "search terms",
    Data.WEB_PROFILE: "web profile",
    Data.MARKETING_RESPONSE: "reactions to marketing",
}

_PERSONS: Final[Mapping[Person, str]] = {
    Person.REMOTE_PARTY: "outside party",
    Person.EXTENSION_USER: "extension user",
    Person.AGENT: "agent",
    Person.CONTACT: "contact",
    Person.MEETING_GUEST: "meeting guest",
    Person.NOTIFIED_PERSON: "notified person",
    Person.SITE_VISITOR: "web visitor",
    Person.ACCOUNT_HOLDER: "account holder",
    Person.ADMINISTRATOR: "administrator",
    Person.PROSPECT: "prospect",
    Person.SUPPLIER: "supplier",
    Person.APPLICANT: "applicant",
    Person.STAFF: "staff member",
}

# Where a place says from which side the call came, the outside party has a better name.
_OUTSIDE_PARTY: Final = {
    "call/inbound.external": "caller",
    "call/queue": "caller",
    "call/outbound.external": "called person",
}

_SAFEGUARDS: Final[Mapping[Safeguard, str]] = {
    Safeguard.ANNOUNCED: "announcement",
    Safeguard.CONSENTED: "consent",
    Safeguard.ENCRYPTED_IN_TRANSIT: "encryption on the way",
    Safeguard.AUTHENTICATED: "authentication",
    Safeguard.ADDRESS_RESTRICTED: "address restriction",
    Safeguard.ENCRYPTED_AT_REST: "encryption at rest",
}

_PLACES: Final[Mapping[str, str]] = {
    "call/inbound.external": "the call from outside",
    "call/outbound.external": "the call to outside",
    "call/inbound.internal": "the internal call",
    "call/outbound.internal": "the internal call",
    "call/queue": "the queue call",
    "call/conference": "the conference",
    "call/extension": "the call of the extension",
    "call/web": "the web call",
    "store/directory": "the list of extensions",
    "store/cdr": "the call detail records",
    "store/cel": "the channel event log",
    "store/recordings": "the recordings",
    "store/voicemail": "the voice mailboxes",
    "store/speed_dial": "the speed dials",
    "store/company_contacts": "the company phone book",
    "store/personal_contacts": "the personal phone books",
    "store/crm_contacts": "the contacts copied from the CRM",
    "store/messages": "the stored messages",
    "store/notified": "the list of people to notify",
    "store/conference_names": "the spoken names of conference guests",
    "store/captures": "the packet captures",
    "store/reports": "the call reports",
    "service/ami": "the management interface (AMI)",
    "service/api": "the API",
    "service/crm": "the CRM",
    "service/cel_collector": "the collector of channel events",
    "service/cdr_collector": "the database of call records",
    "service/directory_database_collector": "the database of extensions",
    "service/call_program": "the program of the dialplan",
    "service/address_discovery": "the STUN or TURN server",
    "service/messaging": "the messaging service",
    "service/popup_url": "the popup URL",
    "service/popup_url_log": "the web server's log behind the popup URL",
    "service/voice_prints": "the voiceprints",
    "service/provisioning": "phone provisioning",
    "service/model_training": "model training",
    "service/voicemail_training": "model training on voicemail",
    "service/voicemail_caller": "the caller of the voicemail box",
    "screen/phone": "the phones and softphones",
    "screen/web_client": "the agents' web client",
    "screen/admin": "the administrators' screens",
    "screen/owner": "the owner's own screen",
    "screen/supervisor": "the supervisors",
    "screen/web_call": "the browsers in the web call",
    "screen/video_meeting": "the browsers in the meeting",
    "service/mail_out": "outgoing mail",
    "mailbox/recipients": "the recipients' mailboxes",
    "mailbox/notified": "the mailboxes of people to notify",
    "screen/web_pages": "the web pages open in the browser",
}
_SCOPED: Final = {"queue": "queue", "conference": "room", "extension": "extension"}


def data(kind: Data) -> str:
    """Return a kind of data in words: ``number``."""
    return _DATA[kind]


def person(who: Person, at: str = "") -> str:
    """Return a kind of person in words; of a call whose side is known, ``caller`` or ``called person``."""
    if who is Person.REMOTE_PARTY:
        return _OUTSIDE_PARTY.get(at.partition(":")[0], _PERSONS[who])
    return _PERSONS[who]


def purpose(key: Purpose) -> str:
    """Return a purpose in words: ``quality recording``."""
    return key.value.replace("_", " ")


def safeguard(guard: Safeguard) -> str:
    """Return a safeguard in words: ``encryption on the way``."""
    return _SAFEGUARDS[guard]


def lacking(missing: Iterable[Safeguard]) -> str:
    """Return what is lacking in words, in a fixed order: ``no consent and no encryption at rest``."""
    order = list(Safeguard)
    return and_list([f"no {safeguard(guard)}" for guard in sorted(missing, key=order.index)])


def place(name: str) -> str:
    """Return a place in words, from its id; a scope, which a tenant may have written, stands last."""
    family, _, scope = name.partition(":")
    kind, _, rest = family.partition("/")
    words = _PLACES.get(family) or f"the {rest.replace('_', ' ')}" + (" screen" if kind == PlaceKind.SCREEN else "")
    if not scope:
        return words
    return f"{words} ({_SCOPED[rest]} {scope})" if rest in _SCOPED else f"{words} ({scope})"


def how_long(retention: Retention) -> str:
    """Return a retention in words: ``28 days``."""
    if retention == UNSTATED:
        return "not stated"
    if retention == UNLIMITED:
        return "without limit"
    if retention == NOT_KEPT:
        return "only in passing"
    return how_many(retention.days or 0, "day")


def how_many(number: int, thing: str) -> str:
    """Return a number of things: ``1 day``, ``1,204 tenants``, ``2 entries``."""
    if number == 1:
        return f"1 {thing}"
    return (
        f"{number:,} {thing[:-1]}ies"
        if thing.endswith("y") and thing[-2:] not in ("ay", "ey")
        else f"{number:,} {thing}s"
    )


def and_list(parts: Iterable[str], last: str = "and") -> str:
    """Join parts as people write them: ``a, b and c``."""
    *front, end = [*parts] or [""]
    return f"{', '.join(front)} {last} {end}" if front else end


def item_in_words(item: Item, at: str = "") -> str:
    """Return ``the caller's number``."""
    return f"the {person(item.person, at)}'s {data(item.data)}"


def items_in_words(items: Iterable[Item]) -> tuple[str, ...]:
    """Return items grouped by what they share, a line each: ``number, name of outside party, agent``."""
    kinds: dict[Person, list[Data]] = {}
    for item in sorted(items, key=lambda item: (item.data.position, item.person.position)):
        kinds.setdefault(item.person, []).append(item.data)
    persons: dict[tuple[Data, ...], list[Person]] = {}
    for who in sorted(kinds, key=lambda who: who.position):
        persons.setdefault(tuple(kinds[who]), []).append(who)
    return tuple(
        f"{', '.join(map(data, held))} of {', '.join(map(person, holders))}" for held, holders in persons.items()
    )
