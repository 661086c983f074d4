"""Popup URL: a web page of somebody else's is opened with the caller's name and number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from pbxprivacy import places
from pbxprivacy.feature import Effect, Feature
from pbxprivacy.flow import UNKNOWN_PARTY, Flow, Place, PlaceKind
from pbxprivacy.items import select
from pbxprivacy.knob import identity, party, switch
from pbxprivacy.parties import PartyName
from pbxprivacy.selections import CALLER_ID
from pbxprivacy.terms import Data, Person, Purpose
from pbxprivacy.weburl import WebUrl, lacks_of

__all__ = ["PopupUrl"]

_CONTACT: Final = select(Data.CONTACT_NUMBER, Data.CONTACT_NAME, of=Person.CONTACT)
_CONTACT_NUMBER: Final = select(Data.CONTACT_NUMBER, of=Person.CONTACT)
_PASSED: Final = (
    (places.INBOUND_EXTERNAL, CALLER_ID),
    (places.INBOUND_INTERNAL, CALLER_ID),
    (places.WEB_CALL, CALLER_ID),
    (places.COMPANY_CONTACTS, _CONTACT),
    (places.CRM, _CONTACT_NUMBER),
    (places.CRM_CONTACTS, _CONTACT),
)


class PopupUrl(Feature):
    """The incoming caller's name and number are passed to a page, as the call or a phone book knows them."""

    key: ClassVar[str] = "popup_url"
    title: ClassVar[str] = "Popup URL"
    sources: ClassVar[tuple[str, ...]] = (
        "TheVoco Cloud-PBX privacy policy, Popup URL",
        "Asterisk 22 dialplan: CURL(), SendURL()",
    )

    enabled: bool = switch("Whether a page is opened on an incoming call.")
    url: WebUrl | None = identity("Which page.")
    recipient: PartyName | None = party("Whose page it is.")
    numbers_in_query: bool = switch("Whether name and number stand in the address of the page.")

    def effects(self) -> Iterator[Effect]:
        """Pass the caller on to the page, from the call and from the phone books."""
        if not self.enabled:
            return
        lacks = lacks_of(self.url)
        because = self.because("enabled", "recipient", *(("url",) if lacks else ()))
        holder = self.recipient or UNKNOWN_PARTY
        yield Place(PlaceKind.SERVICE, "popup_url", holder=holder, retention=None, because=because)
        for source, selection in _PASSED:
            yield Flow(source, places.POPUP_URL, selection, Purpose.INTEGRATION, because, lacks=lacks)
        if self.numbers_in_query:
            # What stands in an address is written into the log of every server that it passes.
            logged = (*because, *self.because("numbers_in_query"))
            yield Place(PlaceKind.SERVICE, "popup_url_log", holder=holder, retention=None, because=logged)
            yield Flow(places.POPUP_URL, "service/popup_url_log", CALLER_ID, Purpose.INTEGRATION, logged)
            yield Flow(places.POPUP_URL, "service/popup_url_log", _CONTACT, Purpose.INTEGRATION, logged)
