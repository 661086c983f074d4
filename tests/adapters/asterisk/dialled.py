"""Who gets something from a dialplan of one line."""

from collections.abc import Callable, Mapping
from pathlib import Path

from pbxprivacy.adapters.asterisk.facts import Fact, Topic
from pbxprivacy.adapters.asterisk.read import read

Pbx = Callable[[Mapping[str, str]], Path]
PHONE = "[phone]\ntype=endpoint\ncontext=in\n"


def recipients(pbx: Pbx, application: str, **files: str) -> tuple[Fact, ...]:
    """Return the recipients where a phone can dial this application; text with "canary" in it must not be told."""
    named = {f"{name}.conf": text for name, text in files.items()}
    root = pbx({"pjsip.conf": PHONE, "extensions.conf": f"[in]\nexten => _X.,1,{application}\n", **named})
    found = read(root).about(Topic.RECIPIENT)
    assert "canary" not in str(found)
    return found
