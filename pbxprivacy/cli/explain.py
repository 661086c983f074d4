"""``pbxprivacy explain``: how an exposure comes about, in sentences; or what a rule is about."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from pbxprivacy.cli.commands import one_verb
from pbxprivacy.cli.options import FormatOption, OutputFormat, OutputOption, PartiesOption, TodayOption
from pbxprivacy.cli.output import look_of, write
from pbxprivacy.errors import UsageError
from pbxprivacy.reports import format_named
from pbxprivacy.reports.page import Report

app: Final = one_verb()


@app.command()
def explain(
    subject: Annotated[
        str, typer.Argument(metavar="FILE|RULE", help="A file with one tenant, or the id of a rule; 'rules' lists all.")
    ],
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PARTY|PLACE|DATA|PERSON]...",
            help="What to explain: what fits all of these; every exposure without any.",
            show_default=False,
        ),
    ] = None,
    *,
    format: FormatOption = OutputFormat.TEXT,  # noqa: A002 - the option's name
    output: OutputOption = None,
    parties: PartiesOption = None,
    today: TodayOption = None,
) -> None:
    """Tell in sentences how something comes about, with the settings that cause each step; or what a rule is about.

    Examples: explain acme.yaml dialer; explain acme.yaml store/cdr contact.name; explain recording-without-announcement
    """
    if Path(subject).exists() or subject == "-":
        from pbxprivacy.cli.choosing import choose  # noqa: PLC0415 - rules need no inventory
        from pbxprivacy.cli.reading import one_inventory  # noqa: PLC0415 - the same
        from pbxprivacy.reports.contents.explanation import explanation_report  # noqa: PLC0415 - the same

        inventory = one_inventory(subject, parties, today)
        report = explanation_report(inventory, choose(inventory, words or []))
    else:
        report = _rule(subject)
    write([format_named(format).render(report, look_of(output))], output)


def _rule(subject: str) -> Report:
    from pbxprivacy.checks import ALL  # noqa: PLC0415 - only where a rule is asked for
    from pbxprivacy.references import nearest  # noqa: PLC0415 - the same
    from pbxprivacy.reports.contents.findings import rule_report  # noqa: PLC0415 - the same

    found = ALL if subject == "rules" else tuple(rule for rule in ALL if rule.id == subject)
    if not found:
        hint = nearest(subject, [rule.id for rule in ALL])
        what = f"there is no file and no rule {subject[:80]!r}{hint}"
        raise UsageError(what, mend="`pbxprivacy explain rules` lists them")
    return rule_report(found)
