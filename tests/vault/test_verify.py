import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pbxprivacy.errors import MismatchError, VaultError
from pbxprivacy.vault import AssociatedData, Keyring, LocalKey, Vault

CALL = AssociatedData("acme", "call-1")
KEY = LocalKey.generate()
VAULT = Vault(Keyring("acme", [KEY], [KEY]))


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return VAULT.seal([os.urandom(60_000)], tmp_path_factory.mktemp("kept"), CALL).path


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_change_is_told(sealed: Path, data: st.DataObject) -> None:
    whole = bytearray(sealed.read_bytes())
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= 1 << data.draw(st.integers(0, 7))
    changed = sealed.with_name("changed")
    changed.write_bytes(whole)
    try:
        assert VAULT.verify(changed, CALL).degraded
        assert at < 8192
    except VaultError as error:
        assert str(changed) in str(error)  # noqa: PT017 - either outcome is right


def test_a_whole_recording_is_told_to_be_whole(sealed: Path) -> None:
    found = VAULT.verify(sealed, CALL)
    assert (found.plain_size, found.degraded, found.truncated) == (60_000, False, False)


def test_another_tenants_keyring_is_refused(sealed: Path) -> None:
    with pytest.raises(MismatchError):
        Vault(Keyring("other", [KEY], [KEY])).verify(sealed, CALL)
