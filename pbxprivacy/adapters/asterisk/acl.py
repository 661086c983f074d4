"""Who may connect: ordered permit and deny rules, with the reach they leave, computed as the server does.

The last rule that matches decides, and where none matches the answer is yes. Rules for IPv4 say nothing
about IPv6 clients (``ast_apply_ha`` in ``main/acl.c``), but do for IPv4 clients of a dual-stack socket.
"""

from __future__ import annotations

import heapq
import ipaddress
import itertools
import re
import socket
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum

import attrs

__all__ = ["AccessList", "Reach", "Rule", "parse_rules", "reach_of_binding"]

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Span = tuple[int, int]
BITS = {4: 32, 6: 128}

LOOPBACK = ("127.0.0.0/8", "::1/128")
PRIVATE = (
    *LOOPBACK, "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10",
    "fc00::/7", "fe80::/10",
)  # fmt: skip
"""Addresses that do not come in from the Internet: RFC 1918, 3927, 6598, 4193, 4291."""


class Reach(IntEnum):
    """From where one may connect; a larger one contains the smaller ones."""

    NOBODY = 0
    LOOPBACK = 1
    PRIVATE = 2
    PUBLIC = 3
    ANYONE = 4


@attrs.frozen(slots=True)
class Rule:
    """One permit or deny: an address matches if it equals ``network`` under ``mask`` (both as integers)."""

    permit: bool
    version: int
    network: int
    mask: int

    def matches(self, address: Address) -> bool:
        """Whether it speaks of this address."""
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return address.version == self.version and int(address) & self.mask == self.network

    @property
    def span(self) -> Span:
        """First and last address. A mask with holes is taken for the smallest span that holds it."""
        free = ~self.mask & ((1 << BITS[self.version]) - 1)
        return self.network & ~((1 << free.bit_length()) - 1), self.network | ((1 << free.bit_length()) - 1)

    @property
    def whole(self) -> bool:
        """Whether its mask has no holes."""
        free = ~self.mask & ((1 << BITS[self.version]) - 1)
        return free & (free + 1) == 0


def parse_rules(permit: bool, value: str) -> tuple[Rule, ...]:
    """The rules of one ``permit`` or ``deny`` line, which may list several, each perhaps negated by ``!``.

    Raises:
        ValueError: an address or mask that the server cannot read; it then drops the whole user or peer.
    """
    rules = []
    for part in value.split(","):
        entry = part.strip()
        negated = entry.startswith("!")
        text, _, mask_text = entry.removeprefix("!").partition("/")
        address = _address(text)
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        bits = BITS[address.version]
        if not mask_text:
            mask = (1 << bits) - 1
        elif ":" in mask_text or "." in mask_text:
            parsed = _address(mask_text)
            if parsed.version != address.version:
                raise ValueError("the mask is of the other address family")
            mask = int(parsed)
        elif re.fullmatch(r"[0-9]{1,3}", mask_text) and int(mask_text) <= bits:
            mask = ((1 << bits) - 1) ^ ((1 << (bits - int(mask_text))) - 1)
        else:
            raise ValueError("the mask cannot be read")
        rules.append(Rule(permit != negated, address.version, int(address) & mask, mask))
    return tuple(rules)


@attrs.frozen(slots=True)
class AccessList:
    """Ordered rules, and named lists which must all allow the client too.

    Attributes:
        rules: in the order of the file.
        named: further lists, from acl.conf.
        missing: names of lists that do not exist; the server then lets nobody in.
    """

    rules: tuple[Rule, ...] = ()
    named: tuple[tuple[Rule, ...], ...] = ()
    missing: tuple[str, ...] = ()

    def allows(self, address: Address) -> bool:
        """Whether a client of this address gets in."""
        return not self.missing and all(_verdict(rules, address) for rules in (self.rules, *self.named))

    def reach(self, version: int) -> Reach:
        """From where clients of one address family (4 or 6) get in."""
        if self.missing:
            return Reach.NOBODY
        spans = [(0, (1 << BITS[version]) - 1)]
        for rules in (self.rules, *self.named):
            spans = _common(spans, _allowed(rules, version))
        return _classify(spans, version)

    def networks(self, version: int, bound: Reach) -> tuple[str, ...]:
        """The networks from which clients get in, through a socket that can be reached from `bound`.

        Where half of all addresses or more get in, that is all addresses: it restricts nobody.
        """
        if self.missing or bound is Reach.NOBODY:
            return ()
        everything = [(0, (1 << BITS[version]) - 1)]
        spans = everything
        for rules in (self.rules, *self.named):
            spans = _common(spans, _allowed(rules, version))
        spans = everything if _classify(spans, version) is Reach.ANYONE else spans
        if bound < Reach.PUBLIC:
            zones = LOOPBACK if bound is Reach.LOOPBACK else PRIVATE
            nearby = sorted((int(net[0]), int(net[-1])) for net in _networks(zones, version))
            spans = _common(spans, nearby)
        kind = ipaddress.IPv4Address if version == 4 else ipaddress.IPv6Address  # noqa: PLR2004 - the two families
        ends = ((kind(first), kind(last)) for first, last in spans)
        return tuple(str(net) for first, last in ends for net in ipaddress.summarize_address_range(first, last))


