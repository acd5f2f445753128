from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_llm_teach.teaching.exercise import Answer
from jupyter_llm_teach.teaching.facts.exceptions import (
    Ran,
    loading_error,
    probe_error,
    source_line,
    static_error,
)
from jupyter_llm_teach.teaching.facts.fact import ErrorFact, FrameFact, NameFact, Origin, Source
from jupyter_llm_teach.teaching.run import Held, Raised, Returned, Step, StopCause, Stopped
from jupyter_llm_teach.teaching.value import Items, Opaque, Scalar
from tests.teaching.facts.builders import NONE, value

_CODE = "def f(xs):\n    for i in range(9):\n        print(xs[i] + total(xs))\n"
_LIST = Held("xs", value("[1, 2]"), 2)
_PLACE = Held("i", value("2"), None)
_TOTAL = Held("total", Opaque("function", "<function total>"), None)
_INSIDE = Step("f", 3, columns=(14, 19))


def _raised(*steps: Step, names: tuple[Held, ...] = (), kind: str = "IndexError") -> Raised:
    line = next((step.line for step in reversed(steps) if step.cell is None), None)
    return Raised(kind, "message", line, steps=steps, names=names)


def _fact(result: Raised, code: str = _CODE, *prelude: str) -> ErrorFact:
    found = probe_error(result, Ran(Answer(code, prelude)))
    assert found is not None
    return found


def test_the_values_of_the_failing_part_are_told_in_its_order() -> None:
    found = _fact(_raised(_INSIDE, names=(_PLACE, _TOTAL, _LIST)))

    assert found.names == (NameFact("xs", "list", "[1, 2]", 2), NameFact("i", "int", "2"))


def test_without_columns_all_of_the_line_counts_but_functions_that_are_called() -> None:
    found = _fact(_raised(Step("f", 3), names=(_PLACE, _TOTAL, _LIST)))

    assert [each.name for each in found.names] == ["xs", "i"]


def test_of_a_loop_only_its_header_counts() -> None:
    found = _fact(_raised(Step("f", 2), names=(_PLACE, _LIST)))

    assert found.names == ()


def test_a_function_that_is_not_called_is_told() -> None:
    found = _fact(_raised(Step("f", 1), names=(_TOTAL,)), "print(total[0])")

    assert found.names == (NameFact("total", "function", "<function total>"),)


def test_what_an_object_holds_is_told_by_its_full_name() -> None:
    held = Held("self.xs", value("[]"), 0)

    found = _fact(_raised(Step("get", 1), names=(held,)), "a = self.xs[f().b]")

    assert found.names == (NameFact("self.xs", "list", "[]", 0),)


@pytest.mark.parametrize("code", ["x = (", "", "\n\n"])
def test_a_line_that_is_not_there_has_no_values(code: str) -> None:
    assert _fact(_raised(Step("f", 3), names=(_LIST,)), code).names == ()


def test_the_calls_on_the_way_are_told_and_a_recursion_once() -> None:
    down = Step("f", 3)

    found = _fact(_raised(Step("<module>", 1), down, down, down))

    line = "print(xs[i] + total(xs))"
    assert found.frames == (FrameFact("", 1, "def f(xs):"), FrameFact("f", 3, line))


def test_an_exception_inside_of_an_earlier_cell_is_that_cells() -> None:
    found = _fact(_raised(Step("f", 3), Step("g", 2, 0)), _CODE, "def g(x):\n    return 1 / x")

    assert (found.origin, found.line) == (Origin.EARLIER_CELL, 3)
    assert found.frames[-1] == FrameFact("g", 2, "return 1 / x", earlier=True)
    assert found.frames_earlier


def test_an_earlier_cell_that_nobody_knows_has_no_text() -> None:
    assert _fact(_raised(Step("g", 2, 5))).frames == (FrameFact("g", 2, "", earlier=True),)


def test_an_exception_outside_of_the_learners_code_is_the_tests() -> None:
    found = _fact(_raised())

    assert (found.origin, found.frames, found.frames_earlier) == (Origin.TEST, (), False)


def test_an_exception_with_a_line_and_no_calls_is_the_learners() -> None:
    assert _fact(Raised("SyntaxError", "invalid syntax", 1)).origin is Origin.ANSWER


def test_what_ends_the_loading_is_never_the_tests() -> None:
    found = loading_error(_raised(), Ran(Answer(_CODE)))

    assert found is not None
    assert found.origin is Origin.ANSWER


@pytest.mark.parametrize(
    ("cell", "origin"),
    [
        ("data = load()", Origin.EARLIER_CELL),
        ("other = load()", Origin.ANSWER),
        ("data = (", Origin.ANSWER),
    ],
)
def test_a_name_that_a_failed_cell_should_bind_is_missing_there(cell: str, origin: Origin) -> None:
    raised = replace(_raised(Step("f", 1), kind="NameError"), message="name 'data' is not defined")

    found = probe_error(raised, Ran(Answer("data", (cell,)), failed=(0, 7)))

    assert found is not None
    assert found.origin is origin


def test_what_ended_well_is_no_error() -> None:
    assert probe_error(Returned(NONE), Ran(Answer(_CODE))) is None


def test_a_run_that_was_stopped_is_told_by_its_cause() -> None:
    found = probe_error(Stopped(StopCause.TIME, line=2), Ran(Answer(_CODE)))

    assert found == ErrorFact("time", "", 2, "for i in range(9):", stopped=True)


def test_a_program_that_does_not_parse_is_known_without_running_it() -> None:
    found = static_error("x = 1\nx = = 2")

    assert found is not None
    assert (found.line, found.source, found.found_by) == (2, "x = = 2", Source.STATIC)
    assert static_error("x = 1") is None


@pytest.mark.parametrize(("line", "text"), [(1, "a"), (2, ""), (None, ""), (0, "")])
def test_the_text_of_a_line(line: int | None, text: str) -> None:
    assert source_line("  a", line) == text


def test_a_large_value_is_told_by_its_length() -> None:
    held = Held("xs", Items("list", (Scalar("int", 1),) * 60), 60)

    assert _fact(_raised(_INSIDE, names=(held,))).names[0].length == 60
