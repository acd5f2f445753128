from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import anyio
import pytest

from jupyter_llm_teach.courses.folder import FolderCourses
from jupyter_llm_teach.engines.scripted import ScriptedEngine
from jupyter_llm_teach.errors import DiskFullError, EngineGoneError
from jupyter_llm_teach.ports import FillIn, Piece, Usage
from jupyter_llm_teach.teaching.guard.verdict import Ruling
from jupyter_llm_teach.teaching.history import Attempt, History
from jupyter_llm_teach.teaching.notebook import Notebook
from jupyter_llm_teach.teaching.policy import CompletionMode, Policy, Window
from jupyter_llm_teach.teaching.run import Job, Outcome
from jupyter_llm_teach.tutor.complete import Completion, Trigger, complete, rules_outside
from jupyter_llm_teach.tutor.one_engine import OneEngine
from tests.courses.notebooks import code, write
from tests.fakes.fake_sandbox import FakeSandbox
from tests.fakes.memory_journal import MemoryJournal
from tests.fakes.sample import COURSES
from tests.tutor.bench import Bench

pytestmark = pytest.mark.anyio

GUARDED = Completion("", "guard")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)  # by the clock of the bench
# Right, and written in another way than the reference.
ABOVE = """\
def running_mean(xs, k):
    if k > len(xs):
        return []
    first = sum(xs[:k]) / k
"""
LAST = "    return [first, *running_mean(xs[1:], k)]"
RIGHT = f"{ABOVE}{LAST}\n"


class FillingEngine(ScriptedEngine):
    """Fills the disk while it answers."""

    def __init__(self, bench: Bench, reply: str) -> None:
        super().__init__([reply])
        self._bench = bench

    def fill_in(self, request: FillIn, *, deadline: float) -> AsyncIterator[Piece | Usage]:
        self._bench.journal.failure = DiskFullError("There is no space left.", "Delete files.")
        return super().fill_in(request, deadline=deadline)


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

    strict = FolderCourses([tmp_path / "strict"])

    free = rules_outside(bench.courses, bench.notebook, "en")
    off = rules_outside(strict, bench.notebook, "en")
    given = await complete(bench.tutor("[]"), None, "x = ", "", outside=free)
    withheld = await complete(bench.tutor("[]"), None, "x = ", "", outside=off)

    assert given == Completion("[]")
    assert withheld == Completion("", "policy")


async def test_a_notebook_without_exercises_has_the_rules_of_its_course(
    bench: Bench, tmp_path: Path
) -> None:
    write(tmp_path / "course" / "notes.ipynb", code("x = 1"))
    (tmp_path / "course" / "teach.toml").write_text("[policy]\ncompletion = false\n")
    courses = FolderCourses([tmp_path / "course"])

    def rules(path: str) -> tuple[Policy, ...]:
        return rules_outside(courses, Notebook(path, "python", ()), "en")

    assert rules("elsewhere.ipynb") == (Policy(),)
    outside = rules("notes.ipynb")
    withheld = await complete(bench.tutor("[]"), None, "x = ", "", outside=outside)
    assert withheld == Completion("", "policy")


@pytest.mark.parametrize(
    "rules",
    [
        Policy(ai=False),
        Policy(exams=(Window(NOW, NOW + timedelta(hours=1)),)),
        Policy(engines=()),
        Policy(tokens_per_day=0),
    ],
)
async def test_what_forbids_a_model_forbids_completion_everywhere(
    bench: Bench, rules: Policy
) -> None:
    work = bench.work(rules)

    inside = await complete(bench.tutor("[]"), work, "x = ", "")
    outside = await complete(bench.tutor("[]"), None, "x = ", "", outside=(Policy(), rules))

    assert inside == outside == Completion("", "policy")


async def test_a_line_of_the_reference_is_not_given(bench: Bench) -> None:
    work = bench.work(code="def running_mean(xs, k):\n    ")
    reference = max(work.exercise.references[0].splitlines(), key=len).strip()

    assert await complete(bench.tutor(reference), work, work.answer.code, "") == GUARDED


async def test_the_only_line_of_an_answer_is_run_however_it_is_written(bench: Bench) -> None:
    cell = "def running_mean(xs, k):\n    "
    line = "return list(map(lambda i: sum(xs[i : i + k]) / k, range(len(xs) - k + 1)))"

    assert await complete(bench.tutor(line), bench.work(code=cell), cell, "") == GUARDED


