"""A catalogue: the parties of an operator, with their contracts, in one file for all its tenants."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import attrs
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pbxprivacy.errors import Fault, InputError
from pbxprivacy.evidence import Evidence
from pbxprivacy.loading.evidence import evidence_of
from pbxprivacy.loading.faults import faults_of
from pbxprivacy.loading.node import Document
from pbxprivacy.loading.sources import sources
from pbxprivacy.parties import RESERVED_PARTIES, Party, PartyName

__all__ = ["Catalogue", "load_catalogue"]


class _CatalogueFile(BaseModel):
    """What stands in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    pbxprivacy: Literal[1] = 1
    parties: dict[PartyName, Party] = Field(description="The parties by name, as in a tenant's own file.")


@attrs.frozen
class Catalogue:
    """Parties that tenants share, and where each was read.

    A tenant's own party of the same name replaces the whole entry; nothing is mixed, since a contract belongs to one
    party.
    """

    parties: Mapping[str, Party]
    evidence: Mapping[str, Evidence] = attrs.field(factory=dict)
    file: str = ""


def load_catalogue(path: str | Path) -> Catalogue:
    """Read a catalogue: a file with ``parties``, as in a tenant's own file, and nothing else.

    Raises:
        InputError: everything that is wrong with it.
    """
    documents = [document for source in sources(path) for document in source.documents()]
    if len(documents) != 1:
        raise InputError([Fault("a catalogue is one document in one file", "put all parties into one", str(path))])
    return _catalogue(documents[0])


def _catalogue(document: Document) -> Catalogue:
    try:
        found = _CatalogueFile.model_validate(document.data)
    except ValidationError as error:
        raise InputError(faults_of(error, document, _CatalogueFile)) from None
    evidence = evidence_of(document, _CatalogueFile)
    reserved = [
        (name, evidence.get(f"parties.{name}", Evidence())) for name in found.parties if name in RESERVED_PARTIES
    ]
    if reserved:
        raise InputError(
            Fault(
                f"{name} is a party every tenant has", "name yours otherwise", document.file, where.line, where.column
            )
            for name, where in reserved
        )
    return Catalogue(found.parties, evidence, document.file)
