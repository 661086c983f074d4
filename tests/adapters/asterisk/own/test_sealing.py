"""Recordings are encrypted only if the script that runs in the end is ours, where the routine says it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbxprivacy.adapters.asterisk.importing import import_directory
from pbxprivacy.adapters.asterisk.own.sealing import unsealed
from pbxprivacy.adapters.asterisk.render import Target, render, write
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.kit.values import texts
from pbxprivacy.tenant import Tenant
from tests.adapters.asterisk.render.site_files import site

RECORDED = {"tenant": "acme", "call_recording": {"mode": "always"}}


def rendered(root: Path, folder: str, **more: object) -> Path:
    """A server's directory with the rendering in one of its folders."""
    tenant = Tenant.model_validate({**RECORDED, **more})
    write(render(tenant, Target(folder=folder)), root)
    for name, text in site(tenant).items():
        (root / name).write_text(text, encoding="utf-8")
    return root


def test_the_script_has_to_be_there(tmp_path: Path) -> None:
    root = rendered(tmp_path, "/etc/asterisk")
    assert import_directory(root).tenant.call_recording.encrypted
    (root / "seal.sh").unlink()
    tenant = import_directory(root).tenant
    assert "is not in the directory" in tenant.unknown["call_recording.encrypted"].reason
    assert "program-sh" in tenant.call_programs.programs


def test_the_script_has_to_be_where_the_routines_say(tmp_path: Path) -> None:
    root = rendered(tmp_path, "/etc/asterisk/pbxprivacy")
    assert "call_recording.encrypted" in import_directory(root).tenant.unknown
    (root / "pbxprivacy").mkdir()
    (root / "seal.sh").rename(root / "pbxprivacy" / "seal.sh")
    assert import_directory(root).tenant.call_recording.encrypted


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("exec ", "# exec "),
        ("vault seal", "vault list"),
        ("set -eu", "exit 0"),
        ("--into=/var", "--into=/a b"),
        ("-- ", ""),
    ],
)
def test_the_script_has_to_be_as_it_is_rendered(tmp_path: Path, old: str, new: str) -> None:
    root = rendered(tmp_path, "/etc/asterisk")
    text = (root / "seal.sh").read_text(encoding="utf-8")
    assert old in text
    (root / "seal.sh").write_text(text.replace(old, new), encoding="utf-8")
    assert "not as it was rendered" in import_directory(root).tenant.unknown["call_recording.encrypted"].reason


def test_the_script_of_a_server_whose_files_are_elsewhere_was_not_read(tmp_path: Path) -> None:
    root = rendered(tmp_path, "/etc/asterisk")
    (root / "asterisk.conf").write_text("[directories]\nastetcdir=/opt/asterisk\n", encoding="utf-8")
    assert "not in the directory" in import_directory(root).tenant.unknown["call_recording.encrypted"].reason


def test_where_nothing_is_sealed_nothing_is_encrypted(tmp_path: Path) -> None:
    recording = {"mode": "always", "encrypted": False}
    tenant = import_directory(rendered(tmp_path, "/etc/asterisk", call_recording=recording)).tenant
    assert not tenant.call_recording.encrypted
    assert "call_recording.encrypted" not in tenant.unknown


@given(texts(), st.binary(max_size=80))
def test_whatever_the_tenant_is_called_its_script_is_ours_and_no_other_text_is(
    tmp_path_factory: pytest.TempPathFactory, name: str, other: bytes
) -> None:
    root = tmp_path_factory.mktemp("asterisk")
    tenant = Tenant.model_validate({**RECORDED, "tenant": name})
    (root / "seal.sh").write_text(render(tenant, Target(sealed="/srv/sealed")).files["seal.sh"], encoding="utf-8")
    assert (unsealed(Server(root), "/etc/asterisk") == "") == ("\0" not in name)
    (root / "seal.sh").write_bytes(other)
    assert unsealed(Server(root), "/etc/asterisk")
