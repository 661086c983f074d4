"""Arbitrary tenants, for property-based tests.

Built from `Tenant.feature_types()` and from what each knob says of itself, so a new feature, or one that a vendor added
in a subclass, is covered without a change here. Loud values are frequent, since only they show anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final, TypeVar, get_args

from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from pbxprivacy.feature import Feature, Settings
from pbxprivacy.flow import UNKNOWN_PARTY
from pbxprivacy.kit.values import NAMES, hint_of, texts, values
from pbxprivacy.knob import Knob, knob_of
from pbxprivacy.organisation import Organisation
from pbxprivacy.parties import RESERVED_PARTIES, Party, known_parties
from pbxprivacy.tenant import Tenant

__all__ = ["features", "organisations", "parties", "tenants"]

_OWN_PARTIES: Final = ("dialer", "warehouse")
_HOMES: Final = {
    "queue": ("queues", "names"),
    "conference": ("conferencing", "rooms"),
    "extension": ("extensions", "names"),
}
_WAYS: Final = ("absent", "absent", "absent", "loud", "louder", "drawn", "drawn", "drawn")
_T = TypeVar("_T", bound=Tenant)


@cache
def parties() -> st.SearchStrategy[Party]:
    """Parties as an operator declares them: any role, country, contract, or nothing said at all."""
    return values(Party).map(Party.model_validate)


@cache
def organisations() -> st.SearchStrategy[Organisation]:
    """What an organisation declares of itself; often nothing."""
    return st.one_of(st.just(Organisation.default()), values(Organisation).map(Organisation.model_validate))


@cache
def features(kind: type[Feature]) -> st.SearchStrategy[Feature]:
    """One feature with any settings: at its defaults, all loud, mostly loud, or anything."""
    loud = {name: knob.loud for name, knob in kind.knobs().items() if knob.is_ordered}
    # Without a trunk there are no calls from outside: what is loud has its lines, rules and receivers too.
    named = st.fixed_dictionaries(
        {
            name: _knob(kind.model_fields[name], knob)
            for name, knob in kind.knobs().items()
            if knob.is_entries and not knob.is_party
        }
    )
    ways = {
        "absent": st.just(kind.default()),
        "loud": named.map(lambda entries: _valid(kind, {**entries, **loud})),
        "louder": st.builds(lambda *parts: _valid(kind, {**parts[0], **parts[1], **loud}), _settings(kind), named),
        "drawn": _settings(kind).map(lambda settings: _valid(kind, settings)),
    }
    return st.sampled_from(_WAYS).flatmap(ways.__getitem__)


@st.composite
def tenants(draw: st.DrawFn, kind: type[_T] = Tenant) -> _T:  # type: ignore[assignment] # the default is its bound
    """Arbitrary valid tenants: every feature, named entries, parties, an organisation, and unknowns.

    Args:
        draw: given by hypothesis.
        kind: `Tenant`, or a vendor's subclass of it.
    """
    drawn = {name: draw(features(feature)) for name, feature in kind.feature_types().items()}
    content: dict[str, Any] = _with_scopes(drawn)
    named = {party for feature in drawn.values() for _, party in feature.named_parties()}
    undefined = sorted(named - set(RESERVED_PARTIES) - set(known_parties()))
    declared = draw(st.sets(st.sampled_from([*_OWN_PARTIES, *list(known_parties())[:3]]), max_size=2))
    tenant = kind.model_validate(
        {
            "tenant": draw(texts()),
            "country": draw(st.sampled_from(["DE", "NO", "US", None])),
            "organisation": draw(organisations()),
            "parties": {name: draw(parties()) for name in sorted({*undefined, *declared})},
            **content,
        }
    )
    paths = [*drawn, *(setting.path for setting in tenant.settings())]
    unknown = (
        draw(st.dictionaries(st.sampled_from(paths), texts(), min_size=1, max_size=2)) if draw(st.booleans()) else {}
    )
    return kind.model_validate({**_fields(tenant), "unknown": unknown}) if unknown else tenant


@cache
def _settings(kind: type[Settings]) -> st.SearchStrategy[dict[str, Any]]:
    knobs = {name: _knob(field, knob_of(field) or Knob(is_ordered=False)) for name, field in kind.model_fields.items()}
    return st.fixed_dictionaries({}, optional=knobs)


def _knob(field: FieldInfo, knob: Knob) -> st.SearchStrategy[Any]:
    if knob.is_entries:
        key, entry = get_args(field.annotation)
        names = _party_names() if knob.is_party else values(key)
        return st.dictionaries(names, _settings(entry), min_size=1, max_size=3)
    unsaid = [None] if field.default is None else []
    if knob.is_party:
        return st.one_of(_party_names(), st.sampled_from([UNKNOWN_PARTY, *unsaid]))
    if knob.levels:
        return st.sampled_from([*unsaid, *knob.levels])
    anything = values(hint_of(field), field.examples or ())
    return st.one_of(st.sampled_from([knob.quiet, knob.loud, knob.loud]), anything) if knob.is_ordered else anything


def _party_names() -> st.SearchStrategy[str]:
    return st.sampled_from([*_OWN_PARTIES, *known_parties()])


def _valid(kind: type[Feature], settings: Mapping[str, Any]) -> Feature:
    """Make the feature; where two settings may not meet, the ones at fault stay at their defaults."""
    try:
        return kind.model_validate(settings)
    except ValidationError as error:
        wrong = {fault["loc"][0] for fault in error.errors() if fault["loc"]}
        if not wrong:
            raise
        return kind.model_validate({name: value for name, value in settings.items() if name not in wrong})


def _with_scopes(drawn: Mapping[str, Feature]) -> dict[str, Feature]:
    """Define the queues, rooms and extensions that settings name."""
    completed = dict(drawn)
    defined = {scope for feature in drawn.values() for scope in feature.defined_scopes()}
    named = {scope for feature in drawn.values() for _, scope in feature.named_scopes()}
    for scope in sorted(named - defined):
        kind, _, name = scope.partition(":")
        name = name or NAMES[0]  # the scope of all extensions, of which there must be one
        home, knob = _HOMES[kind]
        feature = completed[home]
        completed[home] = type(feature).model_validate({**_fields(feature), knob: _added(getattr(feature, knob), name)})
    return completed


def _added(names: Mapping[str, Any] | Iterable[str], name: str) -> Any:
    return {**names, name: {}} if isinstance(names, Mapping) else (*names, name)


def _fields(model: Settings | Tenant) -> dict[str, Any]:
    return {name: getattr(model, name) for name in type(model).model_fields}
