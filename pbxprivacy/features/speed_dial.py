"""Speed dial: short codes that stand for numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from pbxprivacy import places
from pbxprivacy.feature import Effect, Feature
from pbxprivacy.flow import Flow, Origin, Place, PlaceKind
from pbxprivacy.items import items
from pbxprivacy.knob import protection, switch
from pbxprivacy.retention import UNLIMITED
from pbxprivacy.selections import EVERYTHING
from pbxprivacy.terms import Data, Person, Purpose

__all__ = ["SpeedDial"]

_CALLED: Final = items(Data.CONTACT_NUMBER, Person.CONTACT)


class SpeedDial(Feature):
    """The numbers behind short codes, kept until somebody removes the code."""

    key: ClassVar[str] = "speed_dial"
    title: ClassVar[str] = "Speed dial"
    sources: ClassVar[tuple[str, ...]] = ("TheVoco Cloud-PBX privacy policy, Speed Dial",)

    enabled: bool = switch("Whether there are short codes.")
    encrypted: bool = protection("Whether the numbers are encrypted at rest.")

    def effects(self) -> Iterator[Effect]:
        """Open the list of codes, and show it to administrators."""
        if not self.enabled:
            return
        enabled = self.because("enabled")
        yield Place(
            PlaceKind.STORE,
            "speed_dial",
            retention=UNLIMITED,
            encrypted_at_rest=self.encrypted,
            because=enabled if self.encrypted else self.because("enabled", "encrypted"),
        )
        yield Origin(places.SPEED_DIAL, _CALLED, because=enabled)
        yield Flow(places.SPEED_DIAL, places.ADMIN_SCREEN, EVERYTHING, Purpose.CALL_SERVICE, enabled)