async def test_a_second_line_that_makes_a_test_pass_is_not_given(bench: Bench) -> None:
    first, rest = "    first = sum(xs[", ":k]) / k"
    above = ABOVE.rpartition("    first")[0]
    tutor = bench.tutor(rest, LAST.strip())

    given = await complete(tutor, bench.work(code=above + first), above + first, "")
    cell = f"{above}{first}{rest}\n    "
    again = await complete(tutor, bench.work(code=cell), cell, "")

    assert given == Completion(rest)
    assert again == GUARDED


async def test_a_restarted_server_knows_what_completions_gave(bench: Bench) -> None:
    """Without the journal, the last line would be finished without being tried."""
    first, rest = "    first = sum(xs[", ":k]) / k"
    above = ABOVE.rpartition("    first")[0]
    cell = f"{above}{first}{rest}\n    "
    await complete(bench.tutor(rest), bench.work(code=above + first), above + first, "")

    restarted = await complete(bench.tutor(LAST.strip()), bench.work(code=cell), cell, "")
    elsewhere = replace(bench.tutor(LAST.strip()), journal=MemoryJournal())
    stranger = await complete(elsewhere, bench.work(code=cell), cell, "")

    assert restarted == GUARDED
    assert stranger == Completion(LAST.strip())


async def test_other_spaces_and_a_comment_do_not_hide_what_was_completed(bench: Bench) -> None:
    first, rest = "    first = sum(xs[", ":k]) / k"
    above = ABOVE.rpartition("    first")[0]
    await complete(bench.tutor(rest), bench.work(code=above + first), above + first, "")
    cell = f"{above}    first  =  sum(xs[:k])/k  # mine\n    "

    again = await complete(bench.tutor(LAST.strip()), bench.work(code=cell), cell, "")

    assert again == GUARDED


async def test_what_could_not_be_recorded_is_remembered_by_this_server(bench: Bench) -> None:
    first, rest = "    first = sum(xs[", ":k]) / k"
    above = ABOVE.rpartition("    first")[0]
    tutor = bench.tutor(rest, LAST.strip())
    bench.journal.failure = DiskFullError("There is no space left.", "Delete files.")
    given = await complete(tutor, bench.work(code=above + first), above + first, "")
    cell = f"{above}{first}{rest}\n    "

    again = await complete(tutor, bench.work(code=cell), cell, "")

    assert (given, again) == (Completion(rest), GUARDED)


async def test_what_answers_do_without_is_not_completed(bench: Bench) -> None:
    cell = "def running_mean(xs, k):\n    size = len(xs)\n    means = "
    avoiding = bench.work(Policy(avoid=("sorted", "while")), code=cell)

    usual = await complete(bench.tutor("sorted(xs)"), bench.work(code=cell), cell, "")
    avoided = await complete(bench.tutor("sorted(xs)"), avoiding, cell, "")

    assert (usual, avoided) == (Completion("sorted(xs)"), GUARDED)


async def test_a_line_that_the_learner_began_is_finished_without_a_run(bench: Bench) -> None:
    tutor = replace(bench.tutor("return []"), sandbox=EndlessSandbox())
    cell = "def running_mean(xs, k):\n    size = len(xs)\n    if size < k:\n        "

    assert await complete(tutor, bench.work(code=cell), cell, "") == Completion("return []")


async def test_a_block_is_run_where_blocks_are_allowed(bench: Bench) -> None:
    work = bench.work(Policy(completion=CompletionMode.BLOCK), "def running_mean(xs, k):\n    ")
    harmless = "size = len(xs)\n    half = size // 2"

    given = await complete(bench.tutor(harmless), work, work.answer.code, "")
    solution = RIGHT.partition("\n    ")[2]
    held = await complete(bench.tutor(solution), work, work.answer.code, "")

    assert given == Completion(harmless)
    assert held == GUARDED


async def test_on_demand_means_that_typing_gets_nothing(bench: Bench) -> None:
    cell = "def running_mean(xs, k):\n    means = "
    work = bench.work(Policy(completion=CompletionMode.ON_DEMAND), cell)
    tutor = bench.tutor("[]")

    typed = await complete(tutor, work, cell, "", Trigger.TYPING)
    asked = await complete(tutor, work, cell, "", Trigger.ASKED)

    assert typed == Completion("", "on_demand")
    assert asked == Completion("[]")


