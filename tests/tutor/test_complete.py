from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import anyio
import pytest

from jupyter_llm_teach.courses.folder import FolderCourses
from jupyter_llm_teach.errors import EngineGoneError
from jupyter_llm_teach.teaching.notebook import Notebook
from jupyter_llm_teach.teaching.policy import CompletionMode, Policy
from jupyter_llm_teach.teaching.run import Job, Outcome
from jupyter_llm_teach.tutor.complete import Completion, complete, is_allowed
from tests.fakes.sample import COURSES
from tests.tutor.bench import Bench

pytestmark = pytest.mark.anyio

GUARDED = Completion("", "guard")
# Right, and written in another way than the reference.
ABOVE = """\
def running_mean(xs, k):
    if k > len(xs):
        return []
    first = sum(xs[:k]) / k
"""
LAST = "    return [first, *running_mean(xs[1:], k)]"
RIGHT = f"{ABOVE}{LAST}\n"


class EndlessSandbox:
    """Never answers."""

    name = "endless"

    async def run(self, job: Job) -> Outcome:
        await anyio.sleep_forever()
        raise AssertionError(job)

    async def aclose(self) -> None:
        """Nothing to let go of."""


async def test_the_rest_of_a_line_is_given(bench: Bench) -> None:
    cell = "def running_mean(xs, k):\n    means = "

    given = await complete(bench.tutor("[]"), bench.work(code=cell), cell, "")

    assert given == Completion("[]")


async def test_nothing_is_given_where_the_instructor_turned_completion_off(bench: Bench) -> None:
    work = bench.work(Policy(completion=CompletionMode.OFF))

    assert await complete(bench.tutor("[]"), work, "x = ", "") == Completion("", "policy")


async def test_completion_that_is_off_is_off_outside_of_the_exercises_too(
    bench: Bench, tmp_path: Path
) -> None:
    shutil.copytree(COURSES / "en", tmp_path / "strict")
    rules = tmp_path / "strict" / "teach.toml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace("completion = true", "completion = false"), encoding="utf-8")

    assert is_allowed(bench.courses, bench.notebook, "en")
    assert not is_allowed(FolderCourses([tmp_path / "strict"]), bench.notebook, "en")


async def test_completion_is_allowed_where_there_are_no_exercises(bench: Bench) -> None:
    assert is_allowed(bench.courses, Notebook("notes.ipynb", "python", ()), "en")


async def test_a_line_of_the_reference_is_not_given(bench: Bench) -> None:
    work = bench.work(code="def running_mean(xs, k):\n    ")
    reference = max(work.exercise.references[0].splitlines(), key=len).strip()

    assert await complete(bench.tutor(reference), work, work.answer.code, "") == GUARDED


async def test_what_makes_a_test_pass_is_not_given_however_it_is_written(bench: Bench) -> None:
    prefix, rest = f"{ABOVE}    return [first, *", "running_mean(xs[1:], k)]"

    given = await complete(bench.tutor(rest), bench.work(code=prefix), prefix, "\n")

    assert given == GUARDED


async def test_the_same_is_not_given_in_another_cell_either(bench: Bench) -> None:
    prefix, rest = f"{ABOVE}    return [first, *", "running_mean(xs[1:], k)]"
    work = bench.work(code="def running_mean(")

    assert await complete(bench.tutor(rest), work, prefix, "") == GUARDED


async def test_below_a_solved_exercise_lines_are_completed_as_anywhere(bench: Bench) -> None:
    prefix = f"{RIGHT}shown = running_mean("

    given = await complete(bench.tutor("[1, 2], 2)"), bench.work(code=prefix), prefix, "")

    assert given == Completion("[1, 2], 2)")


async def test_what_can_t_be_tried_in_time_is_not_given(bench: Bench) -> None:
    tutor = replace(bench.tutor("[]"), sandbox=EndlessSandbox())
    cell = "def running_mean(xs, k):\n    means = "

    assert await complete(tutor, bench.work(code=cell), cell, "") == GUARDED


async def test_outside_of_exercises_nothing_is_compared(bench: Bench) -> None:
    assert await complete(bench.tutor("range(3)"), None, "x = ", "") == Completion("range(3)")


async def test_an_engine_that_dies_leaves_nothing(bench: Bench) -> None:
    gone = EngineGoneError("The model stopped.", "Try again.")

    assert await complete(bench.tutor(gone), None, "x = ", "") == Completion("", "engine")


async def test_without_an_engine_nothing_is_completed(bench: Bench) -> None:
    assert await complete(bench.tutor(), None, "x = ", "") == Completion("", "no_completion")
