from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbxprivacy.items import Item
from pbxprivacy.reports import words
from pbxprivacy.retention import NOT_KEPT, UNLIMITED, UNSTATED, Retention
from pbxprivacy.tenant import Tenant
from pbxprivacy.terms import Data, Person, Safeguard


def test_every_kind_of_data_every_person_and_every_safeguard_has_words_of_its_own() -> None:
    assert len({words.data(kind) for kind in Data}) == len(Data)
    assert len({words.person(who) for who in Person}) == len(Person)
    assert len({words.safeguard(guard) for guard in Safeguard}) == len(Safeguard)


def test_every_place_of_every_feature_has_words_of_its_own_without_underscores() -> None:
    places = {
        place.id.partition(":")[0]
        for kind in Tenant.feature_types().values()
        for feature in (kind.default(), kind.default().all_loud())
        for place in feature.traced.places
    }
    internal = {"call/inbound.internal", "call/outbound.internal"}
    told = [words.place(place) for place in places - internal]
    assert len(set(told)) == len(told)
    assert not [text for text in told if "_" in text]


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("call/queue:sales", "the queue call (queue sales)"),
        ("call/conference:board", "the conference (room board)"),
        ("service/database_grant:dialer", "the database grant (dialer)"),
        ("store/something_new", "the something new"),
        ("screen/something_new", "the something new screen"),
    ],
)
def test_places_are_told_with_their_scope(place: str, told: str) -> None:
    assert words.place(place) == told


@pytest.mark.parametrize(
    ("retention", "told"),
    [
        (Retention(28), "28 days"),
        (Retention(1), "1 day"),
        (UNLIMITED, "without limit"),
        (UNSTATED, "not stated"),
        (NOT_KEPT, "only in passing"),
    ],
)
def test_retentions_are_told_in_days(retention: Retention, told: str) -> None:
    assert words.how_long(retention) == told


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("call/inbound.external", "the caller's number"),
        ("call/queue:sales", "the caller's number"),
        ("call/outbound.external", "the called person's number"),
        ("store/cdr", "the outside party's number"),
    ],
)
def test_the_outside_party_is_called_by_the_side_of_the_call(place: str, told: str) -> None:
    assert words.item_in_words(Item(Data.CONTACT_NUMBER, Person.REMOTE_PARTY), place) == told


def test_items_that_persons_share_are_told_once() -> None:
    items = [
        Item(Data.CONTACT_NAME, Person.REMOTE_PARTY),
        Item(Data.CONTACT_NUMBER, Person.REMOTE_PARTY),
        Item(Data.CONTACT_NUMBER, Person.AGENT),
        Item(Data.CONTACT_NAME, Person.AGENT),
        Item(Data.CONTACT_NAME, Person.CONTACT),
    ]
    assert words.items_in_words(items) == ("number, name of outside party, agent", "name of contact")


@given(st.sets(st.builds(Item, st.sampled_from(Data), st.sampled_from(Person)), max_size=12))
def test_no_item_is_left_out_or_added_when_told(items: set[Item]) -> None:
    kinds, persons = {words.data(kind): kind for kind in Data}, {words.person(who): who for who in Person}
    told = {
        Item(kinds[kind], persons[who])
        for line in words.items_in_words(items)
        for kinds_told, _, persons_told in [line.partition(" of ")]
        for kind in kinds_told.split(", ")
        for who in persons_told.split(", ")
    }
    assert told == items


@pytest.mark.parametrize(
    ("number", "thing", "told"),
    [(1, "tenant", "1 tenant"), (1204, "tenant", "1,204 tenants"), (2, "entry", "2 entries"), (2, "day", "2 days")],
)
def test_numbers_of_things_are_told_in_the_plural(number: int, thing: str, told: str) -> None:
    assert words.how_many(number, thing) == told


def test_what_is_lacking_is_told_in_a_fixed_order() -> None:
    missing = {Safeguard.ENCRYPTED_AT_REST, Safeguard.CONSENTED, Safeguard.ANNOUNCED}
    assert words.lacking(missing) == "no announcement, no consent and no encryption at rest"
    assert words.lacking(()) == ""
