import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbxprivacy.errors import UsageError
from pbxprivacy.vault import AssociatedData

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
NAMES = TEXT.filter(lambda name: name not in {"tenant", "call_id"})
DATA = st.builds(AssociatedData, TEXT.filter(bool), TEXT.filter(bool), extra=st.dictionaries(NAMES, TEXT, max_size=3))


def test_the_bytes_are_those_of_the_specification() -> None:
    data = AssociatedData("acmé", "c1", extra={"a": ""})
    assert data.canon() == (
        b"\x00\x03\x00\x01a\x00\x00\x00\x00\x00\x07call_id\x00\x00\x00\x02c1\x00\x06tenant\x00\x00\x00\x05acm\xc3\xa9"
    )


@given(DATA, DATA)
def test_different_data_never_have_the_same_bytes(one: AssociatedData, other: AssociatedData) -> None:
    assert (one.canon() == other.canon()) == (one == other)


@given(DATA)
def test_the_order_of_the_extra_values_does_not_matter(data: AssociatedData) -> None:
    turned = dict(reversed(data.extra.items()))
    again = AssociatedData(data.tenant, data.call_id, extra=turned)
    assert again == data
    assert hash(again) == hash(data)
    assert again.canon() == data.canon()


def test_a_shifted_boundary_between_name_and_value_is_other_data() -> None:
    assert AssociatedData("t", "c", extra={"ab": "c"}).canon() != AssociatedData("t", "c", extra={"a": "bc"}).canon()


def test_lengths_are_counted_in_bytes() -> None:
    assert AssociatedData("日本", "c").canon().endswith(b"\x00\x06tenant\x00\x00\x00\x06" + "日本".encode())


@pytest.mark.parametrize(
    ("tenant", "call_id", "extra"),
    [
        ("", "c", {}),
        ("t", "", {}),
        ("t", "c", {"tenant": "u"}),
        ("t", "c", {"call_id": "d"}),
        ("t", "c\ud800", {}),
        ("t", "c", {"n" * 65_536: "v"}),
    ],
)
def test_what_cannot_be_bound_is_refused(tenant: str, call_id: str, extra: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        AssociatedData(tenant, call_id, extra=extra)


def test_its_repr_names_the_tenant_alone() -> None:
    assert repr(AssociatedData("acme", "+4930555", extra={"from": "+4930666"})) == "AssociatedData(tenant='acme')"


def test_it_travels_to_another_process() -> None:
    data = AssociatedData("acme", "c", extra={"queue": "sales"})
    assert pickle.loads(pickle.dumps(data)) == data  # noqa: S301 - our own bytes
