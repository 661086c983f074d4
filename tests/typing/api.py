"""The public names as type checkers see them; checked by mypy and pyright, never run."""

from __future__ import annotations
