"""How long something is kept: whole days, stated as unlimited, or not stated at all.

A retention is never guessed. ``90`` could be seconds (that is what pydantic's ``timedelta`` reads),
``P6M`` has no fixed length, and a wrong guess deletes or keeps people's data; so both are refused, with
the spelling to use instead.
"""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, final

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

__all__ = ["NOT_KEPT", "UNLIMITED", "UNSTATED", "Retention"]

_ISO = re.compile(r"P(?P<number>[0-9]{1,5})(?P<unit>[DW])")
_MONTHS_OR_YEARS = re.compile(r"P(?P<number>[0-9]{1,4})(?P<unit>[MY])")
_IN_WORDS = re.compile(r"P?(?P<number>[0-9]{1,5}) *(?P<unit>[dw])(ays?|eeks?)?", re.IGNORECASE)
_LONGEST_SHOWN = 40
_LONGEST_DAYS = 36_500  # a century; anything longer is meant to be `unlimited`


@final
class Retention:
    """A length of time in whole days, `UNLIMITED`, or `UNSTATED`.

    Ordered by what can be promised: any number of days < unstated < unlimited. Unstated is worse than any
    number of days, since it may be longer than each; unlimited is the worst there is. Adding (a copy of a
    copy) keeps to that order: what is added to unlimited stays unlimited. Of each length there is one object.

    Raises:
        ValueError: from `parse`, with the spelling to use instead.
    """

    __slots__ = ("_rank",)

    _rank: int

    def __new__(cls, days: int) -> Retention:
        """Keep for ``days`` whole days, 0 to 36 500; 0 means that nothing is kept."""
        if not isinstance(days, int) or isinstance(days, bool) or not 0 <= days <= _LONGEST_DAYS:
            raise ValueError(f"{days!r} is not a number of days from 0 to {_LONGEST_DAYS}")
        return _of_rank(days)

    @classmethod
    def parse(cls, text: object) -> Retention:
        """Read ``P28D``, ``P1W``, ``unlimited``, ``unstated``, a `Retention` or a whole-day `timedelta`."""
        if isinstance(text, Retention):
            return text
        if isinstance(text, timedelta):
            return cls._from_timedelta(text)
        if isinstance(text, bool):
            raise ValueError(_MEND.format(got=text))  # noqa: TRY004 - pydantic reads ValueError as a fault
        if isinstance(text, int | float | Decimal):
            raise ValueError(_of_number(float(text) if isinstance(text, Decimal) else text))  # noqa: TRY004 - as above
        if not isinstance(text, str):
            raise ValueError(_MEND.format(got=type(text).__name__))  # noqa: TRY004
        if text == "unlimited":
            return UNLIMITED
        if text == "unstated":
            return UNSTATED
        return cls._from_iso(text)

    @classmethod
    @lru_cache(maxsize=4096)
    def _from_iso(cls, text: str) -> Retention:
        shown = text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "..."
        if match := _ISO.fullmatch(text):
            days = int(match["number"]) * (7 if match["unit"] == "W" else 1)
            if days == 0:
                raise ValueError(f"{shown} keeps nothing: switch the feature off, or write P1D")
            if days > _LONGEST_DAYS:
                raise ValueError(f"{shown} is over a century: write unlimited")
            return cls(days)
        if match := _MONTHS_OR_YEARS.fullmatch(text):
            about = int(match["number"]) * (30 if match["unit"] == "M" else 365)
            unit = "months" if match["unit"] == "M" else "years"
            raise ValueError(f"{shown}: {unit} have no fixed length; say it in days, such as P{about}D")
        if text.startswith("-"):
            raise ValueError(f"{shown} is negative: write a number of days such as P28D")
        if text.isascii() and text.isdigit():
            raise ValueError(_of_number(int(text)) if len(text) <= _LONGEST_SHOWN else f"{shown}{_TOO_LONG}")
        meant = _meant(text)
        raise ValueError(f"{shown} is not a retention: write {meant}" if meant else _MEND.format(got=shown))

    @classmethod
    def _from_timedelta(cls, length: timedelta) -> Retention:
        if length % timedelta(days=1) or length <= timedelta(0):
            raise ValueError(f"{length} is not a positive number of whole days: write P{max(1, length.days)}D")
        return cls(length.days)

    @property
    def days(self) -> int | None:
        """The number of days, or None where it is unlimited or unstated."""
        return self._rank if self._rank <= _LONGEST_DAYS * _LONGEST_DAYS else None

    @property
    def is_stated(self) -> bool:
        """Whether somebody said how long (unlimited counts as said)."""
        return self._rank != _UNSTATED_RANK

    def __add__(self, other: Retention) -> Retention:
        """Return how long a copy lives that is kept ``other`` beyond the end of its source."""
        worst = max(self._rank, other._rank)
        return _of_rank(worst if worst >= _UNSTATED_RANK else self._rank + other._rank)

    # Equality and hash are those of the object, since equal ones are the same.

    def __lt__(self, other: Retention) -> bool:
        return self._rank < other._rank if isinstance(other, Retention) else NotImplemented

    def __le__(self, other: Retention) -> bool:
        return self._rank <= other._rank if isinstance(other, Retention) else NotImplemented

    def __gt__(self, other: Retention) -> bool:
        return self._rank > other._rank if isinstance(other, Retention) else NotImplemented

    def __ge__(self, other: Retention) -> bool:
        return self._rank >= other._rank if isinstance(other, Retention) else NotImplemented

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Retention cannot be changed ({name})")

    def __reduce__(self) -> tuple[Any, ...]:
        return (_of_rank, (self._rank,))

    def __str__(self) -> str:
        if self._rank == _UNLIMITED_RANK:
            return "unlimited"
        return "unstated" if self._rank == _UNSTATED_RANK else f"P{self._rank}D"

    def __repr__(self) -> str:
        return f"Retention({str(self)!r})"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema  # noqa: PLC0415 - the vault reads retentions without pydantic

        return core_schema.no_info_plain_validator_function(cls.parse, serialization=core_schema.to_string_ser_schema())

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {
            "type": "string",
            "pattern": "^(P[0-9]{1,5}[DW]|unlimited|unstated)$",
            "description": "whole days or weeks in ISO 8601 (P28D, P4W), or unlimited, or unstated",
            "examples": ["P28D", "unlimited"],
        }


