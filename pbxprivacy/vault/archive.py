"""Everything that belongs to one tenant's recordings: the vault, the catalogue, the journal, the keys of erasure."""

from __future__ import annotations

from pathlib import Path
from typing import Self

import attrs

from pbxprivacy.errors import VaultError
from pbxprivacy.vault.associated import AssociatedData
from pbxprivacy.vault.catalogue import Catalogue
from pbxprivacy.vault.entry import Entry, State
from pbxprivacy.vault.journal import Journal
from pbxprivacy.vault.keys import Keyring
from pbxprivacy.vault.keytable import KeyTable
from pbxprivacy.vault.pseudonym import PseudonymKey
from pbxprivacy.vault.reader import SealedReader
from pbxprivacy.vault.vault import Vault

__all__ = ["Archive"]


@attrs.frozen
class Archive:
    """One tenant's recordings.

    Attributes:
        vault: opens them; it looks keys up in the key table too.
        catalogue: knows them; it may hold those of other tenants.
        journal: hears of all that is done.
        keys: the key table of erasure scopes, where there is one.
        pseudonyms: the key under which parties stand in the catalogue, where there is one.
    """

    vault: Vault
    catalogue: Catalogue
    journal: Journal
    keys: KeyTable | None = None
    pseudonyms: PseudonymKey | None = None

    @classmethod
    def of(
        cls,
        keyring: Keyring,
        catalogue: Catalogue,
        journal: Journal,
        keys: KeyTable | None = None,
        pseudonyms: PseudonymKey | None = None,
    ) -> Self:
        """Put an archive together from a keyring."""
        vault = Vault(keyring.with_sources([keys]) if keys else keyring)
        return cls(vault, catalogue, journal, keys, pseudonyms)

    @property
    def tenant(self) -> str:
        """Whose recordings these are."""
        return self.vault.keyring.tenant

    def associated(self, entry: Entry) -> AssociatedData:
        """Return what a recording is bound to."""
        return AssociatedData(self.tenant, entry.call_id)

    def entry(self, name: str) -> Entry:
        """Return a recording of this tenant.

        Raises:
            VaultError: there is none of this name; another tenant's is none either.
        """
        entry = self.catalogue.get(name)
        if entry is None or entry.tenant != self.tenant:
            raise VaultError("this recording is not in the catalogue", where=name, mend="look it up with find")
        return entry

    def open(self, entry: Entry) -> SealedReader:
        """Open a recording for playback or export.

        Raises:
            VaultError: it is quarantined or destroyed, or cannot be opened.
        """
        if entry.state is State.QUARANTINED:
            raise VaultError(
                "is in quarantine, since nobody opted in",
                where=entry.name,
                mend="stamp it, or let its days pass",
            )
        if entry.state is not State.SEALED:
            raise VaultError("was destroyed", where=entry.name)
        return self.vault.open(Path(entry.path), self.associated(entry))
