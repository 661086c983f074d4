"""What is worked out once: `cached_property` without a lock, and `Memory`, which is bounded.

Before Python 3.12 that of `functools` takes a lock, which costs more than most of what is worked out here. All of that
follows from frozen values, so two threads that work it out at the same time find the same.
"""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["Memory", "cached_property"]

Key = TypeVar("Key")
Value = TypeVar("Value")


class Memory(dict[Key, Value]):
    """What was worked out, by what it follows from.

    Entries differ in size by a factor of thousands (a tenant has three phones, or three thousand), so that sizes are
    bounded, not their number: when they are more than ``most`` together, all is forgotten.
    """

    def __init__(self, most: int) -> None:
        """Remember up to a size, in whatever is counted."""
        super().__init__()
        self.most = most
        self._size = 0

    def keep(self, key: Key, value: Value, size: int) -> Value:
        """Remember a value, and return it, or the one that another thread was first to keep."""
        if self._size + size > self.most:
            self.clear()
        self._size += size
        return self.setdefault(key, value)

    def clear(self) -> None:
        """Forget everything."""
        super().clear()
        self._size = 0


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
