"""logger.conf: what is logged; nothing that carries numbers, names or digits unless the debug log is on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.adapters.asterisk.render.files import File, Section
from pbxprivacy.tenant import Tenant

__all__ = ["logger"]

_PLAIN: Final = "notice,warning,error"
_NOTES: Final = ("The server writes debug messages once `core set debug 3` was given on its console.",)


def logger(tenant: Tenant) -> Iterator[File]:
    """Yield the file, with the switch of the queue log."""
    log = tenant.debug_log
    general = (("queue_log", "yes" if tenant.queue_log.enabled else "no"),)
    channels: list[tuple[str, str]] = [("console", _PLAIN), ("messages.log", _PLAIN)]
    if log.enabled:
        # Whole SIP messages are verbose text; without them the log takes none, since that also tells of keys pressed.
        levels = [_PLAIN, "debug", *(["verbose(3)"] if log.signalling else []), *(["dtmf"] if log.digits else [])]
        channels.append(("debug.log", ",".join(levels)))
    sections = (Section("general", general), Section("logfiles", tuple(channels), arrow=True))
    yield File("logger.conf", sections, _NOTES if log.enabled else ())
