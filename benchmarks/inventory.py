"""What one full inventory with all checks costs, against validating the tenant.

Validation is `Tenant.model_validate` of the plain mapping. All run in turn, many times; the median counts. Much is
worked out once for tenants that are alike. So three things are told: a tenant like one that was there before, tenants
of a fleet in which no two have the same configuration, and, with everything forgotten, the first of its kind.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from itertools import count, islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from fleet import configuration

from pbxprivacy import Inventory, Tenant, check, effects
from pbxprivacy.inventory import exposure, inventory
from pbxprivacy.loading import loads_mapping, plain
from pbxprivacy.setting import settings_of

TODAY = date(2026, 11, 21)
ROUNDS = 300
WARM = 100

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


def in_turn(**works: Callable[[], object]) -> dict[str, float]:
    """Run several works in turn and return the median of each, in microseconds."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(measured) * 1e6 for name, measured in times.items()}


def told(tenant: Tenant) -> Inventory:
    found = Inventory.of(tenant, today=TODAY)
    assert found.exposures + found.holdings  # both, since each is worked out when it is asked for
    return found


def measure(name: str, mapping: Callable[[int], dict[str, Any]], allowed: int) -> None:
    """Print what tenants cost, of which ``mapping`` makes one for each number."""
    loads_mapping(mapping(0))  # says what is wrong, if anything
    numbers = count()
    given = iter([mapping(number) for number in islice(numbers, 2 * ROUNDS)])
    fresh = iter([Tenant.model_validate(mapping(number)) for number in islice(numbers, 3 * ROUNDS + WARM)])
    for _ in range(WARM):
        check(told(next(fresh)))
    usual = in_turn(
        validate=lambda: Tenant.model_validate(next(given)),
        derive=lambda: told(next(fresh)),
        check=lambda: check(told(next(fresh))),
    )
    first = in_turn(
        validate=lambda: Tenant.model_validate(next(given)), forget=forget, check=lambda: check(told(next(fresh)))
    )
    rows = {
        "validation": (usual["validate"], usual, ""),
        "inventory": (usual["derive"], usual, ""),
        "inventory with checks": (usual["check"], usual, f"{allowed}"),
        "first of its kind": (first["check"], first, ""),
    }
    for said, (microseconds, others, limit) in rows.items():
        print(f"{name:<16} {said:<22} {microseconds:>9.0f} {microseconds / others['validate']:>7.1f} {limit:>8}")


def main() -> None:
    print(f"{'tenant':<16} {'work':<22} {'µs':>9} {'ratio':>7} {'allowed':>8}")
    loud = everything()
    measure("six features", lambda _: SIX, 10)
    measure("all different", lambda number: {"tenant": f"tenant {number}", **configuration(number)}, 10)
    measure("everything on", lambda _: loud, 30)


if __name__ == "__main__":
    main()
