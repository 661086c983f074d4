from __future__ import annotations

import subprocess
import sys
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from pbxprivacy.reports.page import Page, Paragraph, Report, Section, Table, Tone, cell
from pbxprivacy.reports.text import Look, join, lines_of, render

SHORT = Table(("Country", "Tenants"), ((cell("DE"), cell("4,000")), (cell("IN"), cell("7"))))
LONG = Table(
    ("Recipient", "Receives", "Kept"),
    (
        (
            cell("Dialer Co (US)", "database grant", tone=Tone.DOUBTFUL),
            cell("number of agent", "name of contact"),
            cell("28 days"),
        ),
    ),
)


def lines(*blocks: Paragraph | Table, look: Look | None = None) -> list[str]:
    return list(lines_of(Page("", "", (Section("", blocks),)), look or Look(60)))


def test_short_rows_stand_in_columns_with_numbers_to_the_right() -> None:
    assert lines(SHORT) == ["  Country  Tenants", "  DE         4,000", "  IN             7"]


def test_long_rows_become_records_where_there_is_no_wide_terminal() -> None:
    assert lines(LONG) == [
        "  Dialer Co (US)",
        "    database grant",
        "    receives  number of agent",
        "              name of contact",
        "    kept      28 days",
    ]


def test_long_rows_become_a_table_on_a_wide_terminal() -> None:
    drawn = lines(LONG, look=Look(120, is_terminal=True))
    assert drawn[0].split() == ["Recipient", "Receives", "Kept"]
    assert "Dialer Co (US)" in drawn[2]
    assert "28 days" in drawn[2]
    assert "\x1b" not in "".join(drawn)


def test_a_table_breaks_no_name_of_a_setting_where_there_is_room_for_it() -> None:
    knob = "trunks.lines[main].signalling_encrypted"
    words = "voice on the line, keys pressed of outside party, extension user"
    table = Table(("Recipient", "Receives", "Because of"), ((cell(words), cell(words), cell("crm.enabled", knob)),))
    drawn = lines(table, look=Look(110, is_terminal=True))
    assert any(line.endswith(knob) for line in drawn)
    assert all(len(line) <= 110 for line in drawn)
    beside = Table(table.columns, ((cell(f"{knob} = false", "is true now"), cell(words), cell(words, words)),))
    drawn = lines(beside, look=Look(110, is_terminal=True))
    assert any(line.strip().startswith(knob) for line in drawn)
    assert all(len(line) <= 110 for line in drawn)
    wider = Table(table.columns, ((cell(words), cell("x" * 80), cell(knob)),))
    drawn = lines(wider, look=Look(110, is_terminal=True))
    assert all(len(line) <= 110 for line in drawn)


@given(
    rows=st.lists(
        st.lists(st.text("abc ", min_size=1, max_size=90).filter(str.split), min_size=3, max_size=3), min_size=1
    ),
    width=st.integers(110, 160),
)
def test_a_table_loses_no_sign_and_is_no_wider_than_the_terminal(rows: list[list[str]], width: int) -> None:
    table = Table(("One", "Two", "Three"), tuple(tuple(cell(part, part) for part in row) for row in rows))
    drawn = lines(table, look=Look(width, is_terminal=True))
    assert all(len(line) <= width for line in drawn)
    assert Counter("".join(drawn[2:])) >= Counter("".join(2 * part for row in rows for part in row).replace(" ", ""))


def test_no_line_of_a_table_ends_in_blanks() -> None:
    rows = (*LONG.rows, *LONG.rows)
    drawn = lines(Table(LONG.columns, rows), look=Look(120, is_terminal=True))
    assert "" in drawn
    assert drawn == [line.rstrip() for line in drawn]


def test_lists_of_findings_are_never_drawn_as_a_table() -> None:
    listed = Table(LONG.columns, LONG.rows, is_list=True)
    assert lines(listed, look=Look(120, is_terminal=True))[0] == "  Dialer Co (US)"


def test_colours_come_only_where_they_are_wanted() -> None:
    warning = Paragraph("look here", Tone.BAD)
    assert lines(warning) == ["  look here"]
    assert lines(warning, look=Look(60, has_colour=True)) == ["  \x1b[31mlook here\x1b[0m"]


def test_items_of_a_list_are_indented_below_their_dash() -> None:
    told = lines(Paragraph("one two three four five six seven eight nine ten", is_item=True), look=Look(40))
    assert told == ["  - one two three four five six seven", "    eight nine ten"]


def test_several_reports_stand_one_below_the_other() -> None:
    report = Report(page=lambda: Page("title"), document=dict)
    assert render(report) == "title\n"
    assert "".join(join([report, report])) == "title\n\ntitle\n"


def test_narrow_text_imports_no_rich() -> None:
    code = (
        "import sys\nfrom pbxprivacy.reports.text import Look, lines_of\n"
        "from pbxprivacy.reports.page import *\n"
        "table = Table(('a', 'b'), ((cell('1', '2'), cell('3')),))\n"
        "list(lines_of(Page('t', 's', (Section('x', (table,)),)), Look(80)))\n"
        "sys.exit('rich' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
