"""Running a command: every error becomes one message on stderr and an exit code, never a traceback."""

from __future__ import annotations

import sys

from pbxprivacy.cli.commands import commands
from pbxprivacy.cli.exits import Exit
from pbxprivacy.errors import InputError, PbxPrivacyError, UsageError

__all__ = ["run"]


def run(arguments: list[str]) -> int:
    """Run the command line and return its exit code."""
    try:
        commands().main(arguments, prog_name="pbxprivacy")
    except SystemExit as exit_:
        return _code(exit_)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except UsageError as error:
        _tell(error)
        return Exit.USAGE
    except (PbxPrivacyError, InputError) as error:
        _tell(error)
        return Exit.UNREADABLE
    return Exit.CLEAN


def _code(exit_: SystemExit) -> int:
    if exit_.code is None:
        return Exit.CLEAN
    return exit_.code if isinstance(exit_.code, int) else Exit.USAGE


def _tell(error: PbxPrivacyError) -> None:
    from pbxprivacy.reports.plain import visible  # noqa: PLC0415 - only where something went wrong

    for line in str(error).splitlines():
        sys.stderr.write(f"pbxprivacy: {visible(line, 2000)}\n")
