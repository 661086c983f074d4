"""Call programs: scripts, web services and applications that the dialplan hands a call's data to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from pbxprivacy import places
from pbxprivacy.feature import Effect, Entry, Feature
from pbxprivacy.flow import UNKNOWN_PARTY, Flow, Place, PlaceKind
from pbxprivacy.items import Selection, select
from pbxprivacy.knob import entries, party, protection, switch
from pbxprivacy.parties import PartyName
from pbxprivacy.selections import CALLER_ID, EVERYTHING, VOICES
from pbxprivacy.terms import Data, Purpose, Safeguard

__all__ = ["CallProgram", "CallPrograms"]

_DIGITS: Final = select(Data.CALL_DIGITS)
# by knob: from where, and what
_HANDED_ON: Final[tuple[tuple[str, str, Selection], ...]] = (
    ("numbers", places.CALLS, CALLER_ID),
    ("voices", places.CALLS, VOICES | _DIGITS),
    ("recordings", places.RECORDINGS, EVERYTHING),
    ("voicemail", places.VOICEMAIL, EVERYTHING),
)
_NOTHING: Final[frozenset[Safeguard]] = frozenset()
_IN_CLEAR: Final = frozenset({Safeguard.ENCRYPTED_IN_TRANSIT})


class CallProgram(Entry):
    """One program, host or application, and what it gets."""

    enabled: bool = switch("Whether calls get to it.", default=True)
    recipient: PartyName | None = party("Whose it is.")
    tls: bool = protection("Whether the way to it is encrypted, or crosses no network.")
    numbers: bool = switch("Whether it gets the numbers and names of the parties.")
    voices: bool = switch("Whether it hears the call, and the keys pressed in it.")
    recordings: bool = switch("Whether it gets finished recordings.")
    voicemail: bool = switch("Whether it gets voicemail.")


class CallPrograms(Feature):
    """What the dialplan hands out: to a URL, a gateway (AGI), an audio socket, a shell command.

    What a program on the PBX itself does with what it gets is not in the configuration; so it is a recipient too.
    """

    key: ClassVar[str] = "call_programs"
    title: ClassVar[str] = "Programs and web services of the dialplan"
    sources: ClassVar[tuple[str, ...]] = (
        "Asterisk 22 CURL, AGI, EAGI, System, SHELL, AudioSocket, Stasis, ExternalIVR; voicemail.conf externnotify",
        "Asterisk 22 MixMonitor: a command that runs when the recording ends",
    )

    programs: dict[str, CallProgram] = entries("The programs, by name.")

    def effects(self) -> Iterator[Effect]:
        """Hand each program what its switches name."""
        for name, program in self.programs.items():
            if not program.enabled:
                continue
            at = f"programs[{name}]"
            holder = self.because("programs", f"{at}.enabled", f"{at}.recipient")
            place = Place(
                PlaceKind.SERVICE,
                "call_program",
                name,
                holder=program.recipient or UNKNOWN_PARTY,
                retention=None,
                because=holder,
            )
            yield place
            lacks = _NOTHING if program.tls else _IN_CLEAR
            because = self.because("programs", f"{at}.enabled", *(() if program.tls else (f"{at}.tls",)))
            for knob, source, selection in _HANDED_ON:
                if getattr(program, knob):
                    caused = (*because, *self.because(f"{at}.{knob}"))
                    yield Flow(source, place.id, selection, Purpose.INTEGRATION, caused, lacks=lacks)
