"""What can be expressed: each knob by its full name, with the values that can, as data.

A knob of a named entry is written ``feature.knob[].inner``. A knob, or a value of a knob,
that is not here is told by `untold` whenever its feature is on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs

from pbxprivacy.features.ami import Reads
from pbxprivacy.features.media_encryption import Encryption, KeyExchange
from pbxprivacy.features.voicemail import Mailed
from pbxprivacy.recording import Announcement, Control, Mode

__all__ = ["COVERED", "Covered", "generic"]


@attrs.frozen
class Covered:
    """How far a knob is expressed.

    Attributes:
        values: those that are, where they can be listed; None for all of them.
        within: what else has to hold, one sentence; empty if nothing has.
    """

    values: tuple[Any, ...] | None = None
    within: str = ""


_ANY: Final = Covered()
_ENTRY: Final = "a name of at most 40 letters, digits, dots, dashes and underscores, told apart without case"
_NAMED: Final = Covered(within=_ENTRY)
_ONE_PORT: Final = Covered(within="the same for every application, since a listener cannot ask whom")
_PERMIT: Final = Covered(within="networks are written as addresses with a prefix length")
_CALLS_ONLY: Final = Covered(
    (Mode.OFF, Mode.OPT_IN, Mode.ON_DEMAND, Mode.ALWAYS), "queues and rooms: off and always alone; web calls: none"
)
_BOTH: Final = "in internal calls everyone and extension are one, since both sides are extensions"
_CONTROL: Final = Covered(tuple(Control), f"not in rooms; {_BOTH}")
_SHOWN: Final = Covered((True,), "ARI shows it to whoever may log in; otherwise there is no user")

_FROM: Final = "the header From carries a name in any case, unless the site sets from_user"
_SOUND: Final = "in calls of two sorts as the one says that tells more; on demand a beep at the least"

_HEARD: Final = Covered(within="in rooms: true alone, since whoever enters hears it")

COVERED: Final[Mapping[str, Covered]] = {
    "extensions.names": Covered(within=f"{_ENTRY}; those whose calls are recorded as such"),
    "queues.names": _NAMED,
    "conferencing.enabled": _ANY,
    "conferencing.rooms": _NAMED,
    "conferencing.announce_names": _ANY,
    "trunks.lines": _NAMED,
    "trunks.lines[].enabled": Covered((True,)),
    **{
        f"trunks.{where}{knob}": _ANY
        for where in ("", "lines[].")
        for knob in ("signalling_encrypted", "media_encrypted")
    },
    "trunks.send_names": Covered((True,), _FROM),
    "trunks.lines[].send_names": Covered((None, True), _FROM),
    "media_encryption.signalling": Covered(tuple(Encryption)),
    "media_encryption.media": Covered(tuple(Encryption)),
    "media_encryption.key_exchange": Covered(tuple(KeyExchange), "where media is encrypted"),
    "cdr.enabled": _ANY,
    "cdr.masked": _ANY,
    "cdr.names": Covered((True, False), "true only where numbers are not masked"),
    "cel.enabled": _ANY,
    "cel.digits": Covered((True, False), "true from Asterisk 22"),
    "queue_log.enabled": _ANY,
    **{f"debug_log.{knob}": _ANY for knob in ("enabled", "digits", "signalling")},
    **{f"{key}.remote": Covered((False,)) for key in ("cdr", "cel", "queue_log", "debug_log")},
    "voicemail.enabled": _ANY,
    "voicemail.notice": _ANY,
    "voicemail.mailed": Covered((Mailed.NONE, Mailed.NOTICE, Mailed.AUDIO)),
    "voicemail.delete_after_mailing": Covered((False,)),
    "voicemail.pin_required": Covered((True,)),
    "voicemail.remote_access": Covered((False,)),
    "ami.enabled": _ANY,
    "ami.application": _NAMED,
    "ami.applications": _NAMED,
    "ami.permit": _PERMIT,
    "ami.applications[].permit": _PERMIT,
    "ami.tls": _ONE_PORT,
    "ami.applications[].tls": _ONE_PORT,
    "ami.reads": Covered(tuple(Reads)),
    "ami.applications[].reads": Covered((None, *Reads)),
    "ami.commands": _ANY,
    "ami.applications[].commands": _ANY,
    "ami.over_http": _ANY,
    "ami.http_tls": _ONE_PORT,
    "api.enabled": _ANY,
    "api.application": _NAMED,
    "api.applications": _NAMED,
    "api.permit": _PERMIT,
    "api.applications[].permit": _PERMIT,
    "api.tls": _ONE_PORT,
    "api.applications[].tls": _ONE_PORT,
    "api.any_origin": _ANY,
    **{
        f"api.{where}{knob}": _SHOWN
        for where in ("", "applications[].")
        for knob in ("recordings", "live_calls", "messages")
    },
    **{f"api.{where}call_control": _ANY for where in ("", "applications[].")},
    **{
        f"api.{where}{knob}": Covered((False,))
        for where in ("", "applications[].")
        for knob in ("cdr", "voicemail", "contacts", "directory", "credentials")
    },
    "call_recording.mode": _CALLS_ONLY,
    "call_recording.scopes": Covered(within="not web calls; read back as the calls that are meant"),
    "call_recording.rules": Covered(within="not web calls; read back as rules of the same effect"),
    "call_recording.rules[].mode": _CALLS_ONLY,
    "call_recording.rules[].directions": Covered(within="for queues, rooms and extensions: all four"),
    "call_recording.opt_in": Covered(tuple(Control), _BOTH),
    "call_recording.rules[].opt_in": Covered((None, *Control), _BOTH),
    "call_recording.announcement": Covered(tuple(Announcement), _SOUND),
    "call_recording.rules[].announcement": Covered((None, *Announcement), _SOUND),
    "call_recording.announced_to_all": _HEARD,
    "call_recording.rules[].announced_to_all": _HEARD,
    "call_recording.beep_seconds": Covered(within="not on demand, and not in queues"),
    "call_recording.start": Covered(tuple(Control), _BOTH),
    "call_recording.rules[].start": Covered((None, *Control), _BOTH),
    "call_recording.stop": _CONTROL,
    "call_recording.rules[].stop": _CONTROL,
    "call_recording.pause": _CONTROL,
    "call_recording.rules[].pause": _CONTROL,
    "call_recording.format": Covered(within="formats that every Asterisk writes: wav, WAV, gsm, ulaw, alaw, g722, sln"),
    "call_recording.rules[].format": Covered(within="as call_recording.format"),
    "call_recording.encrypted": Covered(
        (True, False), "once a recording has ended, by the script seal.sh where the files say it is"
    ),
    "call_recording.numbers_in_names": Covered((False,)),
}


def generic(path: str) -> str:
    """Return the full name of a knob without the entry's name: ``trunks.lines[].send_names``."""
    before, bracket, rest = path.partition("[")
    return f"{before}[]{rest[rest.rindex(']') + 1 :]}" if bracket else path
