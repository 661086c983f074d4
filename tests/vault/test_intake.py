"""Taking in: sealed exactly once, wherever a crash falls."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pbxprivacy.errors import BusyError, ChangedError, NoKeyError, StorageError, VaultError
from pbxprivacy.vault import AssociatedData, callfile
from pbxprivacy.vault.ingest import ingest
from pbxprivacy.vault.intake import sweep, take_in
from pbxprivacy.vault.manifest import Manifest
from pbxprivacy.vault.pseudonym import Party
from tests.vault.archives import NOON, NUMBER, RULES, TODAY, Place, place

CALL = Manifest("call", (Party("caller", NUMBER),), "audio/wav")


class CrashError(BaseException):
    """A process that ends here."""


@pytest.fixture
def here(tmp_path: Path) -> Place:
    return place(tmp_path)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_plain_file_goes_and_a_sealed_one_with_its_manifest_comes(here: Place) -> None:
    sealed = take_in(here.node, here.plain("a.wav", b"voice"), here.sealed, CALL)
    name = sealed.file_id.hex()
    assert names(here.spool) == []
    assert names(here.sealed) == [f"{name}.pbxm", f"{name}.pbxr"]
    assert sealed.path.stat().st_mtime == NOON.timestamp()


def test_a_node_that_can_only_seal_cannot_read_back_the_recording_or_its_parties(here: Place) -> None:
    path = here.seal()
    with pytest.raises(NoKeyError):
        here.node.open(path, AssociatedData("acme", "call"))
    with pytest.raises(NoKeyError):
        Manifest.open(here.node, path.parent, here.node.inspect(path).file_id)


def test_no_number_of_a_call_is_in_any_name_or_byte_that_stays(here: Place) -> None:
    plain = here.plain("+49305550100-201.wav", b"voice")
    plain.with_name("+49305550100-201.wav.call").write_text(f"caller={NUMBER}\n")
    take_in(here.node, plain, here.sealed, CALL, beside=[plain.with_name(plain.name + ".call")])
    for path in here.folder.rglob("*"):
        assert "5550100" not in path.name
        if path.is_file():
            assert not {b"5550100", b"5550 100"} & {path.read_bytes()[i : i + n] for n in (7, 8) for i in range(20_000)}


@pytest.mark.parametrize("step", ["vault.seal", "manifest.seal", "os.link", "hook", "unlink source", "unlink part"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_crash_at_any_step_leaves_one_recording_after_the_next_run(
    here: Place, step: str, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = here.plain("a.wav", b"voice")
    with monkeypatch.context() as patch:
        crash_at(step, when, patch, source)
        with pytest.raises(CrashError):
            take_in(here.node, source, here.sealed, CALL, hook=lambda *_: heard(step, when))
    alive = source.exists() or any(here.sealed.glob("*.pbxr"))
    assert alive
    if source.exists():
        take_in(here.node, source, here.sealed, CALL)
    sweep(here.sealed, time.time() + 60)
    recordings = list(here.sealed.glob("*.pbxr"))
    assert len(recordings) == 1
    assert recordings[0].stat().st_nlink == 1
    entry = ingest(here.archive, recordings[0], RULES, TODAY).entry
    assert here.read(entry) == b"voice"
    assert names(here.spool) == []


def heard(step: str, when: str) -> None:
    if step == "hook":
        raise CrashError(when)


def crash_at(step: str, when: str, patch: pytest.MonkeyPatch, source: Path) -> None:
    """Make one step of `take_in` end the process, before or after it did its work."""
    from pbxprivacy.vault import Vault  # noqa: PLC0415 - patched here alone

    places = {
        "vault.seal": (Vault, "seal", 0),
        "manifest.seal": (Manifest, "seal", 0),
        "os.link": (os, "link", 1),  # the vault's own naming comes through here too, and is the first
        "unlink source": (Path, "unlink", source),
        "unlink part": (Path, "unlink", ".part"),
    }
    if step not in places:
        return
    owner, name, which = places[step]
    real = getattr(owner, name)

    def crashing(*values: object, **named: object) -> object:
        first = str(values[0])
        if step == "os.link" and not first.endswith(".part"):
            return real(*values, **named)
        if step.startswith("unlink") and not first.endswith(str(which)):
            return real(*values, **named)
        if when == "after":
            real(*values, **named)
        raise CrashError(step)

    patch.setattr(owner, name, crashing)


def test_a_hook_hears_old_and_new_path_while_the_plain_file_is_still_there(here: Place) -> None:
    source = here.plain("a.wav", b"voice")
    told: list[tuple[Path, Path, bool]] = []
    sealed = take_in(here.node, source, here.sealed, CALL, hook=lambda old, new: told.append((old, new, old.exists())))
    assert told == [(source, sealed.path, True)]


def test_a_hook_that_fails_keeps_the_plain_file_and_is_heard_again(here: Place) -> None:
    source = here.plain("a.wav", b"voice")

    def failing(old: Path, new: Path) -> None:
        raise VaultError("the database is down")

    with pytest.raises(VaultError, match="down"):
        take_in(here.node, source, here.sealed, CALL, hook=failing)
    assert source.exists()
    told: list[Path] = []
    take_in(here.node, source, here.sealed, CALL, hook=lambda old, new: told.append(new))
    assert told == list(here.sealed.glob("*.pbxr"))


def test_a_file_that_is_written_meanwhile_is_kept(here: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    source = here.plain("a.wav", b"voice")
    real = here.node.seal

    def slow(*values: object, **named: object) -> object:
        done = real(*values, **named)
        source.write_bytes(b"voice and more")
        return done

    monkeypatch.setattr(here.node, "seal", slow)
    with pytest.raises(ChangedError):
        take_in(here.node, source, here.sealed, CALL)
    assert source.read_bytes() == b"voice and more"
    assert list(here.sealed.glob("*.pbxr")) == []


def test_two_processes_that_seal_the_same_file_make_one_recording(here: Place) -> None:
    source = here.plain("a.wav", os.urandom(8_000_000))
    program = (
        "import sys, time; from pathlib import Path\n"
        "from pbxprivacy.errors import BusyError, ChangedError\n"
        "from pbxprivacy.vault import *; from pbxprivacy.vault.intake import take_in\n"
        "from pbxprivacy.vault.manifest import Manifest\n"
        "vault = Vault(Keyring('acme', recipients=[XWingIdentity.generate().recipient]))\n"
        "print('ready', flush=True); sys.stdin.read(1)\n"
        "try: take_in(vault, Path(sys.argv[1]), Path(sys.argv[2]), Manifest('call'))\n"
        "except (BusyError, ChangedError) as error: print(type(error).__name__)\n"
        "else: print('sealed')\n"
    )
    both = [
        subprocess.Popen(
            [sys.executable, "-c", program, source, here.sealed],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for one in both:
        assert one.stdout.readline() == "ready\n"
    for one in both:
        one.stdin.write("x")
        one.stdin.flush()
    said = sorted(one.communicate()[0].strip() for one in both)
    assert said in (["BusyError", "sealed"], ["ChangedError", "sealed"])
    assert len(list(here.sealed.glob("*.pbxr"))) == 1


def test_a_file_that_another_process_claims_is_busy(here: Place) -> None:
    source = here.plain("a.wav", b"voice")

    def meanwhile(old: Path, new: Path) -> None:
        with pytest.raises(BusyError):
            take_in(here.node, source, here.sealed, CALL)

    take_in(here.node, source, here.sealed, CALL, hook=meanwhile)


def test_a_file_that_vanished_is_an_error_without_its_number(here: Place) -> None:
    with pytest.raises(ChangedError) as gone:
        take_in(here.node, here.spool / "+49305550100.wav", here.sealed, CALL)
    assert "5550100" not in str(gone.value)


def test_a_folder_that_cannot_be_written_keeps_the_plain_file(here: Place) -> None:
    source = here.plain("a.wav", b"voice")
    with pytest.raises(StorageError):
        take_in(here.node, source, here.folder / "missing", CALL)
    with pytest.raises(StorageError):
        take_in(here.node, source, Path("/proc/self"), CALL)  # nobody creates files there, not even root
    assert source.read_bytes() == b"voice"


def test_a_first_name_without_a_second_is_never_swept_since_it_may_be_the_only_copy(here: Place) -> None:
    lonely = here.sealed / ".0123.part"
    lonely.write_bytes(b"sealed")
    assert sweep(here.sealed, time.time() + 60) == 0
    assert lonely.exists()


def test_another_recording_that_took_the_name_while_a_hook_ran_is_kept(here: Place) -> None:
    source = here.plain("a.wav", b"first")

    def hook(old: Path, _: Path) -> None:
        old.unlink()
        old.write_bytes(b"second")

    with pytest.raises(ChangedError, match="kept"):
        take_in(here.node, source, here.sealed, CALL, hook=hook)
    assert source.read_bytes() == b"second"
    take_in(here.node, source, here.sealed, CALL)
    entries = [ingest(here.archive, path, RULES, TODAY).entry for path in sorted(here.sealed.glob("*.pbxr"))]
    assert {here.read(entry) for entry in entries} == {b"first", b"second"}


def test_a_hook_may_remove_the_plain_file_itself(here: Place) -> None:
    take_in(here.node, here.plain("a.wav", b"voice"), here.sealed, CALL, hook=lambda old, _: old.unlink())
    assert names(here.spool) == []


def test_a_link_is_refused_since_removing_it_would_leave_the_plain_recording(here: Place) -> None:
    real, link = here.plain("real.wav", b"voice"), here.spool / "link.wav"
    link.symlink_to(real)
    with pytest.raises(StorageError, match="symbolic link"):
        take_in(here.node, link, here.sealed, CALL)
    assert real.exists()
    assert names(here.sealed) == []


def test_a_file_system_without_hard_links_is_enough(here: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refused)
    sealed = take_in(here.node, here.plain("a.wav", b"voice"), here.sealed, CALL)
    assert names(here.spool) == []
    assert names(here.sealed) == sorted(f"{sealed.file_id.hex()}.{suffix}" for suffix in ("pbxm", "pbxr"))


def test_a_name_that_cannot_be_given_is_told_and_leaves_no_lock(here: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    source = here.plain("a.wav", b"voice")

    def full(*_: object) -> None:
        raise OSError(errno.EDQUOT, "no quota")

    monkeypatch.setattr(Path, "hardlink_to", full)
    with pytest.raises(StorageError, match="taken in"):
        take_in(here.node, source, here.sealed, CALL)
    assert source.exists()
    assert not list(here.sealed.glob(".*.lock"))


@pytest.mark.parametrize(
    "name", [b"-dash.wav", b"new\nline.wav", b"\xff\xfe.wav", b"a b;$(x)`y`.wav", b"n" * 251 + b".wav"]
)
def test_a_hostile_name_is_taken_in_like_any_other(here: Place, name: bytes) -> None:
    source = Path(os.fsdecode(os.fsencode(here.spool) + b"/" + name))
    source.write_bytes(b"voice")
    manifest, beside = callfile.read(source), [callfile.call_file_of(source)]
    sealed = take_in(here.node, source, here.sealed, manifest, beside=beside)
    assert names(here.spool) == []
    assert here.read(ingest(here.archive, sealed.path, RULES, TODAY).entry) == b"voice"
