"""What a cloud PBX exposes, to whom, by which path, because of which setting; and recordings sealed at rest.

Where to start
    `Tenant` is one customer's configuration; `Tenant.model_validate` takes a mapping, `load` a file or a directory.
    `Inventory.of` derives what it exposes, with a witness path for each exposure.

Then
    `check` says what rules say about it; `diff` compares two inventories; `what_if` tells what other settings would
    change, `remedy` which ones remove an exposure, `newly_exposed` which single one would add any; `summarise` sums
    up a fleet.

Where things are
    `pbxprivacy.features`: one file a feature, with its knobs and flows. `pbxprivacy.terms`: the words for data,
    persons, purposes. `pbxprivacy.loading`: files, rows and mappings. `pbxprivacy.reports`: one file a format.
    `pbxprivacy.adapters`: one folder a PBX. `pbxprivacy.vault`: sealed recordings. `pbxprivacy.kit`: what vendors run.
    `pbxprivacy.errors`: the tree of errors.

Everything below this line is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pbxprivacy.checks import check as check
    from pbxprivacy.finding import Finding as Finding
    from pbxprivacy.fleet import summarise as summarise
    from pbxprivacy.inventory.compare import diff as diff
    from pbxprivacy.inventory.inventory import Inventory as Inventory
    from pbxprivacy.inventory.whatif import newly_exposed as newly_exposed
    from pbxprivacy.inventory.whatif import remedy as remedy
    from pbxprivacy.inventory.whatif import what_if as what_if
    from pbxprivacy.loading import load as load
    from pbxprivacy.tenant import Tenant as Tenant

__all__ = [
    "Finding",
    "Inventory",
    "Tenant",
    "check",
    "diff",
    "load",
    "newly_exposed",
    "remedy",
    "summarise",
    "what_if",
]

# name → module
_HOMES: Final = {
    "Finding": "pbxprivacy.finding",
    "Inventory": "pbxprivacy.inventory.inventory",
    "Tenant": "pbxprivacy.tenant",
    "check": "pbxprivacy.checks",
    "diff": "pbxprivacy.inventory.compare",
    "load": "pbxprivacy.loading",
    "newly_exposed": "pbxprivacy.inventory.whatif",
    "remedy": "pbxprivacy.inventory.whatif",
    "summarise": "pbxprivacy.fleet",
    "what_if": "pbxprivacy.inventory.whatif",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
