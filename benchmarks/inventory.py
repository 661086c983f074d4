"""What one full inventory with all checks costs, against validating the tenant.

Validation is `Tenant.model_validate` of the plain mapping. All run in turn, many times; the median counts. Most is
worked out once for all tenants that are alike, so the first of its kind is told beside: with all that forgotten.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from pbxprivacy import Inventory, Tenant, check, effects
from pbxprivacy.inventory import exposure, inventory
from pbxprivacy.loading import loads_mapping, plain
from pbxprivacy.setting import settings_of

TODAY = date(2026, 11, 21)
ROUNDS = 300

SIX: dict[str, Any] = {
    "tenant": "six",
    "country": "DE",
    "parties": {
        "telco": {"name": "Telco", "kind": "carrier", "country": "DE", "role": "recipient"},
        "dialer": {"name": "Dialer Co", "country": "US", "role": "processor", "transfer": "scc"},
    },
    "trunks": {"lines": {"main": {"carrier": "telco"}}},
    "cdr": {"retention": "P90D"},
    "call_recording": {"mode": "always", "announcement": "prompt", "retention": "P28D"},
    "voicemail": {"mailed": "none", "retention": "P30D"},
    "crm": {"enabled": True, "vendor": "dialer", "sync_contacts": True},
    "database_grant": {"enabled": True, "application": "dialer", "permit": ["192.0.2.10/32"]},
}


def everything() -> dict[str, Any]:
    """Return a tenant with every feature at its loudest, and nothing unknown."""
    quiet = Tenant.model_validate(SIX)
    turns = {}
    for feature in quiet.features():
        for setting in settings_of(feature):
            if setting.knob.is_ordered and "[" not in setting.path:
                turns[setting.path] = setting.knob.loud
    return plain(quiet.turned({path: value for path, value in turns.items() if path != "cdr.masked"}))


def forget() -> None:
    for memory in (effects._known, effects._unions, effects._dated, inventory._spreads):
        memory.clear()
    inventory._expanded.cache_clear()
    exposure._groups.cache_clear()


def in_turn(rounds: int, **works: Callable[[], object]) -> dict[str, float]:
    """Run several works in turn and return the median of each, in microseconds."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            if name == "first":
                forget()
            start = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(measured) * 1e6 for name, measured in times.items()}


def measure(name: str, mapping: dict[str, Any], allowed: int) -> None:
    loads_mapping(mapping)  # says what is wrong, if anything

    def validate() -> Tenant:
        return Tenant.model_validate(mapping)

    def derive(tenant: Tenant) -> Inventory:
        told = Inventory.of(tenant, today=TODAY)
        assert told.exposures + told.holdings  # both, since each is worked out when it is asked for
        return told

    fresh = iter([validate() for _ in range(3 * ROUNDS + 20)])  # what a tenant remembers of itself counts too
    for _ in range(20):
        check(derive(next(fresh)))
    medians = in_turn(
        ROUNDS,
        first=lambda: check(derive(next(fresh))),
        validation=validate,
        inventory=lambda: derive(next(fresh)),
        both=lambda: check(derive(next(fresh))),
    )
    base = medians["validation"]
    for part, said in (
        ("validation", "validation"),
        ("inventory", "inventory"),
        ("both", "inventory with checks"),
        ("first", "first of its kind"),
    ):
        limit = "" if part in ("validation", "inventory") else f"{allowed}"
        print(f"{name:<16} {said:<22} {medians[part]:>9.0f} {medians[part] / base:>7.1f} {limit:>8}")


def main() -> None:
    print(f"{'tenant':<16} {'work':<22} {'µs':>9} {'ratio':>7} {'allowed':>8}")
    measure("six features", SIX, 10)
    measure("everything on", everything(), 30)


if __name__ == "__main__":
    main()
