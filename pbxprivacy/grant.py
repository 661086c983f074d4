"""Grants: features through which an application may connect and read.

The management interface, the API and a database grant have the same shape: an application, the addresses it
may come from, and whether the connection is encrypted. An empty ``permit`` admits nobody; where it admits the whole
Internet, the recipient is not only the application but ANYONE.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network
from typing import Annotated

import attrs
from pydantic import AfterValidator, Field

from pbxprivacy.feature import Entry, Feature
from pbxprivacy.flow import ANYONE, UNKNOWN_PARTY, Place, PlaceKind
from pbxprivacy.knob import entries, party, permit, protection, switch
from pbxprivacy.parties import PartyName
from pbxprivacy.terms import Safeguard

__all__ = ["Connection", "Grant", "GrantFeature", "Network", "is_open_to_anyone", "open_families"]


def _network(text: str) -> str:
    try:
        ip_network(text, strict=False)
    except ValueError:
        raise ValueError(
            "not an IP address or network: write for instance 192.0.2.10/32 or 2001:db8::/48;"
            ' everybody is ["0.0.0.0/0", "::/0"]'
        ) from None
    return text


_IN_CLEAR = frozenset({Safeguard.ENCRYPTED_IN_TRANSIT})
_FROM_ANYWHERE = frozenset({Safeguard.ADDRESS_RESTRICTED})

Network = Annotated[str, AfterValidator(_network), Field(examples=["192.0.2.10/32"])]


@lru_cache(maxsize=1024)
def open_families(permit: tuple[str, ...]) -> frozenset[int]:
    """Return the IP versions, 4 and 6, of which a permit list admits every address."""
    networks = [ip_network(text, strict=False) for text in permit]
    v4 = collapse_addresses([network for network in networks if isinstance(network, IPv4Network)])
    v6 = collapse_addresses([network for network in networks if isinstance(network, IPv6Network)])
    return frozenset(network.version for network in (*v4, *v6) if network.prefixlen == 0)


def is_open_to_anyone(permit: tuple[str, ...]) -> bool:
    """Tell whether a permit list admits every address of either family."""
    return bool(open_families(permit))


@attrs.frozen
class Connection:
    """A party that can connect, and what its connection lacks.

    ``knobs`` are the full names of the settings that let it in.
    """

    party: str
    lacks: frozenset[Safeguard]
    knobs: tuple[str, ...]

    def place(self, name: str) -> Place:
        """Return the place where this party holds what it read."""
        return Place(PlaceKind.SERVICE, name, scope=self.party, holder=self.party, retention=None, because=self.knobs)


class Grant(Entry):
    """What differs for one application; what is left out is as the feature has it."""

    permit: tuple[Network, ...] | None = permit("From which addresses this application may connect.", default=None)
    tls: bool | None = protection("Whether this application's connection is encrypted.", default=None)


class GrantFeature(Feature):
    """A feature that lets applications connect and read."""

    enabled: bool = switch("Whether applications may connect at all.")
    application: PartyName | None = party("The application that connects.")
    permit: tuple[Network, ...] = permit("From which addresses it may connect; none admits nobody.")
    tls: bool = protection("Whether the connection is encrypted.")
    applications: dict[PartyName, Grant] = entries("Further applications.", of_parties=True)

    def connections(self) -> Iterator[Connection]:
        """Yield every party that can connect, each once; nobody while the feature is off."""
        if not self.enabled:
            return
        named: list[tuple[str, tuple[tuple[str, ...], str], tuple[bool, str]]] = [
            (name, self.resolve("applications", name, "permit"), self.resolve("applications", name, "tls"))
            for name in self.applications
        ]
        if self.application is not None or not named:
            own = f"{self.key}.permit", f"{self.key}.tls"
            named.append((self.application or UNKNOWN_PARTY, (self.permit, own[0]), (self.tls, own[1])))
        admitted: dict[str, Connection] = {}
        for name, (networks, permit_knob), (encrypted, tls_knob) in named:
            if not networks:
                continue
            knobs = (f"{self.key}.enabled", permit_knob, *(() if encrypted else (tls_knob,)))
            lacks = frozenset() if encrypted else _IN_CLEAR
            if is_open_to_anyone(networks):
                lacks |= _FROM_ANYWHERE
                _admit(admitted, Connection(ANYONE, lacks, knobs))
            _admit(admitted, Connection(name, lacks, knobs))
        yield from admitted.values()


def _admit(admitted: dict[str, Connection], connection: Connection) -> None:
    """Add a connection; of two of one party, what either lacks is lacking."""
    known = admitted.get(connection.party)
    if known is not None:
        connection = attrs.evolve(known, lacks=known.lacks | connection.lacks)
    admitted[connection.party] = connection
