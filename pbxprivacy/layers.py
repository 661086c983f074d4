"""Layers: settings for many tenants at once, stacked; the nearest wins, and each value knows where it came from.

From far to near: a catalogue of parties, the platform, resellers, the tenant, its extensions. A layer sets single
knobs; named entries are merged by name, and knob by knob. What belongs together is never mixed: a party with its
contract, the controller with its contact, a list of addresses are each one value, which the nearest layer sets whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Self

import attrs
from pydantic import ValidationError

from pbxprivacy.errors import Fault, InputError, UsageError
from pbxprivacy.evidence import Evidence
from pbxprivacy.loading import Catalogue
from pbxprivacy.loading.evidence import evidence_of
from pbxprivacy.loading.excerpt import excerpt, one_line
from pbxprivacy.loading.faults import faults_of
from pbxprivacy.loading.node import Document
from pbxprivacy.loading.refused import undefined_beside
from pbxprivacy.loading.shape import ENTRY, knob_name, steps_of
from pbxprivacy.loading.sources import sources
from pbxprivacy.tenant import Tenant

__all__ = ["Layer", "LayerKind", "Pile", "Provenance", "Stacked", "stack"]

Steps = tuple[str, ...]  # the path of a setting in a tenant's data

_RECORDING: Final = "call_recording"
_GROUPS: Final = frozenset({("parties",), ("unknown",), ("organisation",), ("organisation", "legal_basis")})


class LayerKind(StrEnum):
    """Whose settings a layer holds, from the farthest to the nearest."""

    CATALOGUE = "catalogue"
    PLATFORM = "platform"
    RESELLER = "reseller"
    TENANT = "tenant"
    EXTENSION = "extension"


_ORDER: Final = tuple(LayerKind)


def _kind(kind: LayerKind | str) -> LayerKind:
    if kind not in _ORDER:
        raise UsageError(f"there is no layer of the kind {excerpt(str(kind))}", mend=f"one of {', '.join(_ORDER)}")
    return LayerKind(kind)


@attrs.frozen
class Layer:
    """Settings as they stand in one file, or were given as a mapping; not checked until they are stacked.

    Attributes:
        kind: whose settings they are.
        name: of the platform, the reseller, the tenant, or the extension.
        settings: as in a tenant's file; those of an extension are about ``call_recording`` alone.
        evidence: where each setting stands, by full name.

    Raises:
        UsageError: no such kind.
    """

    kind: LayerKind = attrs.field(converter=_kind)
    name: str
    settings: Mapping[str, Any]
    evidence: Mapping[str, Evidence] = attrs.field(factory=dict, repr=False)

    @classmethod
    def read(cls, kind: LayerKind, name: str, path: str | Path) -> Self:
        """Read a layer from a file of one document.

        Raises:
            InputError: what cannot be read.
        """
        documents = [document for source in sources(path) for document in source.documents()]
        if len(documents) != 1 or not isinstance(documents[0].data, dict):
            fault = Fault("a layer is one group of settings in one file", "write key: value", one_line(str(path)))
            raise InputError([fault])
        return cls(kind, name, documents[0].data, evidence_of(documents[0], Tenant))

    @classmethod
    def of_catalogue(cls, catalogue: Catalogue) -> Self:
        """Return a catalogue of parties as the farthest layer."""
        return cls(LayerKind.CATALOGUE, catalogue.file, {"parties": catalogue.parties}, catalogue.evidence)

    def __str__(self) -> str:
        return f"{self.kind} {excerpt(self.name)}".rstrip()

    def where(self, setting: str) -> Evidence | None:
        """Return where a setting of the stacked tenant stands in this layer's own file."""
        if self.kind is LayerKind.EXTENSION:
            setting = f"{_RECORDING}.{steps_of(setting)[-1]}"
        return self.evidence.get(setting)


@attrs.frozen
class Provenance:
    """Which layer set a value, and where it stands there."""

    layer: Layer
    evidence: Evidence | None = None

    def __str__(self) -> str:
        return f"{self.layer}" + (f" ({self.evidence})" if self.evidence else "")


@attrs.frozen
class Stacked:
    """The tenant that layers make, and for each setting, by full name, the layer that set it."""

    tenant: Tenant
    provenance: Mapping[str, Provenance]


@attrs.frozen
class Pile:
    """Settings one by one, each with the layer that set it. Laying piles on each other is associative."""

    assigned: Mapping[Steps, tuple[Any, Layer]] = attrs.field(factory=dict)

    @classmethod
    def of(cls, layer: Layer, kind: type[Tenant] = Tenant) -> Self:
        """Return what one layer sets.

        Raises:
            InputError: what cannot be merged, or has no business in a layer of its kind.
        """
        faults = list(_misplaced(layer, kind))
        if faults:
            raise InputError(faults)
        settings = layer.settings
        if layer.kind is LayerKind.EXTENSION:
            settings = {_RECORDING: {"rules": {f"extension:{layer.name}": settings[_RECORDING]}}}
        return cls({path: (value, layer) for path, value in _one_by_one((), settings, kind)})

    def under(self, nearer: Pile) -> Pile:
        """Return both, the nearer one winning; what it sets is no longer unknown, unless it says so itself."""
        known = {("unknown", _full_name(path)) for path in nearer.assigned}
        kept = {path: found for path, found in self.assigned.items() if path not in known}
        return Pile({**kept, **nearer.assigned})

    def data(self) -> dict[str, Any]:
        """Return the settings as in a tenant's file."""
        data: dict[str, Any] = {}
        # Shorter paths first, so that an entry that sets nothing hides none that sets something
        for (*above, last), (value, _) in sorted(self.assigned.items(), key=lambda pair: len(pair[0])):
            group = data
            for step in above:
                group = group.setdefault(step, {})
            group[last] = value or {} if isinstance(value, Mapping) else value
        return data


