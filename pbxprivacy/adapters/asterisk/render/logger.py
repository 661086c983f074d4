"""logger.conf: what is logged; nothing that carries numbers, names or digits unless the debug log is on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.adapters.asterisk.render.files import File, Section
from pbxprivacy.tenant import Tenant

__all__ = ["logger"]

_PLAIN: Final = "notice,warning,error"
_NOTES: Final = (
    "How much is written also depends on `core set verbose` and `core set debug` on the server's console.",
)


def logger(tenant: Tenant) -> Iterator[File]:
    """Yield the file, with the switch of the queue log."""
    log = tenant.debug_log
    general = (("queue_log", "yes" if tenant.queue_log.enabled else "no"),)
    channels: list[tuple[str, str]] = [("console", _PLAIN), ("messages.log", _PLAIN)]
    if log.enabled:
        # From verbose(3) on, and in debug messages, keys pressed show up; a SIP trace is verbose(0).
        levels = [_PLAIN, *(["verbose(5)", "debug", "dtmf"] if log.digits else ["verbose(2)"])]
        channels.append(("debug.log", ",".join(levels)))
    sections = (Section("general", general), Section("logfiles", tuple(channels), arrow=True))
    yield File("logger.conf", sections, _NOTES if log.enabled else ())