_UNSTATED_RANK: Final = 1 << 60
_UNLIMITED_RANK: Final = 1 << 61
_WITHOUT_END: Final = frozenset({"unlimited", "forever", "infinite", "indefinitely", "eternal"})
_TOO_LONG: Final = " is over a century: write unlimited"
_MEND: Final = "{got} is not a retention: write whole days such as P28D, weeks such as P4W, or unlimited"


_KNOWN: Final[dict[int, Retention]] = {}  # the lengths that occur, and their sums along chains of copies


def _of_rank(rank: int) -> Retention:
    known = _KNOWN.get(rank)
    if known is None:
        made = object.__new__(Retention)
        object.__setattr__(made, "_rank", rank)
        known = _KNOWN.setdefault(rank, made)  # of two threads one is first
    return known


def _meant(text: str) -> str:
    """Return how a retention is spelled that is written in words, or in another case; else an empty text."""
    word = text.lower()
    if match := _IN_WORDS.fullmatch(text):
        return f"P{int(match['number'])}{match['unit'].upper()}"
    return "unlimited" if word in _WITHOUT_END else word if word == "unstated" else ""


def _of_number(number: float) -> str:
    """Return what is wrong with a number; infinite, or none at all, it may be too."""
    if number > _LONGEST_DAYS:
        return ("such a number" if number > _LONGEST_DAYS**2 else str(number)) + _TOO_LONG
    if not number > 0:
        return _MEND.format(got=f"{number:g}" if number > -(_LONGEST_DAYS**2) else "such a number")
    if number != int(number):
        return f"{number} is no number of whole days: write P{max(1, round(number))}D for about that many"
    return f"{number:g} has no unit: write P{int(number)}D for that many days"


NOT_KEPT: Final = Retention(0)
UNSTATED: Final = _of_rank(_UNSTATED_RANK)
UNLIMITED: Final = _of_rank(_UNLIMITED_RANK)
