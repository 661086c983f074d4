"""A disk that dies in the middle: what was not flushed may be lost, a write may be torn, a name may be forgotten."""

import os
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

from pbxprivacy.vault.disk import Disk


class Crash(BaseException):
    """The power went; nothing that handles errors sees it."""


class FaultyDisk(Disk):
    """Dies at its step number ``dies_at``, counted from 0; with ``losing``, what was not flushed is lost then.

    A write dies in its middle. Lost are writes since the last `flush` of their file (each with even chances), and
    names given since the last `flush_folder` of their folder; removals are never lost, which is the worst case.
    """

    def __init__(self, dies_at: int | None = None, *, losing: bool = False, seed: int = 0) -> None:
        self.steps = 0
        self.dead = False
        self._dies_at = dies_at
        self._losing = losing
        self._random = random.Random(seed)
        self._writes: dict[int, list[tuple[int, int, bytes, int]]] = {}
        self._names: dict[Path, list[Callable[[], None]]] = {}
        self._kept: dict[int, int] = {}

    def create(self, folder: Path) -> tuple[int, Path]:
        self._step()
        return super().create(folder)

    def open(self, path: Path, *, write: bool = False) -> int:
        self._alive()
        return super().open(path, write=write)

    def read(self, descriptor: int, into: memoryview, offset: int) -> int:
        self._alive()
        return super().read(descriptor, into, offset)

    def write(self, descriptor: int, data: bytes | memoryview, offset: int) -> None:
        self._alive()
        inode = os.fstat(descriptor).st_ino
        if inode not in self._kept:  # opened anew, since a duplicate would share the lock
            self._kept[inode] = os.open(f"/proc/self/fd/{descriptor}", os.O_RDWR)
        held = self._kept[inode]
        old = os.pread(held, len(data), offset)
        self._writes.setdefault(inode, []).append((held, offset, old, os.fstat(held).st_size))
        if self.steps == self._dies_at:
            super().write(descriptor, memoryview(data)[: self._random.randrange(len(data) + 1)], offset)
        self._step()
        super().write(descriptor, data, offset)

    def flush(self, descriptor: int) -> None:
        self._step()
        super().flush(descriptor)
        self._writes.pop(os.fstat(descriptor).st_ino, None)

    def flush_folder(self, folder: Path) -> None:
        self._step()
        super().flush_folder(folder)
        self._names.pop(folder, None)

    def set_times(self, descriptor: int, mtime_ns: int) -> None:
        self._step()
        super().set_times(descriptor, mtime_ns)

    def set_mode(self, descriptor: int, mode: int) -> None:
        self._step()
        super().set_mode(descriptor, mode)

    def publish(self, partial: Path, target: Path, *, replace: bool) -> None:
        self._step()
        undo: Callable[[], None] = target.unlink
        if target.exists():
            backup = Path(tempfile.mkdtemp(dir=target.parent.parent), "old")
            os.link(target, backup)

            def undo() -> None:
                backup.replace(target)

        super().publish(partial, target, replace=replace)
        self._names.setdefault(target.parent, []).append(undo)

    def remove(self, path: Path) -> None:
        self._step()
        super().remove(path)

    def __del__(self) -> None:
        for held in self._kept.values():
            os.close(held)

    def _alive(self) -> None:
        if self.dead:
            raise Crash

    def _step(self) -> None:
        self._alive()
        if self.steps == self._dies_at:
            self._die()
        self.steps += 1

    def _die(self) -> None:
        self.dead = True
        if self._losing:
            for undo in (undo for undos in self._names.values() for undo in reversed(undos)):
                undo()
            for writes in self._writes.values():
                for held, offset, old, size in reversed(writes):
                    if self._random.random() < 0.5:
                        os.pwrite(held, old, offset)
                        os.ftruncate(held, size)
        raise Crash
