from __future__ import annotations

import pytest

from pbxprivacy.adapters.asterisk.render import Target
from pbxprivacy.errors import UsageError


@pytest.mark.parametrize("version", [16, 18, 21, 23])
def test_a_version_that_is_not_rendered_for_is_refused(version: int) -> None:
    with pytest.raises(UsageError, match="write one of 20, 22"):
        Target(version=version)


@pytest.mark.parametrize("path", ["relative", "/a b", "/a;b", "/a'b", "/a,b", "/a$b", "/a/../b", "/", "/a\n", ""])
def test_a_path_that_would_mean_something_in_a_dialplan_or_a_shell_is_refused(path: str) -> None:
    with pytest.raises(UsageError, match="no path that a dialplan can hold"):
        Target(spool=path)


def test_usual_paths_are_taken() -> None:
    assert Target(version=20, folder="/etc/asterisk/acme-1.d/pbx_privacy").version == 20
