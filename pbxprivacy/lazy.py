"""`cached_property` without a lock.

Before Python 3.12 that of `functools` takes a lock, which costs more than most of what is worked out here. All of that
follows from frozen values, so two threads that work it out at the same time find the same.
"""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING, Any

__all__ = ["cached_property"]

if TYPE_CHECKING or sys.version_info >= (3, 12):
    from functools import cached_property
else:

    class cached_property(functools.cached_property):  # noqa: N801 - it stands in for the one it is named after
        """A property that is worked out once, and is an attribute from then on."""

        def __get__(self, instance: object, owner: type[Any] | None = None) -> Any:
            if instance is None:
                return self
            value = instance.__dict__[self.attrname] = self.func(instance)
            return value
