"""Every check is listed, says what it finds and why, and judges nobody."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import pbxprivacy.checks
from pbxprivacy.case import Check
from pbxprivacy.checks import ALL, FILES

VERDICTS = re.compile(r"\b(un)?lawful|\bil?legal(ly)?\b(?! bas)|complian|infring|violat", re.IGNORECASE)


def test_every_file_of_the_folder_is_listed() -> None:
    folder = Path(next(iter(pbxprivacy.checks.__path__)))
    assert sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__") == list(FILES)


def test_a_check_is_called_as_its_file() -> None:
    assert [check.id for check in ALL] == [name.replace("_", "-") for name in FILES]


@pytest.mark.parametrize("check", ALL, ids=[check.id for check in ALL])
def test_a_check_says_what_it_finds_why_that_matters_what_to_write_and_where_it_comes_from(check: Check) -> None:
    assert check.title[0].isupper()
    assert not check.title.endswith(".")
    assert check.why.endswith(".")
    assert check.mend[0].islower()
    assert check.sources
    assert all(check.sources)
    for text in (check.title, check.why, check.mend, *check.sources):
        assert text.isprintable()
        assert not VERDICTS.search(text), text
