"""Options that several verbs share, and what they open."""

from __future__ import annotations

import os
import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import attrs
import typer

from pbxprivacy.errors import KeyringError, UsageError
from pbxprivacy.retention import Retention
from pbxprivacy.vault import Keyring, Secret, Vault
from pbxprivacy.vault.archive import Archive
from pbxprivacy.vault.catalogue import Catalogue
from pbxprivacy.vault.destruction import Ground
from pbxprivacy.vault.journal import Journal
from pbxprivacy.vault.keytable import KeyTable
from pbxprivacy.vault.providers import load_keyring
from pbxprivacy.vault.pseudonym import PseudonymKey

__all__ = [
    "ActorOption",
    "ArchiveOption",
    "Format",
    "FormatOption",
    "Home",
    "KeyringOption",
    "PassphraseOption",
    "QuietOption",
    "ReasonOption",
    "TenantOption",
    "YesOption",
    "as_date",
    "as_retention",
    "keyring_of",
    "processors",
    "secret_of",
    "vault_of",
]


class Format(StrEnum):
    """How results are written."""

    TEXT = "text"
    JSON = "json"


TenantOption = Annotated[str, typer.Option(envvar="PBXPRIVACY_TENANT", help="Whose recordings these are.")]
KeyringOption = Annotated[
    str,
    typer.Option(
        envvar="PBXPRIVACY_KEYRING", help="Where keys come from: file:PATH, credential:NAME, env:NAME, pkcs11:…"
    ),
]
PassphraseOption = Annotated[
    Path | None,
    typer.Option(envvar="PBXPRIVACY_PASSPHRASE_FILE", help="File that holds the keyring's passphrase."),
]
ArchiveOption = Annotated[
    Path, typer.Option(envvar="PBXPRIVACY_ARCHIVE", help="Folder of catalogue, key table and journal.")
]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How results are written.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Do it; without this nothing is changed.")]
ActorOption = Annotated[
    str, typer.Option(envvar="PBXPRIVACY_ACTOR", help="Who does it, for the journal; never a number.")
]
ReasonOption = Annotated[str, typer.Option(help="Why, for the journal; never a number.")]

_PASSPHRASE_BYTES: Final = 4096


def keyring_of(tenant: str, keyring: str, passphrase: Path | None) -> Keyring:
    """Load a keyring; ask for its passphrase where it has one and a person is there to ask.

    Raises:
        KeyringError: it cannot be used.
    """
    if passphrase is not None:
        return load_keyring(keyring, tenant, passphrase=secret_of(passphrase))
    try:
        return load_keyring(keyring, tenant)
    except KeyringError as error:
        if "under a passphrase" not in error.what or not sys.stdin.isatty():
            raise
    typed = typer.prompt("Passphrase of the keyring", hide_input=True, err=True)
    return load_keyring(keyring, tenant, passphrase=Secret(typed.encode()))


def secret_of(path: Path | None) -> Secret | None:
    """Read a passphrase from a file.

    Raises:
        KeyringError: it cannot be read.
    """
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            return Secret(file.read(_PASSPHRASE_BYTES).rstrip(b"\r\n"))
    except OSError as error:
        raise KeyringError(f"the passphrase cannot be read: {error.strerror}", where=str(path)) from None


@attrs.frozen
class Home:
    """The folder of an archive: ``catalogue.db``, ``keys.db``, ``journal.jsonl``, ``pseudonym.key``."""

    folder: Path

    def journal(self) -> Journal:
        """Return the journal."""
        return Journal(self.folder / "journal.jsonl")

    def ground(self) -> Ground:
        """Open what is needed to destroy, and no key that opens a recording."""
        self._check()
        keys = KeyTable(self.folder / "keys.db") if (self.folder / "keys.db").exists() else None
        return Ground(Catalogue(self.folder / "catalogue.db"), self.journal(), keys)

    def archive(self, keyring: Keyring) -> Archive:
        """Open a tenant's archive.

        Raises:
            VaultError: a part of it cannot be used.
        """
        self._check()
        keys = KeyTable(self.folder / "keys.db", keyring)
        path = self.folder / "pseudonym.key"
        pseudonyms = PseudonymKey.read(path) if path.exists() else None
        return Archive.of(keyring, Catalogue(self.folder / "catalogue.db"), self.journal(), keys, pseudonyms)

    def _check(self) -> None:
        if not self.folder.is_dir():
            raise UsageError("the archive's folder is not there", where=str(self.folder), mend="make it, mode 0700")


def vault_of(tenant: str, keyring: str, passphrase: Path | None) -> Vault:
    """Open a vault without an archive."""
    return Vault(keyring_of(tenant, keyring, passphrase))


def as_retention(text: str) -> Retention:
    """Read a retention option.

    Raises:
        UsageError: it is none; with the spelling to use instead.
    """
    try:
        return Retention.parse(text)
    except ValueError as error:
        raise UsageError(str(error)) from None


def as_date(text: str | None) -> date:
    """Read a date option; today, where it is not given.

    Raises:
        UsageError: it is none.
    """
    try:
        return date.fromisoformat(text) if text else date.today()  # noqa: DTZ011 - the edge: the caller's own day
    except ValueError:
        raise UsageError("this is no date", mend="write 2026-11-21") from None


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0))
