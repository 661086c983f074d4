#!/usr/bin/env python3
"""Two commands that do everything, with nothing but Python 3.11 and its pip.

    python3 dev.py demo     install what is needed, and print the inventory of an example tenant
    python3 dev.py test     install what is needed, and run the tests

And for those who work on it: ``lint``, ``docs``, ``wheel``, ``outside`` (tests that need components of the system),
``check`` (all of them but outside), ``bench NAME``, ``lock`` (pin the requirements anew; needs uv).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / "python"
OLDEST = (3, 11)


def run(*command: str | Path, **environment: str) -> None:
    """Run a command in the project's folder, and stop with its exit code if it fails."""
    print("$", *[str(part).replace(f"{ROOT}/", "") for part in command], flush=True)
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **environment}, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def install(requirements: str) -> None:
    """Make the virtual environment and install pinned requirements and the package, unless that was done before."""
    pins = ROOT / "requirements" / f"{requirements}.txt"
    wanted = hashlib.sha256(pins.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    done = VENV / f".installed-{requirements}"
    if done.exists() and done.read_text() == wanted:
        return
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True)
    run(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", pins)
    run(PYTHON, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", ".")
    done.write_text(wanted)


def demo() -> None:
    """Print the inventory of an example tenant."""
    install("run")
    run(SCRIPTS / "pbxprivacy", "inventory", "examples/typical.yaml")


def test(*arguments: str) -> None:
    """Run every test that needs nothing but Python."""
    install("dev")
    run(PYTHON, "-m", "pytest", "-n", "auto", "-m", "not outside", *arguments)


def outside(*arguments: str) -> None:
    """Run the tests that need components of the system: Chromium, SoftHSM, a file system to fill."""
    install("dev")
    run(PYTHON, "-m", "pytest", "-m", "outside", *arguments)


def lint() -> None:
    """Check formatting, lint, types and the import contract."""
    install("dev")
    run(PYTHON, "-m", "ruff", "format", "--check", ".")
    run(PYTHON, "-m", "ruff", "check", ".")
    run(PYTHON, "-m", "mypy")
    run(PYTHON, "-m", "pyright", "--pythonpath", PYTHON)
    run(SCRIPTS / "lint-imports", "--cache-dir", ".cache/import-linter")


def docs() -> None:
    """Build the documentation, every warning being an error."""
    install("dev")
    shutil.rmtree(ROOT / "docs" / "_build", ignore_errors=True)
    run(PYTHON, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", "docs", "docs/_build/html")


def wheel() -> None:
    """Build the wheel, and try it in an empty environment."""
    install("dev")
    with tempfile.TemporaryDirectory() as folder:
        run(PYTHON, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ".")
        empty = Path(folder) / "empty"
        venv.create(empty, with_pip=True)
        scripts = empty / SCRIPTS.name
        built = next(Path(folder).glob("*.whl"))
        pins = ROOT / "requirements" / "run.txt"
        run(scripts / "python", "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", pins)
        run(scripts / "python", "-m", "pip", "install", "--quiet", "--no-deps", built)
        run(scripts / "pbxprivacy", "--version")
        run(scripts / "pbxprivacy", "demo", "--directory", Path(folder) / "demo")
        run(scripts / "python", "-c", "import pbxprivacy.vault, pbxprivacy.tenant")


def check() -> None:
    """Run everything that needs nothing but Python."""
    test()
    lint()
    docs()
    wheel()


def bench(name: str) -> None:
    """Run one of the benchmarks."""
    install("dev")
    run(PYTHON, ROOT / "benchmarks" / f"{name}.py")


def lock() -> None:
    """Pin all requirements anew, with hashes and without any address."""
    shared = ("--generate-hashes", "--universal", "--python-version", "3.11", "--no-emit-index-url", "--no-header")
    shared += ("--no-emit-find-links", "--no-annotate", "--quiet", "--upgrade")
    target = ROOT / "requirements"
    run("uv", "pip", "compile", *shared, "pyproject.toml", "--group", "build", "--output-file", target / "run.txt")
    groups = [part for name in ("build", "tests", "lint", "docs", "bench") for part in ("--group", name)]
    extras = tuple(part for name in ("kit", "watch", "pkcs11", "serve") for part in ("--extra", name))
    run("uv", "pip", "compile", *shared, "pyproject.toml", *groups, *extras, "--output-file", target / "dev.txt")


COMMANDS = {command.__name__: command for command in (demo, test, outside, lint, docs, wheel, check, bench, lock)}


def main(arguments: list[str]) -> None:
    """Run one command."""
    if sys.version_info < OLDEST:
        sys.exit(f"Python 3.11 or later is needed; this is {sys.version.split()[0]}")
    if not arguments or arguments[0] not in COMMANDS:
        sys.exit(__doc__)
    COMMANDS[arguments[0]](*arguments[1:])


if __name__ == "__main__":
    main(sys.argv[1:])
