"""Summing up a fleet: each configuration is worked out once, on any executor."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from datetime import date
from functools import partial
from typing import Final

import attrs

from pbxprivacy.checks import check
from pbxprivacy.fleet.remembered import Remembered, identity_of
from pbxprivacy.fleet.summary import Summary, sum_up, summary_of
from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.tenant import Tenant

__all__ = ["summarise"]

_GROUP: Final = 2048  # configurations that are gathered before they are worked out
_SENT: Final = 64  # configurations that are sent elsewhere at once
_MOST_SENT: Final = 64  # such parcels that are on their way at one time


def summarise(tenants: Iterable[Tenant], *, today: date, executor: Executor | None = None) -> Summary:
    """Return the summary of any number of tenants, as they come, in bounded memory.

    Args:
        tenants: read once; those that share a configuration (see `Remembered`) are worked out once.
        today: the date on which it is told.
        executor: where configurations are worked out; here, where it is None. Tenants are sent to it by pickle if it
            uses processes.
    """
    remembered: Remembered[Summary] = Remembered(partial(_one, today))
    if executor is None:
        return sum_up((remembered(alike.tenant), alike.number) for group in _groups(tenants) for alike in group)
    return sum_up(_elsewhere(_groups(tenants), remembered, executor, today))


@attrs.define(eq=False)
class _Alike:
    """Tenants of one configuration: one of them, and how many they are."""

    tenant: Tenant
    number: int = 0


def _groups(tenants: Iterable[Tenant]) -> Iterator[Sequence[_Alike]]:
    """Yield tenants in groups, those of one configuration together; of each one tenant is kept."""
    found: dict[tuple[int, ...], _Alike] = {}
    for tenant in tenants:
        found.setdefault(identity_of(tenant), _Alike(tenant)).number += 1
        if len(found) >= _GROUP:
            yield [*found.values()]
            found = {}
    yield [*found.values()]


def _elsewhere(
    groups: Iterable[Sequence[_Alike]], remembered: Remembered[Summary], executor: Executor, today: date
) -> Iterator[tuple[Summary, int]]:
    """Yield summaries with the number of tenants they stand for, those worked out elsewhere when they come back."""
    sent: deque[tuple[Sequence[_Alike], Future[list[Summary]]]] = deque()
    for group in groups:
        unknown = []
        for alike in group:
            summary = remembered.known(alike.tenant)
            if summary is None:
                unknown.append(alike)
            else:
                yield summary, alike.number
        for start in range(0, len(unknown), _SENT):
            some = unknown[start : start + _SENT]
            if len(sent) >= _MOST_SENT:
                yield from _fetched(*sent.popleft(), remembered)
            sent.append((some, executor.submit(_each, today, [alike.tenant for alike in some])))
    for parcel, future in sent:
        yield from _fetched(parcel, future, remembered)


def _fetched(
    some: Sequence[_Alike], future: Future[list[Summary]], remembered: Remembered[Summary]
) -> Iterator[tuple[Summary, int]]:
    for alike, summary in zip(some, future.result(), strict=True):
        remembered.learn(alike.tenant, summary)
        yield summary, alike.number


def _one(today: date, tenant: Tenant) -> Summary:
    inventory = Inventory.of(tenant, today=today)
    return summary_of(inventory, check(inventory))


def _each(today: date, tenants: Sequence[Tenant]) -> list[Summary]:
    return [_one(today, tenant) for tenant in tenants]
