from __future__ import annotations

import json
import re
import unicodedata

import jsonschema
import pytest
from hypothesis import assume, given, settings
from markdown_it import MarkdownIt

from pbxprivacy import Inventory, Tenant
from pbxprivacy.errors import UsageError
from pbxprivacy.reports import FORMATS, format_named
from pbxprivacy.reports.contents.inventory import inventory_report
from pbxprivacy.reports.page import Page, Report, Section, Table, cell
from pbxprivacy.reports.schema import report_schema
from pbxprivacy.reports.text import Look
from tests.reports import hostile

VALIDATOR = jsonschema.Draft202012Validator(report_schema())
LOOKS = [
    Look(60),
    Look(100),
    Look(160, has_colour=False, is_terminal=True),
    Look(160, has_colour=True, is_terminal=True),
]
ANSI = re.compile(r"\x1b\[[0-9;]*m")
FEW = settings(max_examples=8)


@given(hostile.NAMES)
@FEW
def test_no_report_as_text_steers_a_terminal(name: str) -> None:
    for report in hostile.reports_of(name).values():
        for look in LOOKS:
            written = format_named("text").render(report, look)
            ours = ANSI.sub("", written) if look.has_colour else written
            for character in ours.replace("\n", ""):
                assert unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}


@given(hostile.NAMES)
@FEW
def test_no_report_as_text_is_wider_than_its_terminal_where_names_can_be_broken(name: str) -> None:
    assume(not any(unicodedata.east_asian_width(character) in "WF" for character in name))
    for report in hostile.reports_of(name).values():
        for look in LOOKS:
            for line in ANSI.sub("", format_named("text").render(report, look)).splitlines():
                assert len(line) <= look.width


@given(hostile.NAMES)
@FEW
def test_every_report_as_json_is_read_back_and_fits_the_published_schema(name: str) -> None:
    for report in hostile.reports_of(name).values():
        written = format_named("json").render(report)
        assert written.isascii()
        document = json.loads(written)
        VALIDATOR.validate(document)
        assert document == json.loads(json.dumps(report.document()))


@given(hostile.NAMES)
@FEW
def test_several_reports_are_one_json_document_or_a_line_each(name: str) -> None:
    reports = [*hostile.reports_of(name).values()]
    together = json.loads("".join(format_named("json").join(reports)))
    VALIDATOR.validate(together)
    lines = "".join(format_named("jsonl").join(reports)).splitlines()
    assert [json.loads(line) for line in lines] == together["documents"]


def test_no_report_at_all_is_an_empty_list() -> None:
    VALIDATOR.validate(json.loads("".join(format_named("json").join([]))))


@given(hostile.NAMES)
@FEW
def test_markdown_tables_keep_their_columns_and_hold_no_markup(name: str) -> None:
    for report in hostile.reports_of(name).values():
        tokens = MarkdownIt("commonmark").enable("table").parse(format_named("markdown").render(report))
        columns = 0
        for number, token in enumerate(tokens):
            if token.type == "thead_open":
                end = next(i for i, later in enumerate(tokens) if i > number and later.type == "thead_close")
                columns = sum(each.type == "th_open" for each in tokens[number:end])
            if token.type == "tr_open":
                end = next(i for i, later in enumerate(tokens) if i > number and later.type == "tr_close")
                assert sum(each.type in {"td_open", "th_open"} for each in tokens[number:end]) == columns
            for child in token.children or []:
                assert child.type in {"text", "text_special", "strong_open", "strong_close", "html_inline", "softbreak"}
                if child.type == "html_inline":
                    assert child.content == "<br>"
            assert token.type not in {"html_block", "code_block", "fence", "hr"}


LABEL = r'"(?:[^\W_]|[ .,/-]|#\d+;|<br/>)*"'
LINE = re.compile(
    rf"flowchart LR|  subgraph g\d+\[{LABEL}\]|    n\d+(\[{LABEL}\]|\[\({LABEL}\)\])|  end"
    rf"|  n\d+ (-->|-\.->)\|{LABEL}\| n\d+"
)


@given(hostile.NAMES)
@FEW
def test_mermaid_is_made_of_known_lines_whatever_a_tenant_wrote(name: str) -> None:
    written = format_named("mermaid").render(hostile.reports_of(name)["inventory"])
    for line in written.splitlines():
        assert LINE.fullmatch(line), line


def test_what_has_no_drawing_says_so() -> None:
    with pytest.raises(UsageError, match="cannot be drawn"):
        format_named("mermaid").render(hostile.reports_of("acme")["findings"])


def test_several_reports_without_a_drawing_say_that_and_not_that_there_are_several() -> None:
    findings = hostile.reports_of("acme")["findings"]
    with pytest.raises(UsageError, match="cannot be drawn"):
        list(format_named("mermaid").join([findings, findings]))


def test_a_drawing_shows_one_tenant() -> None:
    report = hostile.reports_of("acme")["inventory"]
    with pytest.raises(UsageError, match="one tenant"):
        list(format_named("mermaid").join([report, report]))


def test_every_format_is_one_module_of_its_name() -> None:
    for name, module in FORMATS.items():
        assert module == f"pbxprivacy.reports.{name}"
        assert callable(format_named(name).render)


def test_possible_exposures_are_marked_in_every_format_people_read() -> None:
    report = hostile.reports_of("acme")["inventory"]
    assert "POSSIBLE" in format_named("text").render(report)
    assert "POSSIBLE" in format_named("markdown").render(report)
    assert "-.->" in format_named("mermaid").render(report)


def test_no_format_that_people_read_cuts_what_somebody_receives_or_why_something_is_unknown() -> None:
    reason = f"{'the integration keeps its hooks in a database, ' * 10}which was not read"
    settings = hostile.loud("acme") | {"unknown": {"webhooks": reason}}
    report = inventory_report(Inventory.of(Tenant.model_validate(settings), today=hostile.TODAY))
    for name, look in (("text", Look(100)), ("text", Look(120, is_terminal=True)), ("markdown", Look())):
        written = format_named(name).render(report, look)
        assert "characters)" not in written
        assert "which was not read" in " ".join(written.split())
    cut = Report(
        page=lambda: Page("", "", (Section("", (Table(("A", "B"), ((cell(reason), cell(reason)),)),)),)), document=dict
    )
    assert "characters)" not in format_named("text").render(cut, Look(120, is_terminal=True))
