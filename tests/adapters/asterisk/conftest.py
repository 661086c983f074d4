"""One fixture: write a configuration directory, and say where it is."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

LOADED = "[modules]\nautoload=yes\n"


@pytest.fixture
def pbx(tmp_path: Path) -> Callable[[Mapping[str, str]], Path]:
    """Write files by name into a directory, with a modules.conf that loads everything unless one is given."""

    def write(files: Mapping[str, str]) -> Path:
        root = tmp_path / "asterisk"
        for name, text in {"modules.conf": LOADED, **files}.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return root

    return write
