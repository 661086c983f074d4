"""Fides' own policy evaluation and ours, on the same systems, wall time against wall time.

Usage: fides.py PYTHON [SYSTEMS ...], where PYTHON is an interpreter of a virtual environment of its own in which
``ethyca-fides`` is installed (it pins other versions of what this package needs).

Each system is one tenant of `fleet.configuration`. To Fides it is a system with one privacy declaration for each
purpose of what it exposes and holds, with their data categories and subjects. Its `execute_evaluation` alone is timed:
not reading, not validating, not importing. Of ours two times are told where all configurations are different, so that
none was seen before: the same (from valid tenants to their inventories, all that is exposed, and all checks), and
everything, validation too. Where 200 of them repeat, as they do in a fleet, everything is from the lines of a file to
the summary of the fleet. Of ours the median counts. What was built before is left out of the garbage collector's work,
in theirs and in ours.

Each rule of the policy asks whether one data category is shared. Fides' cost grows with the number of rules, with the
square of the number of systems and with the taxonomy; ours with the number of systems alone. So the ratio depends on
the number of rules, and is told for one, for five, and for as many as we have checks.
"""

from __future__ import annotations

import gc
import json
import math
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from fleet import DISTINCT, configuration

from pbxprivacy import Inventory, Tenant, check, summarise
from pbxprivacy.checks import ALL
from pbxprivacy.loading import iter_tenants
from pbxprivacy.terms import Data

TODAY = date(2026, 11, 21)
CATEGORIES = sorted({data.fides for data in Data if data.fides})
ROUNDS = 3
RULES = (1, 5, len(ALL))
POLICY = {
    "fides_key": "not_shared",
    "rules": [
        {
            "name": f"rule {number}",
            "data_categories": {"matches": "ANY", "values": [CATEGORIES[number % len(CATEGORIES)]]},
            "data_uses": {"matches": "ANY", "values": ["third_party_sharing"]},
            "data_subjects": {"matches": "ANY", "values": ["customer"]},
        }
        for number in range(max(RULES))
    ],
}
THEIRS = """
import gc, json, sys, time
from fideslang.default_taxonomy import DEFAULT_TAXONOMY
from fideslang.models import Policy, System, Taxonomy
from fides.core.evaluate import execute_evaluation
given = json.load(open(sys.argv[1]))
taxonomy = Taxonomy(
    data_category=DEFAULT_TAXONOMY.data_category, data_use=DEFAULT_TAXONOMY.data_use,
    data_subject=DEFAULT_TAXONOMY.data_subject,
    system=[System.model_validate(each) for each in given["system"]],
    policy=[Policy.model_validate(each) for each in given["policy"]],
)
gc.collect()
gc.freeze()
start = time.perf_counter()
done = execute_evaluation(taxonomy)
print(json.dumps([time.perf_counter() - start, str(done.status)]))
"""


def system(name: str, inventory: Inventory) -> dict[str, Any]:
    """Return what a person would type into Fides for the same tenant."""
    declared: dict[str, tuple[set[str], set[str]]] = {}
    for entry in inventory.entries:
        witness = inventory.witness(entry)
        assert witness
        use = witness.hops[-1].flow.purpose.fides if witness.hops else None
        categories, subjects = declared.setdefault(use or "third_party_sharing", (set(), set()))
        categories.add(entry.item.data.fides or "user")
        subjects.add(entry.item.person.fides or "customer")
    return {
        "fides_key": name,
        "system_type": "Service",
        "privacy_declarations": [
            {"name": use, "data_use": use, "data_categories": sorted(categories), "data_subjects": sorted(subjects)}
            for use, (categories, subjects) in declared.items()
        ],
    }


def inventory_of(mapping: dict[str, Any]) -> Inventory:
    return Inventory.of(Tenant.model_validate(mapping), today=TODAY)


def ours(mappings: list[dict[str, Any]]) -> tuple[float, float]:
    """Return the seconds of everything, and of the evaluation alone."""
    start = time.perf_counter()
    valid = [Tenant.model_validate(mapping) for mapping in mappings]
    validated = time.perf_counter()
    for tenant in valid:
        inventory = Inventory.of(tenant, today=TODAY)
        assert inventory.exposures
        assert check(inventory)
    end = time.perf_counter()
    return end - start, end - validated


def ours_as_a_fleet(mappings: list[dict[str, Any]]) -> tuple[float, float]:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.writelines(json.dumps(mapping) + "\n" for mapping in mappings)
        file.flush()
        start = time.perf_counter()
        assert summarise((loaded.tenant for loaded in iter_tenants(file.name)), today=TODAY).tenants == len(mappings)
        return time.perf_counter() - start, math.nan


def in_fresh_interpreters(systems: int, distinct: int) -> list[tuple[float, float]]:
    """Return the seconds that ours take, several times, where nothing like these tenants was seen before."""
    command = [sys.executable, __file__, "--ours", str(systems), str(distinct)]
    told = [subprocess.run(command, capture_output=True, text=True, check=True).stdout.split() for _ in range(ROUNDS)]
    return [(float(everything), float(alone)) for everything, alone in told]


def tenants(systems: int, distinct: int) -> list[dict[str, Any]]:
    return [{"tenant": f"tenant_{number}", **configuration(number % distinct)} for number in range(systems)]


def theirs(python: str, systems: list[dict[str, Any]], rules: int) -> float:
    policy = {**POLICY, "rules": POLICY["rules"][:rules]}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump({"system": systems, "policy": [policy]}, file)
        file.flush()
        done = subprocess.run([python, "-c", THEIRS, file.name], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    seconds: float = json.loads(done.stdout.splitlines()[-1])[0]
    return seconds


def main() -> None:
    if sys.argv[1] == "--ours":
        size, distinct = map(int, sys.argv[2:])
        work = ours if distinct == size else ours_as_a_fleet
        work([{"tenant": "warm", **configuration(1 << 20)}])
        gc.collect()
        gc.freeze()
        print(*work(tenants(size, distinct)))
        return
    python = sys.argv[1]
    sizes = [int(size) for size in sys.argv[2:]] or [250, 500, 1000]
    heads = ("systems", "distinct", "rules", "Fides s", "ours alone s", "faster", "everything s", "faster")
    print(*(f"{head:>12}" for head in heads), f"  ({len(ALL)} checks)")
    for size in sizes:
        for distinct in (size, DISTINCT):
            systems = [system(mapping["tenant"], inventory_of(mapping)) for mapping in tenants(size, distinct)]
            for rules in RULES:
                mine = in_fresh_interpreters(size, distinct)
                seconds = theirs(python, systems, rules)
                mine += in_fresh_interpreters(size, distinct)  # before and after, as the machine changes its pace
                everything, alone = (statistics.median(each) for each in zip(*mine, strict=True))
                row = (seconds, alone, seconds / alone, everything, seconds / everything)
                print(*(f"{each:>12}" for each in (size, distinct, rules)), *(f"{each:>12.2f}" for each in row))
                sys.stdout.flush()


if __name__ == "__main__":
    main()
