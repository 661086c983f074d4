"""Summing up a fleet: each configuration is worked out once, on any executor."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from datetime import date
from functools import partial
from itertools import islice
from typing import Final

import attrs

from pbxprivacy.checks import check
from pbxprivacy.fleet.remembered import Remembered, identity_of
from pbxprivacy.fleet.summary import Summary, summary_of
from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.tenant import Tenant

__all__ = ["summarise"]

_CHUNK: Final = 1024  # tenants that are looked at together
_MOST_WAITING: Final = 16  # chunks that are being worked out elsewhere at one time


def summarise(tenants: Iterable[Tenant], *, today: date, executor: Executor | None = None) -> Summary:
    """Return the summary of any number of tenants, as they come, in bounded memory.

    Args:
        tenants: read once; those that share a configuration (see `Remembered`) are worked out once.
        today: the date on which it is told.
        executor: where configurations are worked out; here, where it is None. Tenants are sent to it by pickle if it
            uses processes.
    """
    total = Summary()
    remembered: Remembered[Summary] = Remembered(partial(_one, today))
    waiting: deque[_Sent] = deque()
    for group in _groups(tenants):
        unknown: list[_Alike] = []
        for alike in group:
            summary = remembered.known(alike.tenant) if executor else remembered(alike.tenant)
            if summary is None:
                unknown.append(alike)
            else:
                total += summary * alike.number
        if executor and unknown:
            if len(waiting) >= _MOST_WAITING:
                total += waiting.popleft().fetched(remembered)
            waiting.append(_Sent(unknown, executor.submit(_each, today, [alike.tenant for alike in unknown])))
    for sent in waiting:
        total += sent.fetched(remembered)
    return total


@attrs.define(eq=False)
class _Alike:
    """Tenants of one configuration: one of them, and how many they are."""

    tenant: Tenant
    number: int = 0


@attrs.frozen(eq=False)
class _Sent:
    """Configurations that are being worked out elsewhere."""

    alike: Sequence[_Alike]
    future: Future[list[Summary]]

    def fetched(self, remembered: Remembered[Summary]) -> Summary:
        """Wait for them, remember each, and return the summary of all their tenants."""
        total = Summary()
        for alike, summary in zip(self.alike, self.future.result(), strict=True):
            remembered.learn(alike.tenant, summary)
            total += summary * alike.number
        return total


def _groups(tenants: Iterable[Tenant]) -> Iterator[Iterable[_Alike]]:
    """Yield tenants chunk by chunk, those of one configuration together."""
    tenants = iter(tenants)
    while chunk := list(islice(tenants, _CHUNK)):
        found: dict[tuple[int, ...], _Alike] = {}
        for tenant in chunk:
            found.setdefault(identity_of(tenant), _Alike(tenant)).number += 1
        yield found.values()


def _one(today: date, tenant: Tenant) -> Summary:
    inventory = Inventory.of(tenant, today=today)
    return summary_of(inventory, check(inventory))


def _each(today: date, tenants: Sequence[Tenant]) -> list[Summary]:
    return [_one(today, tenant) for tenant in tenants]
