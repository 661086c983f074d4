from hypothesis import given
from hypothesis import strategies as st

from pbxprivacy.adapters.asterisk.facts import EFFECTIVE, State, Status, Topic, fact, inert, unknown, unreachable

STATES = st.sampled_from([EFFECTIVE, inert("a"), unknown("b"), unreachable("c")])


@given(STATES, STATES)
def test_what_depends_on_two_things_is_effective_only_if_both_are(one: State, two: State) -> None:
    both = one.then(two)
    assert both in {one, two}
    assert (both == EFFECTIVE) == (one == two == EFFECTIVE)


def test_what_cannot_run_is_inert_even_if_its_file_is_in_doubt() -> None:
    assert unknown("a").then(inert("b")).status is Status.INERT


def test_a_fact_tells_its_values_by_name() -> None:
    one = fact(Topic.LOG, "full", EFFECTIVE, levels=("debug",), kind="file")
    assert (one["kind"], one.many("levels"), one.many("kind"), one.effective) == ("file", ("debug",), (), True)
    assert hash(one) == hash(fact(Topic.LOG, "full", EFFECTIVE, kind="file", levels=("debug",)))