def stack(layers: Iterable[Layer], *, kind: type[Tenant] = Tenant) -> Stacked:
    """Stack layers into a tenant.

    Layers are sorted by their kind; of two of one kind the later is the nearer. A knob that a farther layer calls
    unknown is known once a nearer one sets it, and the other way round.

    Raises:
        InputError: everything that is wrong, each with the layer that set it.
        UsageError: nothing to stack.
    """
    ordered = sorted(layers, key=lambda layer: _ORDER.index(layer.kind))
    if not ordered:
        raise UsageError("no layers to stack", mend="give at least the tenant's own")
    faults = [fault for layer in ordered for fault in _misplaced(layer, kind)] or list(_of_others(ordered))
    if faults:
        raise InputError(faults)
    pile = Pile()
    for layer in ordered:
        pile = pile.under(Pile.of(layer, kind))
    data = pile.data()
    named = {knob_name(path, kind): layer for path, (_, layer) in pile.assigned.items()}
    try:
        tenant = kind.model_validate(data)
    except ValidationError as error:
        told = faults_of(error, Document(data), kind, undefined_beside(error, data, kind))
        raise InputError([_of_layer(fault, named, ordered[-1]) for fault in told]) from None
    return Stacked(tenant, {name: Provenance(layer, layer.where(name)) for name, layer in named.items()})


def _one_by_one(path: Steps, value: Any, kind: type[Tenant]) -> Iterator[tuple[Steps, Any]]:
    """Yield what stands at and below a path; an entry that sets nothing yields itself, empty."""
    if not _is_group(path, kind) or (not value and len(path) == ENTRY):
        yield path, value
        return
    for key, below in value.items():
        yield from _one_by_one((*path, str(key)), below, kind)


def _is_group(path: Steps, kind: type[Tenant]) -> bool:
    """Tell whether what stands at a path is merged by name, and not a value that is set as a whole."""
    if not path or path in _GROUPS:
        return True
    feature = kind.feature_types().get(path[0])
    if feature is None or len(path) > ENTRY:
        return False
    return len(path) == 1 or (path[1] in feature.knobs() and feature.knobs()[path[1]].is_entries)


def _full_name(path: Steps) -> str:
    if len(path) <= ENTRY:
        return ".".join(path)
    feature, knob, entry, *inner = path
    return ".".join([feature, f"{knob}[{entry}]", *inner])


def _misplaced(layer: Layer, kind: type[Tenant]) -> Iterator[Fault]:
    """Yield what cannot be merged, or has no business in a layer of its kind."""
    if layer.kind is not LayerKind.EXTENSION:
        yield from _ungrouped(layer, (), layer.settings, kind)
        return
    for key in layer.settings:
        if key != _RECORDING:
            mend = f"take it out; {_RECORDING} is what an extension can have of its own"
            yield _fault(layer, "not a setting of an extension", mend, excerpt(str(key)), layer.evidence.get(str(key)))
    if not isinstance(layer.settings.get(_RECORDING), Mapping):
        yield _fault(layer, "sets nothing", f"write {_RECORDING}: {{mode: off}}", _RECORDING)


def _of_others(layers: list[Layer]) -> Iterator[Fault]:
    """Yield which layers are another tenant's: settings of two never make one."""
    own = [layer for layer in layers if layer.kind is LayerKind.TENANT and "tenant" in layer.settings]
    for layer in own[1:]:
        name, first = layer.settings["tenant"], own[0].settings["tenant"]
        if name != first:
            what = f"{excerpt(str(name))} is another tenant than {excerpt(str(first))}"
            yield _fault(layer, what, "stack the layers of each tenant by themselves", "tenant", layer.where("tenant"))


def _ungrouped(layer: Layer, path: Steps, value: Any, kind: type[Tenant]) -> Iterator[Fault]:
    if not _is_group(path, kind):
        return
    if not isinstance(value, Mapping):
        knob = ".".join(excerpt(step) for step in path)
        mend = "write each as key: value below it, or take it out"
        yield _fault(layer, f"{excerpt(value)} where settings belong", mend, knob, layer.where(knob_name(path, kind)))
        return
    for key, below in value.items():
        yield from _ungrouped(layer, (*path, str(key)), below, kind)


def _of_layer(fault: Fault, named: Mapping[str, Layer], nearest: Layer) -> Fault:
    """Return a fault with the layer that caused it, and its place there."""
    knob = fault.knob
    while knob not in named and "." in knob:
        knob = knob.rpartition(".")[0]
    layer = named.get(knob) or next((layer for name, layer in named.items() if name.startswith(f"{knob}.")), nearest)
    where = layer.where(fault.knob) or layer.where(knob)
    return attrs.evolve(_fault(layer, fault.what, fault.mend, fault.knob, where), tenant=fault.tenant)


def _fault(layer: Layer, what: str, mend: str, knob: str, where: Evidence | None = None) -> Fault:
    place = where or Evidence()
    return Fault(f"{what}, in the layer {layer}", mend, place.file, place.line, place.column, knob=knob)
