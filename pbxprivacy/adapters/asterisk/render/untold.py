"""Why a setting is not in the rendered files: for every knob that is not covered, and every value that is not.

What depends on more than one knob (a port that two applications share, a queue that cannot ask) is told by the module
that renders it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.adapters.asterisk.render.covered import COVERED, generic
from pbxprivacy.adapters.asterisk.render.told import Untold, shown
from pbxprivacy.feature import Feature
from pbxprivacy.recording import Mode
from pbxprivacy.setting import Setting, settings_of
from pbxprivacy.tenant import Tenant

__all__ = ["reason", "untold"]

_OF_COLLECTORS: Final = ("remote", "collector", "tls", "collectors")
_RETENTION: Final = "Asterisk removes nothing by age; let something else do it"
_AT_REST: Final = "Asterisk encrypts nothing at rest; encrypt the disk"
_COLLECTED: Final = "where it is sent on to is not rendered"
_SECRET: Final = "a password never stands in a tenant or in these files; who writes it chooses how good it is"  # noqa: S105 - no secret
_NAMES: Final = "From carries a name unless the endpoint has a from_user, which only the site knows: set it there"
_OTHER: Final = "this feature is not rendered"

# Knobs that mean something only where another one, here behind, is on.
_ONLY_WITH: Final = {
    **{f"{key}.{knob}": "remote" for key in ("cdr", "cel", "queue_log", "debug_log") for knob in _OF_COLLECTORS},
    "call_recording.upload_tls": "upload",
}

_SHOWN_BY_ARI: Final = ("recordings", "live_calls", "messages")
_NOT_IN_ARI: Final = ("cdr", "voicemail", "contacts", "directory", "credentials")


def _of_api(*knobs: str) -> tuple[str, ...]:
    return tuple(f"api.{where}{knob}" for where in ("", "applications[].") for knob in knobs)


_WHY: Final = {
    "call_recording.retention": "the vault purges by age: `pbxprivacy vault purge`",
    "call_recording.readers": "who opens sealed recordings is decided by who holds the keys",
    "call_recording.upload": "nothing is uploaded as a recording ends",
    "call_recording.rules[].upload": "nothing is uploaded as a recording ends",
    "call_recording.upload_tls": "nothing is uploaded as a recording ends",
    "call_recording.time_limit": "a recording ends with its call",
    "call_recording.rules[].time_limit": "a recording ends with its call",
    "call_recording.numbers_in_names": "a caller could write into a file's name; so none of them does",
    "voicemail.mailed": "Asterisk writes no transcript; a notice is mailed",
    "voicemail.delete_after_mailing": "it is a setting of each box: write delete=yes on their lines",
    "voicemail.pin_required": "a PIN is asked for all the same",
    "voicemail.remote_access": "no rendered routine opens a box to a call from outside",
    **dict.fromkeys(_of_api(*_SHOWN_BY_ARI), "ARI shows it to whoever may log in; so there is no such user"),
    **dict.fromkeys(_of_api(*_NOT_IN_ARI), "ARI does not have it"),
    "trunks.send_names": _NAMES,
    "trunks.lines[].send_names": _NAMES,
    "trunks.lines[].enabled": "it gets no template; take its endpoint away",
    "voicemail.readers": "a box opens with its PIN alone",
    "conferencing.names_retention": "spoken names go when the last guest leaves",
    "trunks.lines[].carrier": "the carrier's address stands in the site's own endpoint",
    "extensions.secret": _SECRET,
    "extensions.phones": _SECRET,
    "extensions.phones[].secret": _SECRET,
}
_BY_KNOB: Final = {
    "retention": _RETENTION,
    "encrypted": _AT_REST,
    "secret": _SECRET,
    **dict.fromkeys(_OF_COLLECTORS, _COLLECTED),
    "until": "the server does not end it by itself; render again when it is over",
}
_RENDERED: Final = frozenset(path.partition(".")[0] for path in COVERED)


def reason(path: str) -> str:
    """Return why a knob, by its full name, is not expressed."""
    name = generic(path)
    feature, _, knob = name.partition(".")
    if name in _WHY:
        return _WHY[name]
    if feature not in _RENDERED:
        return _OTHER
    return _BY_KNOB.get(knob.rpartition(".")[2], _BY_KNOB.get(knob.partition("[")[0], _OTHER))


def untold(tenant: Tenant) -> Iterator[Untold]:
    """Yield every setting of a feature that is on, and is not covered; and what is covered but for one value."""
    for feature in tenant.features():
        effects = feature.traced
        if not (effects.places or effects.origins or effects.flows):
            continue
        for setting in settings_of(feature):
            if _says_nothing(feature, setting) or _is_expressed(setting):
                continue
            # Of a feature that is somewhere else altogether, only what was set says anything of this tenant.
            if feature.key in _RENDERED or setting.value != _default(feature, setting.path):
                yield Untold(setting.path, shown(setting.value), reason(setting.path))
    yield from _recording(tenant)


def _is_expressed(setting: Setting) -> bool:
    covered = COVERED.get(generic(setting.path))
    return covered is not None and (covered.values is None or setting.value in covered.values)


def _says_nothing(feature: Feature, setting: Setting) -> bool:
    switch = _ONLY_WITH.get(setting.path.partition("[")[0])
    return setting.value is None or setting.value in ((), {}) or (switch is not None and not getattr(feature, switch))


def _default(feature: Feature, path: str) -> object:
    name = path.partition(".")[2]
    return getattr(type(feature).default(), name) if "[" not in name else None


def _recording(tenant: Tenant) -> Iterator[Untold]:
    feature = tenant.call_recording
    if not feature.traced.flows:
        return
    modes = {feature.mode, *(rule.mode for rule in feature.rules.values())}
    if feature.beep_seconds and (Mode.ON_DEMAND in modes or tenant.queues.names):
        why = "not on demand and not in queues: there it sounds at most as the recording starts"
        yield Untold("call_recording.beep_seconds", shown(feature.beep_seconds), why)
    if tenant.web_calls.enabled:
        why = "web calls are calls of the site's own dialplan; send them through a routine to have them recorded"
        yield Untold("call_recording.scopes", "web", why)
