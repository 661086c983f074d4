"""The files that come with the package: three example tenants, and one to start from."""

from __future__ import annotations

from importlib import resources
from typing import Final

__all__ = ["EXAMPLES", "example", "starter"]

EXAMPLES: Final = ("quiet.yaml", "typical.yaml", "loud.yaml")


def example(name: str) -> str:
    """Return the text of an example tenant."""
    return resources.files("pbxprivacy.cli").joinpath("tenants", name).read_text(encoding="utf-8")


def starter() -> str:
    """Return the text of the commented tenant file to start from."""
    return resources.files("pbxprivacy.cli").joinpath("tenants", "starter.yaml").read_text(encoding="utf-8")
