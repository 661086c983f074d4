"""What a tenant's settings refer to must exist: parties, queues, rooms, extensions, and the knobs that are unknown."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from pbxprivacy.parties import RESERVED_PARTIES, known_parties
from pbxprivacy.setting import value_of

if TYPE_CHECKING:
    from pbxprivacy.feature import Feature
    from pbxprivacy.tenant import Tenant

__all__ = ["nearest", "raise_for_references"]


_MOST_COMPARED: Final = 1000  # names that a misspelt one is compared with, which takes its time


def nearest(word: str, known: Iterator[str] | list[str] | tuple[str, ...]) -> str:
    """Return a hint that names the known word closest to ``word``, or an empty text."""
    close = get_close_matches(word[:100], [name[:100] for name in islice(known, _MOST_COMPARED)], n=1)
    return f"; did you mean {close[0]}?" if close else ""


def raise_for_references(tenant: Tenant) -> None:
    """Check everything that a tenant's settings name.

    Raises:
        pydantic.ValidationError: with every name that nobody defined, each at its place.
    """
    said = tenant.said()
    faults = [*_parties(tenant, said), *_scopes(tenant, said), *_unknown(tenant)]
    if faults:
        raise ValidationError.from_exception_data("Tenant", faults)


def _fault(kind: str, where: tuple[str, ...], value: object, message: str) -> InitErrorDetails:
    # The message may hold braces that a tenant wrote; the template is ours alone.
    return InitErrorDetails(
        type=PydanticCustomError(kind, "{message}", {"message": message}),
        loc=where,
        input=value,
    )


def _parties(tenant: Tenant, said: list[Feature]) -> Iterator[InitErrorDetails]:
    for reserved in RESERVED_PARTIES:
        if reserved in tenant.parties:
            yield _fault(
                "reserved_party",
                ("parties", reserved),
                reserved,
                f"{reserved} is a party every tenant has: name yours otherwise",
            )
    for feature in said:
        for where, party in feature.named_parties():
            if party not in tenant.parties and party not in RESERVED_PARTIES and party not in known_parties():
                hint = nearest(party, [*tenant.parties, *known_parties()])
                message = f"nobody defined the party {party}: add it under parties{hint}"
                yield _fault("unknown_party", (feature.key, *where), party, message)


def _scopes(tenant: Tenant, said: list[Feature]) -> Iterator[InitErrorDetails]:
    named = [(feature, where, scope) for feature in said for where, scope in feature.named_scopes()]
    if not named:
        return
    defined = dict.fromkeys(scope for feature in tenant.features() for scope in feature.defined_scopes())
    kinds = {scope.partition(":")[0] for scope in defined}
    if tenant.is_unknown("extensions.names"):
        kinds.add("extension")
    for feature, where, scope in named:
        kind, _, name = scope.partition(":")
        if name and scope not in defined:
            home = {
                "queue": "queues.names",
                "conference": "conferencing.rooms",
                "extension": "extensions.names",
            }[kind]
            message = f"nobody defined {scope}: add it to {home}{nearest(scope, iter(defined))}"
            yield _fault("unknown_scope", (feature.key, *where), scope, message)
        elif not name and kind not in kinds:
            message = f"{kind} is about no call, since none has a name: add them to {kind}s.names, or write any"
            yield _fault("unknown_scope", (feature.key, *where), scope, message)


def _unknown(tenant: Tenant) -> Iterator[InitErrorDetails]:
    for path in tenant.unknown:
        key, _, knob = path.partition(".")
        kind = tenant.feature_types().get(key)
        if kind is None:
            hint = nearest(key, list(tenant.feature_types()))
            yield _fault("unknown_knob", ("unknown", path), path, f"there is no feature {key[:80]}{hint}")
        elif knob and knob not in kind.knobs():
            try:
                value_of(getattr(tenant, key), path)
            except KeyError:
                hint = nearest(knob, list(kind.knobs()))
                message = f"the feature {key} has no knob {knob[:80]}{hint}"
                yield _fault("unknown_knob", ("unknown", path), path, message)
