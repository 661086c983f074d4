"""What a number is in: listed, exported as a bundle that a person can read, or erased.

The number comes from a prompt, from standard input or from a file. It never stands on a command line, where every user
of the machine could read it, and it is written nowhere: not to the journal, and not to the bundle.
"""

from __future__ import annotations

import html
import json
import mimetypes
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import attrs

from pbxprivacy.errors import ExistsError, StorageError, UsageError, VaultError
from pbxprivacy.vault.archive import Archive
from pbxprivacy.vault.catalogue import Hit
from pbxprivacy.vault.entry import State
from pbxprivacy.vault.reader import SealedReader

__all__ = ["Export", "export", "find"]

_PIECE: Final = 1 << 18


@attrs.frozen
class Export:
    """What a bundle holds.

    Attributes:
        folder: where it is.
        exported: names of the recordings in it.
        withheld: names of those that are quarantined or destroyed.
        failed: names of those that could not be opened, each with the reason.
    """

    folder: Path
    exported: tuple[str, ...]
    withheld: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]


def find(archive: Archive, address: str, *, exact: bool = False, actor: str = "") -> list[Hit]:
    """Return the recordings that a number or SIP address is in.

    Args:
        archive: the tenant's.
        address: the number; the journal hears that somebody looked, and not for what.
        exact: leave out those where only the last digits agree.
        actor: who looks, for the journal.

    Raises:
        UsageError: the archive holds no pseudonym key, or the number is none.
    """
    if archive.pseudonyms is None:
        raise UsageError("finding a number needs the tenant's pseudonym key", mend="name its file")
    hits = archive.catalogue.find(archive.tenant, archive.pseudonyms, address)
    chosen = [hit for hit in hits if hit.exact or not exact]
    archive.journal.write("find", tenant=archive.tenant, actor=actor or None, count=len(chosen))
    return chosen


def export(archive: Archive, hits: Sequence[Hit], folder: Path, *, actor: str = "") -> Export:
    """Write recordings in the clear into a new folder, with a page and a list that say what they are.

    Every byte is authenticated before its file gets its name. Held recordings are exported, quarantined ones are not.

    Raises:
        ExistsError: the folder is there already.
        StorageError: it cannot be written.
    """
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        raise ExistsError("is there already", where=str(folder), mend="name a new folder") from None
    except OSError as error:
        raise StorageError(f"cannot be made: {error.strerror}", where=str(folder)) from None
    rows: list[dict[str, object]] = []
    withheld: list[str] = []
    failed: list[tuple[str, str]] = []
    for hit in {hit.entry.name: hit for hit in hits}.values():
        entry = hit.entry
        if entry.state is not State.SEALED:
            withheld.append(entry.name)
            continue
        file = f"{len(rows) + 1:04d}{_extension(entry.media_type)}"
        try:
            with archive.open(entry) as reader:
                _write(reader, folder / file)
        except VaultError as error:
            failed.append((entry.name, error.what))
            continue
        archive.journal.write("export", tenant=archive.tenant, recording=entry.name, actor=actor or None)
        rows.append(
            {
                "file": file,
                "recording": entry.name,
                "recorded": entry.recorded.isoformat(timespec="seconds"),
                "seconds": entry.seconds,
                "role": hit.role,
                "number": "exact" if hit.exact else "last digits only",
                "kept_until": entry.kept_until.isoformat() if entry.kept_until else None,
                "announced": entry.consent.announced.isoformat() if entry.consent.announced else None,
                "prompt": entry.consent.prompt,
                "opted_in_by": entry.consent.opted_in_by,
            }
        )
    counts = {"withheld": len(withheld), "could_not_be_opened": len(failed)}
    _text(folder / "index.json", json.dumps({"recordings": rows, **counts}, indent=2) + "\n")
    _text(folder / "index.html", _page(rows, counts))
    return Export(folder, tuple(str(row["recording"]) for row in rows), tuple(withheld), tuple(failed))


def _write(reader: SealedReader, target: Path) -> None:
    part = target.with_name(f".{target.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            while piece := reader.read(_PIECE):
                out.write(piece)
        part.rename(target)
    except OSError as error:
        raise StorageError(f"cannot be written: {error.strerror}", where=str(target)) from None
    finally:
        part.unlink(missing_ok=True)


def _text(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(text)


def _extension(media_type: str) -> str:
    # `audio/wav` has no entry of its own in every table
    return {"audio/wav": ".wav", "audio/x-wav": ".wav"}.get(media_type) or mimetypes.guess_extension(media_type) or ""


_COLUMNS: Final = (
    "file",
    "recorded",
    "seconds",
    "role",
    "number",
    "announced",
    "prompt",
    "opted_in_by",
    "kept_until",
)


def _page(rows: Sequence[dict[str, object]], counts: dict[str, int]) -> str:
    head = "".join(f"<th>{name.replace('_', ' ')}</th>" for name in _COLUMNS)
    body = "".join(
        "<tr>"
        + "".join(f"<td>{html.escape(str(row[name] or ''))}</td>" for name in _COLUMNS)
        + f'<td><audio controls preload="none" src="{html.escape(str(row["file"]))}"></audio></td></tr>\n'
        for row in rows
    )
    return (
        '<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Recordings</title>\n'
        "<style>body{font:16px sans-serif;margin:2em}td,th{padding:.3em .8em;text-align:left}</style>\n"
        f"<h1>{len(rows)} recordings</h1>\n<p>Withheld: {counts['withheld']}. "
        f"Could not be opened: {counts['could_not_be_opened']}. Times are UTC.</p>\n"
        f"<table><tr>{head}<th>play</th></tr>\n{body}</table></html>\n"
    )
