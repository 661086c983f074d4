"""Trunks: whose they are, and what of them is encrypted."""

from __future__ import annotations

import pytest

from tests.adapters.asterisk.importing.made import ENDPOINT, TRUNK, Pbx, dialplan, made

TLS = "[t]\ntype=transport\nprotocol=tls\n"
OUT = "[out]\ntype=endpoint\naors=out\ntransport=t\nmedia_encryption=sdes\n[out]\ntype=aor\ncontact={uri}\n"
REGISTRATION = "[r]\ntype=registration\nserver_uri=sip:telco.example\nclient_uri=sip:a@telco.example\n"


def test_a_host_that_calls_are_sent_to_is_a_carrier_of_an_unknown_country(pbx: Pbx) -> None:
    found = made(pbx, pjsip=TRUNK)
    assert found.recipients() == {"telco.example"}
    carrier = found.tenant.parties["telco.example"]
    assert (carrier.kind, carrier.country) == ("carrier", None)
    place = "service/trunk:telco.example"
    assert {"voice.call of remote_party", "contact.name of extension_user"} <= found.at(place)
    assert "encrypted_in_transit" in found.missing(place)


def test_without_a_trunk_nobody_outside_takes_part(pbx: Pbx) -> None:
    assert made(pbx, pjsip=ENDPOINT).state("call/inbound.external") == "absent"


def test_an_encrypted_trunk_lacks_nothing(pbx: Pbx) -> None:
    found = made(pbx, pjsip=TLS + OUT.format(uri="sip:telco.example;transport=tls"))
    assert found.missing("service/trunk:telco.example") == set()


def test_a_registration_alone_does_not_say_whether_the_voice_is_encrypted(pbx: Pbx) -> None:
    found = made(pbx, pjsip=REGISTRATION)
    assert "trunks.lines[telco.example].media_encrypted" in found.tenant.unknown
    both = made(pbx, pjsip=REGISTRATION + TRUNK)
    assert both.tenant.trunks.lines["telco.example"].media_encrypted is False
    assert not both.tenant.unknown


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_gateway_on_the_machine_itself_is_the_operators(pbx: Pbx, host: str) -> None:
    assert made(pbx, pjsip=TRUNK.replace("telco.example", host)).recipients() == set()


def test_a_private_address_is_a_party_of_its_own(pbx: Pbx) -> None:
    assert made(pbx, pjsip=TRUNK.replace("telco.example", "192.168.1.9")).recipients() == {"192.168.1.9"}


def test_a_host_that_the_dialplan_dials_by_name_is_a_carrier_too(pbx: Pbx) -> None:
    files = {"pjsip": ENDPOINT, "extensions": dialplan("Dial(SIP/${EXTEN}@direct.example)")}
    assert made(pbx, **files).recipients() == {"direct.example"}


def test_lines_of_a_card_lead_to_a_carrier_that_is_not_named_and_telephones_do_not(pbx: Pbx) -> None:
    found = made(pbx, chan_dahdi="[channels]\ncontext=in\nsignalling=pri_cpe\nchannel => 1-15\n")
    (carrier,) = found.recipients()
    assert found.tenant.parties[carrier].name == "the carrier of chan_dahdi.conf pri_cpe"
    phones = made(pbx, chan_dahdi="[channels]\nsignalling=fxo_ks\nchannel => 1-4\n")
    assert phones.recipients() == set()


def test_a_trunk_in_doubt_is_possible_by_its_name(pbx: Pbx) -> None:
    found = made(pbx, pjsip=TRUNK + "#include gone.conf\n")
    assert found.recipients() == set()
    assert "telco.example" in found.recipients("possible")


def test_a_peer_that_nobody_dials_carries_nothing(pbx: Pbx) -> None:
    iax = "[demo]\ntype=peer\nhost=demo.example\n"
    assert made(pbx, iax=iax).recipients() == set()
    assert made(pbx, iax=iax, pjsip=ENDPOINT, extensions=dialplan("Dial(IAX2/demo)")).recipients() == {"demo.example"}


def test_an_endpoint_that_is_known_by_its_address_is_another_server_and_no_phone(pbx: Pbx) -> None:
    identify = "[in]\ntype=identify\nendpoint=peer\nmatch=192.0.2.9\n"
    found = made(pbx, pjsip="[peer]\ntype=endpoint\ncontext=in\n" + identify)
    assert found.recipients() == {"192.0.2.9"}
    assert not found.tenant.extensions.phones


UNNAMED = "type=endpoint\nfrom_user=account\nsend_diversion=no\n"


@pytest.mark.parametrize(
    ("endpoint", "named"),
    [
        (UNNAMED, False),
        ("type=endpoint\n", True),
        ("type=endpoint\nfrom_user=account\n", True),
        ("type=endpoint\nsend_diversion=no\n", True),
        (f"{UNNAMED}send_pai=yes\n", True),
        (f"{UNNAMED}trust_id_outbound=yes\n", True),
    ],
)
def test_names_go_out_unless_every_header_that_would_carry_them_is_without(
    pbx: Pbx, endpoint: str, named: bool
) -> None:
    found = made(pbx, pjsip=TRUNK.replace("type=endpoint\n", endpoint) + REGISTRATION)
    assert ("contact.name of extension_user" in found.at("service/trunk:telco.example")) is named


def test_of_a_host_that_another_driver_calls_too_it_is_not_known_to_get_no_names(pbx: Pbx) -> None:
    peer = "[p]\ntype=peer\nhost=telco.example\n"
    found = made(pbx, version=20, sip=peer, pjsip=TRUNK.replace("type=endpoint\n", UNNAMED))
    assert "contact.name of extension_user" in found.at("service/trunk:telco.example")
