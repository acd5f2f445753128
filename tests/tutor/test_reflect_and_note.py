from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

import pytest

from jupyter_llm_teach.errors import BadInputError, DiskFullError
from jupyter_llm_teach.teaching.history import Reflection
from jupyter_llm_teach.teaching.policy import Policy
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.tutor.check import check, opened, stands
from jupyter_llm_teach.tutor.note import note
from jupyter_llm_teach.tutor.reflect import TooShort, reflect
from tests.fakes.sample import RIGHT
from tests.tutor.bench import Bench, asked

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)
WORDS = "I counted the windows and one is missing"
INSTRUCTED = Policy(instructor="Ada")
FULL = DiskFullError("There is no space left.", "Delete files.")


async def test_words_about_the_own_work_are_recorded_with_the_answer(bench: Bench) -> None:
    work = bench.work()

    written = await reflect(bench.tutor(), work, f"  {WORDS}\n")

    assert written == Reflection(work.answer.digest, NOW, WORDS)
    assert (await bench.journal.history(work.key)).reflections == (written,)


@pytest.mark.parametrize("text", ["", "   ", "no idea", "a b c d e f", "help help help help help"])
async def test_less_than_a_few_words_are_not_recorded(bench: Bench, text: str) -> None:
    work = bench.work()

    assert await reflect(bench.tutor(), work, text) == TooShort()
    assert (await bench.journal.history(work.key)).reflections == ()


async def test_words_that_can_not_be_recorded_are_not_taken(bench: Bench) -> None:
    bench.journal.failure = FULL

    with pytest.raises(DiskFullError):
        await reflect(bench.tutor(), bench.work(), WORDS)


async def test_a_note_is_recorded_whole_and_counts_as_no_attempt(bench: Bench) -> None:
    work = bench.work(INSTRUCTED)
    await asked(bench.tutor(), bench.work(), Rung.QUESTION)
    before = await bench.journal.history(work.key)

    written = await note(bench.tutor(), work, "Why?")

    history = await bench.journal.history(work.key)
    assert history.notes == (written,)
    assert history.attempts == before.attempts
    assert "Why?" in written.text
    assert "**Help used so far:** A question." in written.text
    assert work.answer.code.strip() in written.text


async def test_nothing_of_the_reference_or_hidden_tests_is_in_a_note(bench: Bench) -> None:
    work = bench.work(INSTRUCTED)

    text = (await note(bench.tutor(), work, "")).text

    hidden = [test.check.expression for test in work.exercise.tests if not test.visible]  # type: ignore[union-attr]
    assert hidden
    assert not [each for each in hidden if each in text]
    assert "len(xs) - k + 1" not in text


async def test_without_an_instructor_there_is_nobody_to_write_to(bench: Bench) -> None:
    with pytest.raises(BadInputError):
        await note(bench.tutor(), bench.work(), "Why?")


async def test_the_time_on_an_exercise_begins_with_the_first_look(bench: Bench) -> None:
    work = bench.work()

    await opened(bench.tutor(), work)

    assert (await bench.journal.history(work.key)).opened == NOW


async def test_a_full_disk_keeps_nobody_from_looking_at_an_exercise(bench: Bench) -> None:
    work = bench.work()
    bench.journal.failure = FULL

    await opened(bench.tutor(), work)

    assert len((await stands(bench.tutor(), work, None)).steps) == len(Rung)


async def test_a_page_that_is_opened_anew_knows_that_the_answer_passed(bench: Bench) -> None:
    tutor = bench.tutor()
    work = bench.work(code=RIGHT.format(name="running_mean"))
    await check(tutor, work)

    found = await stands(tutor, work, None)

    refusals = {step.refusal.reason.value for step in found.steps if step.refusal is not None}
    assert refusals == {"solved"}


async def test_an_untouched_starter_is_known_without_a_run(bench: Bench) -> None:
    untouched = bench.work()
    starter = replace(untouched.answer, code=untouched.exercise.starter)

    found = await stands(bench.tutor(), replace(untouched, answer=starter), None)

    refusal = found.steps[Rung.LOCATE.height].refusal
    assert refusal is not None
    assert refusal.reason.value == "write_first"
