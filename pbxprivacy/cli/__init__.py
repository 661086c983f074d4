"""The command line: one file a verb, imported when it is called.

Exit codes: 0 clean, 1 findings at or above ``--fail-on``, 2 wrong usage, 3 input that cannot be read, 4 a bulk job that
failed in part, 130 interrupted.
"""

from __future__ import annotations

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit.

    Raises:
        SystemExit: always, with the exit code.
    """
    import sys  # noqa: PLC0415 - nothing is imported before the command line is run

    from pbxprivacy.cli.run import run  # noqa: PLC0415 - the same

    sys.exit(run(sys.argv[1:] if arguments is None else arguments))
