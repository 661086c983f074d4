"""Names are noticed the second time, few or many, and many take no more memory than few."""

from __future__ import annotations

import sqlite3
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbxprivacy.errors import InputError, PbxPrivacyError
from pbxprivacy.loading import iter_tenants, seen
from pbxprivacy.loading.seen import Seen

NAMES = st.lists(st.text(st.characters(), max_size=8), max_size=40)  # lone surrogates too


@given(NAMES, st.integers(min_value=0, max_value=50))
def test_the_first_place_of_a_name_is_told_whether_names_are_few_or_many(names: list[str], few: int) -> None:
    first: dict[str, tuple[str, int]] = {}
    with pytest.MonkeyPatch.context() as patch, Seen() as met:
        patch.setattr(seen, "_FEW", few)
        for line, name in enumerate(names):
            where = (f"fleet\udcff-{line % 3}.jsonl", line)
            assert met.first(name, where) == first.get(name)
            first.setdefault(name, where)


def test_many_names_are_not_kept_in_memory() -> None:
    with Seen() as met:
        for number in range(2_000):
            met.first(f"tenant-{number}", ("fleet.jsonl", number))
        tracemalloc.start()
        for number in range(2_000, 12_000):
            met.first(f"tenant-{number}", ("fleet.jsonl", number))
        kept, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert kept < 10_000 * 10  # in a dictionary it is two hundred bytes a name
        assert met.first("tenant-1", ("fleet.jsonl", 20_000)) == ("fleet.jsonl", 1)
        assert met.first("tenant-11999", ("fleet.jsonl", 20_000)) == ("fleet.jsonl", 11_999)


def test_a_tenant_that_appears_again_after_thousands_is_named_with_its_first_line(tmp_path: Path) -> None:
    path = tmp_path / "fleet.jsonl"
    lines = [f'{{"tenant": "tenant-{number}"}}' for number in range(1_500)]
    path.write_text("\n".join([*lines, lines[3], lines[1_400]]) + "\n", encoding="utf-8")
    read: list[str] = []
    with pytest.raises(InputError) as raised:
        read.extend(loaded.tenant.tenant for loaded in iter_tenants(path))
    assert len(read) == 1_500
    first, second = raised.value.faults
    assert (first.line, second.line) == (1_501, 1_502)
    assert "twice, first at" in first.what
    assert f"{path}:4" in first.what
    assert f"{path}:1401" in second.what


def test_a_full_temporary_folder_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def small(*_: object) -> sqlite3.Connection:
        many = sqlite3.connect(":memory:", isolation_level=None)
        many.execute("PRAGMA max_page_count = 4")
        many.execute("CREATE TABLE seen (name BLOB PRIMARY KEY, file BLOB, line INTEGER) WITHOUT ROWID")
        return many

    monkeypatch.setattr(seen, "_database", small)
    with Seen() as met, pytest.raises(PbxPrivacyError, match="temporary folder: database or disk is full") as raised:
        [met.first(f"tenant-{number}", ("fleet.jsonl", number)) for number in range(3_000)]
    assert "SQLITE_TMPDIR" in raised.value.mend
