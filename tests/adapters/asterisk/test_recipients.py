from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pbxprivacy.adapters.asterisk.facts import Fact, Status, Topic
from pbxprivacy.adapters.asterisk.read import read
from pbxprivacy.adapters.asterisk.recipients import url_host

Pbx = Callable[[Mapping[str, str]], Path]
PHONE = "[phone]\ntype=endpoint\ncontext=in\n"


def one(pbx: Pbx, application: str, topic: Topic = Topic.RECIPIENT, **files: str) -> Fact:
    named = {f"{name}.conf": text for name, text in files.items()}
    root = pbx({"pjsip.conf": PHONE, "extensions.conf": f"[in]\nexten => 1,1,{application}\n", **named})
    (found,) = read(root).about(topic)
    assert "canary" not in str(found)
    return found


@pytest.mark.parametrize(
    ("application", "kind", "host", "program"),
    [
        ("Set(N=${CURL(http://u:canary@crm.example/x?n=${CALLERID(num)}&key=canary)})", "url", "crm.example", ""),
        ("AGI(agi://agi.example/x,canary)", "agi", "agi.example", ""),
        ("AGI(/usr/bin/look.php,canary)", "opaque", "", "/usr/bin/look.php"),
        ("EAGI(speech.py)", "opaque", "", "speech.py"),
        ("System(/bin/hook canary ${CALLERID(num)})", "opaque", "", "/bin/hook"),
        ("TrySystem(echo x | mutt -s ${CALLERID(num)} -- a)", "mail", "", "echo"),
        ("System(curl -u a:canary https://hook.example/x)", "url", "hook.example", "curl"),
        ("NoOp(${SHELL(/bin/look canary)})", "opaque", "", "/bin/look"),
        ("AudioSocket(uuid,speech.example:9092)", "audio", "speech.example:9092", ""),
        ("MYSQL(connect c db.example root canary pbx)", "database", "db.example", ""),
        ("Set(X=${ODBC_LOOKUP(${CALLERID(num)})})", "database", "", "odbc_lookup"),
        ("SpeechCreate(engine)", "speech", "", "engine"),
        ("Dial(IAX2/user:canary@far.example/1)", "carrier", "far.example", ""),
        ("Dial(IAX2/user:x@canary@far.example/1)", "carrier", "far.example", ""),
        ("Dial(PJSIP/out/sip:${EXTEN}@far.example\\;user=phone)", "carrier", "far.example", ""),
        ("Dial(${OUT}/1)\n[globals]\nOUT=IAX2/user:canary@far.example:4569\n", "carrier", "far.example", ""),
    ],
)
def test_who_is_handed_data_is_told_without_secrets(
    pbx: Pbx, application: str, kind: str, host: str, program: str
) -> None:
    found = one(pbx, application)
    assert (found["kind"], found["host"], found["program"]) == (kind, host, program)
    assert found.effective


def test_a_number_in_an_address_is_told_and_so_is_clear_text(pbx: Pbx) -> None:
    found = one(pbx, "Set(N=${CURL(http://crm.example/${CALLERID(num)})})")
    assert (found["numbers"], found["clear"]) == (True, True)
    assert one(pbx, "Set(N=${CURL(https://crm.example/)})")["clear"] is False


def test_an_address_that_is_computed_is_unknown(pbx: Pbx) -> None:
    assert one(pbx, "Set(N=${CURL(${URL}${CALLERID(num)})})").state.status is Status.UNKNOWN


def test_a_peer_that_is_dialled_is_no_host(pbx: Pbx) -> None:
    root = pbx({"pjsip.conf": PHONE, "extensions.conf": "[in]\nexten => 1,1,Dial(PJSIP/1@a.example&SIP/1@peer)\n"})
    assert read(root).about(Topic.RECIPIENT) == ()


def test_what_an_application_outside_does_is_unknown(pbx: Pbx) -> None:
    found = one(pbx, "Stasis(dialer,canary)")
    assert (found.state.status, found["program"]) == (Status.UNKNOWN, "dialer")


def test_a_function_that_is_not_loaded_sends_nothing(pbx: Pbx) -> None:
    found = one(pbx, "Set(N=${CURL(http://h.example/)})", modules="[modules]\nautoload=yes\nnoload=func_curl.so\n")
    assert found.state.status is Status.INERT


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://a.example:8443/x", "a.example"),
        ("http://[::1]:80/", "[::1]"),
        ("${X}", ""),
        ("http://${H}/", ""),
        ("a.b", ""),
    ],
)
def test_the_host_of_a_url(url: str, host: str) -> None:
    assert url_host(url) == host


def test_an_agi_that_is_driven_over_ami_is_no_program(pbx: Pbx) -> None:
    found = one(pbx, "AGI(agi:async)")
    assert (found["kind"], found.state.status) == ("application", Status.UNKNOWN)
