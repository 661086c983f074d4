"""The key table: scopes under one another, destruction that leaves nothing, rotation of one row."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pbxprivacy.errors import KeyringError, UnwrapError
from pbxprivacy.vault import Keyring, LocalKey, ShredKey, SlotType, XWingIdentity
from pbxprivacy.vault.keytable import KeyTable, ScopeKind, period_of

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
NOVEMBER, OCTOBER = date(2026, 11, 3), date(2026, 10, 3)


def keyring(tenant: str = "acme", *keys: LocalKey) -> Keyring:
    keys = keys or (LocalKey.generate(),)
    return Keyring(tenant, recipients=keys, identities=keys)


def opens(table: KeyTable, key: ShredKey) -> bool:
    found = table.identity(SlotType.SHRED, key.key_id, key.version)
    assert found is None or found.secret == key.secret
    return found is not None


def names(table: KeyTable, *, samples: int) -> list[ShredKey]:
    return [table.key(ScopeKind.RECORDING, f"{n:032x}", NOVEMBER, AT) for n in range(samples)]


@pytest.fixture
def table(tmp_path: Path) -> KeyTable:
    return KeyTable(tmp_path / "keys.db", keyring())


@pytest.mark.parametrize("kind", ScopeKind)
def test_the_same_scope_has_the_same_key_and_a_slot_finds_it(table: KeyTable, kind: ScopeKind) -> None:
    key = table.key(kind, "a" * 32, NOVEMBER, AT)
    assert table.key(kind, "a" * 32, NOVEMBER, AT) == key
    assert table.key(kind, "a" * 32, NOVEMBER, AT).secret == key.secret
    assert opens(table, key)
    assert table.kind_of(key.key_id) is kind


def test_destroying_a_recording_leaves_all_others(table: KeyTable) -> None:
    first, second = names(table, samples=2)
    assert table.destroy([first.key_id], AT).ids == (first.key_id,)
    assert (opens(table, first), opens(table, second)) == (False, True)


def test_destroying_a_period_takes_its_recordings_and_no_other_period(table: KeyTable) -> None:
    november = table.key(ScopeKind.RECORDING, "a" * 32, NOVEMBER, AT)
    october = table.key(ScopeKind.RECORDING, "b" * 32, OCTOBER, AT)
    table.destroy(table.ids_of(ScopeKind.PERIOD, "acme", period_of(NOVEMBER)), AT)
    assert (opens(table, november), opens(table, october)) == (False, True)


def test_destroying_a_tenant_takes_everything_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "keys.db"
    with KeyTable(path, keyring("acme")) as acme, KeyTable(path, keyring("other")) as other:
        theirs = other.key(ScopeKind.PERIOD, "a" * 32, NOVEMBER, AT)
        mine = [acme.key(kind, "a" * 32, NOVEMBER, AT) for kind in ScopeKind]
        acme.destroy(acme.ids_of(ScopeKind.TENANT, "acme", "acme"), AT)
        assert [opens(acme, key) for key in mine] == [False, False, False]
        assert opens(other, theirs)
        assert not opens(acme, theirs)


def test_a_destroyed_scope_is_made_anew_under_another_key(table: KeyTable) -> None:
    old = table.key(ScopeKind.PERIOD, "a" * 32, NOVEMBER, AT)
    table.destroy([old.key_id], AT)
    new = table.key(ScopeKind.PERIOD, "a" * 32, NOVEMBER, AT)
    assert new.key_id != old.key_id
    assert (opens(table, old), opens(table, new)) == (False, True)


def test_no_byte_of_a_destroyed_key_stays_in_the_files(table: KeyTable, tmp_path: Path) -> None:
    keys = names(table, samples=60)
    wrapped = [row[0] for row in table.database.rows("SELECT wrapped FROM scope WHERE kind = 'recording'")]
    destroyed = table.destroy([key.key_id for key in keys[::2]], AT)
    assert table.scrub(destroyed)
    images = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    live = {row[0] for row in table.database.rows("SELECT wrapped FROM scope WHERE wrapped IS NOT NULL")}
    assert len(live & set(wrapped)) == 30
    assert [secret in images for secret in wrapped if secret not in live] == [False] * 30
    assert all(opens(table, key) for key in keys[1::2])


def test_what_a_reader_holds_back_is_told_and_not_called_gone(table: KeyTable, tmp_path: Path) -> None:
    (key,) = names(table, samples=1)
    with KeyTable(tmp_path / "keys.db") as reader:
        reader.database.connection.execute("BEGIN")
        reader.database.rows("SELECT * FROM scope")
        table.database.connection.execute("PRAGMA busy_timeout=10")
        assert not table.scrub(table.destroy([key.key_id], AT))
        assert not opens(table, key)


def test_a_stolen_table_is_of_no_use_without_the_keyring(table: KeyTable, tmp_path: Path) -> None:
    key = table.key(ScopeKind.RECORDING, "a" * 32, NOVEMBER, AT)
    table.database.scrub()
    shutil.copy(tmp_path / "keys.db", tmp_path / "stolen.db")
    with KeyTable(tmp_path / "stolen.db", keyring()) as stolen, pytest.raises(KeyringError):
        stolen.identity(SlotType.SHRED, key.key_id, key.version)
    assert key.secret.reveal() not in (tmp_path / "stolen.db").read_bytes()


def test_a_backup_of_the_table_brings_destroyed_keys_back_so_the_certificate_must_tell(
    table: KeyTable, tmp_path: Path
) -> None:
    key = table.key(ScopeKind.RECORDING, "a" * 32, NOVEMBER, AT)
    table.database.scrub()
    shutil.copy(tmp_path / "keys.db", tmp_path / "backup.db")
    table.destroy([key.key_id], AT)
    with KeyTable(tmp_path / "backup.db", table.keyring) as backup:
        assert opens(backup, key)


def test_rotation_rewrites_one_row_a_tenant_and_every_key_still_opens(tmp_path: Path) -> None:
    old = LocalKey.generate()
    new = LocalKey.generate(key_id=old.key_id, version=2)
    with KeyTable(tmp_path / "keys.db", keyring("acme", old)) as table:
        keys = names(table, samples=20)
        assert table.rewrap(keyring("acme", old, new)) == 1
        assert all(opens(table, key) for key in keys)
    with KeyTable(tmp_path / "keys.db", keyring("acme", new)) as later:
        assert all(opens(later, key) for key in keys)
    with KeyTable(tmp_path / "keys.db", keyring("acme", old)) as earlier, pytest.raises(KeyringError):
        earlier.identity(SlotType.SHRED, keys[0].key_id, 1)


def test_a_row_moved_to_another_scope_opens_nothing(table: KeyTable) -> None:
    first, second = names(table, samples=2)
    run = table.database.connection.execute
    wrapped = run("SELECT wrapped FROM scope WHERE id = ?", (first.key_id,)).fetchone()[0]
    run("UPDATE scope SET wrapped = ? WHERE id = ?", (wrapped, second.key_id))
    with pytest.raises(UnwrapError):
        table.identity(SlotType.SHRED, second.key_id, 1)


def test_a_table_without_a_keyring_destroys_and_never_opens(table: KeyTable, tmp_path: Path) -> None:
    (key,) = names(table, samples=1)
    with KeyTable(tmp_path / "keys.db") as blind:
        assert not opens(blind, key)
        with pytest.raises(KeyringError, match="keyring"):
            blind.key(ScopeKind.TENANT, "", NOVEMBER, AT)
        blind.destroy([key.key_id], AT)
    assert not opens(table, key)


def test_a_keyring_of_public_keys_alone_is_no_base_of_a_table(tmp_path: Path) -> None:
    public = Keyring("acme", recipients=[XWingIdentity.generate().recipient])
    with KeyTable(tmp_path / "keys.db", public) as table, pytest.raises(KeyringError, match="both seals and opens"):
        table.key(ScopeKind.TENANT, "", NOVEMBER, AT)


@given(
    kinds=st.lists(
        st.tuples(st.sampled_from(ScopeKind), st.integers(0, 5), st.sampled_from([NOVEMBER, OCTOBER])),
        min_size=1,
        max_size=12,
    ),
    chosen=st.integers(0, 11),
)
@settings(max_examples=25, deadline=None)
def test_destroying_takes_exactly_what_stands_under_it(
    kinds: list[tuple[ScopeKind, int, date]], chosen: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with KeyTable(tmp_path_factory.mktemp("k") / "keys.db", keyring()) as table:
        keys = [(kind, day, table.key(kind, f"{n:032x}{day}", day, AT)) for kind, n, day in kinds]
        kind, day, key = keys[chosen % len(keys)]
        table.destroy([key.key_id], AT)
        for other_kind, other_day, other in keys:
            same_period = kind is ScopeKind.PERIOD and other_kind is not ScopeKind.TENANT and other_day == day
            gone = other.key_id == key.key_id or kind is ScopeKind.TENANT or same_period
            assert opens(table, other) is not gone
