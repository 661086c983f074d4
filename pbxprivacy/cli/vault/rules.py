"""Options that say what the tenant's settings are."""

from __future__ import annotations

from typing import Annotated

import typer

from pbxprivacy.cli.vault.options import as_retention
from pbxprivacy.vault.keytable import ScopeKind
from pbxprivacy.vault.rules import Rules

__all__ = ["DayOption", "OptInOnlyOption", "QuarantineOption", "RetentionOption", "ScopeOption", "rules_of"]

RetentionOption = Annotated[str | None, typer.Option(help="How long recordings are kept, such as P28D.")]
OptInOnlyOption = Annotated[bool, typer.Option("--opt-in-only", help="Quarantine what nobody opted into.")]
QuarantineOption = Annotated[str, typer.Option(help="How long a quarantined recording is kept.")]
ScopeOption = Annotated[ScopeKind | None, typer.Option("--erase-by", help="How much one key of the key table opens.")]
DayOption = Annotated[str | None, typer.Option("--today", help="Count days from this one, instead of today.")]


def rules_of(retention: str | None, *, opt_in_only: bool, quarantine: str, scope: ScopeKind | None) -> Rules:
    """Make the rules.

    Raises:
        UsageError: a retention that cannot be read, or that nobody stated.
    """
    return Rules(
        as_retention(retention or "unstated"),
        opt_in_only=opt_in_only,
        quarantine=as_retention(quarantine),
        scope=scope,
    )
