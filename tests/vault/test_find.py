"""Finding a number: listed, exported, and written nowhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pbxprivacy.errors import ExistsError, UsageError
from pbxprivacy.retention import Retention
from pbxprivacy.vault.archive import Archive
from pbxprivacy.vault.entry import Consent
from pbxprivacy.vault.find import export, find
from pbxprivacy.vault.rules import Rules
from tests.vault.archives import NOON, NUMBER, Place, place


@pytest.fixture
def here(tmp_path: Path) -> Place:
    return place(tmp_path)


def test_a_number_finds_its_recordings_and_the_journal_hears_only_how_many(here: Place) -> None:
    mine, other = here.add(b"mine", call_id="1"), here.add(b"other", call_id="2", number="+49 30 5550 999")
    hits = find(here.archive, "0049 30 5550100", actor="dpo")
    assert [hit.entry.name for hit in hits] == [mine.name]
    assert other.name not in [hit.entry.name for hit in hits]
    line = list(here.archive.journal)[-1]
    assert (line["event"], line["count"], line["actor"]) == ("find", 1, "dpo")
    assert "5550" not in here.archive.journal.path.read_text()


def test_national_spellings_are_left_out_where_only_exact_ones_are_asked_for(here: Place) -> None:
    here.add()
    assert len(find(here.archive, "030 5550 100")) == 1
    assert find(here.archive, "030 5550 100", exact=True) == []


def test_a_bundle_holds_the_recordings_and_says_what_they_are(here: Place) -> None:
    here.add(b"voice", consent=Consent(NOON, "privacy/<script>", "remote party"))
    bundle = export(here.archive, find(here.archive, NUMBER), here.folder / "bundle", actor="dpo")
    assert (bundle.folder / "0001.wav").read_bytes() == b"voice"
    (row,) = json.loads((bundle.folder / "index.json").read_text())["recordings"]
    assert (row["file"], row["role"], row["opted_in_by"]) == ("0001.wav", "caller", "remote party")
    page = (bundle.folder / "index.html").read_text()
    assert "privacy/&lt;script&gt;" in page
    assert "<script>" not in page
    assert {path.stat().st_mode & 0o777 for path in bundle.folder.iterdir()} == {0o600}
    assert not any("5550" in path.read_text(errors="replace") + path.name for path in bundle.folder.iterdir())


def test_what_is_quarantined_or_damaged_is_not_exported_and_is_told(here: Place) -> None:
    good = here.add(b"good", call_id="1")
    hidden = here.add(b"hidden", call_id="2", rules=Rules(Retention(28), opt_in_only=True))
    broken = here.add(b"broken", call_id="3")
    data = bytearray(Path(broken.path).read_bytes())
    data[-1] ^= 1
    Path(broken.path).write_bytes(data)
    bundle = export(here.archive, find(here.archive, NUMBER), here.folder / "bundle")
    assert (bundle.exported, bundle.withheld) == ((good.name,), (hidden.name,))
    assert [name for name, _ in bundle.failed] == [broken.name]
    assert sorted(path.name for path in bundle.folder.iterdir()) == ["0001.wav", "index.html", "index.json"]


def test_damage_in_the_middle_leaves_no_file_behind(here: Place) -> None:
    entry = here.add(bytes(1_000_000))
    data = bytearray(Path(entry.path).read_bytes())
    data[len(data) // 2] ^= 1
    Path(entry.path).write_bytes(data)
    bundle = export(here.archive, find(here.archive, NUMBER), here.folder / "bundle")
    assert [name for name, _ in bundle.failed] == [entry.name]
    assert sorted(path.name for path in bundle.folder.iterdir()) == ["index.html", "index.json"]


def test_a_bundle_never_goes_into_a_folder_that_is_there(here: Place) -> None:
    with pytest.raises(ExistsError):
        export(here.archive, [], here.folder)


def test_finding_needs_the_pseudonym_key(here: Place) -> None:
    blind = Archive(here.archive.vault, here.archive.catalogue, here.archive.journal)
    with pytest.raises(UsageError, match="pseudonym key"):
        find(blind, NUMBER)


@pytest.mark.parametrize("address", ["", "   ", "9" * 300])
def test_what_is_no_number_is_refused_without_repeating_it(here: Place, address: str) -> None:
    with pytest.raises(UsageError) as refused:
        find(here.archive, address)
    assert "999" not in str(refused.value)
