"""The command that ends a recording, run by a real shell."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from pbxprivacy.adapters.asterisk.render import Target, render
from pbxprivacy.adapters.asterisk.render.seal import command
from pbxprivacy.tenant import Tenant
from tests.adapters.asterisk.render.test_text import TRAPS

RECORDED = {"call_recording": {"mode": "always"}}


def tenant(name: str) -> Tenant:
    return Tenant.model_validate({"tenant": name, **RECORDED})


def run(folder: Path, name: str, recording: str) -> list[str]:
    """Run what MixMonitor would: its command, with the file's name put in, through a shell."""
    (folder / "seal.sh").write_text(render(tenant(name)).files["seal.sh"], encoding="utf-8")
    fake = folder / "program with ' and blanks"
    fake.write_text('#!/bin/sh\nfor word in "$@"; do printf "%s\\0" "$word"; done\n')
    fake.chmod(0o755)
    line = command(tenant(name), Target(folder=str(folder))).replace("^{MIXMONITOR_FILENAME}", recording)
    done = subprocess.run(
        ["/bin/sh", "-c", line], capture_output=True, check=True, env={**os.environ, "PBXPRIVACY": str(fake)}
    )
    return done.stdout.decode().split("\0")[:-1]


@pytest.mark.parametrize("name", [text for text in TRAPS if "\0" not in text] + ["-o /x", "it's", 'a "b" c', "$(id)"])
def test_any_name_of_a_tenant_reaches_the_program_as_one_argument(tmp_path: Path, name: str) -> None:
    assert run(tmp_path, name, "/spool/a.wav") == [
        "vault",
        "seal",
        "--quiet",
        f"--tenant={name}",
        "--into=/var/spool/asterisk/sealed",
        "--",
        "/spool/a.wav",
    ]


@pytest.mark.parametrize("recording", ["/spool/a b.wav", '/spool/a"b".wav', "/spool/$(id);`id`|x&.wav"])
def test_a_recordings_path_survives_blanks_and_quotes(tmp_path: Path, recording: str) -> None:
    assert run(tmp_path, "acme", recording)[-1] == recording


def test_the_recording_is_sealed_by_the_real_program_and_the_plain_file_is_gone(tmp_path: Path) -> None:
    import sys  # noqa: PLC0415 - only this test starts the program

    program = Path(sys.executable).with_name("pbxprivacy")
    keys, node = tmp_path / "keys.json", tmp_path / "node.json"
    made = [program, "vault", "keygen", keys, "--tenant", 'it\'s "acme"', "--public", node]
    subprocess.run(made, check=True, capture_output=True)
    (tmp_path / "sealed").mkdir()
    recording = tmp_path / "1763719200.42-1763719201.wav"
    recording.write_bytes(b"RIFF" + bytes(2000))
    recording.with_name(f"{recording.name}.call").write_text("call_id=1763719200.42\ncaller=+49305550100\n")
    target = Target(folder=str(tmp_path), sealed=str(tmp_path / "sealed"))
    one = tenant('it\'s "acme"')
    (tmp_path / "seal.sh").write_text(render(one, target).files["seal.sh"])
    line = command(one, target).replace("^{MIXMONITOR_FILENAME}", str(recording))
    environment = {**os.environ, "PBXPRIVACY": str(program), "PBXPRIVACY_KEYRING": f"file:{node}"}
    subprocess.run(["/bin/sh", "-c", line], check=True, capture_output=True, env=environment)
    assert not recording.exists()
    assert {path.suffix for path in (tmp_path / "sealed").iterdir()} == {".pbxr", ".pbxm"}


def test_a_tenant_that_no_program_can_be_told_of_is_not_recorded() -> None:
    rendering = render(tenant("a\0b"))
    assert "MixMonitor" not in rendering.files["extensions.conf"]
    assert rendering.files["seal.sh"].endswith("exit 0\n")
    assert ("call_recording.mode", "always") in {(one.setting, one.value) for one in rendering.report}


def test_where_recordings_are_not_encrypted_nothing_runs_and_no_number_is_noted() -> None:
    plain = Tenant.model_validate({"tenant": "acme", "call_recording": {"mode": "always", "encrypted": False}})
    files = render(plain).files
    assert "seal.sh" not in files["extensions.conf"]
    assert "CALLERID" not in files["extensions.conf"]
    assert files["seal.sh"].endswith("exit 0\n")


def test_the_program_that_seals_never_has_a_number_in_its_arguments_or_the_files_name() -> None:
    text = render(tenant("acme")).files["extensions.conf"]
    lines = [line for line in text.splitlines() if "MixMonitor(" in line or "PBXPRIVACY_FILE=" in line]
    assert lines
    assert all("CALLERID" not in line and "EXTEN" not in line for line in lines)
