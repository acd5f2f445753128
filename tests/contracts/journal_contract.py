"""What every journal does; a test class of each adapter inherits it and gives the journal."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import anyio
import pytest

from jupyter_llm_teach.ports import Feedback, Journal, Key
from jupyter_llm_teach.teaching.history import Attempt, History, PastHint
from jupyter_llm_teach.teaching.rung import Rung

NINE = datetime(2026, 1, 5, 9, 0, 0, 123456, tzinfo=timezone.utc)
TEN = NINE + timedelta(hours=1)
KEY = Key("local", "loops", "sum-of-squares")
HINT = PastHint(Rung.QUESTION, "digest-1", NINE, "What is f([]) ? « Où »\n")
WRONG = Attempt("digest-1", NINE, 1, 3)
RIGHT = Attempt("digest-2", TEN, 3, 3)


@pytest.mark.anyio
class JournalContract:
    """Inherit it and define the fixture ``journal``."""

    async def test_an_unknown_exercise_has_an_empty_history(self, journal: Journal) -> None:
        assert await journal.history(KEY) == History()

    async def test_a_hint_comes_back_as_it_was_shown(self, journal: Journal) -> None:
        await journal.add_hint(KEY, HINT, "model")

        assert await journal.history(KEY) == History(hints=(HINT,))

    async def test_a_hint_gets_a_uuid_of_its_own(self, journal: Journal) -> None:
        first = await journal.add_hint(KEY, HINT, "analysis")
        second = await journal.add_hint(KEY, HINT, "bank")

        assert uuid.UUID(first) != uuid.UUID(second)

    async def test_two_equal_hints_are_two_events(self, journal: Journal) -> None:
        await journal.add_hint(KEY, HINT, "analysis")
        await journal.add_hint(KEY, HINT, "analysis")

        assert await journal.history(KEY) == History(hints=(HINT, HINT))

    async def test_attempts_come_oldest_first(self, journal: Journal) -> None:
        await journal.add_attempt(KEY, WRONG)
        await journal.add_attempt(KEY, RIGHT)

        assert await journal.history(KEY) == History(attempts=(WRONG, RIGHT))

    async def test_the_order_is_that_of_recording_even_when_the_clock_jumps_back(
        self, journal: Journal
    ) -> None:
        await journal.add_attempt(KEY, RIGHT)
        await journal.add_attempt(KEY, WRONG)

        assert await journal.history(KEY) == History(attempts=(RIGHT, WRONG))

    async def test_the_same_answer_checked_again_right_after_is_recorded_once(
        self, journal: Journal
    ) -> None:
        await journal.add_attempt(KEY, WRONG)
        await journal.add_attempt(KEY, replace(WRONG, at=TEN))

        assert await journal.history(KEY) == History(attempts=(WRONG,))

    async def test_an_answer_that_comes_back_after_another_one_is_recorded_again(
        self, journal: Journal
    ) -> None:
        await journal.add_attempt(KEY, WRONG)
        await journal.add_attempt(KEY, RIGHT)
        await journal.add_attempt(KEY, WRONG)

        assert await journal.history(KEY) == History(attempts=(WRONG, RIGHT, WRONG))

    async def test_the_same_answer_with_another_result_is_recorded(self, journal: Journal) -> None:
        better = replace(WRONG, passed=2)
        await journal.add_attempt(KEY, WRONG)
        await journal.add_attempt(KEY, better)

        assert await journal.history(KEY) == History(attempts=(WRONG, better))

    async def test_learners_courses_and_exercises_stay_apart(self, journal: Journal) -> None:
        await journal.add_attempt(KEY, WRONG)

        assert await journal.history(replace(KEY, learner="other")) == History()
        assert await journal.history(replace(KEY, course="")) == History()
        assert await journal.history(replace(KEY, exercise="sum")) == History()

    async def test_another_learner_with_the_same_answer_is_no_repetition(
        self, journal: Journal
    ) -> None:
        other = replace(KEY, learner="other")
        await journal.add_attempt(KEY, WRONG)
        await journal.add_attempt(other, WRONG)

        assert await journal.history(other) == History(attempts=(WRONG,))

    async def test_feedback_is_no_part_of_the_history(self, journal: Journal) -> None:
        hint = await journal.add_hint(KEY, HINT, "model")
        await journal.add_feedback(KEY, Feedback(hint, helpful=False, at=TEN))

        assert await journal.history(KEY) == History(hints=(HINT,))

    async def test_times_come_back_in_utc(self, journal: Journal) -> None:
        paris = timezone(timedelta(hours=1))
        await journal.add_attempt(KEY, replace(WRONG, at=NINE.astimezone(paris)))

        history = await journal.history(KEY)

        assert history.attempts[0].at.tzinfo == timezone.utc
        assert history.attempts[0].at == NINE

    async def test_words_that_look_like_sql_are_only_words(self, journal: Journal) -> None:
        odd = Key("x'; DROP TABLE events; --", '"', "%_é\N{GRINNING FACE}")
        await journal.add_hint(odd, HINT, "model")

        assert await journal.history(odd) == History(hints=(HINT,))

    async def test_hints_given_at_the_same_time_are_all_there(self, journal: Journal) -> None:
        async with anyio.create_task_group() as tasks:
            for number in range(20):
                hint = replace(HINT, answer=str(number))
                tasks.start_soon(journal.add_hint, KEY, hint, "model")

        history = await journal.history(KEY)

        assert {hint.answer for hint in history.hints} == {str(number) for number in range(20)}
        assert len(history.hints) == 20

    async def test_a_closed_journal_can_be_used_again(self, journal: Journal) -> None:
        await journal.add_attempt(KEY, WRONG)
        await journal.aclose()

        assert await journal.history(KEY) == History(attempts=(WRONG,))
