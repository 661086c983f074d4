"""What a tenant was read from: how much of a PBX's configuration could be read, and what that leaves open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pbxprivacy.adapters.imported import Remark, Sources
from pbxprivacy.reports import words
from pbxprivacy.reports.page import Paragraph, Section, Tone

__all__ = ["sources_document", "sources_section"]

_MOST_SHOWN = 40  # of each sort of remark that people read; programs get all


def sources_section(sources: Sources) -> Section:
    """Return what people read about it."""
    return Section("What this was read from", tuple(_paragraphs(sources)))


def _paragraphs(sources: Sources) -> Iterator[Paragraph]:
    counts = f"{words.how_many(len(sources.read), 'file')} read, {len(sources.unread)} beside them not asked for"
    yield Paragraph(f"{sources.product}: {counts}.", is_item=True)
    yield from _remarks("REJECTED", sources.rejected, Tone.BAD)
    yield from _remarks("IN EFFECT", sources.in_effect, Tone.PLAIN)
    yield from _remarks("UNKNOWN", sources.unknown, Tone.DOUBTFUL)
    yield from _remarks("NOT IN EFFECT", sources.ineffective, Tone.QUIET)
    if sources.silent:
        named = words.and_list(name.replace("_", " ") for name in sources.silent)
        yield Paragraph(f"These files can say nothing of: {named}.", Tone.QUIET, is_item=True)


def _remarks(mark: str, remarks: tuple[Remark, ...], tone: Tone) -> Iterator[Paragraph]:
    for remark in remarks[:_MOST_SHOWN]:
        where = f" ({', '.join(str(proof) for proof in remark.evidence)})" if remark.evidence else ""
        yield Paragraph(f"{mark} {remark.about}: {remark.why}{where}", tone, is_item=True)
    rest = len(remarks) - _MOST_SHOWN
    if rest > 0:
        yield Paragraph(f"{mark}: {rest} more, which --format json lists", tone, is_item=True)


def sources_document(sources: Sources) -> dict[str, Any]:
    """Return what programs read about it."""
    return {
        "product": sources.product,
        "read": list(sources.read),
        "unread": list(sources.unread),
        "missing": list(sources.missing),
        "rejected": [_document(remark) for remark in sources.rejected],
        "in_effect": [_document(remark) for remark in sources.in_effect],
        "unknown": [_document(remark) for remark in sources.unknown],
        "ineffective": [_document(remark) for remark in sources.ineffective],
        "silent": list(sources.silent),
    }


def _document(remark: Remark) -> dict[str, Any]:
    evidence = [str(proof) for proof in remark.evidence]
    return {"about": remark.about, "state": remark.state, "why": remark.why, "evidence": evidence}
