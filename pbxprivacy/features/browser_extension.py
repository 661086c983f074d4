"""Browser extension: phone numbers on web pages become links that dial."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from pbxprivacy import places
from pbxprivacy.feature import Effect, Feature
from pbxprivacy.flow import TENANT, Flow, Origin, Place, PlaceKind
from pbxprivacy.items import items
from pbxprivacy.knob import switch
from pbxprivacy.selections import NUMBERS
from pbxprivacy.terms import Data, Person, Purpose

__all__ = ["BrowserExtension"]

_SHOWN: Final = items(Data.CONTACT_NUMBER, Person.CONTACT)


class BrowserExtension(Feature):
    """Captures the phone numbers of third persons on the pages that a user looks at, for the softphone to dial.

    It stores nothing. That the vendor's next version does not either is beyond any configuration.
    """

    key: ClassVar[str] = "browser_extension"
    title: ClassVar[str] = "Browser extension"
    sources: ClassVar[tuple[str, ...]] = ("TheVoco Cloud-PBX privacy policy, Linkus for Google Chrome Extension",)

    enabled: bool = switch("Whether the extension is in use.")

    def effects(self) -> Iterator[Effect]:
        """Open the pages that are looked at, and hand their numbers to the softphone."""
        if not self.enabled:
            return
        enabled = self.because("enabled")
        yield Place(PlaceKind.SCREEN, "web_pages", holder=TENANT, because=enabled)
        yield Origin(places.WEB_PAGES, _SHOWN, because=enabled)
        yield Flow(places.WEB_PAGES, places.AGENT_SCREEN, NUMBERS, Purpose.CALL_SERVICE, enabled)
