"""The call file: what a dialplan writes beside a recording, so that no number stands on a command line.

Lines of ``name=value`` in UTF-8, in a file named like the recording with ``.call`` behind it::

    call_id=1763719200.42
    caller=+49 30 5550 100
    callee=201
    prompt=privacy/recorded
    announced=2026-11-21T10:00:00+00:00
    opted_in_by=remote party

It is removed together with the plain recording.
"""

from __future__ import annotations

import errno
import mimetypes
import unicodedata
import uuid
from datetime import datetime
from pathlib import Path
from typing import Final

from pbxprivacy.errors import Fault, InputError
from pbxprivacy.vault.disk import shown
from pbxprivacy.vault.entry import Consent
from pbxprivacy.vault.manifest import Manifest
from pbxprivacy.vault.pseudonym import Party

__all__ = ["SUFFIX", "call_file_of", "media_type_of", "parse", "read"]

SUFFIX: Final = ".call"
_PARTIES: Final = ("caller", "callee", "party")
_ONCE: Final = ("call_id", "media_type", "seconds", "announced", "prompt", "opted_in_by")
_MOST_BYTES: Final = 1 << 16
_MOST_CHARACTERS: Final = 256


def call_file_of(recording: Path) -> Path:
    """Return where a recording's call file is."""
    return recording.with_name(recording.name + SUFFIX)


def media_type_of(recording: Path) -> str:
    """Guess the media type from the name; what is no sound or film is ``application/octet-stream``."""
    guess = mimetypes.guess_type(recording.name)[0] or ""
    if guess in ("audio/x-wav", "audio/vnd.wave"):
        return "audio/wav"
    return guess if guess.startswith(("audio/", "video/")) else "application/octet-stream"


def read(recording: Path) -> Manifest:
    """Read a recording's call file; without one the call id is a random one, and no party is known.

    Raises:
        InputError: a line that makes no sense; nothing of its value is repeated.
    """
    path = call_file_of(recording)
    try:
        data = path.read_bytes()[: _MOST_BYTES + 1]
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.ENAMETOOLONG):  # a name too long has no call file
            raise InputError([Fault(f"cannot be read: {error.strerror}", file=shown(path))]) from None
        data = b""
    return parse(data, shown(path), media_type_of(recording))


def parse(data: bytes, where: str, media_type: str = "application/octet-stream") -> Manifest:
    """Read the lines of a call file.

    Args:
        data: the lines.
        where: what to call the file in an error.
        media_type: of the recording, unless a line says otherwise.

    Raises:
        InputError: everything that is wrong with it.
    """
    faults: list[Fault] = []
    parties: list[Party] = []
    once: dict[str, str] = {}
    if len(data) > _MOST_BYTES:
        raise InputError([Fault(f"is longer than {_MOST_BYTES} bytes", file=where)])
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
        name, equals, value = (part.strip() for part in line.partition("="))
        if not line.strip():
            continue
        if not equals or name not in (*_PARTIES, *_ONCE) or name in once:
            mend = f"write name=value, where the name is one of {', '.join((*_ONCE, *_PARTIES))}"
            faults.append(Fault("is not a line of a call file, or says a thing twice", mend, where, number))
        elif name in _PARTIES:
            # an anonymous caller has no number, and that is no fault
            # nor is a caller who says too much, whose recording could not be ingested
            parties += [Party(name, unicodedata.normalize("NFKC", value)[:_MOST_CHARACTERS])] if value else []
        else:
            once[name] = value
    announced, seconds = _moment(once, where, faults), _seconds(once, where, faults)
    if faults:
        raise InputError(faults)
    return Manifest(
        call_id=once.get("call_id") or str(uuid.uuid4()),
        parties=tuple(parties),
        media_type=once.get("media_type") or media_type,
        seconds=seconds,
        consent=Consent(announced, once.get("prompt", ""), once.get("opted_in_by", "")),
    )


def _moment(once: dict[str, str], where: str, faults: list[Fault]) -> datetime | None:
    text = once.get("announced")
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        faults.append(Fault("announced is no moment with a time zone", "write 2026-11-21T10:00:00+00:00", where))
        return None
    return moment


def _seconds(once: dict[str, str], where: str, faults: list[Fault]) -> float | None:
    text = once.get("seconds")
    if not text:
        return None
    if not text.replace(".", "", 1).isdecimal():
        faults.append(Fault("seconds is no length in seconds", "write 61.5", where))
        return None
    return float(text)
