"""From a host or program in the files to the party that gets the data there."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from pbxprivacy.adapters.asterisk.importing.draft import Draft, name_of
from pbxprivacy.evidence import Evidence
from pbxprivacy.parties import OPERATOR
from pbxprivacy.terms import PartyKind

__all__ = ["bare_host", "is_own", "of_host", "of_program"]


def is_own(host: str) -> bool:
    """Tell whether a host is the PBX itself: a loopback address, its name, or a socket in its file system.

    A private address is not: it is another machine, of whose owner nothing is said.
    """
    bare = bare_host(host)
    if bare.startswith("/") or bare.casefold() in {"localhost", "localhost.localdomain", "ip6-localhost"}:
        return True
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return False


def of_host(draft: Draft, host: str, kind: PartyKind, proofs: Iterable[Evidence]) -> str | None:
    """Return the party behind a host: the operator for the PBX itself, one named by the host, None without a host."""
    bare = bare_host(host)
    if not bare:
        return None
    return OPERATOR if is_own(host) else draft.party(name_of(bare), bare, kind, proofs)


def of_program(draft: Draft, program: str, proofs: Iterable[Evidence]) -> str:
    """Return the party that a program on the PBX stands for: what it does with what it gets is not in the files."""
    name = program.rpartition("/")[2] or program
    key = name_of(f"program-{name}" if name != program else f"program-{program}")
    return draft.party(key, f"{program} (a program on the PBX)", PartyKind.OPAQUE, proofs)


def bare_host(host: str) -> str:
    """Return a host without brackets and port."""
    host = host.strip()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0] if host.count(":") == 1 else host
