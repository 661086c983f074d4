"""The words in which recording is configured: when, which calls, who decides, who is told, who listens."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final

from pydantic import StringConstraints

from pbxprivacy.feature import Entry
from pbxprivacy.knob import choice, identity, level, party, protection
from pbxprivacy.parties import PartyName

__all__ = [
    "DIRECTIONS",
    "NO_SOUND",
    "Announcement",
    "Control",
    "Direction",
    "Mode",
    "Readers",
    "RecordingRule",
    "RecordingScope",
]


class Mode(StrEnum):
    """When calls are recorded, from the quietest.

    ``opt_in``: where somebody who may decide it opted in, for that extension, queue or call. ``on_demand``: whenever a
    party who may starts it in the call. ``always``: every call.
    """

    OFF = "off"
    OPT_IN = "opt_in"
    ON_DEMAND = "on_demand"
    ALWAYS = "always"


class Announcement(StrEnum):
    """What tells the parties. A beep tells that something happens, not what; so it is no announcement."""

    PROMPT = "prompt"
    BEEP = "beep"
    NONE = "none"


class Control(StrEnum):
    """Who in a call decides about its recording: both sides, the extension alone, or neither."""

    EVERYONE = "everyone"
    EXTENSION = "extension"
    NOBODY = "nobody"


class Direction(StrEnum):
    """Which way a call goes, and whether its other side is outside."""

    INBOUND_EXTERNAL = "inbound.external"
    OUTBOUND_EXTERNAL = "outbound.external"
    INBOUND_INTERNAL = "inbound.internal"
    OUTBOUND_INTERNAL = "outbound.internal"


class Readers(StrEnum):
    """Who of the tenant's people may listen to recordings."""

    NOBODY = "nobody"
    ADMINISTRATORS = "administrators"
    SUPERVISORS = "supervisors"
    EVERYONE = "everyone"


RecordingScope = Annotated[
    str,
    StringConstraints(
        pattern=r"^(any|(inbound|outbound)(\.(internal|external))?|internal|external|web"
        r"|(queue|conference|extension)(:[A-Za-z0-9_.+-]{1,80})?)$"
    ),
]

DIRECTIONS: Final = tuple(Direction)
NO_SOUND: Final = "it changes neither whose voices are kept nor for how long"


class RecordingRule(Entry):
    """What holds for one scope; what it leaves out is as the feature has it."""

    mode: Mode | None = level("When calls of this scope are recorded.", Mode, default=None)
    directions: tuple[Direction, ...] = choice(
        "Which of its calls that is about; the others are not recorded.",
        quiet=(),
        loud=DIRECTIONS,
        default=DIRECTIONS,
    )
    opt_in: Control | None = level("Who opts in.", Control, default=None)
    announcement: Announcement | None = level("What tells the parties.", Announcement, default=None)
    announced_to_all: bool | None = protection("Whether both sides hear it.", default=None)
    start: Control | None = identity("Who may start a recording on demand.", neutral=NO_SOUND)
    stop: Control | None = level("Who may stop the recording.", Control, default=None)
    pause: Control | None = level("Who may pause it.", Control, default=None)
    time_limit: int | None = identity("After how many seconds it ends.", neutral=NO_SOUND, gt=0)
    format: str | None = identity("In which format it is written.", neutral=NO_SOUND, max_length=20)
    upload: PartyName | None = party("Who gets each recording of this scope as it ends.")
