"""The JSON Schema of the tenant file, for editors and for whoever checks files without this library."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from pbxprivacy.law import COUNTRIES
from pbxprivacy.parties import known_parties
from pbxprivacy.tenant import FORMAT_VERSION, Tenant

__all__ = ["SCHEMA_ID", "tenant_schema", "tenant_schema_text"]

SCHEMA_ID: Final = f"urn:pbxprivacy:tenant:{FORMAT_VERSION}"
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_COUNTRY: Final = {"$ref": "#/$defs/Country"}


def tenant_schema(kind: type[Tenant] = Tenant) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a tenant file, with the version of the format in its ``$id``.

    Each setting carries its description, its default, and, where it has an order, ``x-quiet`` and ``x-loud``: the
    values that expose least and most. The schema cannot say that a party or a queue has to be defined; loading does.
    """
    schema: dict[str, Any] = {"$schema": _DIALECT, "$id": SCHEMA_ID, **kind.model_json_schema()}
    schema["title"] = "Tenant of a cloud PBX"
    schema["$defs"]["Country"] = {"type": "string", "enum": sorted(COUNTRIES), "description": "ISO 3166-1 alpha-2."}
    for place in list(_places(schema)):
        if place.get("examples") == ["DE"]:
            place.clear()
            place.update(_COUNTRY)
        elif "patternProperties" in place:
            place["additionalProperties"] = False
    unknown = schema["properties"]["unknown"]
    reason = {"type": "string", "minLength": 1, "description": "Why it is unknown."}
    unknown["additionalProperties"] = {"anyOf": [reason, unknown["additionalProperties"]]}
    unknown["description"] = "Settings whose value could not be established, by full name, each with the reason."
    _name_known_parties(schema, kind)
    return schema


def tenant_schema_text(kind: type[Tenant] = Tenant) -> str:
    """Return the JSON Schema as a file's text."""
    return json.dumps(tenant_schema(kind), indent=2, ensure_ascii=False) + "\n"


def _places(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield every schema within a schema."""
    if isinstance(schema, dict):
        yield schema
        for below in schema.values():
            yield from _places(below)
    elif isinstance(schema, list):
        for below in schema:
            yield from _places(below)


def _name_known_parties(schema: dict[str, Any], kind: type[Tenant]) -> None:
    """Let editors offer the parties that need no entry."""
    for feature in kind.feature_types().values():
        properties = schema["$defs"][feature.__name__]["properties"]
        for name, knob in feature.knobs().items():
            if knob.is_party and not knob.is_entries:
                properties[name]["examples"] = sorted(known_parties())
