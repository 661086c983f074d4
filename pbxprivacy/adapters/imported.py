"""A tenant that was read from a PBX's own configuration, where each setting was read, and how much could be read."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from pbxprivacy.evidence import Evidence
from pbxprivacy.tenant import Tenant

__all__ = ["Imported", "Remark", "Sources"]


@attrs.frozen
class Remark:
    """Something that stands in the files, and why it is not simply so.

    Attributes:
        about: what it is.
        state: one word: ``inert``, ``unreachable``, ``unknown``, ``rejected``.
        why: the reason.
        evidence: where it stands.
    """

    about: str
    state: str
    why: str
    evidence: tuple[Evidence, ...] = ()


@attrs.frozen
class Sources:
    """What a tenant was read from, and what that leaves open.

    Attributes:
        product: which PBX, and which versions of it fit.
        read: the files that were read.
        unread: files beside them that were not.
        missing: files that were looked for and are not there.
        rejected: what the PBX itself refuses to load.
        in_effect: what is so, in the words of the product.
        unknown: what could not be known from these files.
        ineffective: what is written there and has no effect.
        silent: features of which these files can say nothing.
    """

    product: str
    read: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    rejected: tuple[Remark, ...] = ()
    in_effect: tuple[Remark, ...] = ()
    unknown: tuple[Remark, ...] = ()
    ineffective: tuple[Remark, ...] = ()
    silent: tuple[str, ...] = ()


@attrs.frozen
class Imported:
    """A tenant as a PBX's configuration has it.

    Attributes:
        tenant: the tenant, with what is unknown.
        file: the directory it was read from, as given.
        evidence: by full name, where each setting was read; files are relative to the directory.
        sources: what was read, and what could not be.
    """

    tenant: Tenant
    file: str
    evidence: Mapping[str, Evidence]
    sources: Sources

    @property
    def line(self) -> int:
        """0: a directory has no lines."""
        return 0
