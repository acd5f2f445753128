"""Short ways to write exercises, tests and outcomes."""

from __future__ import annotations

from collections.abc import Iterable

from jupyter_llm_teach.teaching.exercise import Answer, Check, Compare, Exercise, Test
from jupyter_llm_teach.teaching.facts.equality import literal
from jupyter_llm_teach.teaching.facts.fact import Facts, State, TestFact
from jupyter_llm_teach.teaching.facts.results import facts
from jupyter_llm_teach.teaching.run import Outcome, Result, Returned
from jupyter_llm_teach.teaching.value import Items, Scalar, Value

NONE = Scalar("NoneType", None)
LOADED = Returned(NONE)


def value(text: str) -> Value:
    found = literal(text)
    assert found is not None
    return found


def series(text: str, kind: str = "Series") -> Items:
    found = value(text)
    assert isinstance(found, Items)
    return Items(kind, found.items)


def compare(expression: str, expected: str, setup: str = "", *, visible: bool = True) -> Test:
    return Test(expression, visible, Compare(expression, expected), setup)


def check(kind: Check, setup: str = "", message: str = "") -> Test:
    return Test("test", visible=True, check=kind, setup=setup, message=message)


def exercise(*tests: Test, starter: str = "", language: str = "python") -> Exercise:
    return Exercise(
        id="twice",
        title="Twice",
        notebook="n.ipynb",
        dialect="nbgrader",
        language=language,
        statement="",
        starter=starter,
        answer_cells=("a",),
        tests=tests,
    )


def returned(text: str, printed: str = "", lines: Iterable[int] = ()) -> Returned:
    return Returned(value(text), printed, frozenset(lines))


def outcome(*results: Result, loaded: Result = LOADED) -> Outcome:
    return Outcome(loaded, results, 0.1)


def only_fact(test: Test, result: Result, code: str = "def f():\n    return 1") -> TestFact:
    return facts(exercise(test), Answer(code), outcome(result), None).tests[0]


def failing(*tests: TestFact) -> Facts:
    return Facts(State.FAILED, tests)
