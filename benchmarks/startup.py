"""What starting costs, against importing pydantic and attrs and building one one-field model.

Each command runs in a fresh interpreter, all in turn, round after round, so that a busy machine slows all alike; the
median counts.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 25
BASE = """
import attrs, pydantic
class One(pydantic.BaseModel):
    field: int
One(field=1)
"""
RUN = "import sys; from pbxprivacy.cli import main; main(sys.argv[1:])"
TYPICAL = str(ROOT / "examples" / "typical.yaml")
COMMANDS = {
    "pydantic + attrs + one model": ["-c", BASE],
    "import pbxprivacy": ["-c", "import pbxprivacy"],
    "from pbxprivacy import Tenant, Inventory": ["-c", "from pbxprivacy import Tenant, Inventory"],
    "pbxprivacy --version": ["-c", RUN, "--version"],
    "pbxprivacy check one.yaml": ["-c", RUN, "check", TYPICAL],
    "pbxprivacy inventory one.yaml": ["-c", RUN, "inventory", TYPICAL],
}
ALLOWED = {"import pbxprivacy": 1.3, "pbxprivacy check one.yaml": 2.5}
NOT_LOADED = ("rich", "jinja2", "cryptography", "hypothesis")


def once(arguments: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=False, stdout=subprocess.DEVNULL, cwd=ROOT)
    return time.perf_counter() - start


def loaded() -> list[str]:
    """Tell which of the heavy packages a check imports."""
    code = (
        "import sys\nfrom pbxprivacy.cli.run import run\n"
        f"run(['check', {TYPICAL!r}])\n"
        f"sys.stderr.write(' '.join(name for name in {NOT_LOADED!r} if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    return done.stderr.split()


def main() -> None:
    for arguments in COMMANDS.values():
        once(arguments)
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, arguments in COMMANDS.items():
            times[name].append(once(arguments))
    medians = {name: statistics.median(measured) for name, measured in times.items()}
    base = medians["pydantic + attrs + one model"]
    print(f"{'median of ' + str(ROUNDS):<42} {'ms':>8} {'ratio':>7} {'allowed':>8}")
    for name, median in medians.items():
        allowed = f"{ALLOWED[name]:.1f}" if name in ALLOWED else ""
        print(f"{name:<42} {median * 1000:>8.0f} {median / base:>7.2f} {allowed:>8}")
    print("heavy packages that a check imports:", ", ".join(loaded()) or "none")


if __name__ == "__main__":
    main()
