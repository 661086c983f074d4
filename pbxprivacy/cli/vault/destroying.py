"""``vault purge`` and ``vault erase``: what has been kept for its days, and what must go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from pbxprivacy.cli.printing import print_text
from pbxprivacy.cli.vault import errors
from pbxprivacy.cli.vault.options import (
    ActorOption,
    ArchiveOption,
    Format,
    FormatOption,
    Home,
    KeyringOption,
    PassphraseOption,
    QuietOption,
    ReasonOption,
    TenantOption,
    YesOption,
    as_date,
    as_retention,
    keyring_of,
)
from pbxprivacy.cli.vault.output import note, progress, say
from pbxprivacy.cli.vault.rules import DayOption
from pbxprivacy.errors import UsageError
from pbxprivacy.vault.certificate import Certificate
from pbxprivacy.vault.disk import refusals
from pbxprivacy.vault.erasure import erase_period, erase_recordings, erase_tenant
from pbxprivacy.vault.purge import purge as destroy_due

__all__ = ["BackupsOption", "CertificateOption", "add_to", "certified", "erase", "purge", "reserved"]

BackupsOption = Annotated[str, typer.Option(help="How long backups of the key table are kept, such as P30D.")]
CertificateOption = Annotated[Path | None, typer.Option(help="Write the certificate into this new file.")]


def purge(
    *,
    archive: ArchiveOption,
    yes: YesOption = False,
    clock_is_right: Annotated[
        bool, typer.Option("--clock-is-right", help="Go on though the clock seems to have jumped.")
    ] = False,
    today: DayOption = None,
    actor: ActorOption = "",
    reason: ReasonOption = "",
    how: FormatOption = Format.TEXT,
    quiet: QuietOption = False,
) -> None:
    """Destroy recordings whose days have passed, of all tenants; legal holds are kept. A dry run without --yes."""
    ground = Home(archive).ground()
    day = as_date(today)
    total = ground.catalogue.count_due(day)[0]
    with progress("purging", total, quiet=quiet or not yes) as advance:
        result = destroy_due(
            ground, day, yes=yes, clock_is_right=clock_is_right, actor=actor, reason=reason, told=advance
        )
    done = result.done
    say(
        {
            "due": result.due,
            "bytes": result.due_bytes,
            "held": result.held,
            "destroyed": len(done.names) if done else 0,
            "resumed": result.resumed or None,
            "failed": len(done.failed) if done else None,
            "keys_destroyed": len(done.keys.ids) if done else None,
            "keys_scrubbed": result.scrubbed,
        },
        how,
    )
    if done is None:
        note("nothing was changed: say --yes to go on", quiet=quiet)
    elif done.failed:
        raise typer.Exit(errors.IN_PART)


def erase(
    *,
    tenant: TenantOption,
    keyring: KeyringOption,
    archive: ArchiveOption,
    names: Annotated[list[str] | None, typer.Argument(help="Names of recordings.")] = None,
    period: Annotated[str | None, typer.Option(help="All recordings of a month, such as 2026-11.")] = None,
    whole_tenant: Annotated[bool, typer.Option("--whole-tenant", help="All recordings of the tenant.")] = False,
    backups: BackupsOption = "unstated",
    certificate: CertificateOption = None,
    yes: YesOption = False,
    actor: ActorOption = "",
    reason: ReasonOption = "",
    passphrase_file: PassphraseOption = None,
    how: FormatOption = Format.TEXT,
    quiet: QuietOption = False,
) -> None:
    """Destroy recordings and the keys that open them, with a certificate. A dry run without --yes."""
    if sum((bool(names), bool(period), whole_tenant)) != 1:
        raise UsageError("what to erase is not clear", mend="name recordings, --period or --whole-tenant")
    opened = Home(archive).archive(keyring_of(tenant, keyring, passphrase_file))
    entries = list(opened.catalogue.of_tenant(tenant))
    if names:
        chosen = [opened.entry(name) for name in names]
    else:
        chosen = [entry for entry in entries if whole_tenant or entry.recorded.strftime("%Y-%m") == period]
    if not yes:
        say({"would_destroy": len(chosen), "held": sum(entry.hold is not None for entry in chosen)}, how)
        note("nothing was changed: say --yes to go on", quiet=quiet)
        return
    with reserved(certificate), progress("erasing", len(chosen), quiet=quiet) as advance:
        said = {"actor": actor, "reason": reason}
        kept = as_retention(backups)
        if names:
            made = erase_recordings(opened, names, **said, backups=kept, told=advance)
        elif period:
            made = erase_period(opened, period, **said, backups=kept, told=advance)
        else:
            made = erase_tenant(opened, **said, backups=kept, told=advance)
        certified(made, certificate, how)
    if made.failed:
        raise typer.Exit(errors.IN_PART)


@contextmanager
def reserved(path: Path | None) -> Iterator[None]:
    """Make the certificate's file before anything is destroyed, so that it can be written after.

    Raises:
        StorageError: it is there already, or cannot be made.
    """
    if path is None:
        yield
        return
    with refusals(path, "the certificate cannot be written"):
        path.touch(0o600, exist_ok=False)
    try:
        yield
    except BaseException:
        if path.stat().st_size == 0:
            path.unlink()
        raise


def certified(made: Certificate, path: Path | None, how: Format) -> None:
    """Write a certificate into its reserved file, and say what it states."""
    if path:
        path.write_text(made.as_json(), encoding="utf-8")
    if how is Format.JSON:
        print_text([made.as_json()])
        return
    print_text(f"{errors.clean(statement)}\n" for statement in made.statements)


def add_to(app: typer.Typer) -> None:
    """Add the verbs."""
    app.command("purge")(purge)
    app.command("erase")(erase)
