"""What features do is worked out once for all that differ in days alone, and comes out as if it were not."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar

import pytest
from hypothesis import given
from pydantic import PrivateAttr, create_model

from pbxprivacy import Tenant, effects
from pbxprivacy.effects import NOTHING, Effect, Effects
from pbxprivacy.feature import Feature
from pbxprivacy.features.cdr import Cdr
from pbxprivacy.features.voicemail import Voicemail
from pbxprivacy.flow import Place, PlaceKind
from pbxprivacy.kit.strategies import tenants
from pbxprivacy.knob import retention
from pbxprivacy.retention import NOT_KEPT, UNLIMITED, UNSTATED, Retention

WEEK, YEAR = Retention(7), Retention(365)


def parts(effects: Effects) -> tuple[object, ...]:
    return effects.places, effects.origins, effects.flows


@given(tenants())
def test_what_is_remembered_of_a_feature_is_what_it_says_itself(tenant: Tenant) -> None:
    for known in (tenant, tenant.assuming(loud=True), tenant.assuming(loud=False)):
        for feature in known.features():
            assert parts(feature.traced) == parts(Effects.collect(feature.effects()))


@pytest.mark.parametrize("feature", Tenant.feature_types().values(), ids=lambda kind: str(kind.key))
def test_every_retention_of_every_feature_reaches_its_place(feature: type[Feature]) -> None:
    for name in [name for name, field in feature.model_fields.items() if field.annotation is Retention]:
        for kept in (NOT_KEPT, WEEK, YEAR, UNSTATED, UNLIMITED):
            turned = feature.default().all_loud().turned(**{name: kept})
            assert parts(turned.traced) == parts(Effects.collect(turned.effects()))


def test_features_that_differ_in_days_alone_share_their_pattern() -> None:
    short, long = Cdr(retention=WEEK), Cdr(retention=YEAR)
    assert short.traced.pattern is long.traced.pattern is not None
    assert (short.traced.places[0].retention, long.traced.places[0].retention) == (WEEK, YEAR)
    assert short.traced.flows is long.traced.flows
    assert Cdr(retention=WEEK, masked=True).traced.pattern is not short.traced.pattern
    assert Cdr(retention=UNLIMITED).traced.pattern is Cdr(retention=NOT_KEPT).traced.pattern is None
    assert Voicemail(retention=WEEK).traced.pattern is not short.traced.pattern


def test_a_feature_that_is_off_does_nothing_however_long_it_would_keep() -> None:
    assert Cdr(enabled=False, retention=WEEK).traced is NOTHING
    assert Cdr(enabled=False, retention=UNLIMITED).traced is NOTHING


class Looking(Feature):
    """A vendor's feature that looks at how long it keeps."""

    key = "looking"
    title = "Looking"
    sources = ("a test",)
    long: ClassVar[Callable[[Retention], object]]

    retention: Retention = retention("How long.", default=WEEK)

    def effects(self) -> Iterator[Effect]:
        """Open a place that is another one where things are kept for long."""
        name = "long" if type(self).long(self.retention) else "short"
        yield Place(PlaceKind.STORE, name, retention=self.retention)


WAYS: dict[str, Callable[[Retention], object]] = {
    "less": lambda kept: Retention(30) < kept,
    "greater": lambda kept: kept > Retention(30),
    "at most": lambda kept: not kept <= Retention(30),
    "at least": lambda kept: kept >= Retention(30),
    "equal": lambda kept: kept == YEAR,
    "unequal": lambda kept: kept != WEEK,
    "days": lambda kept: kept.days == 365,
    "sum": lambda kept: kept + WEEK > Retention(30),
    "sum from the right": lambda kept: WEEK + kept > Retention(30),
    "text": lambda kept: str(kept) == "P365D",
    "shown": lambda kept: repr(kept) == "Retention('P365D')",
    "in a text": lambda kept: f"{kept}" == "P365D",
    "member": lambda kept: kept in {YEAR, UNLIMITED},
    "key": {YEAR: True}.get,
    "maximum": lambda kept: max(kept, Retention(30)) is not Retention(30),
    "kind": lambda kept: isinstance(kept, Retention) and kept.days == 365,
    "copy": lambda kept: pickle.loads(pickle.dumps(kept)) is YEAR,  # noqa: S301 - its own bytes
}


def _days_or_none(kept: Retention) -> int:
    try:
        return kept.days or 0
    except Exception:  # noqa: BLE001 - what a vendor's code may do
        return 0


def _refused(kept: Retention) -> bool:
    try:
        return kept > Retention(30)
    except Exception as error:
        raise ValueError("told otherwise") from error


WAYS |= {"error that is let pass": lambda kept: _days_or_none(kept) == 365, "error that is told otherwise": _refused}


@pytest.mark.parametrize("way", WAYS)
def test_a_feature_that_looks_at_its_days_is_told_for_each_of_them(way: str) -> None:
    class Now(Looking):
        long = staticmethod(WAYS[way])

    for _ in range(2):
        assert [place.name for place in Now(retention=WEEK).traced.places] == ["short"]
        assert [place.name for place in Now(retention=YEAR).traced.places] == ["long"]
    assert Now(retention=YEAR).traced.pattern is None


