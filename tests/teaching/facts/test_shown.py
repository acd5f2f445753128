from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.teaching.facts.code_fact import CodeFact, CodeKind
from jupyter_llm_teach.teaching.facts.fact import (
    Difference,
    ErrorFact,
    Facts,
    FaultLine,
    Kind,
    NameFact,
    State,
    TestFact,
)
from jupyter_llm_teach.teaching.facts.shown import shown
from jupyter_llm_teach.teaching.policy import ErrorHelp
from jupyter_llm_teach.teaching.rung import Rung

_SEEN = TestFact(
    "t 1",
    visible=True,
    state=State.ERROR,
    call="f(1)",
    expected="1",
    error=ErrorFact("KeyError", "'a'", 2, "return d['a']"),
)
_HIDDEN = replace(_SEEN, name="t 2", visible=False)
_LINES = (FaultLine(2, "return d['a']", 1.0, "exception"),)


def _facts(*tests: TestFact) -> Facts:
    return Facts(State.FAILED, tests, lines=_LINES)


def test_a_visible_test_is_shown_whole() -> None:
    assert shown(_facts(_SEEN), None).tests == (_SEEN,)


def test_hidden_tests_are_counted_and_keep_only_how_they_stand() -> None:
    assert shown(_facts(_HIDDEN, _SEEN, _HIDDEN), None).tests == (
        TestFact(
            "hidden test 1",
            visible=False,
            state=State.ERROR,
            call="",
            error=ErrorFact("KeyError", "", None, ""),
        ),
        _SEEN,
        TestFact(
            "hidden test 2",
            visible=False,
            state=State.ERROR,
            call="",
            error=ErrorFact("KeyError", "", None, ""),
        ),
    )


def test_the_kind_of_difference_stays() -> None:
    difference = Difference(Kind.TOO_SHORT, "list", "list", 3, 2, 2)
    hidden = replace(_HIDDEN, difference=difference, error=None)

    assert shown(_facts(hidden), None).tests[0].difference == Difference(Kind.TOO_SHORT, "", "")


def test_an_exception_class_of_the_learners_own_is_not_named() -> None:
    hidden = replace(_HIDDEN, error=ErrorFact("input_was_42", "", 1, "x"))

    assert shown(_facts(hidden), None).tests[0].error == ErrorFact("Exception", "", None, "")


def test_the_cause_of_a_stop_stays() -> None:
    hidden = replace(_HIDDEN, error=ErrorFact("time", "", 1, "x", stopped=True))

    assert shown(_facts(hidden), None).tests[0].error == ErrorFact(
        "time", "", None, "", stopped=True
    )


@pytest.mark.parametrize("rung", [None, Rung.ORIENT, Rung.QUESTION, Rung.CONCEPT])
def test_no_fault_line_is_shown_below_locate(rung: Rung | None) -> None:
    assert shown(_facts(_SEEN), rung).lines == ()


@pytest.mark.parametrize("rung", [Rung.LOCATE, Rung.OUTLINE, Rung.EXAMPLE, Rung.SOLUTION])
def test_fault_lines_are_shown_from_locate_on(rung: Rung) -> None:
    assert shown(_facts(_SEEN), rung).lines == _LINES


def _marked(name: str) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=1, max_size=8).map(lambda text: f"§{name}{text}§")


_DIFFERENCES = st.builds(
    Difference,
    kind=st.sampled_from(Kind),
    expected_type=_marked("expected type"),
    got_type=_marked("got type"),
    expected_length=st.just(987_654_321),
    got_length=st.just(987_654_321),
    index=st.just(987_654_321),
    key=_marked("key"),
)
_ERRORS = st.builds(
    ErrorFact,
    type=_marked("type"),
    message=_marked("message"),
    line=st.just(987_654_321),
    source=_marked("source"),
)
_HIDDEN_TESTS = st.builds(
    TestFact,
    name=_marked("name"),
    visible=st.just(value=False),
    state=st.sampled_from(State),
    call=_marked("call"),
    expected=_marked("expected"),
    got=_marked("got"),
    difference=st.none() | _DIFFERENCES,
    error=st.none() | _ERRORS,
    message=_marked("instructor"),
)


@given(
    st.lists(_HIDDEN_TESTS | st.just(_SEEN), max_size=4).map(tuple),
    st.none() | st.sampled_from(Rung),
)
def test_nothing_of_a_hidden_test_survives(tests: tuple[TestFact, ...], rung: Rung | None) -> None:
    text = repr(shown(_facts(*tests), rung))

    assert "§" not in text
    assert "987654321" not in text


@given(st.lists(_HIDDEN_TESTS | st.just(_SEEN), max_size=4).map(tuple))
def test_what_is_shown_still_says_how_many_tests_pass(tests: tuple[TestFact, ...]) -> None:
    assert shown(_facts(*tests), None).passed == _facts(*tests).passed


NOTICED = Facts(
    State.ERROR,
    (),
    error=ErrorFact(
        "NameError", "name 'totl' is not defined", 2, "", names=(NameFact("x", "int", "3"),)
    ),
    code=(
        CodeFact(CodeKind.UNDEFINED_NAME, 2, ("totl", "total"), "pyflakes", 1.0),
        CodeFact(CodeKind.AVOIDED, 3, ("sum",), "policy", 1.0),
    ),
)


def _told(error_help: ErrorHelp, rung: Rung | None = None) -> tuple[list[tuple[str, ...]], bool]:
    found = shown(NOTICED, rung, error_help)
    assert found.error is not None
    return [each.names for each in found.code], bool(found.error.names)


def test_errors_are_explained_as_far_as_the_instructor_says() -> None:
    assert _told(ErrorHelp.SUGGESTION) == ([("totl", "total"), ("sum",)], True)
    assert _told(ErrorHelp.CAUSE) == ([("totl",), ("sum",)], True)
    assert _told(ErrorHelp.FACTS) == ([("sum",)], False)


def test_a_rung_that_looks_at_the_code_says_all_of_it() -> None:
    assert _told(ErrorHelp.FACTS, Rung.LOCATE) == _told(ErrorHelp.SUGGESTION)


def test_without_an_error_there_is_nothing_to_strip() -> None:
    facts = Facts(State.FAILED, (replace(_SEEN, error=None),))

    assert shown(facts, None, ErrorHelp.FACTS) == facts
