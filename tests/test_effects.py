"""What features do is worked out once for all that differ in days alone, and comes out as if it were not."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from typing import ClassVar

import pytest
from hypothesis import given

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
    monkeypatch.setattr(effects, "_MOST", 3)
    for name in "abcdefgh":
        Tenant.model_validate({"tenant": name, "queues": {"names": [name]}}).effects()
        assert len(effects._known) <= 3


def test_a_feature_is_sent_elsewhere_without_what_was_worked_out_of_it() -> None:
    feature = Cdr(retention=WEEK)
    plain = pickle.dumps(feature)
    assert feature.traced
    assert pickle.dumps(feature) == plain
    assert pickle.loads(pickle.dumps(Cdr.default())) is Cdr.default()  # noqa: S301 - its own bytes
