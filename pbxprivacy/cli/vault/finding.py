"""``vault find``, ``hold`` and ``stamp``: what a number is in, and what is kept or released."""

from __future__ import annotations

import sys
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from pbxprivacy.cli.vault import errors
from pbxprivacy.cli.vault.destroying import BackupsOption, CertificateOption, certified, reserved
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
from pbxprivacy.cli.vault.output import note, say
from pbxprivacy.errors import UsageError
from pbxprivacy.vault.catalogue import Hit
from pbxprivacy.vault.entry import Consent
from pbxprivacy.vault.erasure import erase_recordings
from pbxprivacy.vault.find import export as write_bundle
from pbxprivacy.vault.find import find as look_up
from pbxprivacy.vault.rules import Rules

__all__ = ["add_to", "find", "hold", "stamp"]

_MOST_BYTES = 1024


def find(
    *,
    tenant: TenantOption,
    keyring: KeyringOption,
    archive: ArchiveOption,
    number_from: Annotated[
        str | None, typer.Option(help="File with the number; - is standard input. Asked for, if left out.")
    ] = None,
    exact: Annotated[bool, typer.Option("--exact", help="Leave out where only the last digits agree.")] = False,
    export: Annotated[Path | None, typer.Option(help="Write the recordings into this new folder.")] = None,
    erase: Annotated[bool, typer.Option("--erase", help="Destroy the exact hits; needs --yes.")] = False,
    yes: YesOption = False,
    reason: ReasonOption = "",
    backups: BackupsOption = "unstated",
    certificate: CertificateOption = None,
    passphrase_file: PassphraseOption = None,
    actor: ActorOption = "",
    how: FormatOption = Format.TEXT,
    quiet: QuietOption = False,
) -> None:
    """List, export or erase the recordings that a number is in; the number is never an argument."""
    opened = Home(archive).archive(keyring_of(tenant, keyring, passphrase_file))
    hits = look_up(opened, _number(number_from), exact=exact, actor=actor)
    for hit in hits:
        say(_described(hit), how)
    exactly = dict.fromkeys(hit.entry.name for hit in hits if hit.exact)
    note(f"{_many({hit.entry.name for hit in hits})}, {len(exactly)} exact", quiet=quiet)
    failed = 0
    if export:
        bundle = write_bundle(opened, hits, export, actor=actor)
        for name, why in bundle.failed:
            note(f"failed: {name}: {why}")
        failed = len(bundle.failed)
        note(f"{len(bundle.exported)} exported, {len(bundle.withheld)} withheld, {failed} failed", quiet=quiet)
    if erase:
        chosen = list(exactly)
        if not yes:
            note(f"would destroy {_many(chosen)}; nothing was changed: say --yes to go on")
        elif failed:
            note("nothing was destroyed, since the export failed in part")
        else:
            with reserved(certificate):
                made = erase_recordings(opened, chosen, actor=actor, reason=reason, backups=as_retention(backups))
                certified(made, certificate, how)
            failed += len(made.failed)
    if failed:
        raise typer.Exit(errors.IN_PART)


def hold(
    *,
    names: Annotated[list[str], typer.Argument(help="Names of recordings.")],
    tenant: TenantOption,
    archive: ArchiveOption,
    reason: ReasonOption = "",
    release: Annotated[bool, typer.Option("--release", help="End the hold instead.")] = False,
    actor: ActorOption = "",
    how: FormatOption = Format.TEXT,
) -> None:
    """Keep recordings from purge and erasure until the hold is released."""
    ground = Home(archive).ground()
    for name in names:
        entry = ground.catalogue.get(name)
        if entry is None or entry.tenant != tenant:
            raise UsageError("this recording is not in the catalogue", where=name, mend="look it up with find")
    changed = ground.catalogue.release(names) if release else ground.catalogue.hold(names, reason)
    event = "release" if release else "hold"
    said = {"tenant": tenant, "actor": actor or None, "reason": reason or None}
    ground.journal.write_all([(event, {"recording": name, **said}) for name in names])
    say({event: changed}, how)


def stamp(
    *,
    name: Annotated[str, typer.Argument(help="Name of a recording.")],
    tenant: TenantOption,
    archive: ArchiveOption,
    retention: Annotated[str, typer.Option(help="How long it is kept from the day it was made, such as P28D.")],
    opted_in_by: Annotated[str, typer.Option(help="Who opted in, as a role; never a number.")] = "",
    announced: Annotated[str | None, typer.Option(help="When it was announced, with a time zone.")] = None,
    prompt: Annotated[str, typer.Option(help="By which prompt.")] = "",
    today: Annotated[str | None, typer.Option(help="Count days from this one, instead of today.")] = None,
    actor: ActorOption = "",
    how: FormatOption = Format.TEXT,
) -> None:
    """Give a recording its consent stamp; an opt-in ends its quarantine."""
    ground = Home(archive).ground()
    entry = ground.catalogue.get(name)
    if entry is None or entry.tenant != tenant:
        raise UsageError("this recording is not in the catalogue", where=name, mend="look it up with find")
    try:
        moment = datetime.fromisoformat(announced) if announced else None
    except ValueError:
        moment = None
    if announced and (moment is None or moment.tzinfo is None):
        raise UsageError("--announced is no moment with a time zone", mend="write 2026-11-21T10:00:00+00:00")
    consent = Consent(moment, prompt, opted_in_by)
    if not consent.is_opt_in and not moment:
        raise UsageError("a stamp says who opted in, or when it was announced", mend="name --opted-in-by")
    keeping = Rules(as_retention(retention)).keep(entry.recorded, consent, as_date(today))
    kept_until = keeping.kept_until if consent.is_opt_in else entry.kept_until
    ground.catalogue.stamp(name, consent, kept_until)
    after = ground.catalogue.get(name) or entry
    ground.journal.write("stamp", tenant=tenant, recording=name, actor=actor or None, state=after.state.value)
    say({"recording": name, "state": after.state.value, "kept_until": after.kept_until}, how)


def _many(recordings: Collection[str]) -> str:
    return "1 recording" if len(recordings) == 1 else f"{len(recordings)} recordings"


def _number(source: str | None) -> str:
    """Read the number from a prompt, standard input or a file."""
    if source is None:
        if not sys.stdin.isatty():
            raise UsageError("there is nobody to ask for the number", mend="use --number-from FILE, or - for input")
        return str(typer.prompt("Number or SIP address", err=True, hide_input=True))
    try:
        given = sys.stdin.buffer.read(_MOST_BYTES) if source == "-" else Path(source).read_bytes()[:_MOST_BYTES]
    except (OSError, ValueError) as error:
        # the file's name is not repeated: somebody may have written the number itself here
        raise UsageError(f"the file with the number cannot be read: {getattr(error, 'strerror', '')}") from None
    return given.decode(errors="replace").strip()


def _described(hit: Hit) -> dict[str, object]:
    entry = hit.entry
    return {
        "recording": entry.name,
        "recorded": entry.recorded.isoformat(timespec="seconds"),
        "seconds": entry.seconds,
        "role": hit.role,
        "match": "exact" if hit.exact else "last digits",
        "state": entry.state.value,
        "kept_until": entry.kept_until or "unlimited",
        "hold": entry.hold,
    }


def add_to(app: typer.Typer) -> None:
    """Add the verbs."""
    app.command("find")(find)
    app.command("hold")(hold)
    app.command("stamp")(stamp)
