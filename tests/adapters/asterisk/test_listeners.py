from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pbxprivacy.adapters.asterisk.facts import Fact, Status, Topic
from pbxprivacy.adapters.asterisk.listeners import split_address
from pbxprivacy.adapters.asterisk.read import read

Pbx = Callable[[Mapping[str, str]], Path]
HTTP = "[general]\nenabled=yes\nbindaddr=0.0.0.0\n"


def listener(root: Path, subject: str) -> Fact:
    (found,) = (one for one in read(root).about(Topic.LISTENER) if one.subject == subject)
    return found


def test_ami_is_off_unless_enabled(pbx: Pbx) -> None:
    assert listener(pbx({"manager.conf": "[general]\nport=5038\n"}), "ami").state.status is Status.INERT


def test_ami_without_an_address_listens_everywhere_on_both_families(pbx: Pbx) -> None:
    one = listener(pbx({"manager.conf": "[general]\nenabled=yes\n"}), "ami")
    assert (one["address"], one["port"], one["reach"], one.effective) == ("::", 5038, "anyone", True)


def test_the_last_setting_of_manager_conf_wins_in_the_first_general_section(pbx: Pbx) -> None:
    root = pbx({"manager.conf": "[general]\nenabled=no\nenabled=yes\nbindaddr=::1\n[general]\nbindaddr=0.0.0.0\n"})
    one = listener(root, "ami")
    assert (one.effective, one["address"], one["reach"]) == (True, "::1", "loopback")


def test_tls_has_a_port_of_its_own(pbx: Pbx) -> None:
    root = pbx(
        {"manager.conf": "[general]\nenabled=yes\nbindaddr=127.0.0.1\ntlsenable=yes\ntlsbindaddr=0.0.0.0:5555\n"}
    )
    one = listener(root, "ami-tls")
    assert (one["address"], one["port"], one["tls"], one["reach"]) == ("0.0.0.0", 5555, True, "anyone")  # noqa: S104 - as told


def test_http_without_an_address_is_off(pbx: Pbx) -> None:
    one = listener(pbx({"http.conf": "[general]\nenabled=yes\n"}), "http")
    assert one.state.status is Status.INERT
    assert "bindaddr" in one.state.reason


def test_ami_over_http_ignores_the_address_of_ami(pbx: Pbx) -> None:
    root = pbx(
        {
            "manager.conf": "[general]\nenabled=yes\nwebenabled=yes\nbindaddr=127.0.0.1\n[u]\nsecret=x9\nread=all\n",
            "http.conf": HTTP,
        }
    )
    assert listener(root, "ami-http")["reach"] == "anyone"
    (user,) = read(root).about(Topic.AMI_USER)
    assert user["reach"] == "anyone"
    assert user["listeners"] == ("ami", "ami-http")


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ({"ari.conf": "[general]\n", "http.conf": HTTP}, Status.EFFECTIVE),
        ({"ari.conf": "[general]\nenabled=no\n", "http.conf": HTTP}, Status.INERT),
        ({"ari.conf": "[general]\n"}, Status.INERT),
        ({"http.conf": HTTP}, Status.INERT),
        ({"ari.conf": "[general]\n", "http.conf": HTTP, "modules.conf": "[modules]\nautoload=no\n"}, Status.INERT),
        ({"ari.conf": "[general]\n", "http.conf": HTTP + "#include gone.conf\n"}, Status.UNKNOWN),
    ],
)
def test_ari_needs_its_module_its_switch_and_http(pbx: Pbx, files: dict[str, str], status: Status) -> None:
    assert listener(pbx(files), "ari").state.status is status


def test_what_an_exec_may_switch_on_is_not_told_as_off(pbx: Pbx) -> None:
    files = {"asterisk.conf": "[options]\nexecincludes=yes\n", "manager.conf": "[general]\n#exec /bin/x\n"}
    assert listener(pbx(files), "ami").state.status is Status.UNKNOWN


def test_a_dangling_manager_conf_is_unknown(pbx: Pbx) -> None:
    root = pbx({})
    (root / "manager.conf").symlink_to("/var/www/gone/manager.conf")
    assert listener(root, "ami").state.status is Status.UNKNOWN


@pytest.mark.parametrize(
    ("text", "parts"),
    [("10.0.0.1", ("10.0.0.1", 9)), ("10.0.0.1:80", ("10.0.0.1", 80)), ("[::1]:80", ("::1", 80)), ("::1", ("::1", 9)),
     ("h:99999999", ("h", 9))],
)  # fmt: skip
def test_an_address_may_have_a_port(text: str, parts: tuple[str, int]) -> None:
    assert split_address(text, 9) == parts


@pytest.mark.parametrize(
    ("addresses", "status"),
    [("", Status.INERT), ("bindaddr=0.0.0.0\n", Status.EFFECTIVE), ("tlsbindaddr=0.0.0.0\n", Status.EFFECTIVE)],
)
def test_https_needs_an_address_of_its_own_or_that_of_http(pbx: Pbx, addresses: str, status: Status) -> None:
    root = pbx({"http.conf": f"[general]\nenabled=yes\ntlsenable=yes\n{addresses}"})
    assert listener(root, "https").state.status is status
