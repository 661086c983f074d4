"""Where a value was read, and what could not be read.

An `Evidence` points at a place in a file or a row, so that a person can look. An `Unknown` says that the
truth of a knob is elsewhere: in a database, a script, a file that was not given. Unknowns are part of a
tenant and stay with it; they are never turned into a guess.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

__all__ = ["Evidence", "Unknown"]

Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]


class Evidence(BaseModel):
    """Where something was read.

    Lines and columns count from 1 and are 0 where they make no sense; for a database row, ``row`` is its
    key or number and ``field`` the column's name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    file: str = ""
    line: Annotated[int, Field(ge=0)] = 0
    column: Annotated[int, Field(ge=0)] = 0
    raw: str = ""
    row: str = ""
    field: str = ""

    def __str__(self) -> str:
        if self.row or self.field:
            return " ".join(part for part in (self.file, f"row {self.row}", self.field) if part)
        parts = [self.file or "input"]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


class Unknown(BaseModel):
    """A knob whose value could not be established.

    ``reason`` is one sentence a person understands; ``evidence`` points at what was found instead.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    reason: Text
    evidence: tuple[Evidence, ...] = ()
