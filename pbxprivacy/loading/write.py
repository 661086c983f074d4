"""Tenants as files: only what differs from the default, in the model's order; what is unknown always."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import Any, Final

from pydantic import BaseModel

from pbxprivacy.evidence import Evidence, Unknown
from pbxprivacy.loading.excerpt import one_line
from pbxprivacy.loading.scalars import is_plain_text
from pbxprivacy.loading.shape import knob_name
from pbxprivacy.retention import Retention
from pbxprivacy.tenant import Tenant

__all__ = ["SCHEMA_FILE", "dump_json", "dump_yaml", "plain"]

SCHEMA_FILE: Final = "tenant.schema.json"


def plain(tenant: Tenant) -> dict[str, Any]:
    """Return a tenant as plain mappings, lists and scalars: what differs from the defaults, and what is unknown."""
    return {"pbxprivacy": tenant.pbxprivacy, **_differing(tenant)}


def dump_json(tenant: Tenant, *, indent: int | None = None) -> str:
    """Return a tenant as JSON; without ``indent`` on one line, as JSON Lines wants it."""
    text = json.dumps(plain(tenant), indent=indent, ensure_ascii=False)
    if text.isprintable():
        return text
    # What cannot be seen (line ends of other scripts, right-to-left marks) is written as an escape
    return "".join(sign if sign.isprintable() or sign == "\n" else json.dumps(sign)[1:-1] for sign in text)


def dump_yaml(
    tenant: Tenant, *, schema: str = SCHEMA_FILE, evidence: Mapping[str, Evidence] = MappingProxyType({})
) -> str:
    """Return a tenant as YAML that every reader of YAML, old or new, reads alike.

    Args:
        tenant: any.
        schema: where editors find the JSON Schema; empty for no such line.
        evidence: by full name, where settings were read; it stands as a comment beside each.
    """
    head = [f"# yaml-language-server: $schema={schema}"] if schema else []
    kind = type(tenant)

    def comment(path: tuple[str, ...]) -> str:
        found = evidence.get(knob_name(path, kind)) if evidence else None
        return f"  # {one_line(f'{found}: {found.raw}' if found.raw else str(found))}" if found else ""

    return "\n".join([*head, *_lines(plain(tenant), (), comment)]) + "\n"


def _differing(model: BaseModel) -> dict[str, Any]:
    found = {}
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if field.is_required() or value != field.get_default(call_default_factory=True):
            found[name] = _plain(value)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        whole = _differing(value)
        return whole["reason"] if isinstance(value, Unknown) and len(whole) == 1 else whole
    if isinstance(value, Mapping):
        return {str(key): _plain(below) for key, below in value.items()}
    if isinstance(value, tuple | list | set | frozenset):
        below = [_plain(member) for member in value]
        return sorted(below) if isinstance(value, set | frozenset) else below
    if isinstance(value, Enum | Retention | date):
        return str(value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"a {type(value).__name__} cannot be written into a file")


def _lines(
    mapping: Mapping[str, Any], above: tuple[str, ...], comment: Callable[[tuple[str, ...]], str]
) -> Iterator[str]:
    for key, value in mapping.items():
        path = (*above, key)
        head = f"{'  ' * len(above)}{_text(key)}:"
        if isinstance(value, dict) and value:
            yield f"{head}{comment(path)}"
            yield from _lines(value, path, comment)
        else:
            yield f"{head} {_inline(value)}{comment(path)}"


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_text(key)}: {_inline(below)}" for key, below in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_inline(below) for below in value) + "]"
    if isinstance(value, str):
        return _text(value)
    return json.dumps(value)


def _text(text: str) -> str:
    """Return a text as YAML: as it is where nobody can misread it, else in double quotes."""
    if is_plain_text(text):
        return text
    return '"' + "".join(_sign(sign) for sign in text) + '"'


def _sign(sign: str) -> str:
    if sign in '"\\':
        return "\\" + sign
    if sign == " " or unicodedata.category(sign)[0] in "LMNPS":
        return sign
    code = ord(sign)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004 - the widths of YAML's escapes
