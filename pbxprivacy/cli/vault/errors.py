"""What an error becomes on the command line: one line on standard error, and an exit code."""

from __future__ import annotations

import sys
from typing import Any, Final

import typer
from typer.core import TyperGroup

from pbxprivacy.cli.printing import opened
from pbxprivacy.errors import InputError, PbxPrivacyError, UsageError
from pbxprivacy.vault.numbers import mask_numbers

__all__ = ["DAMAGED", "INTERRUPTED", "IN_PART", "UNREADABLE", "USAGE", "Verbs", "clean", "code_of", "told"]

DAMAGED: Final = 1
USAGE: Final = 2
UNREADABLE: Final = 3
IN_PART: Final = 4
INTERRUPTED: Final = 130

_LONGEST_HELP: Final = 200
_STEERING: Final = (
    *range(0x20),
    *range(0x7F, 0xA0),
    0x061C,
    *range(0x200E, 0x2010),
    *range(0x2028, 0x202F),
    *range(0x2066, 0x206A),
    *range(0xD800, 0xE000),  # bytes of file names that are not UTF-8
)
_CLEAN: Final = dict.fromkeys(_STEERING, "\N{REPLACEMENT CHARACTER}")


def clean(text: object) -> str:
    """Return a text without characters that steer a terminal; names of tenants come from anywhere."""
    return str(text).translate(_CLEAN)


def told(error: PbxPrivacyError) -> str:
    """Return an error in one line, with everything blotted out that looks like a phone number."""
    return clean(mask_numbers("; ".join(str(error).splitlines())))


def code_of(error: PbxPrivacyError) -> int:
    """Return the exit code of an error."""
    return USAGE if isinstance(error, UsageError) and not isinstance(error, InputError) else UNREADABLE


class Verbs(TyperGroup):
    """The verbs; an error of ours ends any of them with its exit code, and never with a traceback."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write what each verb does, to the end of the sentence."""
        verbs = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, verb.get_short_help_str(_LONGEST_HELP)) for name, verb in verbs if verb])

    def invoke(self, ctx: Any) -> Any:
        """Run the verb; where there is no standard output to say what was done, nothing is done."""
        try:
            opened()
            return super().invoke(ctx)
        except PbxPrivacyError as error:
            print(f"pbxprivacy: {told(error)}", file=sys.stderr)  # noqa: T201 - this is the command line
            raise typer.Exit(code_of(error)) from None
        except (KeyboardInterrupt, typer.Abort):
            print("pbxprivacy: interrupted", file=sys.stderr)  # noqa: T201 - this is the command line
            raise typer.Exit(INTERRUPTED) from None
