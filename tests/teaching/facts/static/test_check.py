from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tomlkit

from jupyter_llm_teach.teaching.facts.code_fact import CodeFact, CodeKind
from jupyter_llm_teach.teaching.facts.fact import (
    Difference,
    ErrorFact,
    Facts,
    Kind,
    State,
    TestFact,
)
from jupyter_llm_teach.teaching.facts.static.check import code_facts

K = CodeKind
CASES: dict[str, Any] = tomlkit.parse(
    Path(__file__).parents[3].joinpath("golden", "noticed", "cases.toml").read_text("utf-8")
).unwrap()
NOTHING = Facts(State.FAILED, ())


def noticed(
    program: str, facts: Facts = NOTHING, known: frozenset[str] = frozenset()
) -> list[tuple[CodeKind, int | None, tuple[str, ...]]]:
    return [(each.kind, each.line, each.names) for each in code_facts(program, facts, known)]


def called(call: str, state: State, kind: Kind | None = None, *, visible: bool = True) -> TestFact:
    difference = Difference(kind, "int", "int") if kind else None
    return TestFact(call, visible=visible, state=state, call=call, difference=difference)


@pytest.mark.parametrize("case", CASES["noticed"], ids=lambda case: case["kind"])
def test_it_is_noticed(case: dict[str, Any]) -> None:
    wanted = (CodeKind(case["kind"]), case["line"], tuple(case["names"]))

    assert wanted in noticed(case["program"])


@pytest.mark.parametrize("case", CASES["peace"], ids=lambda case: case["program"])
def test_a_program_without_a_fault_of_language_is_left_in_peace(case: dict[str, Any]) -> None:
    assert [each for each in code_facts(case["program"], NOTHING) if each.confidence > 0.5] == []


def test_names_of_earlier_cells_are_known() -> None:
    program = "def f():\n    return birthdays"

    assert noticed(program, known=frozenset({"birthdays"})) == []


def test_a_cell_in_another_language_says_nothing() -> None:
    assert noticed("%%bash\nls") == []


def test_a_program_that_is_no_python_for_another_reason_says_nothing() -> None:
    assert noticed("def f(:\n    pass") == []
    assert noticed("x = 'a\nif x == 2:\n    pass") == []


def test_a_function_that_gave_nothing_back_never_returns() -> None:
    facts = Facts(State.FAILED, (called("f(1)", State.FAILED, Kind.NOTHING_RETURNED),))

    assert noticed("def f(x):\n    y = x + 1\n    print(y)", facts) == [
        (K.NEVER_RETURNS, 3, ("f",))
    ]
    assert noticed("def f(x):\n    for y in x:\n        if y:\n            return 1", facts) == [
        (K.MISSING_BRANCH, 2, ("f",))
    ]
    assert noticed("def f(x):\n    pass", facts) == []
    assert noticed("def f(x):\n    return None if x else g(x)", facts) == [
        (K.UNDEFINED_NAME, 2, ("g",))
    ]
    assert noticed("class A:\n    pass", facts) == []


def test_a_call_that_is_no_call_says_nothing() -> None:
    facts = Facts(State.FAILED, (called("x", State.FAILED, Kind.NOTHING_RETURNED),))

    assert noticed("def f(x):\n    print(x)", facts) == []


def test_a_name_without_value_in_a_failing_test_is_told() -> None:
    error = ErrorFact(
        "UnboundLocalError", "cannot access local variable 'n' where it is not ...", 3, ""
    )
    test = TestFact("t", visible=True, state=State.ERROR, call="f([])", error=error)
    program = "def f(xs):\n    for n in xs:\n        pass\n    return n"

    assert CodeFact(K.BEFORE_ASSIGNMENT, 3, ("n",), "tests", 1.0) in code_facts(
        program, Facts(State.FAILED, (test,))
    )


BORDER = "def f(n, limit=0):\n    if n > 18:\n        return 1\n    return 0"
AT_BORDER = Facts(
    State.FAILED,
    (
        called("f(18)", State.FAILED, Kind.VALUE),
        called("f(17)", State.PASSED),
        called("f(19)", State.PASSED),
    ),
)


def test_a_border_is_wrong_where_only_tests_at_the_border_fail() -> None:
    assert noticed(BORDER, AT_BORDER) == [(K.BORDER, 2, ())]


def at(*failing: str) -> list[tuple[str, State]]:
    """These calls fail, and two others pass."""
    return [
        *((call, State.FAILED) for call in failing),
        ("f(1)", State.PASSED),
        ("f(2)", State.PASSED),
    ]


@pytest.mark.parametrize(
    ("program", "calls"),
    [
        (BORDER, [("f(18)", State.FAILED), ("f(17)", State.PASSED)]),
        (BORDER, at("f(17)")),
        (BORDER, [*at("f(18)"), ("f(18)", State.PASSED)]),
        (BORDER, at("g(18)", "x", "f(y)")),
        (BORDER.replace("> 18", "!= 18"), at("f(18)")),
        (BORDER.replace("n > 18", "n > g(18)"), at("f(18)")),
        ("def f(n):\n    n = 3\n    return n > 18", at("f(18)")),
        ("def f(n):\n    return n > 18", at("f('18')")),
    ],
)
def test_a_border_is_not_suspected_without_evidence(
    program: str, calls: list[tuple[str, State]]
) -> None:
    facts = Facts(State.FAILED, tuple(called(*each) for each in calls))

    assert K.BORDER not in [kind for kind, _, _ in noticed(program, facts)]


def test_lengths_and_negative_numbers_have_borders_as_well() -> None:
    by_length = Facts(
        State.FAILED,
        (
            called("f([1, 2])", State.FAILED),
            called("f([1])", State.PASSED),
            called("f([])", State.PASSED),
        ),
    )
    negative = Facts(
        State.FAILED,
        (
            called("f(-2)", State.FAILED),
            called("f(-1)", State.PASSED),
            called("f(3)", State.PASSED),
        ),
    )

    assert noticed("def f(xs):\n    return len(xs) < 2", by_length) == [(K.BORDER, 2, ())]
    assert noticed("def f(x):\n    return x < -2", negative) == [(K.BORDER, 2, ())]
    assert noticed("def f(x):\n    return len(x) < -2", negative) == []


def test_hidden_tests_tell_no_border() -> None:
    hidden = Facts(
        State.FAILED,
        (
            called("f(18)", State.FAILED, visible=False),
            called("f(1)", State.PASSED),
            called("f(2)", State.PASSED),
        ),
    )

    assert noticed(BORDER, hidden) == []


def test_what_is_most_certain_comes_first() -> None:
    found = code_facts("def f(x):\n    y = 1\n    x == 2\n    return z", NOTHING)

    assert [each.confidence for each in found] == sorted(
        (each.confidence for each in found), reverse=True
    )


def test_a_program_that_is_too_deep_for_python_says_nothing() -> None:
    assert code_facts("x = " + "(" * 5000, NOTHING) == ()


def test_keyword_defaults_and_other_methods_are_no_change() -> None:
    assert noticed("def f(x, seen=[]):\n    print(seen.copy())\n    x[0] = 1") == [
        (K.MUTABLE_DEFAULT, 1, ("seen",))
    ]


def test_what_is_unknown_at_the_outermost_level_is_told_as_well() -> None:
    assert noticed("total = 0\nprint(totl)") == [(K.UNDEFINED_NAME, 2, ("totl", "total"))]
    assert noticed("import os\nfor x in (1, 2):\n    print(x)") == []
