"""Which recording a verb is about: a name of the archive, or a path with the call it is bound to."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Final, Self

import attrs
import typer

from pbxprivacy.cli.vault.options import Home, keyring_of
from pbxprivacy.errors import UsageError
from pbxprivacy.vault import AssociatedData, SealedReader, Vault
from pbxprivacy.vault.archive import Archive
from pbxprivacy.vault.manifest import Manifest, path_of

__all__ = ["CallIdOption", "Opened", "TargetArgument"]

TargetArgument = Annotated[str, typer.Argument(help="Name of a recording in the archive, or path of a sealed file.")]
CallIdOption = Annotated[str | None, typer.Option(help="The call that a sealed file outside an archive is bound to.")]

_NAME: Final = re.compile(r"[0-9a-f]{32}")


@attrs.frozen
class Opened:
    """A vault, and the archive it belongs to where there is one."""

    vault: Vault
    archive: Archive | None

    @classmethod
    def of(cls, tenant: str, keyring: str, passphrase: Path | None, home: Path | None) -> Self:
        """Open what the options name."""
        ring = keyring_of(tenant, keyring, passphrase)
        archive = Home(home).archive(ring) if home else None
        return cls(archive.vault if archive else Vault(ring), archive)

    def place(self, target: str, call_id: str | None) -> tuple[Path, AssociatedData]:
        """Return where a recording is, and what it is bound to.

        Raises:
            UsageError: nobody says which call it belongs to.
            VaultError: it is not in the catalogue.
        """
        tenant = self.vault.keyring.tenant
        if _NAME.fullmatch(target) and self.archive:
            entry = self.archive.entry(target)
            return Path(entry.path), self.archive.associated(entry)
        path = Path(target)
        if call_id:
            return path, AssociatedData(tenant, call_id)
        if self.archive and (found := self.archive.catalogue.get(path.stem)) and found.tenant == tenant:
            return path, self.archive.associated(found)
        sealed = self.vault.inspect(path)
        if path_of(path.parent, sealed.file_id).exists():
            return path, AssociatedData(tenant, Manifest.open(self.vault, path.parent, sealed.file_id).call_id)
        raise UsageError("which call this recording is bound to is not known", mend="name --archive or --call-id")

    def reader(self, target: str, call_id: str | None) -> SealedReader:
        """Open a recording; one of the archive only where it may be played."""
        name = Path(target).stem
        if self.archive and self.archive.catalogue.get(name):
            return self.archive.open(self.archive.entry(name))
        return self.vault.open(*self.place(target, call_id))

    def all_names(self) -> list[str]:
        """Return the names of all recordings of the archive.

        Raises:
            UsageError: there is no archive.
        """
        if self.archive is None:
            raise UsageError("no recording was named", mend="name some, or --archive for all")
        return [entry.name for entry in self.archive.catalogue.of_tenant(self.archive.tenant)]

    def noted(self, event: str, target: str) -> None:
        """Write to the archive's journal that a recording was read."""
        if self.archive:
            name = Path(target).stem
            known = name if _NAME.fullmatch(name) else None
            self.archive.journal.write(event, tenant=self.archive.tenant, recording=known)
