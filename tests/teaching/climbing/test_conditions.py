"""Each condition of a policy, and what meets it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from jupyter_llm_teach.teaching.history import History, Reflection
from jupyter_llm_teach.teaching.ladder import Give, Reason, Withhold, decide
from jupyter_llm_teach.teaching.policy import Cost, Policy, Window
from jupyter_llm_teach.teaching.rung import Rung
from tests.teaching.climbing.situations import NOW, PARIS, ago, attempt, hint, ruled, situation
from tests.teaching.guard.cases import FACTS, PASSED

CONCEPT = Give(Rung.CONCEPT)


def reflection(at: datetime) -> Reflection:
    return Reflection("now", at, "I tried to count the windows")


def test_a_policy_without_ai_gives_nothing_not_even_the_goal() -> None:
    refusal = Withhold(Rung.ORIENT, Reason.AI_OFF)
    assert decide(situation(Policy(ai=False)), Rung.ORIENT) == refusal


def test_in_an_exam_there_is_no_help_until_it_ends() -> None:
    exam = Window(ago(minutes=1), NOW + timedelta(minutes=30))
    refusal = Withhold(Rung.ORIENT, Reason.EXAM, when=exam.end)
    assert decide(situation(Policy(exams=(exam,))), None) == refusal


def test_exams_that_follow_each_other_end_with_the_last() -> None:
    middle, end = NOW + timedelta(minutes=30), NOW + timedelta(minutes=60)
    exams = (Window(middle, end), Window(ago(minutes=1), middle))
    decision = decide(situation(Policy(exams=exams)), None)
    assert decision == Withhold(Rung.ORIENT, Reason.EXAM, when=end)


def test_an_exam_that_is_over_closes_nothing() -> None:
    exam = Window(ago(hours=2), NOW)
    assert decide(situation(Policy(exams=(exam,))), None) == Give(Rung.ORIENT)


def test_a_rung_after_the_due_date_says_when_that_is() -> None:
    due = NOW + timedelta(days=1)
    policy = Policy(
        highest_rung=Rung.SOLUTION, due=due, rungs=ruled(Rung.SOLUTION, after_due=True).rungs
    )
    refusal = Withhold(Rung.SOLUTION, Reason.BEFORE_DUE, when=due)
    assert decide(situation(policy), Rung.SOLUTION) == refusal
    assert decide(situation(policy, now=due), Rung.SOLUTION) == Give(Rung.SOLUTION)


def test_a_rung_after_a_due_date_that_is_not_set_stays_closed() -> None:
    policy = ruled(Rung.SOLUTION, after_due=True)
    refusal = Withhold(Rung.SOLUTION, Reason.BEFORE_DUE)
    assert decide(situation(policy), Rung.SOLUTION) == refusal


def test_a_rung_after_passing_opens_with_the_last_test() -> None:
    policy = ruled(Rung.SOLUTION, after_passing=True)
    refusal = Withhold(Rung.SOLUTION, Reason.BEFORE_PASSING)
    assert decide(situation(policy), Rung.SOLUTION) == refusal
    assert decide(situation(policy, facts=PASSED), Rung.SOLUTION) == Give(Rung.SOLUTION)


def test_a_solved_exercise_offers_what_was_kept_for_then_and_nothing_else() -> None:
    solved = situation(ruled(Rung.SOLUTION, after_passing=True), facts=PASSED)
    assert decide(solved, None) == Give(Rung.SOLUTION)
    assert decide(solved, Rung.CONCEPT) == Withhold(Rung.CONCEPT, Reason.SOLVED)


def test_who_passed_before_may_see_it_with_another_answer_as_well() -> None:
    past = History(attempts=(attempt("other", ago(hours=1), passed=True),))
    policy = ruled(Rung.SOLUTION, after_passing=True)
    assert decide(situation(policy, past), Rung.SOLUTION) == Give(Rung.SOLUTION)


def test_the_journal_knows_that_this_answer_has_passed() -> None:
    past = History(attempts=(attempt("now", ago(hours=1), passed=True),))
    decision = decide(situation(history=past, facts=None), Rung.CONCEPT)
    assert decision == Withhold(Rung.CONCEPT, Reason.SOLVED)


def test_without_a_choice_a_rung_that_is_kept_for_later_is_left_out() -> None:
    past = History(hints=(hint(Rung.EXAMPLE, ago(hours=1)),))
    policy = ruled(Rung.SOLUTION, after_passing=True)
    assert decide(situation(policy, past), None) == Give(Rung.EXAMPLE)


def test_the_days_hints_end_at_midnight_of_the_server() -> None:
    past = History(hints=(hint(Rung.QUESTION, ago(hours=8)),))
    decision = decide(situation(Policy(hints_per_day=1), past), Rung.CONCEPT)
    midnight = datetime(2026, 1, 6, tzinfo=PARIS)
    assert decision == Withhold(Rung.CONCEPT, Reason.QUOTA, when=midnight)


def test_hints_of_yesterday_are_not_counted() -> None:
    past = History(hints=(hint(Rung.QUESTION, ago(hours=10)),))
    assert decide(situation(Policy(hints_per_day=1), past), Rung.CONCEPT) == CONCEPT


def test_a_hint_shown_twice_and_the_goal_count_once_and_not_at_all() -> None:
    shown = [hint(Rung.ORIENT, ago(hours=1)), *[hint(Rung.QUESTION, ago(minutes=9))] * 2]
    past = History(hints=tuple(shown))
    assert decide(situation(Policy(hints_per_day=2), past), Rung.CONCEPT) == CONCEPT


def test_where_no_hints_are_allowed_no_day_brings_any_but_the_goal_is_there() -> None:
    policy = Policy(hints_per_day=0)
    assert decide(situation(policy), Rung.CONCEPT) == Withhold(Rung.CONCEPT, Reason.QUOTA)
    assert decide(situation(policy), Rung.ORIENT) == Give(Rung.ORIENT)


def test_a_rung_can_want_the_answer_checked_first() -> None:
    policy = ruled(Rung.CONCEPT, test_run=True)
    refusal = Withhold(Rung.CONCEPT, Reason.TEST_FIRST)
    assert decide(situation(policy, History(attempts=(attempt("old"),))), Rung.CONCEPT) == refusal
    assert decide(situation(policy, History(attempts=(attempt("now"),))), Rung.CONCEPT) == CONCEPT


def test_a_rung_says_how_many_attempts_are_missing() -> None:
    past = History(attempts=(attempt("a"), attempt("a")))
    decision = decide(situation(ruled(Rung.CONCEPT, attempts=3), past), Rung.CONCEPT)
    assert decision == Withhold(Rung.CONCEPT, Reason.MORE_ATTEMPTS, missing=2)


def test_a_rung_opens_after_its_attempts() -> None:
    past = History(attempts=(attempt("a"), attempt("b"), attempt("c")))
    policy = ruled(Rung.CONCEPT, attempts=3)
    assert decide(situation(policy, past), Rung.CONCEPT) == CONCEPT


def test_a_rung_of_its_own_can_want_a_new_attempt() -> None:
    past = History(hints=(hint(Rung.QUESTION, ago(minutes=1), "now"),))
    policy = ruled(Rung.CONCEPT, new_attempt=True)
    assert decide(situation(policy, past), Rung.LOCATE) == Give(Rung.LOCATE)
    refusal = Withhold(Rung.CONCEPT, Reason.TRY_FIRST)
    assert decide(situation(policy, past), Rung.CONCEPT) == refusal


@pytest.mark.parametrize(
    "past",
    [
        History(opened=ago(minutes=2)),
        History(asked=(ago(minutes=2),)),
        History(attempts=(attempt("a", ago(minutes=2)),)),
        History(hints=(hint(Rung.ORIENT, ago(minutes=2)),), opened=ago(minutes=1)),
    ],
)
def test_time_is_counted_from_when_the_learner_was_first_seen(past: History) -> None:
    decision = decide(situation(ruled(Rung.CONCEPT, minutes=5), past), Rung.CONCEPT)
    opens = NOW + timedelta(minutes=3)
    assert decision == Withhold(Rung.CONCEPT, Reason.MORE_TIME, when=opens)


def test_a_rung_opens_when_its_time_has_come() -> None:
    past = History(opened=ago(minutes=5))
    assert decide(situation(ruled(Rung.CONCEPT, minutes=5), past), Rung.CONCEPT) == CONCEPT


def test_a_rung_can_want_a_few_words_first() -> None:
    policy = ruled(Rung.CONCEPT, reflection=True)
    refusal = Withhold(Rung.CONCEPT, Reason.REFLECT_FIRST)
    written = History(reflections=(reflection(ago(minutes=1)),))
    assert decide(situation(policy), Rung.CONCEPT) == refusal
    assert decide(situation(policy, written), Rung.CONCEPT) == CONCEPT


def test_words_open_one_hint_and_the_next_wants_new_ones() -> None:
    policy = ruled(Rung.CONCEPT, reflection=True)
    past = History(
        hints=(hint(Rung.CONCEPT, ago(minutes=1)),), reflections=(reflection(ago(minutes=2)),)
    )
    refusal = Withhold(Rung.CONCEPT, Reason.REFLECT_FIRST)
    assert decide(situation(policy, past), Rung.CONCEPT) == refusal


def test_the_goal_uses_no_words_up() -> None:
    past = History(
        hints=(hint(Rung.ORIENT, ago(minutes=1)),), reflections=(reflection(ago(minutes=2)),)
    )
    policy = ruled(Rung.CONCEPT, reflection=True)
    assert decide(situation(policy, past), Rung.CONCEPT) == CONCEPT


def cooling(*asked: float) -> Give | Withhold:
    """A hint 10 s ago, a cool-down of 30 s, and questions so many seconds before that hint."""
    last = ago(seconds=10)
    past = History(
        hints=(hint(Rung.QUESTION, last),),
        asked=tuple(last - timedelta(seconds=each) for each in asked),
    )
    return decide(situation(Policy(cool_down=30), past), Rung.CONCEPT)


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ((0.0,), 20),
        ((40.0, 20.0, 0.0), 35),
        ((200.0, 0.0), 20),
        ((50.0, 40.0, 20.0, 9.0, 8.0, 0.0), 50),
    ],
)
def test_asking_in_quick_succession_makes_the_wait_grow_up_to_twice(
    asked: tuple[float, ...], seconds: int
) -> None:
    opens = NOW + timedelta(seconds=seconds)
    assert cooling(*asked) == Withhold(Rung.CONCEPT, Reason.COOL_DOWN, when=opens)


def test_the_goal_neither_waits_nor_makes_wait() -> None:
    past = History(hints=(hint(Rung.ORIENT, ago(seconds=1)),))
    policy = Policy(cool_down=30)
    assert decide(situation(policy, past), Rung.QUESTION) == Give(Rung.QUESTION)
    past = History(hints=(hint(Rung.QUESTION, ago(seconds=1)),))
    assert decide(situation(policy, past), Rung.ORIENT) == Give(Rung.ORIENT)


def test_a_clock_that_was_set_back_does_not_lengthen_the_wait() -> None:
    past = History(hints=(hint(Rung.QUESTION, NOW + timedelta(days=1)),))
    decision = decide(situation(Policy(cool_down=30), past), Rung.CONCEPT)
    opens = NOW + timedelta(seconds=30)
    assert decision == Withhold(Rung.CONCEPT, Reason.COOL_DOWN, when=opens)


def test_a_hint_costs_what_the_policy_says_in_points_of_the_exercise() -> None:
    policy = ruled(Rung.CONCEPT, cost=Cost(10, percent=True))
    decision = decide(situation(policy, worth=4.0), Rung.CONCEPT)
    assert decision == Give(Rung.CONCEPT, cost=0.4)


def test_a_hint_shown_again_for_the_same_answer_costs_nothing_and_waits_for_nothing() -> None:
    policy = Policy(cool_down=30, hints_per_day=1, rungs=ruled(Rung.CONCEPT, cost=Cost(1)).rungs)
    past = History(hints=(hint(Rung.CONCEPT, ago(seconds=1), "now", 1.0),))
    assert decide(situation(policy, past), Rung.CONCEPT) == Give(Rung.CONCEPT, again=True)


def test_facts_that_were_not_looked_at_count_as_still_wrong() -> None:
    assert decide(situation(facts=None), None) == Give(Rung.ORIENT)
    assert decide(situation(facts=FACTS), None) == Give(Rung.ORIENT)
