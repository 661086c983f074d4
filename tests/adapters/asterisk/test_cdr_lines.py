from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pbxprivacy.adapters.asterisk.facts import Topic
from pbxprivacy.adapters.asterisk.read import read

Pbx = Callable[[Mapping[str, str]], Path]
PHONE = "[phone]\ntype=endpoint\ncontext=in\n"


@pytest.mark.parametrize(
    ("line", "left_out", "written", "named"),
    [
        ("NoCDR()", ("in,1,1",), (), ()),
        ("Set(CDR_PROP(disable)=1)", ("in,1,1",), (), ()),
        ("Set(CDR_PROP(disable)=0)", (), (), ()),
        ("Set(CDR_PROP(party_a)=yes)", (), (), ()),
        ("Set(CDR(userfield)=${UNIQUEID})", (), ("userfield",), ()),
        ("Set(CDR(userfield)=${CALLERID(name)})", (), ("userfield",), ("userfield",)),
        ("MSet(CDR(a)=1,CDR(b)=${CALLERID(all)})", (), ("a", "b"), ("b",)),
        ("Set(ARRAY(CDR(mark),CDR(name))=${X})", (), ("mark", "name"), ()),
        ("Set(X=${CDR(src)})", (), (), ()),
    ],
)
def test_lines_leave_calls_out_and_write_into_records(
    pbx: Pbx, line: str, left_out: tuple[str, ...], written: tuple[str, ...], named: tuple[str, ...]
) -> None:
    (one,) = read(pbx({"pjsip.conf": PHONE, "extensions.conf": f"[in]\nexten => 1,1,{line}\n"})).about(Topic.CDR)
    assert (one["left_out"], one["written"], one["named"]) == (left_out, written, named)


def test_a_line_that_no_call_gets_to_does_nothing(pbx: Pbx) -> None:
    (one,) = read(pbx({"pjsip.conf": PHONE, "extensions.conf": "[x]\nexten => 1,1,NoCDR()\n"})).about(Topic.CDR)
    assert one["left_out"] == ()
