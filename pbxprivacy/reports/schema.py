"""The JSON Schema of what ``--format json`` writes: one document of each kind, or a list of them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Final

from pbxprivacy.finding import Severity
from pbxprivacy.inventory.exposure import Certainty
from pbxprivacy.terms import Data, PartyKind, Person, Role, Safeguard, Transfer

__all__ = ["REPORT_SCHEMA_ID", "report_schema"]

REPORT_SCHEMA_ID: Final = "urn:pbxprivacy:report:1"

_Schema = dict[str, Any]
_TEXT: Final[_Schema] = {"type": "string"}
_NUMBER: Final[_Schema] = {"type": "integer", "minimum": 0}
_YES_OR_NO: Final[_Schema] = {"type": "boolean"}


def report_schema() -> _Schema:
    """Return the JSON Schema (2020-12) of all reports, with the version of the format in its ``$id``."""
    kinds = _kinds()
    each = [_ref(name) for name in kinds]
    kinds["list"] = _document("list", documents=_list({"oneOf": each}))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": REPORT_SCHEMA_ID,
        "title": "Reports of pbxprivacy",
        "oneOf": [*each, _ref("list")],
        "$defs": {**_parts(), **kinds},
    }


def _ref(name: str) -> _Schema:
    return {"$ref": f"#/$defs/{name}"}


def _list(of: _Schema) -> _Schema:
    return {"type": "array", "items": of}


def _map(of: _Schema) -> _Schema:
    return {"type": "object", "additionalProperties": of}


def _object(optional: Iterable[str] = (), **properties: _Schema) -> _Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in set(optional)],
        "additionalProperties": False,
    }


def _one_of(words: type[StrEnum]) -> _Schema:
    return {"enum": [word.value for word in words]}


def _or_nothing(schema: _Schema) -> _Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _document(kind: str, **properties: _Schema) -> _Schema:
    # "sources" is there where a tenant was read from a PBX's own configuration, "by_rule" where findings are summed up
    return _object(("sources", "by_rule"), kind={"const": f"pbxprivacy.{kind}"}, version={"const": 1}, **properties)


_ENTRY: Final[dict[str, _Schema]] = {
    "place": _TEXT,
    "party": _TEXT,
    "data": _ref("data"),
    "person": _ref("person"),
    "missing": _list(_ref("safeguard")),
    "retention": {"type": "string", "pattern": "^(P[0-9]+D|unlimited|unstated)$"},
    "countries": _list({"type": "string", "pattern": "^([A-Z]{2}|UNKNOWN)$"}),
    "certainty": _ref("certainty"),
}
_COUNT: Final[dict[str, _Schema]] = {"sure": _NUMBER, "possible": _NUMBER}


def _parts() -> dict[str, _Schema]:
    finding = {
        "rule": _TEXT, "severity": _ref("severity"), "fingerprint": _TEXT, "about": _TEXT, "what": _TEXT, "why": _TEXT,
        "mend": _TEXT, "certainty": _ref("certainty"), "recipient": _TEXT, "knobs": _list(_TEXT), "path": _list(_TEXT),
        "evidence": _list(_ref("evidence")),
    }  # fmt: skip
    return {
        "data": _one_of(Data),
        "person": _one_of(Person),
        "safeguard": _one_of(Safeguard),
        "certainty": _one_of(Certainty),
        "severity": _one_of(Severity),
        "party": _object(
            name=_TEXT,
            kind=_one_of(PartyKind),
            countries=_list(_TEXT),
            role=_or_nothing(_one_of(Role)),
            transfer=_or_nothing(_one_of(Transfer)),
        ),
        "entry": _object(**_ENTRY),
        "exposure": _object(**_ENTRY, because=_list(_TEXT), path=_list(_TEXT)),
        "marked": _object(is_exposure=_YES_OR_NO, **_ENTRY),
        "evidence": _object(
            ("file", "line", "column", "raw", "row", "field"),
            file=_TEXT, line=_NUMBER, column=_NUMBER, raw=_TEXT, row=_TEXT, field=_TEXT,
        ),
        "finding": _object(**finding),
        "waived": _object(**finding, waiver={"type": "object"}, age=_or_nothing({"type": "integer"})),
        "count": _object(**_COUNT),
        "counted": _object(key=_list(_TEXT), **_COUNT),
    }  # fmt: skip


def _kinds() -> dict[str, _Schema]:
    unknown = _object(reason=_TEXT, evidence=_list(_TEXT))
    remarks = _list(_object(about=_TEXT, state=_TEXT, why=_TEXT, evidence=_list(_TEXT)))
    sources = _object(
        product=_TEXT, read=_list(_TEXT), unread=_list(_TEXT), missing=_list(_TEXT), rejected=remarks,
        in_effect=remarks, unknown=remarks, ineffective=remarks, silent=_list(_TEXT),
    )  # fmt: skip
    rule = _object(id=_TEXT, severity=_ref("severity"), title=_TEXT, why=_TEXT, mend=_TEXT, sources=_list(_TEXT))
    return {
        "inventory": _document(
            "inventory",
            tenant=_TEXT,
            told={"type": "string", "format": "date"},
            model=_TEXT,
            configuration=_TEXT,
            parties=_map(_ref("party")),
            exposures=_list(_ref("exposure")),
            holdings=_list(_ref("entry")),
            unknown=_map(unknown),
            undeclared=_list(_object(of=_TEXT, what=_TEXT)),
            sources=sources,
        ),
        "findings": _document(
            "findings", tenant=_TEXT, findings=_list(_ref("finding")), waived=_list(_ref("waived"))
        ),
        "totals": _document(
            "totals", tenants=_NUMBER, findings=_map(_NUMBER), waived=_NUMBER, unread=_NUMBER,
            by_rule=_list(_object(rule=_TEXT, severity=_ref("severity"), tenants=_NUMBER)),
        ),
        "difference": _document(
            "difference",
            subject=_TEXT,
            configuration_changed=_YES_OR_NO,
            model_changed=_YES_OR_NO,
            added=_list(_ref("marked")),
            removed=_list(_ref("marked")),
            changed=_list(_object(before=_ref("marked"), after=_ref("marked"))),
        ),
        "explanation": _document(
            "explanation",
            tenant=_TEXT,
            entries=_list(_object(**_ENTRY, because=_list(_TEXT), path=_list(_TEXT), sentences=_list(_TEXT))),
        ),
        "remedies": _document(
            "remedies",
            tenant=_TEXT,
            remedies=_list(_object(**_ENTRY, sets=_list(_list(_TEXT)), is_possible=_YES_OR_NO)),
        ),
        "newly_exposed": _document(
            "newly_exposed", tenant=_TEXT, settings=_list(_object(knob=_TEXT, exposures=_list(_ref("entry"))))
        ),
        "rules": _document("rules", rules=_list(rule)),
        "fleet": _document(
            "fleet",
            tenants=_NUMBER,
            unread=_NUMBER,
            exposing=_ref("count"),
            counts=_map(_list(_ref("counted"))),
            others=_map(_ref("count")),
        ),
        "changes": _document(
            "changes",
            tenants=_NUMBER, changed=_NUMBER, new=_NUMBER, gone=_NUMBER, by_model=_NUMBER, unread=_NUMBER,
            started=_map(_NUMBER), stopped=_map(_NUMBER),
        ),
    }  # fmt: skip
