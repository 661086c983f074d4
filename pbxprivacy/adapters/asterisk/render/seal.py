"""What runs when a recording ends: a script that seals it, and the command that calls the script.

The command passes a configuration file, the dialplan's arguments, MixMonitor's own substitution (``^{...}``) and a
shell. So it is made of harmless characters alone, and the file's name stands in single quotes, which all of them leave
alone. The tenant's name, which can be any text, stands in the script, quoted for the shell.
"""

from __future__ import annotations

import shlex
from typing import Final

from pbxprivacy.adapters.asterisk.render.files import MADE_BY
from pbxprivacy.adapters.asterisk.render.target import Target
from pbxprivacy.tenant import Tenant

__all__ = ["SCRIPT", "can_seal", "command", "script"]

SCRIPT: Final = "seal.sh"
_RECORDED: Final = "^{MIXMONITOR_FILENAME}"


def can_seal(tenant: Tenant) -> bool:
    """Tell whether the tenant's name can be an argument of a program."""
    try:
        return b"\0" not in tenant.tenant.encode()
    except UnicodeEncodeError:
        return False


def command(tenant: Tenant, target: Target, recording: str = _RECORDED) -> str:
    """Return what MixMonitor runs in the end; empty where recordings are not encrypted.

    Args:
        tenant: whose recordings.
        target: where the script is.
        recording: the recording's path, as the dialplan writes it; without it, what MixMonitor says.
    """
    return f"/bin/sh {target.folder}/{SCRIPT} '{recording}'" if tenant.call_recording.encrypted else ""


def script(tenant: Tenant, target: Target) -> str:
    """Return the script; one that does nothing where recordings are not encrypted, or cannot be."""
    lines = ["#!/bin/sh", f"# {MADE_BY}"]
    if tenant.call_recording.encrypted and can_seal(tenant):
        named = f"--tenant={shlex.quote(tenant.tenant)} --into={target.sealed}"
        lines += [
            "# Seals one recording; public keys are enough. What cannot be sealed stays, for `vault watch` to find.",
            "set -eu",
            ': "${PBXPRIVACY_KEYRING:=file:/etc/pbxprivacy/node.json}"',
            "export PBXPRIVACY_KEYRING",
            f'exec "${{PBXPRIVACY:-pbxprivacy}}" vault seal --quiet {named} -- "$1"',
        ]
    else:
        lines.append("exit 0")
    return "\n".join(lines) + "\n"
