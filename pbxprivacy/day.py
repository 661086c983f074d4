"""A day, as people and databases write it; a number is none, since it could be seconds, or digits run together."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Annotated, Final

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

__all__ = ["Day"]

_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_RUN_TOGETHER: Final = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])([0-2]\d|3[01])", re.ASCII)


def _day(value: object) -> object:
    if isinstance(value, datetime):
        return value.date() if value.time() == time.min else _refuse("a day without a time")
    if value is None or isinstance(value, date) or (isinstance(value, str) and _ISO.fullmatch(value)):
        return value  # that there is such a day is checked next
    digits = _RUN_TOGETHER.fullmatch(str(value)) if isinstance(value, int | str) else None
    return _refuse("-".join(digits.groups()) if digits else "a day such as 2026-12-01")


def _refuse(mend: str) -> object:
    raise PydanticCustomError("date_spelling", "not a day: write {mend}", {"mend": mend})


Day = Annotated[date, BeforeValidator(_day), Field(examples=["2026-12-31"])]
