"""The verbs: a module for each, imported when the verb is called or asked for help."""

from __future__ import annotations

from importlib import import_module
from keyword import iskeyword
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

__all__ = ["VERBS", "commands", "one_verb"]

# verb → what it does; the module has the verb's name (``import_``) and holds a typer application called ``app``
VERBS: Final = {
    "demo": "Write three example tenants and show what they expose.",
    "init": "Write a commented tenant file to start from.",
    "import": "Read the configuration of a PBX, and write it as a tenant file.",
    "check": "Check tenants against the rules; exits 1 if there are findings.",
    "inventory": "Show who receives what, how protected, for how long, because of which setting.",
    "explain": "Tell in sentences how something comes about, or what a rule is about.",
    "diff": "Compare what two configurations, directories or saved inventories expose.",
    "whatif": "Tell what other settings would change, and which ones remove an exposure.",
    "render": "Write a tenant as configuration of a PBX.",
    "schema": "Print the JSON Schema of tenant files or of the reports.",
    "vault": "Seal, open, find and purge recordings.",
}

EPILOG: Final = (
    "Exit codes: 0 clean, 1 findings at or above --fail-on, 2 wrong usage, 3 input that cannot be read,"
    " 4 some of many tenants failed, 130 interrupted."
)


class _Verbs(TyperGroup):
    """A group that imports a verb's module when the verb is called, and for its own help imports none."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the group's interface
        return list(VERBS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - the same
        if cmd_name not in VERBS:
            return None
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        verb = import_module(f"pbxprivacy.cli.{module}")
        return typer.main.get_command(verb.app)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - the same
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = error.message.replace("Value error, ", "", 1)  # the validator's word, not the reader's
            raise

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            from pbxprivacy.references import nearest  # noqa: PLC0415 - only where somebody mistyped

            ctx.fail(f"there is no command {args[0]!r}{nearest(args[0], list(VERBS))}")
        return super().resolve_command(ctx, args)


def one_verb(**options: Any) -> typer.Typer:
    """Return an application for one verb, which imports no rich, and whose tracebacks show no values, such as keys."""
    return typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, **options)


def _version(*, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415 - slow, and seldom asked for

        typer.echo(f"pbxprivacy {version('pbxprivacy')}")
        raise typer.Exit


def commands() -> Any:
    """Return the command line."""
    program = typer.Typer(
        cls=_Verbs, epilog=EPILOG, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True
    )

    @program.callback()
    def pbxprivacy(
        version: Annotated[
            bool,
            typer.Option("--version", callback=lambda value: _version(wanted=value), is_eager=True, help="Print it."),
        ] = False,
    ) -> None:
        """Tell what a cloud PBX exposes, to whom, by which path, because of which setting."""

    return typer.main.get_command(program)