def reach_of_binding(address: str) -> tuple[Reach, Reach]:
    """From where a socket bound to this address can be reached at all, over IPv4 and over IPv6.

    ``[::]`` takes clients of both families. What cannot be parsed may be a host name: anyone.
    """
    try:
        bound = _address(address or "::")
    except ValueError:
        return Reach.ANYONE, Reach.ANYONE
    if int(bound) == 0:
        return Reach.ANYONE, Reach.ANYONE if bound.version == BITS_V6 else Reach.NOBODY
    reach = Reach.ANYONE
    if any(bound in net for net in _networks(LOOPBACK, bound.version)):
        reach = Reach.LOOPBACK
    elif any(bound in net for net in _networks(PRIVATE, bound.version)):
        # A private address is reached from the network it is in; what is routed to it is not in the files.
        reach = Reach.PRIVATE
    return (reach, Reach.NOBODY) if bound.version != BITS_V6 else (Reach.NOBODY, reach)


BITS_V6 = 6


def _address(text: str) -> Address:
    text = text.strip().removeprefix("[").removesuffix("]").partition("%")[0]
    if ":" in text:
        return ipaddress.IPv6Address(text)
    # The server's resolver also takes the short and the hexadecimal forms (10, 127.1, 0x7f.1).
    if not re.fullmatch(r"[0-9a-fA-FxX.]+", text):
        raise ValueError("the address cannot be read")
    try:
        return ipaddress.IPv4Address(socket.inet_aton(text))
    except OSError:
        raise ValueError("the address cannot be read") from None


def _networks(texts: Iterable[str], version: int) -> Iterator[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    return (net for net in map(ipaddress.ip_network, texts) if net.version == version)


def _verdict(rules: Sequence[Rule], address: Address) -> bool:
    return next((rule.permit for rule in reversed(rules) if rule.matches(address)), True)


def _allowed(rules: Sequence[Rule], version: int) -> list[Span]:
    """The addresses that the rules allow, as sorted spans: a sweep, in which the highest open rule decides."""
    # A deny whose mask has holes denies less than its span: leave it out, so that reach is never too small.
    spans = [(rule.span, n) for n, rule in enumerate(rules) if rule.version == version and (rule.permit or rule.whole)]
    end = 1 << BITS[version]
    edges = sorted({0, end, *(first for (first, _), _ in spans), *(last + 1 for (_, last), _ in spans)})
    starts = sorted((first, -n, last) for (first, last), n in spans)
    open_rules: list[tuple[int, int]] = []
    allowed: list[Span] = []
    at = 0
    for first, after in itertools.pairwise(edges):
        while at < len(starts) and starts[at][0] <= first:
            heapq.heappush(open_rules, starts[at][1:])
            at += 1
        while open_rules and open_rules[0][1] < first:
            heapq.heappop(open_rules)
        if not open_rules or rules[-open_rules[0][0]].permit:
            if allowed and allowed[-1][1] == first - 1:
                allowed[-1] = (allowed[-1][0], after - 1)
            else:
                allowed.append((first, after - 1))
    return allowed


def _common(one: list[Span], two: list[Span]) -> list[Span]:
    found: list[Span] = []
    a = b = 0
    while a < len(one) and b < len(two):
        first, last = max(one[a][0], two[b][0]), min(one[a][1], two[b][1])
        if first <= last:
            found.append((first, last))
        if one[a][1] < two[b][1]:
            a += 1
        else:
            b += 1
    return found


def _classify(spans: list[Span], version: int) -> Reach:
    if not spans:
        return Reach.NOBODY
    total = sum(last - first + 1 for first, last in spans)
    if total * 2 >= 1 << BITS[version]:
        # Half of all addresses is no restriction: a list of a few who may not come in.
        return Reach.ANYONE
    for reach, texts in ((Reach.LOOPBACK, LOOPBACK), (Reach.PRIVATE, PRIVATE)):
        zones = sorted((int(net[0]), int(net[-1])) for net in _networks(texts, version))
        if _common(spans, zones) == spans:
            return reach
    return Reach.PUBLIC
