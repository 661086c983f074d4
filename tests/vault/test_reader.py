import io
import os
import wave
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pbxprivacy.errors import (
    DamagedError,
    MismatchError,
    NoKeyError,
    StorageError,
    TruncatedError,
    UsageError,
)
from pbxprivacy.vault import AssociatedData, Keyring, LocalKey, Vault

CALL = AssociatedData("acmé 日本", "call-1", extra={"ab": "c"})
PLAIN = os.urandom(100_000)
KEY = LocalKey.generate()
VAULT = Vault(Keyring(CALL.tenant, [KEY], [KEY]))


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return VAULT.seal([PLAIN], tmp_path_factory.mktemp("kept"), CALL).path


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_it_behaves_like_the_plain_file(sealed: Path, data: st.DataObject) -> None:
    model = io.BytesIO(PLAIN)
    with VAULT.open(sealed, CALL) as recording:
        for _ in range(data.draw(st.integers(1, 8))):
            if data.draw(st.booleans()):
                whence = data.draw(st.sampled_from([os.SEEK_SET, os.SEEK_END, os.SEEK_CUR]))
                offset = data.draw(st.integers(-120_000, 120_000))
                try:
                    assert recording.seek(offset, whence) == offset + [0, model.tell(), len(PLAIN)][whence]
                except ValueError:
                    continue
                model.seek(offset, whence)
            else:
                size = data.draw(st.sampled_from([-1, 0, 1, 100, 16_384, 50_000, 200_000]))
                assert recording.read(size) == model.read(size)
                assert recording.tell() == model.tell()


def test_it_is_read_only_and_seekable_and_closes(sealed: Path) -> None:
    recording = VAULT.open(sealed, CALL)
    assert (recording.readable(), recording.seekable(), recording.writable()) == (True, True, False)
    with pytest.raises(io.UnsupportedOperation):
        recording.write(b"x")
    with pytest.raises(io.UnsupportedOperation):
        recording.truncate(0)
    recording.close()
    recording.close()
    for work in (recording.read, recording.readall, recording.tell, lambda: recording.seek(0)):
        with pytest.raises(ValueError, match="closed"):
            work()


def test_the_standard_library_plays_a_sealed_wav(tmp_path: Path) -> None:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, 8_000, 0, "NONE", ""))
        sound.writeframes(os.urandom(160_000))
    path = VAULT.seal([file.getvalue()], tmp_path, CALL).path
    with VAULT.open(path, CALL) as recording, wave.open(recording) as sound:
        sound.setpos(40_000)
        assert sound.readframes(8_000) == file.getvalue()[44 + 80_000 :][:16_000]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 110_000), st.integers(0, 70_000))
def test_buffers_are_filled_as_by_the_plain_file(sealed: Path, start: int, size: int) -> None:
    buffer = bytearray(b"#" * size)
    with VAULT.open(sealed, CALL) as recording:
        recording.seek(start)
        got = recording.readinto(buffer)
        assert buffer == PLAIN[start : start + size] + b"#" * (size - got)
        recording.seek(start)
        assert io.BufferedReader(recording, 1_000).read(size) == PLAIN[start : start + size]


def test_a_range_is_cut_at_the_end(sealed: Path) -> None:
    assert VAULT.read_range(sealed, CALL, 10, 20) == PLAIN[10:20]
    assert VAULT.read_range(sealed, CALL, 99_990, 200_000) == PLAIN[-10:]
    assert VAULT.read_range(sealed, CALL, 200_000, 300_000) == b""
    for start, stop in ((-1, 5), (5, 4)):
        with pytest.raises(UsageError):
            VAULT.read_range(sealed, CALL, start, stop)


