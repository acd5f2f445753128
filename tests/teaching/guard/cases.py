"""Exercises, answers and facts for tests of help and of the guard."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from jupyter_llm_teach.teaching.case import Case
from jupyter_llm_teach.teaching.concepts import Concept
from jupyter_llm_teach.teaching.exercise import Answer, Compare, Exercise, Holds, Runs, Test
from jupyter_llm_teach.teaching.facts.fact import (
    Difference,
    ErrorFact,
    Facts,
    FaultLine,
    Kind,
    State,
    TestFact,
)
from jupyter_llm_teach.teaching.history import History, PastHint
from jupyter_llm_teach.teaching.rung import Rung

GOLDEN = Path(__file__).parents[2] / "golden" / "guard"
STARTER = "def running_mean(xs, k):\n    # YOUR CODE HERE\n    raise NotImplementedError()"
ANSWER = (
    "def running_mean(xs, k):\n"
    "    means = []\n"
    "    for i in range(len(xs) - k):\n"
    "        means.append(sum(xs[i:i + k]) / k)\n"
    "    return means"
)
REFERENCE = ANSWER.replace("len(xs) - k", "len(xs) - k + 1")
EXERCISE = Exercise(
    id="running_mean",
    title="Running mean",
    notebook="means.ipynb",
    dialect="nbgrader",
    language="python",
    statement="# Running mean\n\nWrite `running_mean(xs, k)`: the means of all windows. Go on.",
    starter=STARTER,
    answer_cells=("a",),
    tests=(
        Test("v1", visible=True, check=Compare("running_mean([1, 2, 3], 2)", "[1.5, 2.5]")),
        Test("v2", visible=True, check=Holds("running_mean([], 1) == []"), message="No window."),
        Test("v3", visible=True, check=Runs("running_mean([1], 1)"), setup="big = 1"),
        Test("h1", visible=False, check=Compare("running_mean([4, 8, 15, 16], 3)", "[9.0, 13.0]")),
        Test("h2", visible=False, check=Runs("assert running_mean([2048], 1)[0] == 12.345")),
        Test("h3", visible=False, check=Holds("not valid python (")),
        Test("h4", visible=False, check=Holds("kind('secret word') is None and not True")),
        Test("h5", visible=False, check=Holds("kind(b'x', ...) == -0.125")),
    ),
    references=(REFERENCE,),
    section="Loops",
)
CALL, EXPECTED, GOT = "running_mean([1, 2, 3], 2)", "[1.5, 2.5]", "[1.5]"


def difference(kind: Kind, **known: Any) -> Difference:
    return replace(Difference(kind, "list", "list"), **known)


TOO_SHORT = difference(Kind.TOO_SHORT, expected_length=2, got_length=1, index=1)


def failing(found: Difference | None = TOO_SHORT, **changes: Any) -> TestFact:
    test = TestFact("v1", True, State.FAILED, CALL, EXPECTED, GOT, found)  # noqa: FBT003
    return replace(test, **changes)


def hidden(**changes: Any) -> TestFact:
    return failing(name="h1", visible=False, call="running_mean([4, 8, 15, 16], 3)", **changes)


def error(kind: str, message: str = "", **changes: Any) -> ErrorFact:
    return replace(ErrorFact(kind, message, 3, "for i in range(len(xs) - k):"), **changes)


def stopped(cause: str) -> ErrorFact:
    return ErrorFact(cause, "", None, "", stopped=True)


def failed(*tests: TestFact, **changes: Any) -> Facts:
    return replace(Facts(State.FAILED, tests), **changes)


PASSED = Facts(State.PASSED, (failing(None, state=State.PASSED),))
LINE = FaultLine(3, "for i in range(len(xs) - k):", 1.0, "spectrum")
FACTS = failed(failing(), lines=(LINE,))


def case(facts: Facts = FACTS, **changes: Any) -> Case:
    return replace(Case(EXERCISE, Answer(ANSWER), facts, Concept.WINDOWS), **changes)


def history(*hints: tuple[Rung, str]) -> History:
    at = datetime(2026, 1, 1, tzinfo=timezone.utc)
    return History(tuple(PastHint(rung, answer, at, "text") for rung, answer in hints))


def golden(name: str) -> list[dict[str, Any]]:
    lines = (GOLDEN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def golden_exercise(name: str) -> tuple[Exercise, str]:
    """An exercise of the golden replies, and the learner's answer to it."""
    found = json.loads((GOLDEN / "exercises.json").read_text(encoding="utf-8"))[name]
    tests = [Test(f"v{i}", True, Compare(*pair)) for i, pair in enumerate(found["visible"])]  # noqa: FBT003
    tests += [Test(f"h{i}", False, Compare(*pair)) for i, pair in enumerate(found["hidden"])]  # noqa: FBT003
    return replace(
        EXERCISE,
        id=name,
        title=name,
        statement=found["statement"],
        starter=found["starter"],
        tests=tuple(tests),
        references=tuple(found["references"]),
    ), found["answer"]
