"""Recordings of all sorts, drawn evenly: modes, rules for scopes of each kind, and who decides and hears what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from hypothesis import strategies as st

from pbxprivacy.recording import DIRECTIONS, Announcement, Control, Mode
from pbxprivacy.tenant import Tenant

PLACES = ("queue:sales", "queue:support", "conference:main")
EXTENSIONS = ("201", "202")
WAYS = ("inbound.external", "outbound.external", "internal", "inbound", "outbound.internal", "external", "any")
SCOPES = (*WAYS, *PLACES, "queue", "conference", "extension", *(f"extension:{name}" for name in EXTENSIONS))
KNOBS: dict[str, st.SearchStrategy[Any]] = {
    "mode": st.sampled_from(Mode),
    "opt_in": st.sampled_from(Control),
    "announcement": st.sampled_from(Announcement),
    "announced_to_all": st.booleans(),
    "start": st.sampled_from(Control),
    "stop": st.sampled_from(Control),
    "pause": st.sampled_from(Control),
    "format": st.sampled_from(["wav", "gsm", "g722"]),
}
RULES = st.dictionaries(
    st.sampled_from(SCOPES),
    st.fixed_dictionaries({}, optional={**KNOBS, "directions": st.sampled_from([DIRECTIONS, DIRECTIONS[:1]])}),
    max_size=4,
)
RECORDINGS = st.fixed_dictionaries(
    {"rules": RULES},
    optional={
        **KNOBS,
        "scopes": st.lists(st.sampled_from(SCOPES), max_size=4, unique=True),
        "beep_seconds": st.integers(1, 60),
        "encrypted": st.booleans(),
    },
)


def tenant(recording: Mapping[str, Any], extensions: Collection[str] = EXTENSIONS) -> Tenant:
    return Tenant.model_validate(
        {
            "tenant": "t",
            "extensions": {"names": extensions},
            "queues": {"names": ["sales", "support"]},
            "conferencing": {"enabled": True},
            "call_recording": recording,
        }
    )
