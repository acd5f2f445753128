"""Use case: prove that an exercise can be solved and is not solved yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from jupyter_llm_teach.ports import Sandbox
from jupyter_llm_teach.teaching.exercise import Exercise
from jupyter_llm_teach.teaching.facts.fact import Facts, State
from jupyter_llm_teach.teaching.notebook import Notebook
from jupyter_llm_teach.teaching.place import answer_of
from jupyter_llm_teach.tutor.tests import TestRunner

Standing: TypeAlias = Literal["passes", "fails", "none", "not_run"]


@dataclass(frozen=True, slots=True)
class Proof:
    """How the reference and the starter of an exercise stand.

    Attributes:
        reference: ``none`` where the instructor wrote none.
        starter: ``none`` where students get an empty cell.
        failing: What the first reference that fails does; None where none fails.
    """

    reference: Standing
    starter: Standing
    failing: Facts | None = None


NOT_RUN = Proof("not_run", "not_run")


async def proof(sandbox: Sandbox, exercise: Exercise, notebook: Notebook) -> Proof:
    """Run all references and the starter of an exercise against its tests.

    Args:
        sandbox: Where they run.
        exercise: With references and hidden tests.
        notebook: The instructor's notebook that it was read from.
    """
    runner = TestRunner(sandbox)
    found = [await _facts(runner, each, exercise, notebook) for each in exercise.references]
    bad = next((each for each in found if _standing(each) == "fails"), None)
    starter: Standing = "none"
    if exercise.starter.strip():
        starter = _standing(await _facts(runner, exercise.starter, exercise, notebook))
    return Proof(_all(found), starter, bad)


async def _facts(runner: TestRunner, code: str, exercise: Exercise, notebook: Notebook) -> Facts:
    return await runner.facts_of(exercise, answer_of(code, notebook, exercise, exercise))


def _all(found: list[Facts]) -> Standing:
    standings = [_standing(each) for each in found]
    worst: tuple[Standing, ...] = ("fails", "not_run", "passes")
    return next((each for each in worst if each in standings), "none")


def _standing(facts: Facts) -> Standing:
    match facts.state:
        case State.PASSED:
            return "passes"
        case State.FAILED | State.ERROR:
            return "fails"
        case State.NOT_RUN:
            return "not_run"
