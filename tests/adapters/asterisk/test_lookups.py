import pytest

from pbxprivacy.adapters.asterisk.facts import Status
from tests.adapters.asterisk.dialled import Pbx, recipients

PEERS = "[general]\n[mappings]\nx => in,0,IAX2,x:canary@here.example/${NUMBER}\n[00:11]\nhost=peer.example\n"


@pytest.mark.parametrize(
    ("question", "zone"),
    [
        ("ENUMLOOKUP(${EXTEN})", "e164.arpa"),
        ("ENUMLOOKUP(${EXTEN},sip,,1,enum.example)", "enum.example"),
        ("ENUMQUERY(${EXTEN},sip,enum.example)", "enum.example"),
        ("TXTCIDNAME(${CALLERID(num)},names.example)", "names.example"),
        ("ENUMLOOKUP(${EXTEN},sip,,1,${ZONE})", ""),
    ],
)
def test_a_zone_of_dns_learns_the_number(pbx: Pbx, question: str, zone: str) -> None:
    (one,) = recipients(pbx, f"Set(A=${{{question}}})")
    assert (one["kind"], one["host"], one["numbers"], one["clear"], one.effective) == ("lookup", zone, True, True, True)


@pytest.mark.parametrize(
    ("peers", "host", "status"),
    [
        (PEERS, "peer.example", Status.EFFECTIVE),
        (PEERS.replace("peer.example", "dynamic"), "", Status.UNKNOWN),
        ("[general]\n", "", Status.INERT),
    ],
)
def test_peers_of_dundi_learn_the_number(pbx: Pbx, peers: str, host: str, status: Status) -> None:
    (one,) = recipients(pbx, "Set(A=${DUNDILOOKUP(${EXTEN},x)})", dundi=peers)
    assert (one["host"], one.state.status) == (host, status)


@pytest.mark.parametrize(
    ("switch", "host"),
    [("DUNDi/x", "peer.example"), ("IAX2/me:canary@far.example/in", "far.example"), ("IAX2/me:canary@${H}/in", "")],
)
def test_another_dialplan_is_asked_for_every_number(pbx: Pbx, switch: str, host: str) -> None:
    (one,) = recipients(pbx, f"NoOp()\nswitch => {switch}", dundi=PEERS)
    assert (one["host"], one.effective, one["clear"]) == (host, True, True)


def test_a_switch_to_a_database_asks_nobody_by_this_way(pbx: Pbx) -> None:
    assert recipients(pbx, "NoOp()\nswitch => Realtime/in@x") == ()
