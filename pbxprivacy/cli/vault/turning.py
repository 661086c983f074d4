"""``vault rotate`` and ``vault reseal``: newer keys for recordings that are there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pbxprivacy.cli.vault import errors
from pbxprivacy.cli.vault.options import (
    ActorOption,
    Format,
    FormatOption,
    KeyringOption,
    PassphraseOption,
    QuietOption,
    TenantOption,
)
from pbxprivacy.cli.vault.output import note, progress, say
from pbxprivacy.cli.vault.sealing import HomeOption
from pbxprivacy.cli.vault.target import CallIdOption, Opened
from pbxprivacy.errors import PbxPrivacyError
from pbxprivacy.vault.rotation import reseal as reseal_entry
from pbxprivacy.vault.rotation import rotate_all, rotate_file

__all__ = ["add_to", "reseal", "rotate"]


def rotate(
    *,
    tenant: TenantOption,
    keyring: KeyringOption,
    paths: Annotated[list[Path] | None, typer.Argument(help="Sealed files; all of the archive, if left out.")] = None,
    archive: HomeOption = None,
    passphrase_file: PassphraseOption = None,
    actor: ActorOption = "",
    how: FormatOption = Format.TEXT,
    quiet: QuietOption = False,
) -> None:
    """Wrap data keys for the newest keys; no recording is rewritten, and nobody loses access."""
    opened = Opened.of(tenant, keyring, passphrase_file, archive)
    if paths:
        for path in paths:
            say({"recording": path.name, "rotated": rotate_file(opened.vault, path)}, how)
        return
    total = len(opened.all_names())
    assert opened.archive is not None  # noqa: S101 - all_names refused otherwise
    with progress("rotating", total, quiet=quiet) as advance:
        done = rotate_all(opened.archive, actor=actor, told=advance)
    for name, why in done.failed:
        note(f"failed: {name}: {why}")
    say(
        {
            "rotated": done.rotated,
            "current": done.current,
            "key_table_rows": done.table_rows,
            "failed": len(done.failed),
        },
        how,
    )
    if done.failed:
        raise typer.Exit(errors.IN_PART)


def reseal(
    *,
    targets: Annotated[list[str], typer.Argument(help="Names of recordings in the archive, or paths.")],
    tenant: TenantOption,
    keyring: KeyringOption,
    archive: HomeOption = None,
    call_id: CallIdOption = None,
    passphrase_file: PassphraseOption = None,
    actor: ActorOption = "",
    how: FormatOption = Format.TEXT,
) -> None:
    """Seal recordings anew under new data keys: what takes a compromised key's access away."""
    opened = Opened.of(tenant, keyring, passphrase_file, archive)
    failed = 0
    for target in targets:
        try:
            name = Path(target).stem
            if opened.archive and opened.archive.catalogue.get(name):
                sealed = reseal_entry(opened.archive, opened.archive.entry(name), actor=actor)
            else:
                sealed = opened.vault.reseal(*opened.place(target, call_id))
        except PbxPrivacyError as error:
            if len(targets) == 1:
                raise
            failed += 1
            note(f"failed: {errors.told(error)}")
        else:
            say({"recording": name, "file_id": sealed.file_id.hex(), "path": sealed.path}, how)
    if failed:
        raise typer.Exit(errors.IN_PART)


def add_to(app: typer.Typer) -> None:
    """Add the verbs."""
    app.command("rotate")(rotate)
    app.command("reseal")(reseal)
