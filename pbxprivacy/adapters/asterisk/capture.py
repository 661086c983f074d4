"""SIP capture: whole messages sent to a Homer server over HEP.

Topic ``capture`` (subject ``hep``; values ``host``, ``authenticated``). On as soon as hep.conf is there,
unless it says no; nothing is sent unless ``res_hep`` and one of the modules that feed it are loaded
(``res/res_hep.c``). HEP is clear text over UDP.
"""

from __future__ import annotations

from collections.abc import Iterator

from pbxprivacy.adapters.asterisk.facts import Fact, Topic, fact, inert
from pbxprivacy.adapters.asterisk.redaction import evidence, harmless
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.adapters.asterisk.words import flag, text

__all__ = ["captures"]


def captures(server: Server) -> Iterator[Fact]:
    """The capture, if there is a hep.conf."""
    file = server.file("hep.conf")
    if not file.present and not file.gaps:
        return
    general = file.category("general")
    switch, address = general.last("enabled"), general.last("capture_address")
    state = server.state("hep.conf", "res_hep", settings=(switch, address))
    state = state.then(server.modules.any("res_hep_pjsip", "res_hep_rtcp"))
    if not flag(switch, default=True):
        state = server.off("HEP is not enabled", "hep.conf")
    elif address is None and not file.gaps:
        state = state.then(inert("no capture_address is given"))
    yield fact(
        Topic.CAPTURE, "hep", state, evidence(switch) + evidence(address), exposes=True,
        host=harmless(text(address)), authenticated=bool(text(general.last("capture_password"))),
    )  # fmt: skip