async def test_after_passing_other_rules_may_hold(bench: Bench) -> None:
    policy = Policy(completion=CompletionMode.OFF, completion_after_passing=CompletionMode.LINE)
    work = bench.work(policy)
    before = await complete(bench.tutor("[]"), work, "x = ", "")
    await bench.journal.add_attempt(work.key, Attempt("a", bench.tutor().clock.now(), 2, 2))
    cell = f"{RIGHT}x = "
    after = await complete(bench.tutor("[]"), bench.work(policy, cell), cell, "")

    assert before == Completion("", "policy")
    assert after == Completion("[]")


async def test_where_no_help_is_given_nothing_is_completed(bench: Bench) -> None:
    assert await complete(bench.tutor("[]"), bench.work(Policy(ai=False)), "x = ", "") == (
        Completion("", "policy")
    )


async def test_the_fix_alone_is_not_given(bench: Bench) -> None:
    cell = "def running_mean(xs, k):\n    means = []\n    for i in range(len(xs) - k"

    assert await complete(bench.tutor(" + 1):"), bench.work(code=cell), cell, "") == GUARDED


async def test_below_a_solved_exercise_lines_are_completed_as_anywhere(bench: Bench) -> None:
    prefix = f"{RIGHT}shown = running_mean("

    given = await complete(bench.tutor("[1, 2], 2)"), bench.work(code=prefix), prefix, "")

    assert given == Completion("[1, 2], 2)")


async def test_what_can_t_be_tried_in_time_is_not_given(bench: Bench) -> None:
    tutor = replace(bench.tutor("return xs"), sandbox=EndlessSandbox())
    cell = "def running_mean(xs, k):\n    "

    assert await complete(tutor, bench.work(code=cell), cell, "") == GUARDED


async def test_without_a_sandbox_the_text_alone_decides(bench: Bench) -> None:
    tutor = replace(bench.tutor("return xs"), sandbox=FakeSandbox(available=False))
    cell = "def running_mean(xs, k):\n    "

    assert await complete(tutor, bench.work(code=cell), cell, "") == Completion("return xs")


async def test_outside_of_exercises_nothing_is_compared(bench: Bench) -> None:
    assert await complete(bench.tutor("range(3)"), None, "x = ", "") == Completion("range(3)")


async def test_an_engine_that_dies_leaves_nothing(bench: Bench) -> None:
    gone = EngineGoneError("The model stopped.", "Try again.")

    assert await complete(bench.tutor(gone), None, "x = ", "") == Completion("", "engine")


async def test_without_an_engine_nothing_is_completed(bench: Bench) -> None:
    assert await complete(bench.tutor(), None, "x = ", "") == Completion("", "no_completion")


async def test_what_was_given_is_recorded_with_what_it_cost(bench: Bench) -> None:
    cell = "def running_mean(xs, k):\n    means = "
    work = bench.work(code=cell)

    await complete(bench.tutor("[]"), work, cell, "")

    ((_, told),) = bench.journal.completions
    assert (told.text, told.ruling, told.held_back) == ("[]", Ruling.CLEAN, ())
    assert (await bench.journal.spent(work.key.learner, NOW)).tokens > 0
    assert await bench.journal.history(work.key) == History()


async def test_what_the_guard_held_back_is_recorded_too(bench: Bench) -> None:
    work = bench.work(code="def running_mean(xs, k):\n    ")
    reference = max(work.exercise.references[0].splitlines(), key=len).strip()

    await complete(bench.tutor(reference), work, work.answer.code, "")

    ((_, told),) = bench.journal.completions
    assert (told.text, told.ruling, told.held_back) == ("", Ruling.BLOCKED, (reference,))


@pytest.mark.parametrize(
    ("policy", "given"),
    [(Policy(), Completion("[]")), (Policy(tokens_per_day=10_000), Completion("", "policy"))],
)
async def test_what_can_not_be_recorded_is_given_only_where_nothing_is_counted(
    bench: Bench, policy: Policy, given: Completion
) -> None:
    cell = "def running_mean(xs, k):\n    means = "
    tutor = replace(bench.tutor(), engines=OneEngine(FillingEngine(bench, "[]")))

    assert await complete(tutor, bench.work(policy, code=cell), cell, "") == given
