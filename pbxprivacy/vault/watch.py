"""Watching a spool: what a recorder has closed is taken in, what it still writes is not.

A file is taken when it did not change for a while *and* nobody has it open for writing. The second is asked of
the kernel by a read lease (fcntl(2), ``F_SETLEASE``), which is refused while there is a writer. Where leases do not
work (other systems, network file systems, files of another user), the quiet time alone decides, and should be
longer than the longest pause of a recorder.
"""

from __future__ import annotations

import fcntl
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import attrs

from pbxprivacy.errors import BusyError, ChangedError, PbxPrivacyError, UsageError

__all__ = ["Spool", "still_written"]

_RETRY_SECONDS: Final = 60.0


def still_written(path: Path) -> bool | None:
    """Return whether a process has the file open for writing; None where the kernel does not tell.

    Raises:
        OSError: it cannot be opened.
    """
    number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        # a writer that comes while the lease is held makes the kernel send a signal, and SIGIO would end us
        fcntl.fcntl(number, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(number, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(number, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except BlockingIOError:
        return True
    except (OSError, AttributeError):
        return None
    else:
        return False
    finally:
        os.close(number)


@attrs.define
class _Seen:
    """What a file looked like, and since when."""

    looks: tuple[int, int, int]
    since: float
    not_before: float = 0.0


class Spool:
    """A folder of plain recordings.

    Args:
        folder: the spool; folders below it are watched too.
        take: takes one recording in.
        told: hears of an error that concerns one recording; it is tried again after a minute.
        quiet: seconds without a change, before a file is taken.
        suffixes: of the files to take; empty takes all but hidden ones and those in ``leave``.
        leave: suffixes that are never taken: sealed files, call files.
        clock: seconds that never run back.
    """

    def __init__(
        self,
        folder: Path,
        take: Callable[[Path], object],
        told: Callable[[Path, PbxPrivacyError], None],
        *,
        quiet: float = 2.0,
        suffixes: frozenset[str] = frozenset(),
        leave: frozenset[str] = frozenset({".pbxr", ".pbxm", ".call"}),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.folder = folder
        self.quiet = quiet
        self._take, self._told, self._clock = take, told, clock
        self._suffixes, self._leave = suffixes, leave
        self._seen: dict[Path, _Seen] = {}

    def sweep(self) -> int:
        """Look at every file once, and take what is ready; return how many were taken."""
        present = set(self._files())
        for gone in self._seen.keys() - present:
            del self._seen[gone]
        return sum(self._ready(path) and self._try(path) for path in sorted(present))

    def watch(self, stop: threading.Event) -> None:
        """Take recordings until ``stop`` is set; what lies there from before is taken first.

        Raises:
            UsageError: watchfiles is not installed.
        """
        try:
            from watchfiles import watch  # noqa: PLC0415 - an extra; all else works without
        except ImportError:
            raise UsageError("watching needs watchfiles", mend="install pbxprivacy[watch]") from None
        self.sweep()
        # the events only wake the sweep: one that got lost, or a file of before, is found all the same
        pause = max(50, round(self.quiet * 500))
        for _ in watch(self.folder, stop_event=stop, yield_on_timeout=True, rust_timeout=pause, raise_interrupt=False):
            self.sweep()

    def _files(self) -> Iterator[Path]:
        for folder, _, names in os.walk(self.folder):
            for name in names:
                path = Path(folder, name)
                chosen = not self._suffixes or path.suffix in self._suffixes
                if chosen and not name.startswith(".") and path.suffix not in self._leave and path.is_file():
                    yield path

    def _ready(self, path: Path) -> bool:
        now = self._clock()
        try:
            found = path.stat()
        except OSError:
            return False
        looks = (found.st_ino, found.st_size, found.st_mtime_ns)
        seen = self._seen.get(path)
        if seen is None or seen.looks != looks:
            self._seen[path] = _Seen(looks, now)
            return False
        return now - seen.since >= self.quiet and now >= seen.not_before

    def _try(self, path: Path) -> bool:
        seen = self._seen[path]
        try:
            if still_written(path):
                seen.since = self._clock()
                return False
            self._take(path)
        except (BusyError, ChangedError):
            seen.since = self._clock()
            return False
        except PbxPrivacyError as error:
            seen.not_before = self._clock() + _RETRY_SECONDS
            self._told(path, error)
            return False
        except OSError:
            return False
        del self._seen[path]
        return True
