"""The same work over many files, in several processes.

Sealing holds the interpreter lock most of the time, so threads do not help, and processes do. No key is handed to a
process: each one is told how to get its own (`Setup`), since keys are never pickled.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import connection
from operator import length_hint
from typing import Any, Final, Generic, TypeVar

import attrs

from pbxprivacy.errors import PbxPrivacyError

__all__ = ["Outcome", "over"]

Item = TypeVar("Item")
Result = TypeVar("Result")

Work = Callable[[Item], Result]
Setup = Callable[[], Work[Item, Result]]
"""Makes the work inside a process: opens keyrings, catalogues; a top-level function, or a partial of one."""

_CHUNK: Final = 32
_CHUNKS_EACH: Final = 16
_AHEAD: Final = 4


@attrs.frozen
class Outcome(Generic[Item, Result]):
    """What became of one item: a result, or an error that concerns it alone."""

    item: Item
    result: Result | None = None
    error: PbxPrivacyError | None = None


def over(
    items: Iterable[Item], setup: Setup[Item, Result], *, processes: int | None = None, chunk: int | None = None
) -> Iterator[Outcome[Item, Result]]:
    """Do the same work with every item; outcomes come as they are done, in no order.

    Memory stays constant: only a few chunks are under way at a time.

    Args:
        items: what to work on; each must be picklable.
        setup: makes the work, once in each process.
        processes: how many; 1 works in this one, None takes one for each processor.
        chunk: how many items go to a process at a time; at most 32, and fewer where there are few items, unless said.
    """
    processes = processes or os.cpu_count() or 1
    chunk = chunk or max(1, min(_CHUNK, length_hint(items, _CHUNK**2) // (processes * _CHUNKS_EACH)))
    if processes == 1:
        work = setup()
        for item in items:
            yield _one(work, item)
        return
    with ProcessPoolExecutor(
        processes, mp_context=multiprocessing.get_context("spawn"), initializer=_start, initargs=(setup,)
    ) as pool:
        under_way: set[Future[list[Outcome[Item, Result]]]] = set()
        for part in _parts(items, chunk):
            under_way.add(pool.submit(_many, part))
            if len(under_way) >= processes * _AHEAD:
                done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                for future in done:
                    yield from future.result()
        while under_way:
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            for future in done:
                yield from future.result()


_work: Work[Any, Any] | None = None


def _start(setup: Setup[Any, Any]) -> None:
    global _work  # noqa: PLW0603 - a process of a pool keeps what its initializer made
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _work = setup()


def _end_with_parent() -> None:
    """End this process when the one that made it was killed; else it would wait for work for ever."""
    if parent := multiprocessing.parent_process():
        connection.wait([parent.sentinel])
        os._exit(1)


def _many(items: list[Item]) -> list[Outcome[Item, Any]]:
    assert _work is not None  # noqa: S101 - the pool ran _start first
    return [_one(_work, item) for item in items]


def _one(work: Work[Item, Result], item: Item) -> Outcome[Item, Result]:
    try:
        return Outcome(item, result=work(item))
    except PbxPrivacyError as error:
        return Outcome(item, error=error)


def _parts(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    part: list[Item] = []
    for item in items:
        part.append(item)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part
