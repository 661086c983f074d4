"""Lines of cards (chan_dahdi.conf): those to a carrier, with neither a name nor encryption.

Facts of the topic ``trunk``, with the values of `media`. The file is read from top to bottom: a channel takes the
settings before it. A port that acts as a telephone (``fxs_*`` signalling) or as the user side of ISDN, SS7 or R2 leads
to a carrier; one that feeds a telephone (``fxo_*``) does not.
"""

from __future__ import annotations

from collections.abc import Iterator

from pbxprivacy.adapters.asterisk.facts import Fact, Topic, fact
from pbxprivacy.adapters.asterisk.redaction import evidence
from pbxprivacy.adapters.asterisk.server import Server

__all__ = ["lines"]

TELEPHONE = ("fxo", "pri_net", "bri_net")
CHANNELS = frozenset({"channel", "channels"})


def lines(server: Server) -> Iterator[Fact]:
    """One fact for all channels of a sort of signalling that leads outside."""
    seen: set[str] = set()
    for section in server.file("chan_dahdi.conf"):
        signalling, proof = "", None
        for setting in section.settings:
            key = setting.key.casefold()
            if key == "signalling":
                signalling, proof = setting.value.casefold(), setting
            elif key in CHANNELS and signalling and not signalling.startswith(TELEPHONE) and signalling not in seen:
                seen.add(signalling)
                state = server.state("chan_dahdi.conf", "chan_dahdi", settings=(setting,))
                yield fact(
                    Topic.TRUNK, f"chan_dahdi.conf {signalling}", state, evidence(proof) + evidence(setting),
                    exposes=True, host="", signalling="clear", media="clear", sends_identity=True,
                )  # fmt: skip
