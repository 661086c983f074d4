"""Ingest: keys swapped, parties indexed, quarantine, doubted clocks; done again after a crash without harm."""

from __future__ import annotations

import errno
import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pbxprivacy.errors import NoKeyError, StorageError, UsageError, VaultError
from pbxprivacy.retention import Retention
from pbxprivacy.vault import AssociatedData, SlotType, Vault
from pbxprivacy.vault.archive import Archive
from pbxprivacy.vault.catalogue import Catalogue
from pbxprivacy.vault.entry import NO_CONSENT, Consent, State
from pbxprivacy.vault.format import Header
from pbxprivacy.vault.ingest import ingest
from pbxprivacy.vault.keytable import ScopeKind
from pbxprivacy.vault.manifest import path_of
from pbxprivacy.vault.rules import Rules
from tests.vault.archives import NOON, NUMBER, RULES, TODAY, Place, keyring, place

OPTED_IN = Consent(NOON, "privacy/recorded", "remote party")


@pytest.fixture
def here(tmp_path: Path) -> Place:
    return place(tmp_path)


def test_a_recording_is_indexed_under_its_number_and_its_manifest_is_gone(here: Place) -> None:
    entry = here.add(b"voice", consent=OPTED_IN)
    (hit,) = here.archive.catalogue.find("acme", here.archive.pseudonyms, NUMBER)
    assert hit.entry == entry == here.archive.entry(entry.name)
    assert entry.consent == OPTED_IN
    assert (entry.size, entry.recorded, entry.kept_until) == (5, NOON, date(2026, 12, 18))
    assert list(here.sealed.glob("*.pbxm")) == []
    assert here.read(entry) == b"voice"


@pytest.mark.parametrize("scope", ScopeKind)
def test_the_public_key_slot_is_dropped_and_the_private_key_opens_the_recording_no_more(
    here: Place, scope: ScopeKind
) -> None:
    path = here.seal()
    assert [slot.slot_type for slot in here.node.inspect(path).slots] == [SlotType.X_WING]
    done = ingest(here.archive, path, Rules(Retention(28), scope=scope), TODAY)
    assert done.dropped == 1
    assert [slot.slot_type for slot in here.node.inspect(path).slots] == [SlotType.SHRED]
    without_table = Vault(keyring())
    with pytest.raises(NoKeyError):
        without_table.open(path, AssociatedData("acme", "call"))


def test_without_a_scope_the_recipients_stay_as_they_are(here: Place) -> None:
    entry = here.add(rules=Rules(Retention(28)))
    assert entry.scope is None
    assert [slot.slot_type for slot in here.node.inspect(Path(entry.path)).slots] == [SlotType.X_WING]


def test_the_modification_time_stays(here: Place) -> None:
    assert Path(here.add().path).stat().st_mtime == NOON.timestamp()


def test_an_erasure_scope_without_a_key_table_is_refused(here: Place, tmp_path: Path) -> None:
    blind = Archive(here.archive.vault, here.archive.catalogue, here.archive.journal)
    with pytest.raises(UsageError, match="key table"):
        ingest(blind, here.seal(), RULES, TODAY)


@pytest.mark.parametrize("consent", [NO_CONSENT, Consent(NOON, "privacy/recorded")])
def test_what_nobody_opted_into_is_quarantined_where_the_tenant_records_by_opt_in_only(
    here: Place, consent: Consent
) -> None:
    rules = Rules(Retention(28), opt_in_only=True, quarantine=Retention(3), scope=ScopeKind.RECORDING)
    entry = here.add(rules=rules, consent=consent)
    assert (entry.state, entry.kept_until) == (State.QUARANTINED, date(2026, 11, 24))
    with pytest.raises(VaultError, match="quarantine"):
        here.archive.open(entry)
    assert here.add(rules=rules, consent=OPTED_IN, call_id="other").state is State.SEALED


def test_ingest_done_again_changes_nothing(here: Place) -> None:
    path = here.seal()
    first = ingest(here.archive, path, RULES, TODAY)
    again = ingest(here.archive, path, RULES, TODAY)
    assert (again.known, again.entry) == (True, first.entry)


