"""What summing up a fleet from JSON Lines costs, against validating its lines; how it grows, and what memory it takes.

Each measurement runs in an interpreter of its own, so that memory is told apart. Bare validation is ``json.loads`` and
`Tenant.model_validate` of each line. Usage: fleet.py [TENANTS]
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

TODAY = date(2026, 11, 21)
DISTINCT = 200


def configuration(number: int) -> dict[str, Any]:
    """Return one of many configurations, all different."""
    draw = random.Random(number)  # noqa: S311 - the same fleet each time
    return {
        "country": draw.choice(["DE", "FR", "NL"]),
        "parties": {
            "telco": {"name": "Telco", "kind": "carrier", "country": "DE", "role": "recipient"},
            "dialer": {
                "name": f"Dialer {number % 50}",
                "country": draw.choice(["US", "IE", "IN"]),
                "role": "processor",
            },
        },
        "trunks": {"lines": {"main": {"carrier": "telco", "media_encrypted": draw.random() < 0.5}}},
        "cdr": {"retention": f"P{number % 3000 + 1}D", "masked": draw.random() < 0.3},
        "call_recording": {"mode": draw.choice(["off", "opt_in", "always"]), "retention": "P28D"},
        "voicemail": {"mailed": draw.choice(["none", "notice"]), "retention": f"P{number // 3000 + 1}D"},
        "crm": {"enabled": draw.random() < 0.5, "vendor": "dialer", "sync_contacts": True},
        "database_grant": {"enabled": draw.random() < 0.5, "application": "dialer", "permit": ["192.0.2.10/32"]},
    }


def write(path: Path, tenants: int, distinct: int) -> None:
    with path.open("w", encoding="utf-8") as stream:
        for number in range(tenants):
            stream.write(json.dumps({"tenant": f"tenant-{number}", **configuration(number % distinct)}) + "\n")


def validated(path: Path) -> int:
    from pbxprivacy import Tenant  # noqa: PLC0415 - only the interpreter that measures imports it

    def each() -> Iterator[Tenant]:
        with path.open(encoding="utf-8") as stream:
            for line in stream:
                yield Tenant.model_validate(json.loads(line))

    return sum(1 for _ in each())


def summed_up(path: Path) -> int:
    from pbxprivacy import summarise  # noqa: PLC0415 - the same
    from pbxprivacy.loading import iter_tenants  # noqa: PLC0415 - the same

    return summarise((loaded.tenant for loaded in iter_tenants(path)), today=TODAY).tenants


def measure(work: str, path: Path) -> tuple[float, float]:
    """Return seconds and peak memory in MiB."""
    done = subprocess.run([sys.executable, __file__, work, str(path)], capture_output=True, text=True, check=True)
    seconds, memory = done.stdout.split()
    return float(seconds), float(memory)


def main() -> None:
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    print(f"{'tenants':>9} {'distinct':>9} {'work':<16} {'s':>7} {'µs each':>8} {'ratio':>6} {'MiB':>5}")
    repeated = [(most // 4, DISTINCT), (most // 2, DISTINCT), (most, DISTINCT)]
    distinct_ones = [(most // 20, most // 20), (most // 10, most // 10)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fleet.jsonl"
        for tenants, distinct in (*repeated, *distinct_ones):
            write(path, tenants, distinct)
            base = measure("validated", path)
            for work, (seconds, memory) in (("bare validation", base), ("fleet summary", measure("summed_up", path))):
                each, ratio = seconds / tenants * 1e6, seconds / base[0]
                print(
                    f"{tenants:>9,} {distinct:>9,} {work:<16} {seconds:>7.2f} {each:>8.1f} {ratio:>6.2f} {memory:>5.0f}"
                )


def child(work: str, path: Path) -> None:
    start = time.perf_counter()
    {"validated": validated, "summed_up": summed_up}[work](path)
    seconds = time.perf_counter() - start
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        child(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
