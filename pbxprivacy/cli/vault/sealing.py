"""``vault seal``: plain recordings become sealed ones."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pbxprivacy.cli.vault import errors
from pbxprivacy.cli.vault.options import (
    ActorOption,
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
from pbxprivacy.cli.vault.work import Job, plain_files
from pbxprivacy.errors import UsageError
from pbxprivacy.vault import Vault, callfile
from pbxprivacy.vault.bulk import over
from pbxprivacy.vault.intake import SUFFIX

__all__ = ["add_to", "seal"]

IntoOption = Annotated[Path | None, typer.Option(help="Folder of the sealed files; beside each one, if left out.")]
HookOption = Annotated[Path | None, typer.Option(help="Program that gets each new path as JSON on its input.")]
SuffixOption = Annotated[str, typer.Option(help="Suffix of the sealed files.")]
HomeOption = Annotated[
    Path | None, typer.Option("--archive", envvar="PBXPRIVACY_ARCHIVE", help="Ingest at once into this archive.")
]
OnlyOption = Annotated[list[str], typer.Option("--only", help="In folders, take files of this suffix alone.")]


def seal(
    *,
    paths: Annotated[list[Path], typer.Argument(help="Plain recordings, or folders of them.")],
    tenant: TenantOption,
    keyring: KeyringOption,
    into: IntoOption = None,
    call_file: Annotated[
        str | None, typer.Option(help="Call id, parties and consent of a single recording; - is standard input.")
    ] = None,
    archive: HomeOption = None,
    retention: RetentionOption = None,
    opt_in_only: OptInOnlyOption = False,
    quarantine: QuarantineOption = "P7D",
    erase_by: ScopeOption = None,
    hook: HookOption = None,
    suffix: SuffixOption = SUFFIX,
    only: OnlyOption = [],  # noqa: B006 - typer copies it
    processes: Annotated[int, typer.Option(min=1, help="How many processes share the work.")] = 1,
    passphrase_file: PassphraseOption = None,
    actor: ActorOption = "",
    today: DayOption = None,
    how: FormatOption = Format.TEXT,
    quiet: QuietOption = False,
) -> None:
    """Seal recordings, and remove the plain files once the sealed ones were read back.

    What is known of a call stands in a call file beside the recording (NAME.call), or comes with --call-file. The
    sealed file is named by its file id.
    """
    home = Home(archive) if archive else None
    job = Job(
        tenant=tenant,
        keyring=keyring,
        passphrase=passphrase_file,
        into=into,
        suffix=check_suffix(suffix),
        hook=hook,
        home=home,
        rules=rules_of(retention, opt_in_only=opt_in_only, quarantine=quarantine, scope=erase_by) if home else None,
        today=as_date(today),
        actor=actor,
    )
    files = plain_files(paths, frozenset(only))
    if call_file is not None:
        _one(job, files, call_file, how)
        return
    if len(files) == 1:
        say(job.start()(files[0]), how)
        return
    _many(job, files, processes=processes, how=how, quiet=quiet)


def _one(job: Job, files: list[Path], call_file: str, how: Format) -> None:
    if len(files) != 1:
        raise UsageError("--call-file belongs to a single recording", mend="put NAME.call beside each one instead")
    try:
        data = sys.stdin.buffer.read() if call_file == "-" else Path(call_file).read_bytes()
    except OSError as error:
        raise UsageError(f"the call file cannot be read: {error.strerror}") from None
    where = "standard input" if call_file == "-" else "call file"
    manifest = callfile.parse(data, where, callfile.media_type_of(files[0]))
    ring = keyring_of(job.tenant, job.keyring, job.passphrase)
    archive = job.home.archive(ring) if job.home else None
    say(job.do(archive.vault if archive else Vault(ring), archive, files[0], manifest), how)
    if call_file != "-":
        Path(call_file).unlink(missing_ok=True)


def _many(job: Job, files: list[Path], *, processes: int, how: Format, quiet: bool) -> None:
    failed = 0
    with progress("sealing", len(files), quiet=quiet) as advance:
        for outcome in over(files, job.start, processes=processes):
            if outcome.error:
                failed += 1
                note(f"failed: {errors.told(outcome.error)}")
            else:
                say(outcome.result or {}, how)
            advance(1)
    note(f"{len(files) - failed} sealed, {failed} failed", quiet=quiet)
    if failed:
        raise typer.Exit(errors.IN_PART)


def check_suffix(suffix: str) -> str:
    """Return a suffix that makes a file name, and no folder or manifest.

    Raises:
        UsageError: it does not.
    """
    if not suffix.startswith(".") or "/" in suffix or suffix in (".pbxm", callfile.SUFFIX, ".part", ".lock"):
        raise UsageError("this is no suffix for sealed files", mend="write .pbxr, or .wav where a PBX wants it")
    return suffix


def add_to(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("seal")(seal)
