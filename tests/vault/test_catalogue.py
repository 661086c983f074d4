"""The catalogue: entries, parties as pseudonyms, holds, what is due."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pbxprivacy.errors import UsageError, VaultError
from pbxprivacy.vault.catalogue import Catalogue
from pbxprivacy.vault.entry import Consent, Entry, State
from pbxprivacy.vault.pseudonym import Party, PseudonymKey

NUMBER = "+49 30 5550 100"
KEY = PseudonymKey(bytes(range(32)))
TODAY = date(2026, 11, 21)


def entry(number: int = 0, **values: object) -> Entry:
    return attrs.evolve(
        Entry(
            name=f"{number:032x}",
            tenant="acme",
            call_id=f"call-{number}",
            path=f"/vault/{number:032x}.pbxr",
            recorded=datetime(2026, 11, 1, 12, tzinfo=UTC),
            size=1000,
            media_type="audio/wav",
            kept_until=date(2026, 11, 29),
        ),
        **values,
    )


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue(tmp_path / "catalogue.db")


_AGO, _AHEAD = (datetime(year, 1, 1) for year in (1970, 2099))  # noqa: DTZ001 - hypothesis wants naive bounds
moments = st.datetimes(_AGO, _AHEAD, timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
)
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Nd", "No", "Nl", "Cs"], exclude_characters="\0"), max_size=30
)
consents = st.builds(Consent, announced=st.none() | moments, prompt=texts, opted_in_by=texts)
entries = st.builds(
    Entry,
    name=st.binary(min_size=16, max_size=16).map(bytes.hex),
    tenant=st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1),
    call_id=st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1),
    path=st.just("/vault/x"),
    recorded=moments,
    size=st.integers(0, 1 << 40),
    seconds=st.none() | st.floats(0, 1e6),
    media_type=st.sampled_from(["audio/wav", "audio/mpeg", "application/octet-stream"]),
    kept_until=st.none() | st.dates(),
    state=st.sampled_from([State.SEALED, State.QUARANTINED]),
    scope=st.none() | st.binary(min_size=16, max_size=16),
    consent=consents,
)


@given(stored=entries)
@settings(max_examples=50, deadline=None)
def test_what_was_added_is_what_is_read(stored: Entry, tmp_path_factory: pytest.TempPathFactory) -> None:
    with Catalogue(tmp_path_factory.mktemp("c") / "catalogue.db") as catalogue:
        catalogue.add(stored)
        assert catalogue.get(stored.name) == stored
        assert list(catalogue.of_tenant(stored.tenant)) == [stored]


def test_a_recording_is_found_by_any_spelling_of_its_number(catalogue: Catalogue) -> None:
    catalogue.add(entry(), [Party("caller", NUMBER)], KEY)
    for spelling in (
        "+49305550100",
        "0049 30 5550100",
        "49-30-5550100",
        "sip:+49305550100@sip.example;user=phone",
        "tel:+49-30-5550-100",
    ):
        (hit,) = catalogue.find("acme", KEY, spelling)
        assert (hit.exact, hit.role) == (True, "caller")


def test_a_national_spelling_is_found_as_possible_and_not_as_exact(catalogue: Catalogue) -> None:
    catalogue.add(entry(), [Party("caller", NUMBER)], KEY)
    (hit,) = catalogue.find("acme", KEY, "030 5550100")
    assert not hit.exact


def test_another_number_another_key_and_another_tenant_find_nothing(catalogue: Catalogue) -> None:
    catalogue.add(entry(), [Party("caller", NUMBER)], KEY)
    assert not catalogue.find("acme", KEY, "+49 30 5550 101")
    assert not catalogue.find("acme", PseudonymKey(bytes(32)), NUMBER)
    assert not catalogue.find("other", KEY, NUMBER)


def test_a_stolen_catalogue_holds_no_digit_of_a_number(catalogue: Catalogue, tmp_path: Path) -> None:
    catalogue.add(entry(), [Party("caller", NUMBER), Party("callee", "sip:someone@host.example")], KEY)
    images = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for canary in (b"5550100", b"5550 100", b"305550", b"someone", b"host.example"):
        assert canary not in images


def test_an_extension_is_no_possible_hit_for_a_longer_number(catalogue: Catalogue) -> None:
    catalogue.add(entry(), [Party("callee", "201")], KEY)
    assert not catalogue.find("acme", KEY, "+49 30 5550 201")
    assert [hit.exact for hit in catalogue.find("acme", KEY, "201")] == [True]


def test_a_party_needs_a_pseudonym_key(catalogue: Catalogue) -> None:
    with pytest.raises(UsageError, match="pseudonym key"):
        catalogue.add(entry(), [Party("caller", NUMBER)])
    assert catalogue.get(entry().name) is None


def test_a_recording_is_added_once(catalogue: Catalogue) -> None:
    catalogue.add(entry())
    with pytest.raises(UsageError, match="already"):
        catalogue.add(entry())


@pytest.mark.parametrize(
    "wrong",
    [
        {"media_type": "text/html"},
        {"name": "1742-3201"},
        {"recorded": datetime(2026, 11, 1)},  # noqa: DTZ001 - the very thing that is refused
        {"consent": Consent(prompt="privacy/0305550100")},
        {"consent": Consent(opted_in_by="+49 30 5550 100")},
    ],
)
def test_what_does_not_fit_is_refused_and_not_repeated(catalogue: Catalogue, wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError) as refused:
        catalogue.add(entry(**wrong))
    assert "5550" not in str(refused.value)


def test_due_is_what_was_kept_beyond_its_last_day_and_is_not_held(catalogue: Catalogue) -> None:
    last = TODAY - timedelta(days=1)
    catalogue.add(entry(1, kept_until=last))
    catalogue.add(entry(2, kept_until=last))
    catalogue.add(entry(3, kept_until=TODAY))
    catalogue.add(entry(4, kept_until=None))
    catalogue.add(entry(5, kept_until=last, state=State.QUARANTINED))
    catalogue.hold([entry(2).name], "case Blue")
    assert [found.call_id for found in catalogue.due(TODAY)] == ["call-1", "call-5"]
    assert catalogue.count_due(TODAY) == (2, 2000, 1)
    catalogue.release([entry(2).name])
    assert len(catalogue.due(TODAY)) == 3


def test_a_hold_has_a_reason_without_a_number(catalogue: Catalogue) -> None:
    catalogue.add(entry())
    with pytest.raises(UsageError, match="reason"):
        catalogue.hold([entry().name], "")
    with pytest.raises(UsageError, match="phone number"):
        catalogue.hold([entry().name], "complaint of +49 30 5550100")


def test_a_hold_on_an_unknown_recording_sets_none_at_all(catalogue: Catalogue) -> None:
    catalogue.add(entry(1))
    with pytest.raises(VaultError, match="not in the catalogue"):
        catalogue.hold([entry(1).name, entry(2).name], "case Blue")
    assert catalogue.get(entry(1).name).hold is None


def test_a_held_recording_is_never_marked_and_a_marked_one_never_held(catalogue: Catalogue) -> None:
    catalogue.add(entry(1))
    catalogue.add(entry(2))
    catalogue.hold([entry(1).name], "case Blue")
    assert catalogue.begin_destruction([entry(1).name, entry(2).name]) == [entry(2).name]
    with pytest.raises(VaultError, match="being destroyed"):
        catalogue.hold([entry(2).name], "case Blue")


def test_a_destroyed_recording_keeps_neither_call_nor_path_nor_parties(catalogue: Catalogue) -> None:
    catalogue.add(entry(), [Party("caller", NUMBER)], KEY)
    catalogue.begin_destruction([entry().name])
    catalogue.end_destruction([entry().name])
    left = catalogue.get(entry().name)
    assert (left.state, left.call_id, left.path) == (State.DESTROYED, "", "")
    assert catalogue.find("acme", KEY, NUMBER) == []
    assert catalogue.database.rows("SELECT count(*) FROM party") == [(0,)]


def test_a_stamp_with_an_opt_in_ends_the_quarantine_and_an_announcement_does_not(catalogue: Catalogue) -> None:
    catalogue.add(entry(state=State.QUARANTINED))
    catalogue.stamp(entry().name, Consent(datetime(2026, 11, 1, tzinfo=UTC), "privacy/recorded"), TODAY)
    assert catalogue.get(entry().name).state is State.QUARANTINED
    catalogue.stamp(entry().name, Consent(opted_in_by="remote party"), TODAY)
    assert catalogue.get(entry().name).state is State.SEALED
    assert catalogue.get(entry().name).kept_until == TODAY


def test_many_recordings_come_page_by_page_and_each_once(catalogue: Catalogue) -> None:
    with catalogue.together():
        for number in range(2500):
            catalogue.add(entry(number))
    assert [found.name for found in catalogue.of_tenant("acme")] == [entry(n).name for n in range(2500)]
    assert catalogue.counts("acme") == {State.SEALED: 2500}


def test_a_jump_of_the_clock_is_not_noted_as_a_day_of_work(catalogue: Catalogue) -> None:
    catalogue.saw(TODAY)
    catalogue.saw(date(2099, 1, 1))
    catalogue.saw(date(1970, 1, 1))
    assert catalogue.last_seen() == TODAY
    catalogue.saw(TODAY + timedelta(days=31))
    assert catalogue.last_seen() == TODAY + timedelta(days=31)


def test_a_foreign_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    before = other.read_bytes()
    with pytest.raises(VaultError, match="something else"):
        Catalogue(other)
    assert other.read_bytes() == before


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("not a database, and long enough to be read as one\n" * 20)
    with pytest.raises(VaultError, match="cannot be used"):
        Catalogue(text)


def test_a_catalogue_of_a_later_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    Catalogue(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version=99")
    connection.close()
    with pytest.raises(VaultError, match="version 99"):
        Catalogue(path)


def test_a_catalogue_is_readable_by_its_owner_alone(catalogue: Catalogue, tmp_path: Path) -> None:
    catalogue.add(entry())
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
