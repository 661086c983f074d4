"""``vault open``, ``verify``, ``inspect``, ``salvage``: reading sealed recordings."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from pbxprivacy.cli.printing import print_bytes
from pbxprivacy.cli.vault import errors
from pbxprivacy.cli.vault.options import (
    Format,
    FormatOption,
    KeyringOption,
    PassphraseOption,
    QuietOption,
    TenantOption,
)
from pbxprivacy.cli.vault.output import note, progress, say
from pbxprivacy.cli.vault.sealing import HomeOption
from pbxprivacy.cli.vault.target import CallIdOption, Opened, TargetArgument
from pbxprivacy.errors import ExistsError, PbxPrivacyError, StorageError
from pbxprivacy.vault import Keyring, SealedFile, SealedReader, Vault

__all__ = ["add_to", "inspect", "open_", "salvage", "verify"]

_PIECE = 1 << 18


def open_(
    *,
    target: TargetArgument,
    tenant: TenantOption,
    keyring: KeyringOption,
    out: Annotated[Path | None, typer.Option(help="Write here; standard output, if left out.")] = None,
    archive: HomeOption = None,
    call_id: CallIdOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Write a recording in the clear; only bytes whose tags were checked are written."""
    opened = Opened.of(tenant, keyring, passphrase_file, archive)
    with opened.reader(target, call_id) as reader:
        opened.noted("open", target)
        if out is None:
            if sys.stdout.isatty():
                note("a recording is not written to a terminal: use --out, or a pipe")
                raise typer.Exit(errors.USAGE)
            print_bytes(_pieces(reader))
            return
        _to_file(reader, out)


def verify(
    *,
    tenant: TenantOption,
    keyring: KeyringOption,
    targets: Annotated[list[str] | None, typer.Argument(help="Recordings; all of the archive, if left out.")] = None,
    archive: HomeOption = None,
    call_id: CallIdOption = None,
    passphrase_file: PassphraseOption = None,
    how: FormatOption = Format.TEXT,
    quiet: QuietOption = False,
) -> None:
    """Check every byte of recordings; exit 1 where one is damaged."""
    opened = Opened.of(tenant, keyring, passphrase_file, archive)
    names = targets or opened.all_names()
    bad = 0
    with progress("verifying", len(names), quiet=quiet) as advance:
        for name in names:
            try:
                path, associated = opened.place(name, call_id)
                sealed = opened.vault.verify(path, associated)
            except PbxPrivacyError as error:
                bad += 1
                say({"recording": Path(name).name, "result": "bad", "why": errors.told(error)}, how)
            else:
                result = "degraded" if sealed.degraded else "good"
                say({"recording": sealed.file_id.hex(), "result": result, "bytes": sealed.plain_size}, how)
            advance(1)
    note(f"{len(names) - bad} good, {bad} bad", quiet=quiet)
    if bad:
        raise typer.Exit(errors.DAMAGED)


def inspect(
    *,
    paths: Annotated[list[Path], typer.Argument(help="Sealed recordings.")],
    how: FormatOption = Format.TEXT,
) -> None:
    """Tell what can be told without a key; nothing of it is authenticated."""
    vault = Vault(Keyring("nobody"))
    for path in paths:
        say(_described(vault.inspect(path)), how)


def salvage(
    *,
    target: TargetArgument,
    out: Annotated[Path, typer.Argument(help="Where to write what is left.")],
    tenant: TenantOption,
    keyring: KeyringOption,
    archive: HomeOption = None,
    call_id: CallIdOption = None,
    passphrase_file: PassphraseOption = None,
    how: FormatOption = Format.TEXT,
) -> None:
    """Write in the clear what a damaged or truncated recording still has; exit 1 where something is missing."""
    opened = Opened.of(tenant, keyring, passphrase_file, archive)
    path, associated = opened.place(target, call_id)
    saved = opened.vault.salvage(path, associated, out)
    opened.noted("salvage", target)
    say({"out": saved.out, "saved": saved.saved, "lost": saved.lost, "complete": saved.complete}, how)
    if not saved.complete:
        raise typer.Exit(errors.DAMAGED)


def _described(sealed: SealedFile) -> dict[str, object]:
    return {
        "recording": sealed.file_id.hex(),
        "bytes": sealed.size,
        "plain_bytes": sealed.plain_size,
        "generation": sealed.generation,
        "degraded": sealed.degraded,
        "truncated": sealed.truncated or None,
        "slots": ", ".join(f"{slot.kind} {slot.key_id.hex()} v{slot.version}" for slot in sealed.slots),
    }


def _pieces(reader: SealedReader) -> Iterator[bytes]:
    while piece := reader.read(_PIECE):
        yield piece


def _to_file(reader: SealedReader, out: Path) -> None:
    if out.exists():
        raise ExistsError("is there already", where=str(out), mend="choose another name")
    part = out.with_name(f".{out.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.writelines(_pieces(reader))
        part.rename(out)
    except OSError as error:
        raise StorageError(f"cannot be written: {error.strerror}", where=str(out)) from None
    finally:
        part.unlink(missing_ok=True)


def add_to(app: typer.Typer) -> None:
    """Add the verbs."""
    app.command("open")(open_)
    app.command("verify")(verify)
    app.command("inspect")(inspect)
    app.command("salvage")(salvage)
