from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.teaching.exercise import Answer, Holds, Runs
from jupyter_llm_teach.teaching.facts.fact import Facts, State
from jupyter_llm_teach.teaching.facts.results import facts
from jupyter_llm_teach.teaching.facts.size import size
from tests.teaching.facts.builders import check, compare, exercise, outcome, returned

_VALUES = st.recursive(
    st.integers()
    | st.text(max_size=6)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=6,
)


def _size(call: str) -> int:
    return size(compare(call, "0"))


@pytest.mark.parametrize(
    ("smaller", "larger"),
    [
        ("f([])", "f([1])"),
        ("f([1])", "f([100])"),
        ("f([1])", "f([[1]])"),
        ("f('a')", "f('abc')"),
        ("f(1)", "f(1.5)"),
        ("f(1.5)", "f(1e200)"),
        ("f(1e200)", "f(1e305)"),
        ("f(1)", "f(1, 2)"),
        ("f(1)", "f(-1000)"),
        ("f(range(3))", "f(range(3000))"),
        ("f(None)", "f(...)"),
        ("f(b'a')", "f(b'abc')"),
        ("f([1, 2, 3])", "f(1, "),
    ],
)
def test_an_input_is_larger_than_another(smaller: str, larger: str) -> None:
    assert _size(smaller) < _size(larger)


def test_the_setup_counts_but_not_what_it_imports() -> None:
    plain = size(compare("f(d)", "0", "d = [1]"))

    assert size(compare("f(d)", "0", "import math\nfrom os import path\nd = [1]")) == plain
    assert size(compare("f(d)", "0", "d = [1, 2]")) > plain


def test_statements_and_conditions_have_a_size_as_well() -> None:
    assert size(check(Holds("f(1)"))) == size(check(Runs("f(1)"))) == _size("f(1)")


@given(st.lists(_VALUES, max_size=4), _VALUES)
def test_one_element_more_is_always_larger(items: list[object], more: object) -> None:
    assert _size(f"f({items!r})") < _size(f"f({[*items, more]!r})")


@given(_VALUES)
def test_one_level_more_is_always_larger(value: object) -> None:
    assert _size(f"f({value!r})") < _size(f"f({[value]!r})")


@given(st.lists(st.tuples(st.lists(st.integers(), max_size=5), st.booleans()), min_size=1))
def test_the_failing_test_to_talk_about_is_visible_and_small(
    inputs: list[tuple[list[int], bool]],
) -> None:
    tests = [compare(f"f({items!r})", "1", visible=visible) for items, visible in inputs]
    task = exercise(*tests)

    found = facts(task, Answer("f = len"), outcome(*[returned("2") for _ in tests]), None)

    first = found.first
    assert first is not None
    assert all((not first.visible, first.size) <= (not t.visible, t.size) for t in found.tests)
    assert found.failing[0] is first


def test_without_a_failing_test_there_is_nothing_to_talk_about() -> None:
    assert Facts(State.PASSED, ()).first is None