@pytest.mark.parametrize("step", ["key", "change_slots", "add", "unlink", "write"])
@pytest.mark.parametrize("after", [False, True])
def test_ingest_goes_on_where_a_crash_stopped_it(
    here: Place, step: str, after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = here.seal()
    owner: object = {
        "key": here.archive.keys,
        "change_slots": here.archive.vault,
        "add": here.archive.catalogue,
        "write": here.archive.journal,
        "unlink": Path,
    }[step]
    real = getattr(owner, step)

    def crashing(*values: object, **named: object) -> object:
        if after:
            real(*values, **named)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(owner, step, crashing)
        with pytest.raises(KeyboardInterrupt):
            ingest(here.archive, path, RULES, TODAY)
    entry = ingest(here.archive, path, RULES, TODAY).entry
    assert here.read(entry) == b"voice"
    assert list(here.sealed.glob("*.pbxm")) == []
    assert len(here.archive.catalogue.find("acme", here.archive.pseudonyms, NUMBER)) == 1
    assert len(here.node.inspect(path).slots) == 1


def test_the_same_recording_sealed_twice_is_kept_once(here: Place) -> None:
    first = here.add(b"voice")
    twin = ingest(here.archive, here.seal(b"voice"), RULES, TODAY)
    assert (twin.duplicate, twin.entry) == (True, first)
    assert len(list(here.sealed.iterdir())) == 1


def test_two_legs_of_a_call_of_the_same_length_are_both_kept(here: Place) -> None:
    legs = [here.add(content) for content in (b"voice of the one", b"voice of a third")]
    assert [here.read(leg) for leg in legs] == [b"voice of the one", b"voice of a third"]


@pytest.mark.parametrize("spoil", ["missing", "of another recording", "damaged"])
def test_a_manifest_that_is_not_this_recordings_is_refused_and_nothing_is_lost(here: Place, spoil: str) -> None:
    path, other = here.seal(), here.seal(b"other", call_id="other")
    note, foreign = (path_of(p.parent, here.node.inspect(p).file_id) for p in (path, other))
    if spoil == "missing":
        note.unlink()
    elif spoil == "damaged":
        note.write_bytes(note.read_bytes()[:-1] + b"x")
    else:
        shutil.copy(foreign, note)
    with pytest.raises(VaultError):
        ingest(here.archive, path, RULES, TODAY)
    assert path.exists()
    assert [slot.slot_type for slot in here.node.inspect(path).slots] == [SlotType.X_WING]


def test_another_tenants_archive_ingests_nothing(here: Place, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = place(tmp_path / "other", keyring("other"))
    with pytest.raises(VaultError):
        ingest(other.archive, here.seal(), RULES, TODAY)


def test_a_recording_that_was_moved_is_found_at_its_new_place(here: Place) -> None:
    entry = here.add()
    moved = here.folder / Path(entry.path).name
    Path(entry.path).rename(moved)
    assert ingest(here.archive, moved, RULES, TODAY).entry.path == str(moved)


@pytest.mark.parametrize("recorded", [datetime(1970, 1, 1, 0, 2, tzinfo=UTC), datetime(2038, 1, 19, tzinfo=UTC)])
def test_the_days_of_a_recording_with_a_doubted_clock_count_from_today(here: Place, recorded: datetime) -> None:
    done = ingest(here.archive, here.seal(recorded=recorded), RULES, TODAY)
    assert done.clock_doubted
    assert (done.entry.recorded, done.entry.kept_until) == (recorded, date(2026, 12, 19))


def test_a_second_tenant_shares_the_catalogue_and_sees_nothing_of_the_first(here: Place) -> None:
    entry = here.add()
    with Catalogue(here.folder / "catalogue.db") as shared:
        other = Archive.of(keyring("other"), shared, here.archive.journal)
        with pytest.raises(VaultError, match="not in the catalogue"):
            other.entry(entry.name)


def test_a_slot_that_a_crash_left_in_the_other_header_copy_is_dropped_by_the_next_ingest(here: Place) -> None:
    path = here.seal()
    before, size = path.read_bytes(), here.archive.vault.inspect(path).header_size
    key = here.archive.keys.key(ScopeKind.RECORDING, path.stem, NOON.date(), NOON)
    slots = here.archive.vault.inspect(path).slots
    here.archive.vault.change_slots(path, add=[key], drop=[(slot.slot_type, slot.key_id) for slot in slots])
    path.write_bytes(before[:size] + path.read_bytes()[size:])  # the crash fell between the two copies
    ingest(here.archive, path, RULES, TODAY)
    whole = path.read_bytes()
    copies = [Header.decode(whole[at : at + size]) for at in (0, size)]
    assert [[slot.slot_type for slot in copy.slots] for copy in copies] == [[SlotType.SHRED]] * 2


def test_a_link_is_never_ingested_since_purging_it_would_leave_the_recording(here: Place) -> None:
    path = here.seal()
    path.rename(here.folder / "elsewhere")
    path.symlink_to(here.folder / "elsewhere")
    with pytest.raises(StorageError, match="symbolic link"):
        ingest(here.archive, path, RULES, TODAY)
    assert list(here.archive.catalogue.of_tenant()) == []


def test_a_path_that_is_not_utf_8_is_refused_before_anything_changes(tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    folder.mkdir()
    here = place(folder)
    path = here.seal()
    before = path.read_bytes()
    with pytest.raises(UsageError, match="UTF-8"):
        ingest(here.archive, path, RULES, TODAY)
    assert path.read_bytes() == before


def test_a_number_in_a_prompt_is_blotted_out_and_does_not_keep_the_recording_from_its_catalogue(here: Place) -> None:
    entry = here.add(consent=Consent(NOON, "custom/49305550100", "caller 49305550100"))
    assert "5550" not in entry.consent.prompt + entry.consent.opted_in_by
    assert entry.consent.prompt.startswith("custom/")


def test_a_folder_that_cannot_be_written_is_told(here: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    path = here.seal()

    def refused(self: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr(Path, "unlink", refused)
    with pytest.raises(StorageError, match="ingested"):
        ingest(here.archive, path, RULES, TODAY)
    monkeypatch.undo()
    assert here.read(ingest(here.archive, path, RULES, TODAY).entry) == b"voice"