@pytest.mark.parametrize(
    "call",
    [
        AssociatedData(CALL.tenant, "call-2", extra={"ab": "c"}),
        AssociatedData(CALL.tenant, "call-1"),
        AssociatedData(CALL.tenant, "call-1", extra={"a": "bc"}),
        AssociatedData(CALL.tenant, "call-1", extra={"ab": "c", "z": ""}),
        AssociatedData("acme 日本", "call-1", extra={"ab": "c"}),
        AssociatedData("other", "call-1", extra={"ab": "c"}),
    ],
)
def test_another_tenant_or_call_is_refused_before_anything_is_decrypted(sealed: Path, call: AssociatedData) -> None:
    with pytest.raises(MismatchError):
        VAULT.open(sealed, call)
    with pytest.raises(MismatchError):
        Vault(Keyring(call.tenant, [KEY], [KEY])).open(sealed, call)


def test_a_keyring_of_one_tenant_never_opens_for_another_even_with_the_same_key(tmp_path: Path) -> None:
    there = AssociatedData("other", "call-1")
    path = Vault(Keyring("other", [KEY], [KEY])).seal([b"spoken"], tmp_path, there).path
    ours = Vault(Keyring("acme", [KEY], [KEY]))
    for doing in (ours.open, ours.verify, ours.reseal):
        with pytest.raises(MismatchError, match="another tenant"):
            doing(path, there)
    with pytest.raises(MismatchError, match="another tenant"):
        ours.salvage(path, there, tmp_path / "out")


def test_a_keyring_that_does_not_fit_is_told(sealed: Path) -> None:
    with pytest.raises(NoKeyError):
        Vault(Keyring(CALL.tenant, [], [LocalKey.generate()])).open(sealed, CALL)


def test_a_changed_chunk_is_found_when_it_is_reached_and_never_released(sealed: Path, tmp_path: Path) -> None:
    data = bytearray(sealed.read_bytes())
    data[8192 + 56 + 2 * 16_400 + 99] ^= 1
    bad = tmp_path / "bad"
    bad.write_bytes(data)
    with VAULT.open(bad, CALL) as recording:
        assert recording.read(32_768) == PLAIN[:32_768]
        with pytest.raises(DamagedError) as caught:
            recording.read(1)
        recording.seek(50_000)
        assert recording.read() == PLAIN[50_000:]
    assert str(bad) in str(caught.value)
    with pytest.raises(DamagedError):
        VAULT.verify(bad, CALL)


@pytest.mark.parametrize("left", [8_192, 8_200, 8_192 + 56, 8_192 + 56 + 16_400, 50_000, 108_000])
def test_a_truncated_file_is_refused_on_opening(left: int, sealed: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut"
    cut.write_bytes(sealed.read_bytes()[:left])
    with pytest.raises(TruncatedError):
        VAULT.open(cut, CALL)


def test_a_file_cut_within_its_headers_is_refused(sealed: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut"
    for left in (4_096, 5_000, 8_191):
        cut.write_bytes(sealed.read_bytes()[:left])
        with pytest.raises(TruncatedError):
            VAULT.open(cut, CALL)


def test_an_open_reader_keeps_its_recording_when_the_file_is_rotated_resealed_or_removed(tmp_path: Path) -> None:
    newer = LocalKey.generate(key_id=KEY.key_id, version=2)
    path = VAULT.seal([PLAIN], tmp_path, CALL).path
    with VAULT.open(path, CALL) as recording:
        ring = Vault(Keyring(CALL.tenant, [newer], [KEY, newer]))
        for work in (lambda: ring.rotate(path), lambda: ring.reseal(path, CALL), path.unlink):
            assert recording.read(30_000) == PLAIN[recording.tell() - 30_000 : recording.tell()]
            work()
        assert recording.read() == PLAIN[90_000:]


def test_a_file_that_is_cut_under_an_open_reader_is_told(tmp_path: Path) -> None:
    path = VAULT.seal([PLAIN], tmp_path, CALL).path
    with VAULT.open(path, CALL) as recording:
        os.truncate(path, 30_000)
        with pytest.raises(DamagedError):
            recording.read()


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "absent", tmp_path):
        with pytest.raises(StorageError):
            VAULT.open(path, CALL)


def test_a_reader_that_was_refused_leaves_no_file_open(sealed: Path) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(5):
        with pytest.raises(MismatchError):
            VAULT.open(sealed, AssociatedData(CALL.tenant, "other"))
    assert len(list(Path("/proc/self/fd").iterdir())) == before
