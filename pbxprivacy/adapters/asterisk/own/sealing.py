"""Whether the script that a routine runs in the end is ours, and is where the routine says."""

from __future__ import annotations

import re
import shlex
from typing import Final

from pydantic import ValidationError

from pbxprivacy.adapters.asterisk.language.tree import Presence
from pbxprivacy.adapters.asterisk.render.seal import SCRIPT, script
from pbxprivacy.adapters.asterisk.render.target import Target
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.errors import UsageError
from pbxprivacy.features.call_recording import CallRecording
from pbxprivacy.tenant import Tenant

__all__ = ["unsealed"]

_COMMAND: Final = re.compile(r" --tenant=(?P<tenant>.*) --into=(?P<into>/\S*) -- \"\$1\"\n\Z", re.DOTALL)


def unsealed(server: Server, folder: str) -> str:
    """Return why it is not known that what ends is sealed; empty if the script in this folder is ours."""
    path = f"{folder}/{SCRIPT}"
    found = server.tree.look(path)
    # A server whose files are elsewhere has another /etc/asterisk than the directory that was read.
    is_there = any(path.startswith(f"{place}/") for place in (server.tree.home.rstrip("/"), str(server.tree.root)))
    if found.presence is not Presence.FILE or not is_there:
        return f"{path}, which runs when a recording ends, is not in the directory that was read"
    try:
        data = server.tree.read(found)
    except OSError:
        return f"{path}, which runs when a recording ends, cannot be read"
    return "" if data == _again(data) else f"{path}, which runs when a recording ends, is not as it was rendered"


def _again(data: bytes) -> bytes | None:
    """Return the script as it is rendered for the tenant and the folder that this one names; None if it names none."""
    try:
        named = _COMMAND.search(data.decode())
        if named is None:
            return None
        tenant = Tenant(tenant="".join(shlex.split(named["tenant"])), call_recording=CallRecording(encrypted=True))
        return script(tenant, Target(sealed=named["into"])).encode()
    except (UnicodeDecodeError, ValidationError, UsageError, ValueError):
        return None
