"""What the tests of importing ask: what is exposed to whom, surely or possibly, by a directory of these files."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import attrs

from pbxprivacy.adapters.asterisk.importing import import_directory
from pbxprivacy.adapters.imported import Imported
from pbxprivacy.inventory.exposure import Certainty
from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.tenant import Tenant

Pbx = Callable[[Mapping[str, str]], Path]

ENDPOINT = "[100]\ntype=endpoint\ncontext=in\nauth=100\n[100]\ntype=auth\npassword=Tr0ub4dor-and-3\n"
TRUNK = "[out]\ntype=endpoint\naors=out\nmedia_encryption=no\n[out]\ntype=aor\ncontact=sip:telco.example\n"
NOTHING = "[in]\nexten => 1,1,Hangup()\n"
HTTP = "[general]\nenabled=yes\nbindaddr=0.0.0.0\n"


@attrs.frozen(eq=False)
class Made:
    """A tenant that was imported, with its inventory."""

    imported: Imported
    inventory: Inventory

    @property
    def tenant(self) -> Tenant:
        return self.imported.tenant

    def recipients(self, certainty: str = "sure") -> set[str]:
        """Return who receives something."""
        return {entry.party for entry in self.inventory.exposures if entry.certainty is Certainty(certainty)}

    def at(self, place: str, certainty: str = "sure") -> set[str]:
        """Return the items at a place."""
        return {
            str(entry.item)
            for entry in self.inventory.entries
            if entry.place == place and entry.certainty is Certainty(certainty)
        }

    def state(self, place: str) -> str:
        """Return whether something is at a place: ``sure``, ``possible`` or ``absent``."""
        return "sure" if self.at(place) else "possible" if self.at(place, "possible") else "absent"

    def missing(self, place: str) -> set[str]:
        """Return the safeguards that some item at a place lacks."""
        return {guard.value for entry in self.inventory.entries if entry.place == place for guard in entry.missing}

    def where(self, knob: str) -> str:
        """Return where a knob was read: ``manager.conf:4``."""
        return str(self.imported.evidence[knob])


def made(pbx: Pbx, *, version: int | None = None, **files: str) -> Made:
    """Import files, by name without their ``.conf``, and unless one is given a dialplan that does nothing.

    A double underscore is a dot: ``extensions__ael``.
    """
    named = {"extensions.conf": NOTHING}
    for name, text in files.items():
        named[name.replace("__", ".") if "__" in name else f"{name}.conf"] = text
    shutil.rmtree(pbx({}))
    return made_of(pbx(named), version)


def made_of(directory: Path, version: int | None = None) -> Made:
    """Import a directory."""
    imported = import_directory(directory, tenant="acme", version=version)
    return Made(imported, Inventory.of(imported.tenant, today=date(2026, 11, 21)))


def dialplan(*applications: str, context: str = "in") -> str:
    """Return a dialplan of one extension, which does these things one after the other."""
    rest = "".join(f" same => n,{one}\n" for one in applications[1:])
    return f"[{context}]\nexten => _X.,1,{applications[0]}\n{rest}"
