"""Archive upload: finished recordings are copied to a storage service."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar, Final

from pbxprivacy import places
from pbxprivacy.feature import Effect, Feature
from pbxprivacy.flow import UNKNOWN_PARTY, Copy, Flow, Place, PlaceKind
from pbxprivacy.items import select
from pbxprivacy.knob import identity, level, party, protection, retention, switch
from pbxprivacy.law import UNKNOWN_COUNTRY
from pbxprivacy.parties import Country, PartyName
from pbxprivacy.retention import Retention
from pbxprivacy.selections import NUMBERS
from pbxprivacy.terms import Data, Purpose, Safeguard

__all__ = ["ArchiveUpload", "Upload"]

_AUDIO: Final = select(Data.VOICE_RECORDING)
_NOTHING: Final[frozenset[Safeguard]] = frozenset()
_IN_CLEAR: Final = frozenset({Safeguard.ENCRYPTED_IN_TRANSIT})


class Upload(StrEnum):
    """When the clock of an archived recording starts, from the quietest.

    ``once``: on upload. ``mirrored``: when the PBX no longer has the recording, since each run uploads what is there.
    """

    ONCE = "once"
    MIRRORED = "mirrored"


_COPIES: Final = {Upload.ONCE: Copy.ON_ARRIVAL, Upload.MIRRORED: Copy.WHILE_KEPT}


class ArchiveUpload(Feature):
    """Copies of recordings in a storage service. They live there by its own clock, whatever the PBX deletes."""

    key: ClassVar[str] = "archive_upload"
    title: ClassVar[str] = "Archive upload of recordings"
    sources: ClassVar[tuple[str, ...]] = (
        "Kazoo storage plans: S3, Google Drive, Dropbox, OneDrive, Azure, HTTP",
        "jambonz lib/record/upload.js: caller and called stand in the metadata of the object",
    )

    enabled: bool = switch("Whether recordings are uploaded.")
    storage: PartyName | None = party("Whose storage it is.")
    region: Country | None = identity("In which country it keeps them.", stand_in=UNKNOWN_COUNTRY)
    tls: bool = protection("Whether the upload is encrypted.")
    encrypted: bool = protection("Whether the archive is encrypted at rest.")
    upload: Upload = level("When an archived recording's clock starts.", Upload, default=Upload.ONCE)
    retention: Retention = retention("How long the archive keeps recordings.", default=Retention(30))
    numbers_in_names: bool = switch("Whether names or metadata of the objects hold phone numbers.")

    def effects(self) -> Iterator[Effect]:
        """Open the archive, and copy recordings there."""
        if not self.enabled:
            return
        because = self.because("enabled", "storage", *(() if self.tls else ("tls",)))
        archive = Place(
            PlaceKind.SERVICE,
            "archive",
            holder=self.storage or UNKNOWN_PARTY,
            retention=self.retention,
            countries=None if self.region is None else frozenset({self.region}),
            encrypted_at_rest=self.encrypted,
            because=self.because("enabled", "storage", "region", "retention", "upload", "encrypted"),
        )
        yield archive
        lacks = _NOTHING if self.tls else _IN_CLEAR
        copy = _COPIES[self.upload]
        yield Flow(places.RECORDINGS, archive.id, _AUDIO, Purpose.QUALITY_RECORDING, because, lacks=lacks, copy=copy)
        if self.numbers_in_names:
            named = (*because, *self.because("numbers_in_names"))
            yield Flow(places.RECORDINGS, archive.id, NUMBERS, Purpose.QUALITY_RECORDING, named, lacks=lacks, copy=copy)
