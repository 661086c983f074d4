"""The work of one process: seal a plain file, and ingest it where there is an archive."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import attrs

from pbxprivacy.cli.vault.options import Home, keyring_of
from pbxprivacy.errors import VaultError
from pbxprivacy.vault import Vault, callfile
from pbxprivacy.vault.archive import Archive
from pbxprivacy.vault.ingest import Ingested, ingest
from pbxprivacy.vault.intake import SUFFIX, take_in
from pbxprivacy.vault.manifest import Manifest
from pbxprivacy.vault.rules import Rules

__all__ = ["Job", "plain_files"]

_HOOK_SECONDS = 60


@attrs.frozen
class Job:
    """How plain files are sealed; it holds no key, so that it can be handed to another process.

    Attributes:
        tenant: whose they are.
        keyring: where keys come from.
        passphrase: file of the keyring's passphrase.
        into: folder of the sealed files; None puts each beside its plain file.
        suffix: of the sealed files.
        hook: program that hears of each new path.
        home: the archive that ingests at once; None leaves a manifest beside each sealed file.
        rules: what the tenant's settings say; needed with ``home``.
        today: counts the days.
        actor: for the journal.
    """

    tenant: str
    keyring: str
    passphrase: Path | None = None
    into: Path | None = None
    suffix: str = SUFFIX
    hook: Path | None = None
    home: Home | None = None
    rules: Rules | None = None
    today: date = date.min
    actor: str = ""

    def start(self) -> Callable[[Path], dict[str, object]]:
        """Open keyring and archive in this process, and return the work."""
        keyring = keyring_of(self.tenant, self.keyring, self.passphrase)
        archive = self.home.archive(keyring) if self.home else None
        vault = archive.vault if archive else Vault(keyring)
        return lambda source: self.do(vault, archive, source)

    def do(
        self, vault: Vault, archive: Archive | None, source: Path, manifest: Manifest | None = None
    ) -> dict[str, object]:
        """Seal one file, and ingest it."""
        manifest = manifest or callfile.read(source)
        note = callfile.call_file_of(source)
        sealed = take_in(
            vault,
            source,
            (self.into or source.parent).absolute(),
            manifest,
            suffix=self.suffix,
            hook=self._heard if self.hook else None,
            beside=[note],
        )
        done: dict[str, object] = {"recording": sealed.file_id.hex(), "path": str(sealed.path)}
        if archive and self.rules:
            done |= as_result(ingest(archive, sealed.path, self.rules, self.today, actor=self.actor))
        return done

    def _heard(self, old: Path, new: Path) -> None:
        """Tell the hook on its standard input: the old path may hold numbers, and arguments can be read by all."""
        assert self.hook is not None  # noqa: S101 - only given where there is one
        text = json.dumps({"old": str(old), "new": str(new)}) + "\n"
        # a keyring that stands in the environment is not for the hook
        scheme, _, name = self.keyring.partition(":")
        environment = {key: value for key, value in os.environ.items() if scheme != "env" or key != name}
        try:
            ended = subprocess.run(  # noqa: S603 - the operator's own program, without arguments
                [self.hook], input=text, text=True, timeout=_HOOK_SECONDS, check=False, env=environment
            )
        except (OSError, subprocess.TimeoutExpired):
            raise VaultError("cannot be run; the plain file was kept", where=str(self.hook)) from None
        if ended.returncode:
            raise VaultError(f"ended with {ended.returncode}; the plain file was kept", where=str(self.hook))


def as_result(ingested: Ingested) -> dict[str, object]:
    """Say what became of a sealed file."""
    entry = ingested.entry
    return {
        "recording": entry.name,
        "state": entry.state.value,
        "kept_until": entry.kept_until,
        "duplicate": ingested.duplicate or None,
        "clock_doubted": ingested.clock_doubted or None,
    }


def plain_files(paths: list[Path], suffixes: frozenset[str]) -> list[Path]:
    """Return the plain files that paths and folders name; sealed, hidden and call files of a folder are left out."""
    left = {SUFFIX, ".pbxm", callfile.SUFFIX}
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        found += sorted(
            file
            for file in path.rglob("*")
            if not file.name.startswith(".")
            and file.suffix not in left
            and (not suffixes or file.suffix in suffixes)
            and file.is_file()
        )
    return found
