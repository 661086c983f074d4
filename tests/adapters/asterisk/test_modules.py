from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pbxprivacy.adapters.asterisk.facts import EFFECTIVE, Status
from pbxprivacy.adapters.asterisk.server import Server

Pbx = Callable[[Mapping[str, str]], Path]


@pytest.mark.parametrize(
    ("text", "module", "status"),
    [
        ("[modules]\nautoload=yes\n", "app_mixmonitor", Status.EFFECTIVE),
        ("[modules]\nautoload=yes\nnoload=app_mixmonitor.so\n", "app_mixmonitor", Status.INERT),
        ("[modules]\nautoload=yes\nnoload=>APP_MIXMONITOR\n", "app_mixmonitor", Status.INERT),
        ("[modules]\nautoload=no\n", "app_mixmonitor", Status.INERT),
        ("[modules]\nautoload=no\nload=app_mixmonitor.so\n", "app_mixmonitor", Status.EFFECTIVE),
        ("[modules]\npreload-require=app_mixmonitor\n", "app_mixmonitor", Status.EFFECTIVE),
        ("[modules]\nload=app_mixmonitor\nnoload=app_mixmonitor\n", "app_mixmonitor", Status.INERT),
        ("[modules]\nautoload=yes\nnoload=res_hep.so\n", "res_hep_pjsip", Status.INERT),
        ("[modules]\nautoload=yes\nnoload=res_curl.so\n", "func_curl", Status.INERT),
        ("[modules]\nautoload=yes\nnoload=res_stasis.so\n", "res_ari", Status.INERT),
        ("[modules]\nautoload=yes\n[modules]\nnoload=app_queue.so\n", "app_queue", Status.EFFECTIVE),
        ("[modules]\n#include gone.conf\n", "app_queue", Status.UNKNOWN),
    ],
)
def test_modules_are_loaded_as_modules_conf_says(pbx: Pbx, text: str, module: str, status: Status) -> None:
    assert Server(pbx({"modules.conf": text})).modules.state(module).status is status


def test_without_modules_conf_nothing_is_known_of_modules(tmp_path: Path) -> None:
    assert Server(tmp_path).modules.state("app_queue").status is Status.UNKNOWN


def test_the_core_is_always_there(tmp_path: Path) -> None:
    assert Server(tmp_path).modules.state() == EFFECTIVE


def test_a_version_takes_modules_away(pbx: Pbx) -> None:
    root = pbx({})
    assert Server(root, version=20).modules.state("chan_sip") == EFFECTIVE
    assert Server(root, version=22).modules.state("chan_sip").status is Status.INERT
    assert Server(root).modules.state("chan_sip") == EFFECTIVE


def test_functions_of_the_database_need_their_module(pbx: Pbx) -> None:
    server = Server(pbx({"modules.conf": "[modules]\nautoload=yes\nnoload=func_odbc.so\n"}))
    assert server.application("ODBC_PEOPLE").status is Status.INERT
