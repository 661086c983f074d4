"""manager.conf: the manager interface (AMI), its users, and what each may read and do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.adapters.asterisk.render.access import LOOPBACK, User, binding, rules, tls_for_all, users
from pbxprivacy.adapters.asterisk.render.files import File, Section
from pbxprivacy.adapters.asterisk.render.target import Target
from pbxprivacy.adapters.asterisk.render.told import Untold
from pbxprivacy.features.ami import Reads
from pbxprivacy.tenant import Tenant

__all__ = ["SECRETS", "manager"]

SECRETS: Final = "manager_secrets.conf"
_TLS_PORT: Final = 5039
# Tokens are compared as written: a blank, or a capital, would give nothing (``get_perm`` in main/manager.c).
_READ: Final = {
    Reads.NONE: "none",
    Reads.CALLS: "call",
    Reads.CALLS_AND_RECORDS: "call,cdr,agent",
    Reads.EVERYTHING: "all",
}
_COMMANDS: Final = "system,command,config,originate"
_NOTES: Final = (
    f"Passwords stand in {SECRETS} alone, one section for each user:",
    "[name](+)",
    "secret=...",
    "A user without a password cannot log in. A section there for no user here, and the server rejects both files.",
)


def manager(tenant: Tenant, target: Target) -> Iterator[File | Untold]:
    """Yield the file; off unless the feature is on and has a user."""
    found: list[User] = []
    if tenant.ami.enabled:
        for user in users(tenant.ami):
            if isinstance(user, Untold):
                yield user
            else:
                found.append(user)
    if not found:
        off = (("enabled", "no"), ("webenabled", "no"))
        yield File("manager.conf", (Section("general", off),))
        return
    tls, untold = tls_for_all(found)
    yield from untold
    general = (
        ("enabled", "yes"),
        ("webenabled", "yes" if tenant.ami.over_http else "no"),
        # The port in clear cannot be switched off by itself, so it is for this machine alone.
        *((("bindaddr", LOOPBACK),) if tls else ()),
        *binding(found, target, tls=_TLS_PORT if tls else 0),
    )
    sections = [_user(tenant, user) for user in found]
    yield File("manager.conf", (Section("general", general), *sections), _NOTES, SECRETS)


def _user(tenant: Tenant, user: User) -> Section:
    lines = (
        *rules(user.asked("permit")),
        ("read", _READ[user.asked("reads")]),
        ("write", _COMMANDS if user.asked("commands") else "none"),
    )
    return Section(user.name, lines, (tenant.party(user.party).name,))
