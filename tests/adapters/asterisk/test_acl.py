import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbxprivacy.adapters.asterisk.acl import AccessList, Reach, Rule, parse_rules, reach_of_binding

NETWORKS = st.sampled_from(
    ["0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "127.0.0.0/8", "127.0.0.1", "192.168.0.165/255.255.255.0", "8.8.8.8",
     "128.0.0.0/1", "0.0.0.0/1", "172.16.0.0/12", "203.0.113.0/24", "::/0", "::1", "fc00::/7", "2001:db8::/32",
     "2000::/3", "!10.0.0.0/8", "!::/0", "10.0.0.0/8,!10.1.0.0/16"]
)  # fmt: skip
LISTS = st.lists(st.tuples(st.booleans(), NETWORKS), max_size=6)
SAMPLES = [
    *map(ipaddress.ip_address, ["0.0.0.1", "8.8.8.8", "8.8.8.9", "9.255.255.255", "10.0.0.0", "10.1.2.3",
     "10.2.0.1", "11.0.0.0", "127.0.0.1", "127.0.0.2", "128.0.0.0", "172.15.255.255", "172.16.0.1", "192.168.0.1",
     "192.168.0.165", "192.168.1.1", "203.0.113.9", "255.255.255.255", "::", "::1", "::2", "2001:db8::1", "2001:db9::1",
     "fc00::1", "fe80::1", "ffff::", "2000::", "3fff:ffff::1", "4000::"])
]  # fmt: skip


def rules(pairs: list[tuple[bool, str]]) -> tuple[Rule, ...]:
    return tuple(rule for permit, value in pairs for rule in parse_rules(permit, value))


def brute(pairs: list[tuple[bool, str]], address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    allowed = True
    for permit, value in pairs:
        for part in value.split(","):
            negated, text = part.startswith("!"), part.removeprefix("!")
            network = ipaddress.ip_network(text, strict=False)
            if address.version == network.version and address in network:
                allowed = permit != negated
    return allowed


def brute_reach(pairs: list[tuple[bool, str]], version: int) -> Reach:
    """The least reach that the sampled addresses force."""
    private = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fe80::/10")
    found = Reach.NOBODY
    for address in SAMPLES:
        if address.version == version and brute(pairs, address):
            inside = any(address in net for net in map(ipaddress.ip_network, private) if net.version == version)
            found = max(found, Reach.LOOPBACK if address.is_loopback else Reach.PRIVATE if inside else Reach.PUBLIC)
    return found


@given(LISTS)
def test_the_verdict_agrees_with_brute_force(pairs: list[tuple[bool, str]]) -> None:
    access = AccessList(rules(pairs))
    for address in SAMPLES:
        assert access.allows(address) == brute(pairs, address)


@given(LISTS)
def test_the_reach_is_never_smaller_than_the_addresses_that_get_in(pairs: list[tuple[bool, str]]) -> None:
    access = AccessList(rules(pairs))
    for version in (4, 6):
        assert access.reach(version) >= brute_reach(pairs, version)


@given(LISTS, LISTS)
def test_a_named_list_can_only_shrink_the_reach(one: list[tuple[bool, str]], two: list[tuple[bool, str]]) -> None:
    for version in (4, 6):
        both = AccessList(rules(one), (rules(two),)).reach(version)
        assert both <= AccessList(rules(one)).reach(version)
        assert both <= AccessList(rules(two)).reach(version)


def reach(*pairs: tuple[bool, str]) -> tuple[Reach, Reach]:
    access = AccessList(rules(list(pairs)))
    return access.reach(4), access.reach(6)


def test_no_rule_is_everyone() -> None:
    assert reach() == (Reach.ANYONE, Reach.ANYONE)


def test_permit_without_deny_restricts_nobody() -> None:
    assert reach((True, "10.0.0.0/8"))[0] is Reach.ANYONE


def test_deny_all_then_permit_all_is_everyone() -> None:
    assert reach((False, "0.0.0.0/0"), (True, "0.0.0.0/0.0.0.0"))[0] is Reach.ANYONE


def test_the_last_rule_wins_so_permit_before_deny_admits_nobody() -> None:
    assert reach((True, "10.0.0.0/8"), (False, "0.0.0.0/0"))[0] is Reach.NOBODY


def test_ipv4_rules_say_nothing_about_ipv6_clients() -> None:
    assert reach((False, "0.0.0.0/0"), (True, "127.0.0.1")) == (Reach.LOOPBACK, Reach.ANYONE)


def test_ipv4_rules_hold_for_ipv4_clients_of_a_socket_for_both() -> None:
    access = AccessList(rules([(False, "0.0.0.0/0")]))
    assert not access.allows(ipaddress.ip_address("::ffff:10.0.0.1"))


def test_a_mask_widens_an_address_to_its_network() -> None:
    assert reach((False, "0.0.0.0/0"), (True, "192.168.0.165/255.255.255.0"))[0] is Reach.PRIVATE
    assert AccessList(rules([(False, "0/0"), (True, "192.168.0.165/255.255.255.0")])).allows(
        ipaddress.ip_address("192.168.0.1")
    )


def test_two_halves_are_everyone() -> None:
    assert reach((False, "0.0.0.0/0"), (True, "0.0.0.0/1"), (True, "128.0.0.0/1"))[0] is Reach.ANYONE


def test_one_public_address_is_public() -> None:
    assert reach((False, "0.0.0.0/0"), (True, "203.0.113.7"))[0] is Reach.PUBLIC


def test_a_mask_with_holes_never_makes_the_reach_too_small() -> None:
    assert reach((False, "255.0.255.0/255.0.255.0"))[0] is Reach.ANYONE
    assert reach((False, "0.0.0.0/0"), (True, "8.0.0.8/255.0.0.255"))[0] is Reach.PUBLIC


def test_short_forms_are_read_as_the_resolver_reads_them() -> None:
    (rule,) = parse_rules(True, "10")
    assert rule.network == 10


@pytest.mark.parametrize(
    "text", ["host.example", "10.0.0.0/33", "10.0.0.0/x", "::/129", "10.0.0.0/ffff::", "", "1.2.3.4:5"]
)
def test_what_the_server_cannot_read_is_an_error(text: str) -> None:
    with pytest.raises(ValueError):
        parse_rules(True, text)


def test_a_list_that_does_not_exist_admits_nobody() -> None:
    access = AccessList(missing=("office",))
    assert access.reach(4) is Reach.NOBODY
    assert not access.allows(ipaddress.ip_address("127.0.0.1"))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1", (Reach.LOOPBACK, Reach.NOBODY)),
        ("0.0.0.0", (Reach.ANYONE, Reach.NOBODY)),  # noqa: S104 - the address is what is tested
        ("::", (Reach.ANYONE, Reach.ANYONE)),
        ("", (Reach.ANYONE, Reach.ANYONE)),
        ("::1", (Reach.NOBODY, Reach.LOOPBACK)),
        ("192.168.1.5", (Reach.PRIVATE, Reach.NOBODY)),
        ("203.0.113.5", (Reach.ANYONE, Reach.NOBODY)),
        ("pbx.example", (Reach.ANYONE, Reach.ANYONE)),
    ],
)
def test_a_binding_limits_who_can_come(address: str, expected: tuple[Reach, Reach]) -> None:
    assert reach_of_binding(address) == expected
