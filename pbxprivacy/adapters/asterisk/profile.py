"""Which Asterisk, and whose: the version range and the product around it, with what they were told from."""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs

from pbxprivacy.adapters.asterisk.language import Tree
from pbxprivacy.adapters.asterisk.language.tree import Presence
from pbxprivacy.errors import UsageError
from pbxprivacy.evidence import Evidence

__all__ = ["NEWEST", "OLDEST", "Profile", "recognise"]

OLDEST, NEWEST = 16, 22
"""The versions of Asterisk that this adapter knows."""

REMOVED_AFTER = {
    "chan_sip": 20, "app_macro": 20, "res_monitor": 20, "app_monitor": 20, "chan_mgcp": 20, "chan_skinny": 20,
    "chan_alsa": 20, "app_osplookup": 20, "cdr_syslog": 20, "cdr_mysql": 21, "res_config_mysql": 21, "app_mysql": 21,
}  # fmt: skip
"""The last version that has the module (reference, 1.1; UPGRADE notes of Asterisk 19 to 22)."""

SINCE = {"prometheus.conf": 17, "aeap.conf": 18, "geolocation.conf": 20, "websocket_client.conf": 20}
"""Files of modules that older versions do not have."""

FLAVOURS = (
    (
        "issabel",
        re.compile(rb"issabel", re.IGNORECASE),
        re.compile(r"(^|[/_.])issabel|elastix", re.IGNORECASE),
    ),
    ("wazo", re.compile(rb"wazo-confgend|\bwazo\b|\bxivo\b", re.IGNORECASE), re.compile(r"(^|/)(wazo|xivo)")),
    (
        "freepbx",
        re.compile(rb"freepbx|AMPUSER|AMPMGRUSER", re.IGNORECASE),
        re.compile(
            r"^(extensions_additional|sip_additional|pjsip\.endpoint|manager_additional|freepbx_[a-z_]+)\.conf$"
        ),
    ),
)
"""Name, what its files contain, and what its files are called. The first that fits: Issabel grew from FreePBX."""

HEAD = 4096


@attrs.frozen
class Profile:
    """The range of versions that fits, and the product.

    Attributes:
        low: the lowest major version that fits.
        high: the highest one.
        flavour: ``asterisk``, ``freepbx``, ``issabel`` or ``wazo``.
        evidence: what this was told from; empty if it was assumed.
    """

    low: int = OLDEST
    high: int = NEWEST
    flavour: str = "asterisk"
    evidence: tuple[Evidence, ...] = ()

    def has(self, module: str) -> bool:
        """Whether some version of the range has this module."""
        return self.low <= REMOVED_AFTER.get(module, NEWEST)


def recognise(tree: Tree, names: Iterable[str], version: int | None = None) -> Profile:
    """Tell version and product of a configuration directory.

    Args:
        tree: the directory.
        names: its files.
        version: the major version, where it is known; otherwise every version that fits.

    Raises:
        UsageError: the version is not one that this adapter knows.
    """
    if version is not None and not OLDEST <= version <= NEWEST:
        raise UsageError(
            f"Asterisk {version} is not known to this adapter",
            mend=f"give a version from {OLDEST} to {NEWEST}",
        )
    files = sorted(names)
    low, proofs = OLDEST, []
    for name in files:
        if SINCE.get(name, OLDEST) > low:
            low = SINCE[name]
            proofs.append(Evidence(file=name))
    flavour, proof = _flavour(tree, files)
    proofs += [proof] if proof else []
    if version is not None:
        return Profile(version, version, flavour, tuple(proofs))
    return Profile(low, NEWEST, flavour, tuple(proofs))


def _flavour(tree: Tree, files: list[str]) -> tuple[str, Evidence | None]:
    heads = {}
    for name in files:
        found = tree.look(name)
        if name.endswith(".conf") and found.presence is Presence.FILE:
            with found.path.open("rb") as file:
                heads[name] = file.read(HEAD)
    for flavour, words, called in FLAVOURS:
        for name in files:
            if (called.search(name) and heads.get(name)) or words.search(heads.get(name, b"")):
                return flavour, Evidence(file=name)
    return "asterisk", None
