"""From documents to tenants: validation, each tenant once, faults collected, repeated configurations remembered."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Final, Generic, TypeVar

import attrs
from pydantic import TypeAdapter, ValidationError

from pbxprivacy.errors import Fault, InputError
from pbxprivacy.evidence import Evidence
from pbxprivacy.loading.catalogue import Catalogue
from pbxprivacy.loading.evidence import evidence_of
from pbxprivacy.loading.excerpt import excerpt
from pbxprivacy.loading.faults import faults_of, name_of
from pbxprivacy.loading.node import Document, Part
from pbxprivacy.loading.refused import undefined_beside
from pbxprivacy.loading.seen import Seen
from pbxprivacy.loading.sources import Source, sources
from pbxprivacy.tenant import Tenant

__all__ = ["Loaded", "Reader", "read_all", "read_parts"]

T = TypeVar("T", bound=Tenant)

_MOST_FAULTS: Final = 1000  # then reading stops
_MOST_REMEMBERED: Final = 4096  # configurations


@attrs.frozen(eq=False, slots=False)
class Loaded(Generic[T]):
    """A tenant, and where it was read.

    ``file`` and ``line`` are where it starts; `evidence` says for each setting that stands there where it stands.
    """

    tenant: T
    document: Document = attrs.field(repr=False)
    catalogue: Catalogue | None = attrs.field(default=None, repr=False)

    @property
    def file(self) -> str:
        """The name of the file."""
        return self.document.file

    @property
    def line(self) -> int:
        """The line on which the tenant starts; 0 where there are no lines."""
        return self.document.line

    @cached_property
    def evidence(self) -> Mapping[str, Evidence]:
        """Where each setting stands, by full name: ``call_recording.mode``, ``parties.dialer.country``."""
        own = evidence_of(self.document, type(self.tenant))
        if self.catalogue is None:
            return own
        shared = (
            (path, found)
            for path, found in self.catalogue.evidence.items()
            if not any(path == f"parties.{name}" or path.startswith(f"parties.{name}.") for name in self._own_parties)
        )
        return {**dict(shared), **own}

    @property
    def _own_parties(self) -> Iterable[str]:
        own = self.document.data.get("parties") if isinstance(self.document.data, dict) else None
        return own if isinstance(own, dict) else ()


class Reader(Generic[T]):
    """Validates documents as tenants.

    Rows that repeat one configuration under different names are validated once: what is remembered is the tenant by
    everything but its name, and only where it was right. For subclasses of `Tenant` nothing is remembered, since their
    own rules may look at the name.
    """

    def __init__(self, kind: type[T], catalogue: Catalogue | None = None, *, remember: bool = True) -> None:
        self._kind = kind
        self._catalogue = catalogue
        self._remembered: dict[bytes, T] | None = {} if remember and kind is Tenant else None
        name = kind.model_fields["tenant"]
        self._names = TypeAdapter[Any](Annotated[name.annotation, *name.metadata])  # type: ignore[arg-type] # built at run time

    def read(self, document: Document) -> Loaded[T]:
        """Return the tenant that a document holds.

        Raises:
            InputError: everything that is wrong with it.
        """
        return Loaded(self._tenant(document), document, self._catalogue)

    def _tenant(self, document: Document) -> T:
        data = document.data
        key = None if self._remembered is None else _key_of(data)
        known = self._remembered.get(key) if self._remembered and key is not None else None
        try:
            if known is not None:
                return _renamed(known, self._names.validate_python(data["tenant"]))
            tenant = self._validated(document)
        except ValidationError:
            return self._validated(document)  # its name alone is wrong: that is said as for any other
        if key is not None and self._remembered is not None:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[key] = tenant
        return tenant

    def _validated(self, document: Document) -> T:
        data = self._with_catalogue(document.data)
        try:
            return self._kind.model_validate(data)
        except ValidationError as error:
            beside = undefined_beside(error, data, self._kind)
            raise InputError(faults_of(error, document, self._kind, beside)) from None

    def _with_catalogue(self, data: Any) -> Any:
        if self._catalogue is None or not isinstance(data, dict):
            return data
        own = data.get("parties", {})
        return {**data, "parties": {**self._catalogue.parties, **own}} if isinstance(own, dict) else data


def _key_of(data: Any) -> bytes | None:
    """Return bytes that are equal for equal configurations only; None where there is no name, or no plain data."""
    if not isinstance(data, dict) or "tenant" not in data:
        return None
    try:
        return marshal.dumps({key: value for key, value in data.items() if key != "tenant"}, 2)
    except ValueError:  # dates of TOML, for instance
        return None


def _renamed(tenant: T, name: str) -> T:
    renamed = tenant.model_copy()
    fields = type(tenant).model_fields
    for cached in [key for key in renamed.__dict__ if key not in fields]:
        del renamed.__dict__[cached]  # worked out for the other name
    renamed.__dict__["tenant"] = name
    return renamed


def read_all(
    paths: Iterable[str | Path] | str | Path,
    reader: Reader[T],
    *,
    skip: str = "",
    on_faults: Callable[[tuple[Fault, ...]], None] | None = None,
) -> Iterator[Loaded[T]]:
    """Yield the tenants of many files as they are read; see `pbxprivacy.loading.iter_tenants`."""
    each = (paths,) if isinstance(paths, str | Path) else paths
    yield from read_parts((part for path in each for part in _parts(path, skip)), reader, on_faults=on_faults)


def read_parts(
    parts: Iterator[Part], reader: Reader[T], *, on_faults: Callable[[tuple[Fault, ...]], None] | None = None
) -> Iterator[Loaded[T]]:
    """Yield the tenants of documents.

    Raises:
        InputError: after the last, with everything that is wrong, unless ``on_faults`` takes it.
    """
    faults: list[Fault] = []
    with Seen() as seen:
        for part in parts:
            try:
                if isinstance(part, InputError):
                    raise part
                loaded = reader.read(part)
                _once(loaded, seen)
            except InputError as error:
                if on_faults is not None:
                    on_faults(error.faults)
                else:
                    faults.extend(error.faults)
                    if len(faults) >= _MOST_FAULTS:
                        break
                continue
            yield loaded
    if faults:
        raise InputError(faults)


def _parts(path: str | Path, skip: str) -> Iterator[Part]:
    try:
        for source in sources(path):
            if not (skip and _is_same(source, skip)):
                yield from source.parts()
    except InputError as error:
        yield error


def _is_same(source: Source, other: str) -> bool:
    try:
        return Path(source.file).samefile(other)
    except OSError:
        return False


def _once(loaded: Loaded[Any], seen: Seen) -> None:
    name = loaded.tenant.tenant
    first = seen.first(name, (loaded.file, loaded.line))
    if first is None:
        return
    file, line = first
    what = f"the tenant {excerpt(name)} appears twice, first at {Fault('', file=file, line=line).where}"
    tree = loaded.document.located()
    mark = next((node.mark for _, _, node in tree.along(["tenant"])), None) if tree else None
    fault = Fault(
        what,
        "keep one of the two, or name one otherwise",
        file=loaded.file,
        line=mark.line if mark else loaded.line,
        column=mark.column if mark else 0,
        tenant=name_of(loaded.document.data),
    )
    raise InputError([fault])
