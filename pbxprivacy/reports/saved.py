"""Inventories that were written down as JSON, read back to be compared."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any, Final

import attrs

from pbxprivacy.errors import Fault, InputError
from pbxprivacy.inventory.exposure import Certainty, Exposure, Holding
from pbxprivacy.items import Item
from pbxprivacy.retention import Retention
from pbxprivacy.terms import Data, Person, Safeguard

__all__ = ["SavedInventory", "is_saved", "read_saved"]

_KIND: Final = "pbxprivacy.inventory"
_LIST: Final = "pbxprivacy.list"
_VERSION: Final = 1
_HEAD: Final = 256  # bytes in which the kind stands


@attrs.frozen(eq=False)
class SavedInventory:
    """An inventory as it was told once.

    Attributes:
        tenant: whose it is.
        model: the version of the model that derived it.
        configuration: a fingerprint of the settings.
        entries: exposures, then holdings.
        names: holders by their names at that time.
    """

    tenant: str
    model: str
    configuration: str
    entries: tuple[Holding, ...]
    names: Mapping[str, str] = attrs.field(factory=dict)

    @classmethod
    def of_document(cls, document: Mapping[str, Any]) -> SavedInventory:
        """Return what a JSON document holds.

        Raises:
            ValueError: it is no inventory, of another version, or has words that this release does not know.
        """
        if document.get("kind") != _KIND:
            raise ValueError(f"no inventory: its kind is {str(document.get('kind'))[:80]}")
        if document.get("version") != _VERSION:
            raise ValueError(f"version {str(document.get('version'))[:20]} of the format, not {_VERSION}")
        try:
            return cls(
                str(document["tenant"]),
                str(document["model"]),
                str(document["configuration"]),
                (
                    *(_entry(Exposure, each) for each in document["exposures"]),
                    *(_entry(Holding, each) for each in document["holdings"]),
                ),
                {str(holder): str(party["name"]) for holder, party in document["parties"].items()},
            )
        except KeyError as error:
            raise ValueError(f"{error} is missing in it") from None
        except (TypeError, AttributeError):
            raise ValueError("not of the form that inventories have") from None


def _entry(kind: type[Holding], entry: Mapping[str, Any]) -> Holding:
    return kind(
        str(entry["place"]),
        str(entry["party"]),
        Item(Data(entry["data"]), Person(entry["person"])),
        frozenset(Safeguard(guard) for guard in entry["missing"]),
        _retention(entry["retention"]),
        frozenset(str(country) for country in entry["countries"]),
        Certainty(entry["certainty"]),
    )


def _retention(text: str) -> Retention:
    return Retention(0) if text == "P0D" else Retention.parse(text)


def is_saved(path: Path) -> bool:
    """Tell whether a file holds inventories written down as JSON, not tenants; by how it begins."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return False
    start = b"".join(head.split())
    return start.startswith((f'{{"kind":"{_KIND}"'.encode(), f'{{"kind":"{_LIST}"'.encode()))


def read_saved(path: Path) -> Iterator[SavedInventory]:
    """Yield the inventories of a file as they are read: one document, a list of them, or JSON Lines.

    Raises:
        InputError: it cannot be read, or holds something else.
    """
    try:
        with path.open(encoding="utf-8") as stream:
            for line, document in _documents(stream):
                try:
                    yield SavedInventory.of_document(document)
                except ValueError as error:
                    raise InputError([Fault(f"{error}", "write it again from the tenant", str(path), line)]) from None
    except OSError as error:
        raise InputError([Fault(f"cannot be read: {error.strerror}", "check the path", str(path))]) from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        line = getattr(error, "lineno", 0)
        raise InputError([Fault("not JSON, or cut off", "write it again from the tenant", str(path), line)]) from None
    except RecursionError:
        raise InputError([Fault("nested too deep", "write it again from the tenant", str(path))]) from None


def _documents(stream: IO[str]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    first = stream.readline()
    if first.rstrip().endswith("}"):
        yield 1, _mapping(json.loads(first))
        for number, line in enumerate(stream, 2):
            if line.strip():
                yield number, _mapping(json.loads(line))
        return
    document = _mapping(json.loads(first + stream.read()))
    documents = document.get("documents") if document.get("kind") == _LIST else [document]
    for each in documents if isinstance(documents, list) else []:
        yield 1, _mapping(each)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
