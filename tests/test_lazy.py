"""What is worked out once, and when it is forgotten."""

from __future__ import annotations

import attrs

from pbxprivacy.lazy import Memory, cached_property


def test_sizes_are_bounded_together_and_then_all_is_forgotten() -> None:
    memory: Memory[str, int] = Memory(10)
    memory.keep("a", 1, 4)
    memory.keep("b", 2, 6)
    assert memory == {"a": 1, "b": 2}
    memory.keep("c", 3, 1)
    assert memory == {"c": 3}
    memory.keep("d", 4, 9)
    assert memory == {"c": 3, "d": 4}


def test_what_is_larger_than_all_that_fits_is_forgotten_with_the_next() -> None:
    memory: Memory[str, int] = Memory(10)
    memory.keep("a", 1, 99)
    assert memory == {"a": 1}
    memory.keep("b", 2, 1)
    assert memory == {"b": 2}


def test_what_was_kept_first_stays() -> None:
    memory: Memory[str, list[int]] = Memory(10)
    first = memory.keep("a", [], 1)
    assert memory.keep("a", [], 1) is first


def test_nothing_has_a_size_after_all_was_forgotten() -> None:
    memory: Memory[str, int] = Memory(10)
    memory.keep("a", 1, 10)
    memory.clear()
    memory.keep("b", 2, 5)
    assert memory.keep("c", 3, 5) == 3
    assert memory == {"b": 2, "c": 3}


@attrs.frozen(slots=False)
class Counting:
    """Counts how often it is asked."""

    asked: list[int] = attrs.field(factory=list)

    @cached_property
    def answer(self) -> int:
        """What is worked out."""
        self.asked.append(1)
        return 42


def test_a_property_is_worked_out_once_for_each_object() -> None:
    one, other = Counting(), Counting()
    assert [one.answer, one.answer, other.answer] == [42] * 3
    assert (one.asked, other.asked) == ([1], [1])
    assert isinstance(Counting.answer, cached_property)
