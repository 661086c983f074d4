"""Where each setting of a document stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from pbxprivacy.evidence import Evidence
from pbxprivacy.loading.excerpt import excerpt, is_secret
from pbxprivacy.loading.node import Document, Node
from pbxprivacy.loading.shape import knob_name

__all__ = ["evidence_of"]


def evidence_of(document: Document, kind: type[BaseModel]) -> Mapping[str, Evidence]:
    """Return, by full name, where each setting of a document stands.

    Groups are among them (``call_recording`` points at its first setting); a list is one setting. The text of a value
    is cut short, and left out where its key looks like a secret's.
    """
    tree = document.located()
    if tree is None:
        return {}
    found: dict[str, Evidence] = {}
    for path, node in _settings(tree, ()):
        raw = "" if is_secret(path[-1]) else _raw(node)
        found[knob_name(path, kind)] = Evidence(
            file=document.file, line=node.mark.line, column=node.mark.column, raw=raw
        )
    return found


def _settings(node: Node, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Node]]:
    if path:
        yield path, node
    if isinstance(node.value, dict):
        for key, below in node.value.items():
            yield from _settings(below, (*path, key))


def _raw(node: Node) -> str:
    if isinstance(node.value, list):
        return excerpt(", ".join(_raw(below) for below in node.value[:8]))
    return excerpt(node.raw) if node.raw else ""
