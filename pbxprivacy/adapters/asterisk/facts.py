"""A fact: one thing that a configuration says, with whether it is so on the running server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

import attrs

from pbxprivacy.evidence import Evidence

__all__ = [
    "EFFECTIVE",
    "Fact",
    "State",
    "Status",
    "Topic",
    "Value",
    "fact",
    "inert",
    "unknown",
    "unreachable",
]

Value = str | int | bool | tuple[str, ...] | None


class Topic(StrEnum):
    """What a fact is about. The values of each topic are named in the module that tells it."""

    LISTENER = "listener"
    AMI_USER = "ami_user"
    ARI_USER = "ari_user"
    RECORDER = "recorder"
    EAVESDROPPING = "eavesdropping"
    QUEUE = "queue"
    CONFERENCE = "conference"
    CDR = "cdr"
    CDR_BACKEND = "cdr_backend"
    CEL = "cel"
    CEL_BACKEND = "cel_backend"
    QUEUE_LOG = "queue_log"
    LOG = "log"
    CAPTURE = "capture"
    REALTIME = "realtime"
    DATABASE = "database"
    VOICEMAIL = "voicemail"
    MAILBOX = "mailbox"
    MAILBOX_USE = "mailbox_use"
    RECIPIENT = "recipient"
    TRUNK = "trunk"
    TRANSPORT = "transport"
    ENDPOINT = "endpoint"
    DIALPLAN = "dialplan"
    FILE = "file"


class Status(StrEnum):
    """Whether what is written is so."""

    EFFECTIVE = "effective"
    INERT = "inert"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"


@attrs.frozen(slots=True)
class State:
    """A status, and why; an effective fact needs no reason."""

    status: Status
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.status.value} ({self.reason})" if self.reason else self.status.value

    def then(self, other: State) -> State:
        """The state of what depends on both: the first that is not effective; unknown gives way to inert."""
        if self.status is Status.EFFECTIVE:
            return other
        if self.status is Status.UNKNOWN and other.status is Status.INERT:
            return other
        return self


EFFECTIVE = State(Status.EFFECTIVE)


def inert(reason: str) -> State:
    """Written, and without effect."""
    return State(Status.INERT, reason)


def unreachable(reason: str) -> State:
    """In the dialplan, where no call gets."""
    return State(Status.UNREACHABLE, reason)


def unknown(reason: str) -> State:
    """The truth is elsewhere."""
    return State(Status.UNKNOWN, reason)


@attrs.frozen(slots=True)
class Fact:
    """One thing that a configuration says.

    Attributes:
        topic: what it is about.
        subject: which one: a user's name, a context and extension, a back-end.
        state: whether it is so on the running server.
        pairs: its values, by name, sorted; ``fact["name"]`` reads one.
        evidence: where it stands, without secrets.
        exposes: whether, if it is so, personal data is kept or handed on, or stands open, by it.
    """

    topic: Topic
    subject: str
    state: State
    pairs: tuple[tuple[str, Value], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    exposes: bool = False

    def __getitem__(self, name: str) -> Value:
        return dict(self.pairs)[name]

    @property
    def values(self) -> Mapping[str, Value]:
        """The values by name."""
        return dict(self.pairs)

    def many(self, name: str) -> tuple[str, ...]:
        """A value that is a list; empty if it is none."""
        value = dict(self.pairs).get(name)
        return value if isinstance(value, tuple) else ()

    @property
    def effective(self) -> bool:
        """Whether it is so on the running server, as far as the files tell."""
        return self.state.status is Status.EFFECTIVE


def fact(
    topic: Topic,
    subject: str,
    state: State,
    evidence: Iterable[Evidence] = (),
    *,
    exposes: bool = False,
    **values: Value,
) -> Fact:
    """Make a fact; the values are given by name."""
    return Fact(topic, subject, state, tuple(sorted(values.items())), tuple(evidence), exposes)
