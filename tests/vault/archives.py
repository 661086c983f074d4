"""Archives to test with: a tenant's keys, a node that can only seal, and recordings that came from it."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

import attrs

from pbxprivacy.retention import Retention
from pbxprivacy.vault import Keyring, LocalKey, Vault, XWingIdentity
from pbxprivacy.vault.archive import Archive
from pbxprivacy.vault.catalogue import Catalogue
from pbxprivacy.vault.destruction import Ground
from pbxprivacy.vault.entry import NO_CONSENT, Consent, Entry
from pbxprivacy.vault.ingest import ingest
from pbxprivacy.vault.intake import take_in
from pbxprivacy.vault.journal import Journal
from pbxprivacy.vault.keytable import KeyTable, ScopeKind
from pbxprivacy.vault.manifest import Manifest
from pbxprivacy.vault.pseudonym import Party, PseudonymKey
from pbxprivacy.vault.rules import Rules

NUMBER = "+49 30 5550 100"
TODAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
RULES = Rules(Retention(28), scope=ScopeKind.RECORDING)


@attrs.frozen
class Place:
    """A tenant's archive in a folder, and the node that seals for it."""

    folder: Path
    archive: Archive
    node: Vault
    ground: Ground

    @property
    def sealed(self) -> Path:
        return self.folder / "sealed"

    @property
    def spool(self) -> Path:
        return self.folder / "spool"

    def plain(self, name: str, content: bytes, recorded: datetime = NOON) -> Path:
        path = self.spool / name
        path.write_bytes(content)
        os.utime(path, (recorded.timestamp(), recorded.timestamp()))
        return path

    def seal(
        self,
        content: bytes = b"voice",
        *,
        call_id: str = "call",
        number: str = NUMBER,
        recorded: datetime = NOON,
        consent: Consent = NO_CONSENT,
    ) -> Path:
        """Seal on the node."""
        manifest = Manifest(call_id, (Party("caller", number),), "audio/wav", consent=consent)
        return take_in(self.node, self.plain("a.wav", content, recorded), self.sealed, manifest).path

    def add(self, content: bytes = b"voice", *, rules: Rules = RULES, today: date = TODAY, **call: object) -> Entry:
        """Seal on the node, and ingest."""
        return ingest(self.archive, self.seal(content, **call), rules, today).entry

    def read(self, entry: Entry) -> bytes:
        with self.archive.open(self.archive.entry(entry.name)) as reader:
            return reader.read()


def keyring(tenant: str = "acme") -> Keyring:
    local, pair = LocalKey.generate(), XWingIdentity.generate()
    return Keyring(tenant, recipients=[local, pair.recipient], identities=[local, pair])


def place(folder: Path, ring: Keyring | None = None) -> Place:
    ring = ring or keyring()
    for name in ("sealed", "spool"):
        (folder / name).mkdir(exist_ok=True)
    catalogue, journal = Catalogue(folder / "catalogue.db"), Journal(folder / "journal.jsonl")
    keys = KeyTable(folder / "keys.db", ring)
    archive = Archive.of(ring, catalogue, journal, keys, PseudonymKey(bytes(range(32))))
    return Place(folder, archive, Vault(ring.sealing_only()), Ground(catalogue, journal, keys))
