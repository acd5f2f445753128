"""What every journal does; a test class of each adapter inherits it and gives the journal."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import anyio
import pytest

from jupyter_llm_teach.ports import Feedback, Journal, Key
from jupyter_llm_teach.teaching.guard.verdict import Ruling
from jupyter_llm_teach.teaching.history import (
    Attempt,
    Exchange,
    History,
    Note,
    PastHint,
    Reflection,
)
from jupyter_llm_teach.teaching.ledger.amount import Amount, Carbon, Energy
from jupyter_llm_teach.teaching.request import (
    Busy,
    Delivered,
    Refusal,
    Repeated,
    Request,
    Reserved,
    Spent,
    Used,
)
from jupyter_llm_teach.teaching.rung import Rung

NINE = datetime(2026, 1, 5, 9, 0, 0, 123456, tzinfo=timezone.utc)
TEN = NINE + timedelta(hours=1)
PARIS = timezone(timedelta(hours=1))
KEY = Key("local", "loops", "sum-of-squares")
REQUEST = Request("c0ffee", "hint", "digest-1", NINE, Rung.QUESTION)
ANOTHER = replace(REQUEST, client="7ea", answer="digest-2", at=TEN)
DELIVERED = Delivered(
    text="What is f([]) ? « Où »\n",
    at=TEN,
    source="model",
    rung=Rung.QUESTION,
    cost=0.5,
    ruling=Ruling.REDACTED,
    rules=("code_block", "makes_a_test_pass"),
    held_back=("Write `n > 1`.", ""),
    spent=Spent(
        *("llamacpp", "tiny", 120, 30, 1.25),
        energy=Energy(Amount(0.25, 0.125, 0.5), "cpu_seconds"),
        carbon=Carbon(Amount(0.5, 0.25, 1.0), "FR", "Ember", 2023),
    ),
)
OTHER_TEXT = replace(DELIVERED, text="Another text", cost=2.0)
HINT = PastHint(Rung.QUESTION, "digest-1", TEN, DELIVERED.text, 0.5)
REFUSAL = Refusal("try_first", TEN, Rung.QUESTION)
ASKED = Request("5ca1e", "question", "digest-1", NINE, question="Why « 0 » ?")
REPLY = Delivered("Because nothing was added yet.", TEN, "analysis")
WRONG = Attempt("digest-1", NINE, 1, 3)
RIGHT = Attempt("digest-2", TEN, 3, 3)


async def reserved(journal: Journal, key: Key = KEY, request: Request = REQUEST) -> str:
    """The id of a request that is ours now."""
    begun = await journal.begin(key, request)
    assert isinstance(begun, Reserved)
    return begun.id


async def given(
    journal: Journal,
    key: Key = KEY,
    request: Request = REQUEST,
    delivered: Delivered = DELIVERED,
) -> str:
    """The id of a request that was answered."""
    name = await reserved(journal, key, request)
    await journal.finish(name, delivered)
    return name


@pytest.mark.anyio
class JournalContract:
    """Inherit it and define the fixture ``journal``."""

    async def test_an_unknown_exercise_has_an_empty_history(self, journal: Journal) -> None:
        assert await journal.history(KEY) == History()

    async def test_a_hint_comes_back_as_it_was_shown_with_its_cost(self, journal: Journal) -> None:
        await given(journal)

        assert await journal.history(KEY) == History(hints=(HINT,), asked=(NINE,))

    async def test_a_request_has_a_uuid_that_depends_on_who_asks_what(
        self, journal: Journal
    ) -> None:
        first = await reserved(journal)
        second = await reserved(journal, replace(KEY, learner="other"))

        assert uuid.UUID(first) != uuid.UUID(second)

    async def test_the_same_client_id_gets_the_very_same_again(self, journal: Journal) -> None:
        name = await given(journal)

        assert await journal.begin(KEY, REQUEST) == Repeated(name, DELIVERED)

    async def test_the_same_client_id_is_the_same_request_whatever_else_it_says(
        self, journal: Journal
    ) -> None:
        name = await given(journal)
        later = replace(REQUEST, answer="digest-2", at=TEN, rung=Rung.OUTLINE)

        assert await journal.begin(KEY, later) == Repeated(name, DELIVERED)
        assert (await journal.history(KEY)).asked == (NINE,)

    async def test_the_client_id_of_somebody_else_is_another_request(
        self, journal: Journal
    ) -> None:
        await given(journal)

        assert isinstance(await journal.begin(replace(KEY, learner="other"), REQUEST), Reserved)

    async def test_a_request_that_is_under_way_is_not_begun_twice(self, journal: Journal) -> None:
        await reserved(journal)

        assert await journal.begin(KEY, REQUEST) == Busy()

    async def test_another_request_waits_for_its_turn(self, journal: Journal) -> None:
        first = await reserved(journal)

        assert await journal.begin(KEY, ANOTHER) == Busy()
        await journal.finish(first, DELIVERED)
        assert isinstance(await journal.begin(KEY, ANOTHER), Reserved)

    async def test_learners_exercises_and_doors_do_not_wait_for_each_other(
        self, journal: Journal
    ) -> None:
        await reserved(journal)

        assert isinstance(await journal.begin(KEY, ASKED), Reserved)
        assert isinstance(await journal.begin(replace(KEY, exercise="sum"), ANOTHER), Reserved)
        assert isinstance(await journal.begin(replace(KEY, learner="other"), ANOTHER), Reserved)

    async def test_what_is_delivered_first_stands(self, journal: Journal) -> None:
        name = await reserved(journal)

        assert await journal.finish(name, DELIVERED) == DELIVERED
        assert await journal.finish(name, OTHER_TEXT) == DELIVERED
        assert (await journal.history(KEY)).hints == (HINT,)

    async def test_what_is_delivered_is_not_taken_back(self, journal: Journal) -> None:
        name = await given(journal)
        await journal.cancel(name, TEN)

        assert await journal.begin(KEY, REQUEST) == Repeated(name, DELIVERED)
        assert (await journal.history(KEY)).hints == (HINT,)

    async def test_a_request_that_was_given_back_costs_nothing(self, journal: Journal) -> None:
        await journal.cancel(await reserved(journal), TEN)

        assert await journal.history(KEY) == History(asked=(NINE,))
        assert await journal.spent(KEY.learner, NINE) == Used()

    async def test_a_request_that_was_given_back_is_heard_afresh(self, journal: Journal) -> None:
        first = await reserved(journal)
        await journal.cancel(first, TEN)
        second = await given(journal)

        assert first == second
        assert await journal.history(KEY) == History(hints=(HINT,), asked=(NINE,))

    async def test_a_request_that_was_given_back_and_finishes_late_is_recorded(
        self, journal: Journal
    ) -> None:
        name = await reserved(journal)
        await journal.cancel(name, TEN)
        await journal.finish(name, DELIVERED)

        assert (await journal.history(KEY)).hints == (HINT,)

    async def test_giving_back_twice_is_harmless(self, journal: Journal) -> None:
        name = await reserved(journal)
        await journal.cancel(name, TEN)
        await journal.cancel(name, TEN)
        await journal.cancel(str(uuid.uuid4()), TEN)

        assert isinstance(await journal.begin(KEY, REQUEST), Reserved)

    async def test_a_refusal_counts_as_asked_and_costs_nothing(self, journal: Journal) -> None:
        await journal.refuse(await reserved(journal), REFUSAL)

        assert await journal.history(KEY) == History(asked=(NINE,))

    async def test_a_request_that_was_refused_is_decided_afresh(self, journal: Journal) -> None:
        name = await reserved(journal)
        await journal.refuse(name, REFUSAL)

        assert await journal.begin(KEY, REQUEST) == Reserved(name)

    async def test_the_request_at_hand_is_not_counted_among_those_asked(
        self, journal: Journal
    ) -> None:
        await given(journal)
        name = await reserved(journal, request=ANOTHER)

        assert (await journal.history(KEY, name)).asked == (NINE,)
        assert (await journal.history(KEY)).asked == (NINE, TEN)

    async def test_a_free_question_is_an_exchange(self, journal: Journal) -> None:
        await given(journal, request=ASKED, delivered=REPLY)

        history = await journal.history(KEY)

        exchange = Exchange("Why « 0 » ?", "Because nothing was added yet.", "digest-1", TEN)
        assert history == History(exchanges=(exchange,), asked=(NINE,))
        assert history.told == (REPLY.text,)

    async def test_a_completion_is_no_part_of_the_history_but_of_what_was_spent(
        self, journal: Journal
    ) -> None:
        await journal.add_completion(KEY, replace(DELIVERED, rung=None))
        await journal.add_completion(KEY, replace(DELIVERED, rung=None))

        assert await journal.history(KEY) == History()
        assert await journal.spent("local", NINE) == Used(300, 2.5)

    async def test_the_marks_of_completed_lines_stay_for_the_learner_and_the_exercise(
        self, journal: Journal
    ) -> None:
        completion = replace(DELIVERED, rung=None)
        await journal.add_completion(KEY, completion, ("a1", "b2"))
        await journal.add_completion(KEY, completion, ("b2", "c3"))
        await journal.add_completion(KEY, completion)

        assert await journal.completed(KEY) == {"a1", "b2", "c3"}
        assert await journal.completed(replace(KEY, learner="other")) == frozenset()
        assert await journal.history(KEY) == History()

    async def test_what_models_cost_is_added_up_over_exercises_from_a_moment_on(
        self, journal: Journal
    ) -> None:
        late = TEN + timedelta(hours=1)
        await given(journal)
        await given(journal, replace(KEY, exercise="sum"), delivered=replace(DELIVERED, at=late))
        await given(journal, replace(KEY, learner="other"))
        await given(journal, request=ASKED, delivered=REPLY)

        assert await journal.spent("local", TEN) == Used(300, 2.5)
        assert await journal.spent("local", late.astimezone(PARIS)) == Used(150, 1.25)
        assert await journal.spent("nobody", NINE) == Used()

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

    async def test_reflections_and_notes_come_back_and_a_double_click_counts_once(
        self, journal: Journal
    ) -> None:
        reflection = Reflection("digest-1", NINE, "I tried a loop.")
        note = Note("I am stuck; « aide »", TEN)
        await journal.add_reflection(KEY, reflection)
        await journal.add_reflection(KEY, replace(reflection, at=TEN))
        await journal.add_note(KEY, note)
        await journal.add_note(KEY, note)

        assert await journal.history(KEY) == History(reflections=(reflection,), notes=(note,))

    async def test_an_exercise_is_opened_once(self, journal: Journal) -> None:
        await journal.add_opened(KEY, NINE)
        await journal.add_opened(KEY, TEN)

        assert await journal.history(KEY) == History(opened=NINE)

    async def test_the_rules_in_force_are_no_part_of_the_history(self, journal: Journal) -> None:
        await journal.add_policy(KEY, '{"highest_rung":"outline"}', NINE)

        assert await journal.history(KEY) == History()

    async def test_learners_courses_and_exercises_stay_apart(self, journal: Journal) -> None:
        await journal.add_attempt(KEY, WRONG)
        await given(journal)

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
        hint = await given(journal)
        await journal.add_feedback(KEY, Feedback(hint, helpful=False, at=TEN))

        assert await journal.history(KEY) == History(hints=(HINT,), asked=(NINE,))

    async def test_times_come_back_in_utc(self, journal: Journal) -> None:
        there = NINE.astimezone(PARIS)
        await journal.add_attempt(KEY, replace(WRONG, at=there))
        await journal.add_opened(KEY, there)
        await given(
            journal,
            request=replace(REQUEST, at=there),
            delivered=replace(DELIVERED, at=TEN.astimezone(PARIS)),
        )

        history = await journal.history(KEY)

        moments = [history.attempts[0].at, history.hints[0].at, history.asked[0], history.opened]
        assert moments == [NINE, TEN, NINE, NINE]
        assert {each and each.tzinfo for each in moments} == {timezone.utc}

    async def test_words_that_look_like_sql_are_only_words(self, journal: Journal) -> None:
        odd = Key("x'; DROP TABLE events; --", '"', "%_é\N{GRINNING FACE}")
        await given(journal, odd, replace(REQUEST, client="'; --"))

        assert (await journal.history(odd)).hints == (HINT,)

    async def test_the_same_request_at_the_same_time_is_answered_once(
        self, journal: Journal
    ) -> None:
        begun = []

        async def post() -> None:
            begun.append(await journal.begin(KEY, REQUEST))

        async with anyio.create_task_group() as tasks:
            for _ in range(20):
                tasks.start_soon(post)

        assert sorted(type(each).__name__ for each in begun) == ["Busy"] * 19 + ["Reserved"]

    async def test_a_closed_journal_can_be_used_again(self, journal: Journal) -> None:
        await journal.add_attempt(KEY, WRONG)
        await reserved(journal)
        await journal.aclose()

        assert await journal.history(KEY) == History(attempts=(WRONG,), asked=(NINE,))
        assert isinstance(await journal.begin(KEY, ANOTHER), Reserved)
