"""What is rendered for: the version of Asterisk, and where things are on its machine."""

from __future__ import annotations

import re
from typing import Final

import attrs

from pbxprivacy.errors import UsageError

__all__ = ["VERSIONS", "Target"]

VERSIONS: Final = (20, 22)
"""The major versions that can be rendered for: those with long-term support."""

_PATH: Final = re.compile(r"/[A-Za-z0-9_./-]*[A-Za-z0-9_-]")


def _absolute(_: object, attribute: attrs.Attribute[str], path: str) -> None:
    # These paths stand inside of dialplan arguments and shell words, so they hold nothing that means something there.
    if not _PATH.fullmatch(path) or ".." in path:
        raise UsageError(
            f"{attribute.name} is no path that a dialplan can hold: {path!r}",
            mend="write an absolute path of letters, digits, dots, dashes and underscores",
        )


def _known(_: object, __: object, version: int) -> None:
    if version not in VERSIONS:
        raise UsageError(
            f"Asterisk {version} is not rendered for", mend=f"write one of {', '.join(map(str, VERSIONS))}"
        )


@attrs.frozen
class Target:
    """Version and paths of the server.

    Attributes:
        version: the major version of Asterisk.
        folder: where the rendered files will be, as the server sees it; it runs ``seal.sh`` there.
        certificate: the server's certificate, PEM.
        private_key: its key, PEM.
        spool: where calls are recorded to; a ``tmpfs`` leaves nothing on a disk.
        sealed: where sealed recordings go.

    Raises:
        UsageError: a version that is not known, or a path that a dialplan cannot hold.
    """

    version: int = attrs.field(default=22, validator=_known)
    folder: str = attrs.field(default="/etc/asterisk/pbxprivacy", validator=_absolute)
    certificate: str = attrs.field(default="/etc/asterisk/keys/asterisk.crt", validator=_absolute)
    private_key: str = attrs.field(default="/etc/asterisk/keys/asterisk.key", validator=_absolute)
    spool: str = attrs.field(default="/var/spool/asterisk/monitor/pbxprivacy", validator=_absolute)
    sealed: str = attrs.field(default="/var/spool/asterisk/sealed", validator=_absolute)
