"""A tenant in, files and what they do not tell out; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from pbxprivacy.adapters.asterisk.render.ari import ari
from pbxprivacy.adapters.asterisk.render.cdr import cdr
from pbxprivacy.adapters.asterisk.render.cel import cel
from pbxprivacy.adapters.asterisk.render.confbridge import confbridge
from pbxprivacy.adapters.asterisk.render.features import features
from pbxprivacy.adapters.asterisk.render.files import File
from pbxprivacy.adapters.asterisk.render.http import http
from pbxprivacy.adapters.asterisk.render.logger import logger
from pbxprivacy.adapters.asterisk.render.manager import manager
from pbxprivacy.adapters.asterisk.render.pjsip import pjsip
from pbxprivacy.adapters.asterisk.render.policy import Policy, policies
from pbxprivacy.adapters.asterisk.render.queues import queues
from pbxprivacy.adapters.asterisk.render.routines import routines
from pbxprivacy.adapters.asterisk.render.seal import SCRIPT, can_seal, script
from pbxprivacy.adapters.asterisk.render.target import Target
from pbxprivacy.adapters.asterisk.render.told import RenderReport, Untold, shown
from pbxprivacy.adapters.asterisk.render.untold import untold
from pbxprivacy.adapters.asterisk.render.voicemail import voicemail
from pbxprivacy.recording import Mode
from pbxprivacy.tenant import Tenant

__all__ = ["Rendering", "render"]


@attrs.frozen
class Rendering:
    """The files of one tenant.

    Attributes:
        files: their text, by name.
        report: what they do not tell.
    """

    files: dict[str, str]
    report: RenderReport


def render(tenant: Tenant, target: Target | None = None) -> Rendering:
    """Render a tenant for a server.

    The same files each time, whatever is on: what is off stands there as off. What is unknown of the tenant is rendered
    as its quietest value, and told.

    Args:
        tenant: what to render.
        target: version and paths of the server; Asterisk 22 in its usual folders, if left out.
    """
    target = target or Target()
    parts = [*_unknown(tenant), *_parts(tenant.assuming(loud=False), target)]
    files = {part.name: part.text(tenant.tenant) for part in parts if isinstance(part, File)}
    files[SCRIPT] = script(tenant.assuming(loud=False), target)
    told = {part for part in parts if isinstance(part, Untold)}
    return Rendering(dict(sorted(files.items())), RenderReport(tuple(sorted(told))))


def _unknown(tenant: Tenant) -> Iterator[Untold]:
    for path in tenant.unknown:
        yield Untold(path, "unknown", "nobody knows what it is; the quietest value is written")


def _parts(tenant: Tenant, target: Target) -> Iterator[File | Untold]:
    if tenant.call_recording.encrypted and not can_seal(tenant):
        name = shown(tenant.call_recording.mode)
        yield Untold("call_recording.mode", name, "with this name a tenant's recordings cannot be sealed; none is made")
        tenant = tenant.turned({"call_recording.mode": Mode.OFF, "call_recording.rules": {}})
    yield from manager(tenant, target)
    yield from http(tenant, target)
    yield from ari(tenant)
    yield from cdr(tenant)
    yield from cel(tenant, target)
    yield from logger(tenant)
    yield from voicemail(tenant)
    yield from pjsip(tenant, target)
    found: list[Policy] = []
    for one in policies(tenant):
        if isinstance(one, Untold):
            yield one
        else:
            found.append(one)
    yield from features(tenant, target, found)
    yield from queues(target, found)
    yield from confbridge(tenant, target, found)
    yield from routines(tenant, target, found)
    yield from untold(tenant)
