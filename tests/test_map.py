from __future__ import annotations

import subprocess
import sys

import pytest

import pbxprivacy


@pytest.mark.parametrize("name", pbxprivacy.__all__)
def test_every_name_of_the_map_is_found_where_it_says(name: str) -> None:
    value = getattr(pbxprivacy, name)
    assert value.__name__ == name
    assert value.__doc__
    assert name in dir(pbxprivacy)


def test_another_name_is_an_error_that_says_so() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        pbxprivacy.nothing  # noqa: B018 # type: ignore[attr-defined] # that is what is tested


def test_the_map_itself_imports_nothing_else() -> None:
    code = (
        "import sys, pbxprivacy; sys.exit(any(name in sys.modules for name in ('pydantic', 'attrs', 'rich', 'yaml')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
