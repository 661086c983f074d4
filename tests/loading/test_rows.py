"""Rows with columns of their own."""

from __future__ import annotations

from typing import Any

import pytest

from pbxprivacy.errors import InputError, UsageError
from pbxprivacy.evidence import Evidence
from pbxprivacy.features.call_recording import Mode
from pbxprivacy.loading.rows import Column, RowMapping
from pbxprivacy.parties import Party

_COLUMNS: dict[str, Column] = {
    "domain": "tenant",
    "land": "country",
    "rec": ("call_recording.mode", {"1": "opt_in", "0": "off", None: "off"}),
    "days": ("call_recording.retention", lambda days: f"P{int(days)}D"),
    "queue_rec": ("call_recording.rules[queue].mode", {"on": "always"}),
}
_MAPPING = RowMapping(_COLUMNS, ignored=["uuid"], table="v_domains", key="uuid")
_ROW: dict[str, Any] = {"uuid": "u-1", "domain": "acme", "land": "NO", "rec": 1, "days": "28", "queue_rec": "on"}


def refused(changes: dict[str, Any], mapping: RowMapping = _MAPPING) -> list[str]:
    row = {column: value for column, value in (_ROW | changes).items() if value != "MISSING"}
    with pytest.raises(InputError) as caught:
        mapping.read(row)
    return [str(fault) for fault in caught.value.faults]


def test_a_row_is_a_tenant_with_row_and_column_as_evidence() -> None:
    loaded = _MAPPING.read(_ROW)
    recording = loaded.tenant.call_recording
    assert (loaded.tenant.tenant, loaded.tenant.country) == ("acme", "NO")
    assert (recording.mode, recording.retention.days, recording.rules["queue"].mode) == (Mode.OPT_IN, 28, Mode.ALWAYS)
    assert loaded.evidence["call_recording.mode"] == Evidence(file="v_domains", row="u-1", field="rec", raw="1")
    assert str(loaded.evidence["call_recording.rules[queue].mode"]) == "v_domains row u-1 queue_rec"
    assert set(loaded.evidence) == {
        setting if isinstance(setting, str) else setting[0] for setting in _COLUMNS.values()
    }


def test_nothing_in_a_column_leaves_the_default() -> None:
    loaded = _MAPPING.read(_ROW | {"days": None, "queue_rec": None, "rec": None})
    assert loaded.tenant.call_recording.retention.days == 30
    assert loaded.tenant.call_recording.mode is Mode.OFF
    assert "call_recording.rules[queue].mode" not in loaded.evidence
    assert "call_recording.mode" in loaded.evidence


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"crm_on": 1},
            (
                "v_domains row u-1, column crm_on: no setting is known for this column"
                " (map it to a setting, or list it as ignored)"
            ),
        ),
        (
            {"rec": "2"},
            "v_domains row u-1, column rec: 2 has no meaning (add it to the mapping; it knows 1, 0, None)",
        ),
        (
            {"days": "many"},
            (
                "v_domains row u-1, column days: many has no meaning"
                " (let the function of this column take it; it raised ValueError)"
            ),
        ),
        (
            {"land": "MISSING"},
            (
                "v_domains row u-1, column land: this column is mapped, and missing"
                " (select it, or take it out of the mapping)"
            ),
        ),
        (
            {"land": "UK"},
            "v_domains row u-1, column land: acme: country: UK is not an ISO 3166 code (write GB)",
        ),
        ({"domain": None}, "v_domains row u-1: tenant: the tenant has no name (add tenant: NAME)"),
    ],
)
def test_what_is_wrong_is_told_with_row_and_column(changes: dict[str, Any], said: str) -> None:
    assert refused(changes) == [said]


def test_several_faults_of_a_row_come_together() -> None:
    assert len(refused({"x": 1, "rec": 7, "land": "UK"})) == 3


