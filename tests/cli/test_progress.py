from __future__ import annotations

import io
import sys
from collections.abc import Iterator

import pytest

from pbxprivacy.cli import progress
from pbxprivacy.cli.progress import told


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def clock(monkeypatch: pytest.MonkeyPatch, step: float) -> None:
    now: Iterator[float] = iter(number * step for number in range(1_000_000))
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(now))


def test_short_work_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    clock(monkeypatch, 0.001)
    monkeypatch.setattr(sys, "stderr", Screen())
    assert list(told(range(5000), "tenants")) == list(range(5000))
    assert sys.stderr.getvalue() == ""  # type: ignore[attr-defined] # it is a Screen


def test_long_work_is_told_on_a_terminal_and_the_line_is_cleared(monkeypatch: pytest.MonkeyPatch) -> None:
    clock(monkeypatch, 0.3)
    monkeypatch.setattr(sys, "stderr", Screen())
    list(told(range(5000), "tenants"))
    out = sys.stderr.getvalue()  # type: ignore[attr-defined] # it is a Screen
    assert "\r1,024 tenants" in out
    assert out.endswith("\r\x1b[K")


def test_elsewhere_it_is_a_line_in_ten_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    clock(monkeypatch, 1.0)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    list(told(range(256 * 30), "tenants"))
    lines = sys.stderr.getvalue().splitlines()  # type: ignore[attr-defined] # it is one
    assert lines[0].startswith("pbxprivacy: ")
    assert 1 <= len(lines) <= 3


def test_quiet_work_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    clock(monkeypatch, 100.0)
    monkeypatch.setattr(sys, "stderr", Screen())
    list(told(range(5000), "tenants", quiet=True))
    assert sys.stderr.getvalue() == ""  # type: ignore[attr-defined] # it is a Screen
