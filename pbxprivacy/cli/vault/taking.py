"""``vault ingest`` and ``vault watch``: sealed files into the catalogue, plain ones out of a spool."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final

import attrs
import typer

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
    TenantOption,
    as_date,
    keyring_of,
)
from pbxprivacy.cli.vault.output import note, progress, say
from pbxprivacy.cli.vault.rules import (
    DayOption,
    OptInOnlyOption,
    QuarantineOption,
    RetentionOption,
    ScopeOption,
    rules_of,
)
from pbxprivacy.cli.vault.sealing import HomeOption, HookOption, IntoOption, OnlyOption, SuffixOption, check_suffix
from pbxprivacy.cli.vault.work import Job, as_result
from pbxprivacy.errors import PbxPrivacyError
from pbxprivacy.vault import Vault
from pbxprivacy.vault.ingest import ingest as take
from pbxprivacy.vault.intake import SUFFIX, sweep
from pbxprivacy.vault.watch import Spool

__all__ = ["add_to", "ingest", "watch"]

_A_DAY: Final = 86_400


def ingest(
    *,
    paths: Annotated[list[Path], typer.Argument(help="Sealed recordings with their manifests, or folders of them.")],
    tenant: TenantOption,
    keyring: KeyringOption,
    archive: ArchiveOption,
    retention: RetentionOption = None,
    opt_in_only: OptInOnlyOption = False,
    quarantine: QuarantineOption = "P7D",
    erase_by: ScopeOption = None,
    suffix: SuffixOption = SUFFIX,
    passphrase_file: PassphraseOption = None,
    actor: ActorOption = "",
    today: DayOption = None,
    how: FormatOption = Format.TEXT,
    quiet: QuietOption = False,
) -> None:
    """Take sealed recordings into the catalogue; with --erase-by, swap their keys for the key table's."""
    rules = rules_of(retention, opt_in_only=opt_in_only, quarantine=quarantine, scope=erase_by)
    opened = Home(archive).archive(keyring_of(tenant, keyring, passphrase_file))
    day = as_date(today)
    files = [file for path in paths for file in (sorted(path.rglob(f"*{suffix}")) if path.is_dir() else [path])]
    failed = 0
    with progress("ingesting", len(files), quiet=quiet) as advance:
        for file in files:
            try:
                done = take(opened, file, rules, day, actor=actor)
            except PbxPrivacyError as error:
                failed += 1
                note(f"failed: {errors.told(error)}")
                if len(files) == 1:
                    raise typer.Exit(errors.code_of(error)) from None
            else:
                say(as_result(done), how)
            advance(1)
    note(f"{len(files) - failed} ingested, {failed} failed", quiet=quiet)
    if failed:
        raise typer.Exit(errors.IN_PART)


def watch(
    *,
    spool: Annotated[Path, typer.Argument(help="Folder where a recorder writes.")],
    tenant: TenantOption,
    keyring: KeyringOption,
    into: IntoOption = None,
    archive: HomeOption = None,
    retention: RetentionOption = None,
    opt_in_only: OptInOnlyOption = False,
    quarantine: QuarantineOption = "P7D",
    erase_by: ScopeOption = None,
    hook: HookOption = None,
    suffix: SuffixOption = SUFFIX,
    only: OnlyOption = [],  # noqa: B006 - typer copies it
    quiet_seconds: Annotated[float, typer.Option(min=0.1, help="Take a file when it rested this long.")] = 2.0,
    passphrase_file: PassphraseOption = None,
    actor: ActorOption = "",
    how: FormatOption = Format.TEXT,
) -> None:
    """Seal what a recorder has closed, until stopped; what a crash left is picked up first."""
    home = Home(archive) if archive else None
    rules = rules_of(retention, opt_in_only=opt_in_only, quarantine=quarantine, scope=erase_by) if home else None
    job = Job(
        tenant=tenant,
        keyring=keyring,
        passphrase=passphrase_file,
        into=into,
        suffix=check_suffix(suffix),
        hook=hook,
        home=home,
        rules=rules,
        actor=actor,
    )
    ring = keyring_of(tenant, keyring, passphrase_file)
    opened = home.archive(ring) if home else None
    vault = opened.vault if opened else Vault(ring)

    def take_one(path: Path) -> None:
        say(attrs.evolve(job, today=as_date(None)).do(vault, opened, path), how)

    def failed(_: Path, error: PbxPrivacyError) -> None:
        note(f"failed, and tried again: {errors.told(error)}")

    leave = frozenset({SUFFIX, suffix, ".pbxm", ".call"}) if into is None else frozenset({SUFFIX, ".pbxm", ".call"})
    watched = Spool(spool, take_one, failed, quiet=quiet_seconds, suffixes=frozenset(only), leave=leave)
    if into is not None:
        vault.tidy(into)
        sweep(into, time.time() - _A_DAY)
    with _until_stopped() as stop:
        watched.watch(stop)


@contextmanager
def _until_stopped() -> Iterator[threading.Event]:
    """Give an event that SIGTERM and SIGINT set, so that the recording at hand is finished first."""
    stop = threading.Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def add_to(app: typer.Typer) -> None:
    """Add the verbs."""
    app.command("ingest")(ingest)
    app.command("watch")(watch)
