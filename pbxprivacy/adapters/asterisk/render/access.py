"""Who may connect: the users of an interface, their addresses, and whether the way is encrypted."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any, Final

import attrs

from pbxprivacy.adapters.asterisk.render.files import plain_names
from pbxprivacy.adapters.asterisk.render.target import Target
from pbxprivacy.adapters.asterisk.render.told import Untold, shown
from pbxprivacy.grant import GrantFeature, is_on_this_machine

__all__ = ["LOOPBACK", "User", "binding", "rules", "tls_for_all", "users"]

LOOPBACK: Final = "127.0.0.1"
_EVERYWHERE: Final = "::"  # both families
# A party that was read from a configuration is called by its user, with this before it.
_PREFIXES: Final = {"ami": "ami-", "api": "ari-"}


@attrs.frozen
class User:
    """One application that may log in, as a feature has it.

    Attributes:
        feature: the grant that names it.
        name: its user name.
        application: its entry in the feature; empty for the feature's own application.
    """

    feature: GrantFeature
    name: str
    application: str

    def asked(self, knob: str) -> Any:
        """Return the value that holds for this user."""
        return self.feature.asked(self.application, knob)[0]

    @property
    def party(self) -> str:
        """The party that the application is."""
        return self.application or self.feature.application or ""

    def untold(self, knob: str, why: str) -> Untold:
        """Tell that a value of this user is not expressed."""
        value, name = self.feature.asked(self.application, knob)
        return Untold(name, shown(value), why)


def users(feature: GrantFeature) -> Iterator[User | Untold]:
    """Yield the users of a feature that is on, and whom it cannot name."""
    own, prefix = feature.application, _PREFIXES.get(feature.key, "")
    if own is None and not feature.applications:
        yield Untold(f"{feature.key}.application", "none", "no application is named, so there is no user to write")
    called = {name.removeprefix(prefix): name for name in feature.applications}
    good, bad = plain_names([name.removeprefix(prefix) for name in feature.applications])
    for name in good:
        yield User(feature, name, called[name])
    for name in bad:
        yield Untold(f"{feature.key}.applications", name, "no user can have this name beside the others")
    if own is not None:
        name = own.removeprefix(prefix)
        if name.casefold() in {other.casefold() for other in good} or plain_names([name])[1]:
            yield Untold(f"{feature.key}.application", own, "no user can have this name beside the others")
        else:
            yield User(feature, name, "")


def rules(permit: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return an access list: everybody of both families denied, then these permitted; the last match decides."""
    denied = (("deny", "0.0.0.0/0"), ("deny", "::/0"))
    return (*denied, *(("permit", ip_network(text, strict=False).with_prefixlen) for text in permit))


def tls_for_all(found: list[User], knob: str = "tls") -> tuple[bool, list[Untold]]:
    """Tell whether a listener takes TLS alone: as soon as one user wants it, since a listener cannot ask whom."""
    wanted = [user.asked(knob) for user in found]
    if any(wanted) and not all(wanted):
        why = "another application wants TLS, and a port is either open in clear or not; so all of them use TLS"
        return True, [user.untold(knob, why) for user in found if not user.asked(knob)]
    return any(wanted), []


def binding(found: list[User], target: Target, *, tls: int) -> tuple[tuple[str, str], ...]:
    """Return where a listener binds: with TLS alone at the port ``tls``; in clear where that is 0."""
    if not tls:
        local = all(is_on_this_machine(user.asked("permit")) for user in found)
        return (("bindaddr", LOOPBACK if local else _EVERYWHERE),)
    return (
        ("tlsenable", "yes"),
        ("tlsbindaddr", f"[{_EVERYWHERE}]:{tls}"),
        ("tlscertfile", target.certificate),
        ("tlsprivatekey", target.private_key),
    )
