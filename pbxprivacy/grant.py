"""Grants: features through which an application may connect and read.

The management interface, the API and a database grant have the same shape: an application, the addresses it
may come from, and whether the connection is encrypted. An empty ``permit`` admits nobody; where it admits the whole
Internet, the recipient is not only the application but ANYONE.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network
from typing import Annotated, Any, Final

import attrs
from pydantic import AfterValidator, Field

from pbxprivacy.feature import Entry, Feature
from pbxprivacy.flow import ANYONE, UNKNOWN_PARTY, Place, PlaceKind
from pbxprivacy.knob import entries, level, party, permit, protection, switch
from pbxprivacy.parties import PartyName
from pbxprivacy.terms import Safeguard

__all__ = [
    "Connection",
    "Grant",
    "GrantFeature",
    "Network",
    "SecretQuality",
    "is_on_this_machine",
    "is_open_to_anyone",
    "open_families",
]


class SecretQuality(StrEnum):
    """How good a password is, told without the password.

    ``hashed``: only a hash is there, so it cannot be told. ``weak``: short, of few characters, or the user's own name.
    ``default``: it stands in a manual. ``none``: there is none.
    """

    STRONG = "strong"
    HASHED = "hashed"
    WEAK = "weak"
    DEFAULT = "default"
    NONE = "none"


_LONGEST: Final = 43  # signs of the longest network there is, in IPv6


@lru_cache(maxsize=4096)
def _network(text: str) -> str:
    try:
        ip_network(text, strict=False)
    except ValueError:
        shown = text[:_LONGEST] or "an empty text"
        raise ValueError(
            f"{shown} is not an IP address or network: write for instance 192.0.2.10/32 or 2001:db8::/48;"
            ' everybody is ["0.0.0.0/0", "::/0"]'
        ) from None
    return text


_IN_CLEAR = frozenset({Safeguard.ENCRYPTED_IN_TRANSIT})
_FROM_ANYWHERE = frozenset({Safeguard.ADDRESS_RESTRICTED})

# The largest blocks that any one organisation was given: an IPv4 /8, an IPv6 /16 (IANA and ARIN registries).
_WIDEST: Final = {4: 1 << 24, 6: 1 << 112}
_MAPPED: Final = IPv6Network("::ffff:0:0/96")
_V4_BITS: Final = (1 << 32) - 1
# RFC 1918, RFC 1122, RFC 4193, RFC 4291
_PRIVATE: Final = tuple(
    ip_network(text)
    for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "fc00::/7", "fe80::/10")
)

Network = Annotated[str, AfterValidator(_network), Field(examples=["192.0.2.10/32"])]


@lru_cache(maxsize=1024)
def open_families(permit: tuple[str, ...]) -> frozenset[int]:
    """Return the IP versions, 4 and 6, of which a permit list admits more than any one organisation needs.

    A list without ``0.0.0.0/0`` can admit all the same: as two halves, as everything but one network, or as IPv4
    written in IPv6.
    """
    networks = [_unmapped(ip_network(text, strict=False)) for text in permit]
    v4 = [network for network in networks if isinstance(network, IPv4Network) and not _is_private(network)]
    v6 = [network for network in networks if isinstance(network, IPv6Network) and not _is_private(network)]
    admitted = {
        4: sum(network.num_addresses for network in collapse_addresses(v4)),
        6: sum(network.num_addresses for network in collapse_addresses(v6)),
    }
    return frozenset(version for version, addresses in admitted.items() if addresses > _WIDEST[version])


def _unmapped(network: IPv4Network | IPv6Network) -> IPv4Network | IPv6Network:
    """Return the IPv4 network that one of IPv4-mapped IPv6 addresses stands for (RFC 4291 section 2.5.5.2)."""
    if isinstance(network, IPv6Network) and network.subnet_of(_MAPPED):
        return IPv4Network((int(network.network_address) & _V4_BITS, network.prefixlen - _MAPPED.prefixlen))
    return network


def _is_private(network: IPv4Network | IPv6Network) -> bool:
    return any(network.version == one.version and network.subnet_of(one) for one in _PRIVATE)  # type: ignore[arg-type] # the same version


@lru_cache(maxsize=1024)
def is_on_this_machine(permit: tuple[str, ...]) -> bool:
    """Tell whether a permit list admits programs on the PBX itself alone, whose connections cross no network."""
    return all(ip_network(text, strict=False).is_loopback for text in permit)


def is_open_to_anyone(permit: tuple[str, ...]) -> bool:
    """Tell whether a permit list restricts nobody in either family."""
    return bool(open_families(permit))


@attrs.frozen
class Connection:
    """A party that can connect, and what its connection lacks.

    ``knobs`` are the full names of the settings that let it in; ``application`` is the entry that does, or empty.
    """

    party: str
    lacks: frozenset[Safeguard]
    knobs: tuple[str, ...]
    application: str = ""

    def place(self, name: str) -> Place:
        """Return the place where this party holds what it read."""
        return Place(PlaceKind.SERVICE, name, scope=self.party, holder=self.party, retention=None, because=self.knobs)


class Grant(Entry):
    """What differs for one application; what is left out is as the feature has it."""

    permit: tuple[Network, ...] | None = permit("From which addresses this application may connect.", default=None)
    tls: bool | None = protection("Whether this application's connection is encrypted.", default=None)
    secret: SecretQuality | None = level("How good this application's password is.", SecretQuality, default=None)


class GrantFeature(Feature):
    """A feature that lets applications connect and read."""

    enabled: bool = switch("Whether applications may connect at all.")
    application: PartyName | None = party("The application that connects.")
    permit: tuple[Network, ...] = permit("From which addresses it may connect; none admits nobody.")
    tls: bool = protection("Whether the connection is encrypted.")
    secret: SecretQuality = level("How good its password is.", SecretQuality, default=SecretQuality.STRONG)
    applications: Mapping[PartyName, Grant] = entries("Further applications.", of_parties=True)

    def connections(self) -> Iterator[Connection]:
        """Yield every party that can connect, each once; nobody while the feature is off."""
        found: dict[str, Connection] = {}
        for one in self.admitted():
            # Of two of one party, what either lacks is lacking.
            known = found.get(one.party)
            found[one.party] = one if known is None else attrs.evolve(known, lacks=known.lacks | one.lacks)
        yield from found.values()

    def admitted(self) -> Iterator[Connection]:
        """Yield every way in, each by itself: two applications open to everybody are two ways for ANYONE."""
        if not self.enabled:
            return
        for name in self.applications:
            permit, tls = self.resolve("applications", name, "permit"), self.resolve("applications", name, "tls")
            yield from self._ways(name, name, permit, tls)
        if self.application is not None or not self.applications:
            own = f"{self.key}.permit", f"{self.key}.tls"
            yield from self._ways(self.application or UNKNOWN_PARTY, "", (self.permit, own[0]), (self.tls, own[1]))

    def asked(self, application: str, knob: str) -> tuple[Any, str]:
        """Return the value that holds for one way in, and the full name of the knob that set it."""
        if application:
            return self.resolve("applications", application, knob)
        return getattr(self, knob), f"{self.key}.{knob}"

    def _ways(
        self, party: str, application: str, permit: tuple[tuple[str, ...], str], tls: tuple[bool, str]
    ) -> Iterator[Connection]:
        (networks, permit_knob), (encrypted, tls_knob) = permit, tls
        if not networks:
            return
        in_clear = not encrypted and not is_on_this_machine(networks)
        knobs = (f"{self.key}.enabled", permit_knob, *((tls_knob,) if in_clear else ()))
        lacks = _IN_CLEAR if in_clear else frozenset()
        if is_open_to_anyone(networks):
            lacks |= _FROM_ANYWHERE
            yield Connection(ANYONE, lacks, knobs, application)
        yield Connection(party, lacks, knobs, application)
