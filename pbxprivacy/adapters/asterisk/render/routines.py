"""extensions.conf: routines for calls, queues, rooms and voicemail, with whatever recording the tenant has in them.

The site's own dialplan calls them and stays as it is when a setting changes::

    exten => 201,1,Gosub(pbxprivacy-inbound,s,1(PJSIP/201,30))

Nothing is recorded unless its prompt was heard to the end: where the sound is missing, a call goes on unrecorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.adapters.asterisk.render.asking import asking, shared
from pbxprivacy.adapters.asterisk.render.features import holder, named
from pbxprivacy.adapters.asterisk.render.files import File, Section
from pbxprivacy.adapters.asterisk.render.policy import Kind, Policy, Side
from pbxprivacy.adapters.asterisk.render.recorder import CONSENT, RECORDED, Recorder, context, resumed
from pbxprivacy.adapters.asterisk.render.seal import command
from pbxprivacy.adapters.asterisk.render.target import Target
from pbxprivacy.recording import Announcement, Mode
from pbxprivacy.tenant import Tenant

__all__ = ["LOCAL", "NOTICE", "VOICEMAIL", "mailbox", "routine", "routines"]

LOCAL: Final = "extensions_site.conf"
NOTICE: Final = "pbxprivacy/notice"
VOICEMAIL: Final = "pbxprivacy-voicemail"
_NOTES: Final = (
    "Routines for the dialplan of this site:",
    "exten => 201,1,Gosub(pbxprivacy-inbound,s,1(PJSIP/201,30))",
    f"Sounds: {RECORDED} (this call is or may be recorded), {CONSENT} (press 1 to agree), {NOTICE} (before voicemail).",
)


def routines(tenant: Tenant, target: Target, found: list[Policy]) -> Iterator[File]:
    """Yield the file."""
    recorder = Recorder(tenant, target)
    sections = [section for policy in found for section in routine(policy, recorder)]
    sections += shared(found, recorder)
    if tenant.voicemail.enabled:
        sections += mailbox(notice=tenant.voicemail.notice)
    else:
        sections.append(context(VOICEMAIL, "Return()"))
    yield File("extensions.conf", tuple(sections), _NOTES, LOCAL)


def routine(policy: Policy, recorder: Recorder) -> Iterator[Section]:
    """Yield the contexts of one policy, its own routine first."""
    if policy.kind is Kind.QUEUE:
        yield from _queue(policy, recorder)
    elif policy.kind is Kind.CONFERENCE:
        yield _conference(policy)
    else:
        yield from _call(policy, recorder)


def mailbox(*, notice: bool) -> Iterator[Section]:
    """Yield what leads to a box: to leave a message there, perhaps with a notice before, and to hear them."""
    said = ["Answer()", f"Playback({NOTICE})"] if notice else []
    yield context(VOICEMAIL, *said, "VoiceMail(${ARG1}@default,u)", "Return()")
    yield context(f"{VOICEMAIL}-box", "VoiceMailMain(${ARG1}@default)", "Return()")


def _call(policy: Policy, recorder: Recorder) -> Iterator[Section]:
    name = f"pbxprivacy-{policy.name}"
    if policy.mode is Mode.OFF:
        yield context(name, "Dial(${ARG1},${ARG2})", "Return()")
        return
    lines = ["Answer()", *_announced(policy, "plain"), *_asked(policy), *recorder.identified(policy)]
    starts_now = policy.mode is Mode.ALWAYS or (policy.mode is Mode.OPT_IN and holder(policy) is Side.CALLER)
    if starts_now:
        lines += recorder.started(policy, "caller")
    if features := named(policy, Side.CALLER):
        lines.append(f"Set(DYNAMIC_FEATURES={features})")
    lines += [f"Dial(${{ARG1}},${{ARG2}}{_dial_options(policy)})", "StopMixMonitor()", "Return()"]
    needs_plain = any("?plain)" in line for line in lines)
    lines += resumed(policy) if starts_now else []
    yield context(name, *lines, *(["(plain)Dial(${ARG1},${ARG2})", "Return()"] if needs_plain else []))
    yield from asking(policy, recorder)


def _announced(policy: Policy, otherwise: str) -> list[str]:
    if policy.announcement is not Announcement.PROMPT:
        return []
    return [f"Playback({RECORDED})", f'GotoIf($["${{PLAYBACKSTATUS}}" != "SUCCESS"]?{otherwise})']


def _asked(policy: Policy) -> list[str]:
    if policy.mode is not Mode.OPT_IN:
        return []
    if not policy.asks:
        # An administrator decides, by a variable of the endpoint, trunk or line.
        return ['GotoIf($["${PBXPRIVACY_OPTED_IN}" != "1"]?plain)']
    if Side.CALLER not in policy.asks:
        return []
    return [f"Read(PBXPRIVACY_ANSWER,{CONSENT},1,,1,8)", 'GotoIf($["${PBXPRIVACY_ANSWER}" != "1"]?plain)']


def _dial_options(policy: Policy) -> str:
    options = ""
    if policy.to_all and policy.announcement is Announcement.PROMPT:
        options += f"A({RECORDED})"
    if Side.CALLED in policy.asks:
        options += f"U(pbxprivacy-{policy.asking})"
    if named(policy, Side.CALLED):
        options += f"b(pbxprivacy-{policy.answering}^s^1)"
    return f",{options}" if options else ""


def _queue(policy: Policy, recorder: Recorder) -> Iterator[Section]:
    name = f"pbxprivacy-{policy.name}"
    if policy.mode is Mode.OFF:
        yield context(name, f"Queue({policy.target})", "Return()")
        return
    path = f"{recorder.target.spool}/${{PBXPRIVACY_ID}}"
    heard = RECORDED if policy.to_all and policy.announcement is Announcement.PROMPT else ""
    called = named(policy, Side.CALLED)
    options = f"b(pbxprivacy-{policy.answering}^s^1)" if called else ""
    sealing = command(recorder.tenant, recorder.target, f"{path}.{policy.format}")
    lines = [
        "Answer()",
        *_announced(policy, "unheard"),
        *recorder.identified(policy),
        f"Set(MONITOR_FILENAME={path})",
        f"Set(MONITOR_OPTIONS=b{'p' if policy.announcement is Announcement.BEEP else ''})",
        *([f"Set(MONITOR_EXEC={sealing})"] if sealing else []),
        *([f"Set(DYNAMIC_FEATURES={mine})"] if (mine := named(policy, Side.CALLER)) else []),
        f"Queue({policy.target},{options},,{heard})",
        "Return()",
    ]
    if policy.announcement is Announcement.PROMPT:
        # The queue records whomever it connects, so without its prompt nobody is.
        lines.append("(unheard)Congestion(5)")
    yield context(name, *lines)
    if called:
        yield context(f"pbxprivacy-{policy.answering}", f"Set(DYNAMIC_FEATURES={called})", "Return()")


def _conference(policy: Policy) -> Section:
    name = f"pbxprivacy-{policy.name}"
    join = f"ConfBridge({policy.target},{name},pbxprivacy-guest)"
    if policy.mode is Mode.OFF:
        return context(name, join, "Return()")
    lines = ["Answer()", *_announced(policy, "unheard"), join, "Return()"]
    if policy.announcement is Announcement.PROMPT:
        lines.append("(unheard)Congestion(5)")
    return context(name, *lines)
