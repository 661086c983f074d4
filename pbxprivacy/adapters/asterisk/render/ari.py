"""ari.conf: the web interface (ARI) and its users.

ARI shows whoever may log in the live calls, the stored recordings and text messages, and lets him command them unless
he may only read. It has no call records, no voicemail and no directory. So a user stands here only for an application
that may have what ARI shows; it never shows more than the tenant says.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.adapters.asterisk.render.access import User, rules, users
from pbxprivacy.adapters.asterisk.render.files import File, Section
from pbxprivacy.adapters.asterisk.render.told import Untold
from pbxprivacy.tenant import Tenant

__all__ = ["SECRETS", "ari", "ari_users"]

SECRETS: Final = "ari_secrets.conf"
_SHOWN: Final = ("live_calls", "recordings", "messages")
_NOTES: Final = (
    f"Passwords stand in {SECRETS} alone, one section for each user:",
    "[name](+)",
    "password=...",
    "A user without a password cannot log in.",
    "A version that knows no access lists here rejects the file, and ARI stays off.",
)


def ari(tenant: Tenant) -> Iterator[File | Untold]:
    """Yield the file; off unless the feature is on and some application may have what ARI shows."""
    found = ari_users(tenant)
    yield from (one for one in found if isinstance(one, Untold))
    named = [one for one in found if isinstance(one, User)]
    general = (
        ("enabled", "yes" if named else "no"),
        *((("allowed_origins", "*"),) if named and tenant.api.any_origin else ()),
    )
    sections = [_user(tenant, user) for user in named]
    yield File("ari.conf", (Section("general", general), *sections), _NOTES if named else (), SECRETS if named else "")


def ari_users(tenant: Tenant) -> list[User | Untold]:
    """Return the users of ARI: the applications that may have all it shows; and those that cannot be named."""
    found: list[User | Untold] = []
    if not tenant.api.enabled:
        return found
    for user in users(tenant.api):
        if isinstance(user, Untold):
            found.append(user)
            continue
        if all(user.asked(knob) for knob in _SHOWN):
            found.append(user)
    return found


def _user(tenant: Tenant, user: User) -> Section:
    lines = (
        ("type", "user"),
        ("read_only", "no" if user.asked("call_control") else "yes"),
        *rules(user.asked("permit")),
    )
    return Section(user.name, lines, (tenant.party(user.party).name,))
