"""http.conf: the web server, on only where AMI or ARI is handed out over it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.adapters.asterisk.render.access import User, binding, tls_for_all, users
from pbxprivacy.adapters.asterisk.render.ari import ari_users
from pbxprivacy.adapters.asterisk.render.files import File, Section
from pbxprivacy.adapters.asterisk.render.target import Target
from pbxprivacy.adapters.asterisk.render.told import Untold
from pbxprivacy.tenant import Tenant

__all__ = ["http"]

_TLS_PORT: Final = 8089


def http(tenant: Tenant, target: Target) -> Iterator[File | Untold]:
    """Yield the file. One server serves both: it takes HTTPS alone as soon as either wants it."""
    of_ari = [one for one in ari_users(tenant) if isinstance(one, User)]
    over_http = tenant.ami.enabled and tenant.ami.over_http
    of_ami = [one for one in users(tenant.ami) if isinstance(one, User)] if over_http else []
    if not of_ari and not of_ami:
        yield File("http.conf", (Section("general", (("enabled", "no"),)),))
        return
    tls, untold = tls_for_all(of_ari)
    yield from untold
    wanted = tls or (bool(of_ami) and tenant.ami.http_tls)
    why = "one web server serves AMI and ARI, and the other wants HTTPS; so both use it"
    if wanted and of_ami and not tenant.ami.http_tls:
        yield Untold("ami.http_tls", "false", why)
    if wanted and of_ari and not tls:
        yield from (user.untold("tls", why) for user in of_ari)
    general = (
        ("enabled", "yes"),
        ("enablestatic", "no"),
        # Without a bindaddr of its own there is no port in clear.
        *binding([*of_ari, *of_ami], target, tls=_TLS_PORT if wanted else 0),
    )
    yield File("http.conf", (Section("general", general),))