def test_a_feature_may_ask_whether_it_is_stated_at_all() -> None:
    class Stated(Looking):
        long = staticmethod(lambda kept: not kept.is_stated)

    assert [place.name for place in Stated(retention=UNSTATED).traced.places] == ["long"]
    assert [place.name for place in Stated(retention=YEAR).traced.places] == ["short"]
    assert Stated(retention=YEAR).traced.pattern is Stated(retention=WEEK).traced.pattern


def test_a_bounded_number_of_patterns_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effects._known, "most", 3)
    for name in "abcdefgh":
        Tenant.model_validate({"tenant": name, "queues": {"names": [name]}}).effects()
        assert len(effects._known) <= 3


def test_a_feature_is_sent_elsewhere_without_what_was_worked_out_of_it() -> None:
    feature = Cdr(retention=WEEK)
    plain = pickle.dumps(feature)
    assert feature.traced
    assert pickle.dumps(feature) == plain
    assert pickle.loads(pickle.dumps(Cdr.default())) is Cdr.default()  # noqa: S301 - its own bytes


class Prepared(Feature):
    """A vendor's feature that looks at its days as soon as it is made."""

    key = "prepared"
    title = "Prepared"
    sources = ("a test",)

    retention: Retention = retention("How long.", default=WEEK)
    _name: str = PrivateAttr(default="")

    def model_post_init(self, _: object) -> None:
        """Choose the place."""
        self._name = "long" if self.retention > Retention(30) else "short"

    def effects(self) -> Iterator[Effect]:
        """Open it."""
        yield Place(PlaceKind.STORE, self._name, retention=self.retention)


def test_a_feature_may_look_at_its_days_while_it_is_made() -> None:
    for kept, name in ((WEEK, "short"), (YEAR, "long"), (WEEK, "short")):
        assert [place.name for place in Prepared(retention=kept).traced.places] == [name]


class Named(Feature):
    """A vendor's feature that opens a place for each of its names."""

    key = "named"
    title = "Named"
    sources = ("a test",)

    retention: Retention = retention("How long.", default=WEEK)

    def effects(self) -> Iterator[Effect]:
        """Open them."""
        for name in self.__dict__["names"]:
            yield Place(PlaceKind.STORE, name, retention=self.retention)


NAMED: dict[str, tuple[Any, Any]] = {
    "list": (list[str], ["a", "b"]),
    "set": (set[str], {"a"}),
    "dictionary": (dict[str, int], {"a": 1, "b": 2}),
    "dictionary or none": (dict[str, int] | None, {"a": 1}),
    "any dictionary": (dict, {"a": 1}),
    "mapping": (Mapping[str, int], {"a": 1}),
    "dictionaries in a dictionary": (dict[str, dict[str, int]], {"a": {"b": 1}}),
}


@pytest.mark.parametrize("kind", NAMED)
def test_the_knobs_of_a_vendors_feature_may_be_of_any_kind(kind: str) -> None:
    hint, names = NAMED[kind]
    feature = create_model("Other", __base__=Named, names=(hint, ...))
    for kept in (WEEK, YEAR, WEEK):
        places = feature.model_validate({"names": names, "retention": kept}).traced.places
        assert [(place.name, place.retention) for place in places] == [(name, kept) for name in names]


@pytest.mark.parametrize("hint", [dict[str, int], dict[str, int] | None, Mapping[str, int]])
def test_what_is_told_in_another_order_comes_in_that_order(hint: Any) -> None:
    feature = create_model("Other", __base__=Named, names=(hint, ...))
    for names in ("ab", "ba", "ab"):
        told = feature.model_validate({"names": dict.fromkeys(names, 1)}).traced
        assert "".join(place.name for place in told.places) == names
        assert (
            told.pattern is feature.model_validate({"names": dict.fromkeys(names, 1), "retention": YEAR}).traced.pattern
        )


class Failing(Looking):
    """A vendor's feature that cannot be told of long times."""

    @staticmethod
    def long(kept: Retention) -> object:
        """Fail where it is long."""
        if kept > Retention(30):
            raise LookupError("too long")
        return False


def test_a_feature_that_fails_for_some_days_fails_for_these_alone() -> None:
    for _ in range(2):
        assert Failing(retention=WEEK).traced.places
        with pytest.raises(LookupError, match="too long"):
            _ = Failing(retention=YEAR).traced


def test_effects_put_together_share_a_pattern_where_all_of_them_do() -> None:
    def both(kept: Retention) -> Effects:
        return Effects.union([Cdr(retention=kept).traced, NOTHING, Voicemail(retention=kept).traced])

    assert both(WEEK).alike is both(YEAR).alike is both(WEEK).pattern
    assert both(UNLIMITED).alike is not both(WEEK).alike
    assert [place.retention for place in both(YEAR).places] == [YEAR, YEAR]


def test_threads_that_forget_at_the_same_time_are_told_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effects._known, "most", 20)
    kinds = list(Tenant.feature_types().values())

    def tell(number: int) -> list[tuple[object, ...]]:
        turned = [kind.default().all_loud() for kind in (*kinds[number:], *kinds[:number])]
        return [parts(feature.traced) for feature in turned][-number:] if number else []

    alone = [tell(number) for number in range(1, 9)]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(tell, range(1, 9))) == alone
