"""What a certificate states, in sentences."""

from __future__ import annotations

from datetime import UTC, datetime

import attrs
import pytest

from pbxprivacy.retention import Retention
from pbxprivacy.vault.certificate import Certificate, OpenStill

MADE = Certificate(
    tenant="acme",
    scope="recording",
    name="",
    destroyed_at=datetime(2026, 11, 21, 12, tzinfo=UTC),
    actor="dpo",
    reason="request Blue",
    by_key=(),
    by_removal=(),
    failed=(),
    keys=(),
    scrubbed=True,
    backups=Retention(30),
)


@pytest.mark.parametrize(
    ("many", "begins"),
    [
        (0, ()),
        (
            1,
            (
                "1 recording cannot be opened any more, from 2026-12-21 on: the only key that opens it was destroyed",
                "1 recording was removed as a file only",
                "1 file could not be removed",
            ),
        ),
        (
            2,
            (
                "2 recordings cannot be opened any more, from 2026-12-21 on: the only keys that open them were",
                "2 recordings were removed as files only",
                "2 files could not be removed",
            ),
        ),
    ],
)
def test_one_is_told_as_one_and_several_as_several(many: int, begins: tuple[str, ...]) -> None:
    names = tuple("abc"[:many])
    made = attrs.evolve(
        MADE, by_key=names, by_removal=tuple(OpenStill(name, ("x-wing",)) for name in names), failed=names
    )
    assert len(made.statements) == len(begins)
    for statement, begin in zip(made.statements, begins, strict=True):
        assert statement.startswith(begin)
