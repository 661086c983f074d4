"""Erasure: nothing readable afterwards, and a certificate that tells what is not covered."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import attrs
import pytest

from pbxprivacy.errors import NoKeyError, UsageError, VaultError
from pbxprivacy.retention import UNLIMITED, UNSTATED, Retention
from pbxprivacy.vault import AssociatedData, SlotType
from pbxprivacy.vault.entry import Entry, State
from pbxprivacy.vault.erasure import erase_period, erase_recordings, erase_tenant
from pbxprivacy.vault.format import Header
from pbxprivacy.vault.ingest import ingest
from pbxprivacy.vault.journal import Journal
from pbxprivacy.vault.keytable import ScopeKind
from pbxprivacy.vault.rules import Rules
from tests.vault.archives import NOON, NUMBER, RULES, TODAY, Place, place

WHO = {"actor": "dpo", "reason": "request Blue"}


@pytest.fixture
def here(tmp_path: Path) -> Place:
    return place(tmp_path)


def copy_of(entry: Entry, folder: Path) -> Path:
    return Path(shutil.copy(entry.path, folder / f"copy-{entry.name}"))


@pytest.mark.parametrize("scope", ScopeKind)
def test_a_copy_of_an_erased_recording_opens_under_no_key_that_is_left(here: Place, scope: ScopeKind) -> None:
    entry = here.add(rules=Rules(Retention(28), scope=scope))
    kept = copy_of(entry, here.folder)
    if scope is ScopeKind.RECORDING:
        certificate = erase_recordings(here.archive, [entry.name], **WHO)
    elif scope is ScopeKind.PERIOD:
        certificate = erase_period(here.archive, "2026-11", **WHO)
    else:
        certificate = erase_tenant(here.archive, **WHO)
    assert (certificate.by_key, certificate.by_removal, certificate.scrubbed) == ((entry.name,), (), True)
    with pytest.raises(NoKeyError):
        here.archive.vault.open(kept, AssociatedData("acme", "call"))
    assert here.archive.catalogue.get(entry.name).state is State.DESTROYED
    assert not Path(entry.path).exists()


def test_erasing_one_recording_leaves_the_others(here: Place) -> None:
    first, second = here.add(call_id="1"), here.add(call_id="2")
    erase_recordings(here.archive, [first.name], **WHO)
    assert here.read(second) == b"voice"


def test_erasing_a_period_leaves_the_other_months(here: Place) -> None:
    november = here.add(call_id="1")
    october = here.add(call_id="2", recorded=NOON - timedelta(days=30))
    certificate = erase_period(here.archive, "2026-10", **WHO)
    assert certificate.by_key == (october.name,)
    assert here.read(november) == b"voice"


def test_a_public_key_slot_makes_it_a_removal_and_the_certificate_says_so(here: Place) -> None:
    entry = here.add(rules=Rules(Retention(28)))
    kept = copy_of(entry, here.folder)
    certificate = erase_recordings(here.archive, [entry.name], **WHO)
    assert certificate.by_key == ()
    (left,) = certificate.by_removal
    assert (left.recording, left.keys[0].split()[0]) == (entry.name, "x-wing")
    assert "keys that were not destroyed open every copy" in certificate.statements[0]
    with here.archive.vault.open(kept, AssociatedData("acme", "call")) as reader:
        assert reader.read() == b"voice"


def test_a_copy_from_before_ingest_opens_still_and_the_certificate_tells_of_such_copies(here: Place) -> None:
    path = here.seal()
    kept = Path(shutil.copy(path, here.folder / "backup.pbxr"))
    from pbxprivacy.vault.ingest import ingest  # noqa: PLC0415 - the trap of this test alone
    from tests.vault.archives import RULES, TODAY  # noqa: PLC0415 - the same

    entry = ingest(here.archive, path, RULES, TODAY).entry
    certificate = erase_recordings(here.archive, [entry.name], **WHO)
    with here.archive.vault.open(kept, AssociatedData("acme", "call")) as reader:
        assert reader.read() == b"voice"
    assert any("before its ingest" in line for line in json.loads(certificate.as_json())["not_covered"])


def test_one_recording_of_a_shared_key_is_a_removal(here: Place) -> None:
    rules = Rules(Retention(28), scope=ScopeKind.PERIOD)
    first, second = here.add(call_id="1", rules=rules), here.add(call_id="2", rules=rules)
    certificate = erase_recordings(here.archive, [first.name], **WHO)
    assert certificate.by_key == ()
    assert certificate.by_removal[0].keys[0].startswith("shred")
    assert here.read(second) == b"voice"


def test_a_legal_hold_keeps_everything_that_was_named_with_it(here: Place) -> None:
    first, second = here.add(call_id="1"), here.add(call_id="2")
    here.archive.catalogue.hold([second.name], "case Blue")
    with pytest.raises(VaultError, match="1 of 2 recordings are kept by a legal hold"):
        erase_tenant(here.archive, **WHO)
    assert [here.read(entry) for entry in (first, second)] == [b"voice"] * 2


def test_the_day_it_is_true_from_is_that_of_the_last_backup(here: Place) -> None:
    names = [here.add(call_id=str(n)).name for n in range(3)]
    made = [
        erase_recordings(here.archive, [name], **WHO, backups=backups)
        for name, backups in zip(names, (Retention(30), UNLIMITED, UNSTATED), strict=True)
    ]
    assert made[0].true_from == made[0].destroyed_at.date() + timedelta(days=30)
    assert [certificate.true_from for certificate in made[1:]] == [None, None]
    assert "kept without limit" in made[1].statements[0]
    assert "nobody can tell" in made[2].statements[0]


def test_a_certificate_holds_no_number_and_is_read_back_as_json(here: Place) -> None:
    entry = here.add(recorded=NOON)
    text = erase_recordings(here.archive, [entry.name], **WHO, backups=Retention(1)).as_json()
    value = json.loads(text)
    assert "5550" not in text
    assert NUMBER not in text
    assert value["by_key"] == [entry.name]
    assert date.fromisoformat(value["true_from"]) > NOON.date()


@pytest.mark.parametrize("who", [{"actor": "", "reason": "x"}, {"actor": "x", "reason": ""}])
def test_an_erasure_says_who_and_why(here: Place, who: dict[str, str]) -> None:
    entry = here.add()
    with pytest.raises(UsageError, match="who did it"):
        erase_recordings(here.archive, [entry.name], **who)
    with pytest.raises(UsageError, match="phone number"):
        erase_recordings(here.archive, [entry.name], actor="dpo", reason="wish of 030 5550100")
    assert here.read(entry) == b"voice"


def test_a_recording_whose_file_vanished_is_by_key_only_where_ingest_had_dropped_all_other_keys(here: Place) -> None:
    known, unknown = here.add(call_id="1"), here.add(call_id="2", rules=Rules(Retention(28)))
    for entry in (known, unknown):
        Path(entry.path).unlink()
    certificate = erase_tenant(here.archive, **WHO)
    assert certificate.by_key == (known.name,)
    assert [(item.recording, item.keys[0][:9]) for item in certificate.by_removal] == [(unknown.name, "not known")]


def test_an_erasure_cut_short_is_certified_when_it_is_done_again(here: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = here.add()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            erase_tenant(here.archive, **WHO)
    with pytest.raises(VaultError):
        here.read(entry)
    certificate = erase_tenant(here.archive, **WHO)
    assert certificate.by_key == (entry.name,)
    assert certificate.keys
    assert not Path(entry.path).exists()


def test_erasing_another_tenants_recording_is_refused(here: Place) -> None:
    with pytest.raises(VaultError, match="not in the catalogue"):
        erase_recordings(here.archive, ["0" * 32], **WHO)


def test_a_hold_that_is_set_while_an_erasure_begins_stops_it_before_any_key_is_gone(here: Place) -> None:
    entry = here.add()

    def clock() -> datetime:  # asked between the look at the holds and the first destruction
        here.archive.catalogue.hold([entry.name], "case Green")
        return datetime.now(UTC)

    archive = attrs.evolve(here.archive, journal=Journal(here.folder / "other.jsonl", clock))
    with pytest.raises(VaultError, match="hold"):
        erase_period(archive, "2026-11", **WHO)
    assert here.archive.entry(entry.name).state is State.SEALED
    assert here.read(entry) == b"voice"


@pytest.mark.parametrize("damaged", [False, True])
def test_a_slot_in_the_header_copy_that_does_not_count_keeps_a_recording_from_being_certified(
    here: Place, *, damaged: bool
) -> None:
    path = here.seal()
    before, size = path.read_bytes(), here.archive.vault.inspect(path).header_size
    entry = ingest(here.archive, path, RULES, TODAY).entry
    first = bytes(size) if damaged else before[:size]
    path.write_bytes(first + path.read_bytes()[size:])
    certificate = erase_recordings(here.archive, [entry.name], **WHO)
    (left,) = certificate.by_removal
    assert certificate.by_key == ()
    assert "damaged" in left.keys[0] if damaged else left.keys[0].startswith("x-wing")
    assert damaged or Header.decode(first).slots
    again = erase_recordings(here.archive, [entry.name], **WHO)
    assert (again.by_key, [item.recording for item in again.by_removal]) == ((), [entry.name])
    assert here.archive.keys.identity(SlotType.SHRED, entry.scope, 1) is None


def test_no_call_and_no_pseudonym_of_an_erased_recording_is_left_in_any_file(here: Place) -> None:
    entry = here.add(call_id="canary-call")
    pseudonym = here.archive.pseudonyms.of(NUMBER).exact
    found = (b"canary-call", pseudonym)
    assert any(mark in path.read_bytes() for path in here.folder.iterdir() if path.is_file() for mark in found)
    erase_recordings(here.archive, [entry.name], **WHO)
    for path in here.folder.rglob("*"):
        assert not path.is_file() or not any(mark in path.read_bytes() for mark in found), path.name


def test_a_sealed_file_that_became_a_link_is_told_as_not_removed(here: Place) -> None:
    entry = here.add()
    path = Path(entry.path)
    path.rename(here.folder / "elsewhere")
    path.symlink_to(here.folder / "elsewhere")
    certificate = erase_recordings(here.archive, [entry.name], **WHO)
    assert certificate.failed == (entry.name,)
    with pytest.raises(NoKeyError):
        here.archive.vault.open(here.folder / "elsewhere", AssociatedData("acme", "call"))
