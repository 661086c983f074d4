"""One folder for each PBX product: what its configuration files say, and how to write them.

A product is one line of `ADAPTERS`; its folder is imported when it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Final, Protocol, cast

from pbxprivacy.adapters.imported import Imported
from pbxprivacy.errors import UsageError

__all__ = ["ADAPTERS", "MARKS", "Adapter", "adapter_for", "adapter_named"]

# product → the module that reads its configuration
ADAPTERS: Final = {"asterisk": "pbxprivacy.adapters.asterisk.importing"}
# product → files by which a directory is known to be its configuration
MARKS: Final = {
    "asterisk": frozenset(
        "asterisk.conf extensions.conf pjsip.conf sip.conf iax.conf manager.conf ari.conf voicemail.conf cdr.conf"
        " confbridge.conf queues.conf extconfig.conf".split()
    )
}


class Adapter(Protocol):
    """Reads the configuration of one PBX product."""

    def import_directory(self, directory: Path | str, *, tenant: str = "", version: int | None = None) -> Imported:
        """Read the configuration as a tenant."""


def adapter_named(product: str) -> Adapter:
    """Return the adapter of a product.

    Raises:
        UsageError: there is none of that name.
    """
    if product not in ADAPTERS:
        raise UsageError(f"there is no adapter for {product[:80]}", mend=f"write one of {', '.join(ADAPTERS)}")
    return cast(Adapter, import_module(ADAPTERS[product]))


def adapter_for(directory: Path) -> Adapter | None:
    """Return the adapter that knows a directory by what is in it, or None."""
    for product, marks in MARKS.items():
        if any((directory / name).is_file() for name in marks):
            return adapter_named(product)
    return None
