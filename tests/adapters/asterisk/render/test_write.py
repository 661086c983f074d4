from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings

from pbxprivacy.adapters.asterisk.render import Rendering, RenderReport, render, write
from pbxprivacy.adapters.asterisk.render.files import MADE_BY
from pbxprivacy.adapters.asterisk.render.write import FolderError
from pbxprivacy.errors import UsageError
from pbxprivacy.kit.strategies import tenants
from pbxprivacy.tenant import Tenant

ACME = Tenant(tenant="acme")
RECORDED = Tenant.model_validate({"tenant": "acme", "call_recording": {"mode": "on_demand"}})


@settings(max_examples=30)
@given(tenants())
def test_rendering_twice_gives_the_same_bytes(tenant: Tenant) -> None:
    assert render(tenant) == render(tenant)


def test_files_that_are_as_they_should_be_are_not_touched(tmp_path: Path) -> None:
    first = write(render(ACME), tmp_path)
    before = {path.name: path.stat() for path in tmp_path.iterdir()}
    second = write(render(ACME), tmp_path)
    after = {path.name: path.stat() for path in tmp_path.iterdir()}
    assert (first.unchanged, second.written) == ((), ())
    assert first.written == second.unchanged == tuple(sorted(before))
    assert {name: (one.st_mtime_ns, one.st_ino) for name, one in before.items()} == {
        name: (one.st_mtime_ns, one.st_ino) for name, one in after.items()
    }


def test_what_changed_is_written_anew_and_the_rest_is_not(tmp_path: Path) -> None:
    write(render(ACME), tmp_path)
    report = write(render(RECORDED), tmp_path)
    assert "features.conf" in report.written
    assert "manager.conf" in report.unchanged


def test_files_of_others_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "sip.conf").write_text("[general]\n")
    (tmp_path / "manager_secrets.conf").write_text("[dialer](+)\nsecret=canary\n")
    write(render(ACME), tmp_path)
    assert (tmp_path / "sip.conf").read_text() == "[general]\n"
    assert (tmp_path / "manager_secrets.conf").read_text() == "[dialer](+)\nsecret=canary\n"


@pytest.mark.parametrize("make", ["file", "link", "folder"])
def test_somebody_elses_file_under_a_name_of_ours_is_refused_and_nothing_is_changed(tmp_path: Path, make: str) -> None:
    target = tmp_path / "manager.conf"
    if make == "file":
        target.write_text("[general]\nenabled=yes\n")
    elif make == "link":
        target.symlink_to("/etc/hostname")
    else:
        target.mkdir()
    with pytest.raises(UsageError, match=r"manager\.conf"):
        write(render(ACME), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["manager.conf"]


def test_a_file_of_an_earlier_release_says_nothing_any_more(tmp_path: Path) -> None:
    (tmp_path / "old.conf").write_text(f"; {MADE_BY}\n[general]\nenabled = yes\n")
    report = write(render(ACME), tmp_path)
    assert "old.conf" in report.written
    assert all(line.startswith(";") for line in (tmp_path / "old.conf").read_text().splitlines())
    assert "old.conf" in write(render(ACME), tmp_path).unchanged


def test_a_feature_that_was_switched_off_stands_there_as_off(tmp_path: Path) -> None:
    on = {"tenant": "acme", "parties": {"dialer": {"name": "D"}}, "cel": {"enabled": True}}
    write(render(Tenant.model_validate({**on, "ami": {"enabled": True, "application": "dialer"}})), tmp_path)
    write(render(ACME), tmp_path)
    assert "enabled = no" in (tmp_path / "manager.conf").read_text()
    assert "[dialer]" not in (tmp_path / "manager.conf").read_text()
    assert "=>" not in (tmp_path / "cel_custom.conf").read_text()


def test_a_write_that_fails_leaves_the_old_file_whole_and_no_part_of_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(render(ACME), tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FolderError, match="No space left"):
        write(render(RECORDED), tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_folder_that_cannot_be_made_is_an_error_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderError, match="check the path"):
        write(Rendering({}, RenderReport()), tmp_path / "file" / "below")


def test_each_file_says_what_made_it(tmp_path: Path) -> None:
    write(render(RECORDED), tmp_path)
    assert all(MADE_BY in path.read_text() for path in tmp_path.iterdir())