def test_two_columns_that_say_otherwise_of_one_setting_are_refused() -> None:
    columns = _COLUMNS | {"rec_too": ("call_recording.mode", {"y": "always"})}
    mapping = RowMapping(columns, table="t", ignored=["uuid"])
    assert refused({"rec_too": "y"}, mapping) == [
        "t row 1, column rec_too: says otherwise of call_recording.mode than the column rec (map one of the two)"
    ]


def test_values_of_secret_columns_are_never_told() -> None:
    mapping = RowMapping(_COLUMNS | {"api_secret": ("crm.enabled", {"x": True})}, ignored=["uuid"])
    assert "hunter2" not in str(refused({"api_secret": "hunter2"}, mapping))


@pytest.mark.parametrize(
    ("columns", "ignored", "said"),
    [
        ({"a": "crm.vendr"}, [], "column a: there is no setting crm.vendr; did you mean crm.vendor?"),
        ({"a": "nothing"}, [], "there is no setting nothing"),
        ({"a": "call_recording.rules[queue].mod"}, [], "there is no setting"),
        ({"a": "tenant"}, ["a"], "the column a is both mapped and ignored"),
    ],
)
def test_a_mapping_to_what_does_not_exist_is_refused(columns: dict[str, Column], ignored: list[str], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        RowMapping(columns, ignored)
    assert said in str(caught.value)


def test_many_rows_are_read_as_they_come_and_all_faults_told_at_the_end() -> None:
    rows = [_ROW, _ROW | {"domain": "b", "x": 1}, _ROW | {"domain": "c"}, _ROW]
    found = []
    stream = _MAPPING.read_all(rows)
    found = [next(stream).tenant.tenant, next(stream).tenant.tenant]
    assert found == ["acme", "c"]
    with pytest.raises(InputError) as caught:
        next(stream)
    assert [fault.what for fault in caught.value.faults] == [
        "no setting is known for this column",
        "the tenant acme appears twice, first in row 1",
    ]


def test_rows_may_name_parties_that_are_given() -> None:
    mapping = RowMapping({"name": "tenant", "crm": "crm.vendor"})
    parties = {"inhouse": Party(name="Inhouse CRM")}
    (loaded,) = mapping.read_all([{"name": "a", "crm": "inhouse"}], parties=parties)
    assert loaded.tenant.parties == parties
    with pytest.raises(InputError, match="nobody defined the party inhouse"):
        mapping.read({"name": "a", "crm": "inhouse"})


@pytest.mark.parametrize("row", [("acme",), ["acme"], None])
def test_a_row_that_is_no_mapping_is_refused_as_wrong_usage(row: Any) -> None:
    with pytest.raises(UsageError, match=r"rows row 1: a row is a mapping of columns to values, not a .*give dict"):
        RowMapping({"name": "tenant"}).read(row)


@pytest.mark.parametrize("value", [90, 0])
def test_a_function_that_does_not_take_a_value_is_told_with_what_it_raised(value: int) -> None:
    for meaning, raised in (
        (lambda days: days.strip(), "AttributeError"),
        (lambda days: 1 / (days * 0), "ZeroDivision"),
    ):
        mapping = RowMapping({"name": "tenant", "kept": ("cdr.retention", meaning)})
        with pytest.raises(InputError, match=rf"column kept: {value} has no meaning .*it raised {raised}"):
            mapping.read({"name": "acme", "kept": value})


def test_a_fault_of_a_group_names_the_column_that_is_in_it() -> None:
    mapping = RowMapping({"name": "tenant", "sales": "call_recording.rules[queue:sales].mode"})
    with pytest.raises(InputError, match=r"row 1, column sales: acme: .*nobody defined queue:sales"):
        mapping.read({"name": "acme", "sales": "always"})


def test_a_number_of_which_python_makes_no_text_is_refused_like_others() -> None:
    mapping = RowMapping({"name": "tenant", "kept": "cdr.retention"})
    with pytest.raises(InputError, match="such a number is over a century"):
        mapping.read({"name": "acme", "kept": 10**5000})
