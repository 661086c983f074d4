"""Working something out once for each configuration, however many tenants have it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final, Generic, TypeVar

from pbxprivacy.tenant import Tenant

__all__ = ["Remembered", "identity_of"]

R = TypeVar("R")

_MOST: Final = 4096  # configurations that are remembered; then all are forgotten


def identity_of(tenant: Tenant) -> tuple[int, ...]:
    """Return what is equal for tenants that share everything but their name, as tenants read from repeated rows do.

    It holds only while one of them exists.
    """
    values = tenant.__dict__
    return tuple([id(values[name]) for name in _parts(type(tenant))])


@cache
def _parts(kind: type[Tenant]) -> tuple[str, ...]:
    return tuple(name for name in kind.model_fields if name != "tenant")


class Remembered(Generic[R]):
    """What a function makes of a tenant, remembered for each configuration.

    The function must not look at the tenant's name. Tenants are recognised by their parts being the same objects.
    """

    def __init__(self, work_out: Callable[[Tenant], R]) -> None:
        self._work_out = work_out
        # the tenant is kept with its identity, so that no later object gets the same
        self._results: dict[tuple[int, ...], tuple[Tenant, R]] = {}

    def known(self, tenant: Tenant) -> R | None:
        """Return what is remembered, or None."""
        found = self._results.get(identity_of(tenant))
        return None if found is None else found[1]

    def learn(self, tenant: Tenant, result: R) -> None:
        """Remember what was worked out elsewhere."""
        if len(self._results) >= _MOST:
            self._results.clear()
        self._results[identity_of(tenant)] = (tenant, result)

    def __call__(self, tenant: Tenant) -> R:
        """Return what the function makes of a tenant."""
        found = self._results.get(identity_of(tenant))
        if found is not None:
            return found[1]
        result = self._work_out(tenant)
        self.learn(tenant, result)
        return result
