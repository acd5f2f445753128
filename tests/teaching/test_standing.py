"""What the panel is told besides the ladder: help used, what is offered, and when to look again."""

from __future__ import annotations

from datetime import timedelta

from jupyter_llm_teach.teaching.history import History
from jupyter_llm_teach.teaching.ladder import Give, Reason, Withhold, decide
from jupyter_llm_teach.teaching.policy import Policy, Window
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.teaching.standing import Offer, standing
from tests.teaching.climbing.situations import NOW, ago, attempt, hint, situation
from tests.teaching.guard.cases import PASSED

STUCK = Policy(stuck_minutes=20, new_attempt_between_hints=True, instructor="Ada")
TRIED = (attempt("now", ago(minutes=30)),)


def after(minutes: float, policy: Policy = STUCK) -> History:
    """A wrong answer half an hour ago, and a question so many minutes ago."""
    return History(hints=(hint(Rung.QUESTION, ago(minutes=minutes), "now"),), attempts=TRIED)


def test_the_help_used_is_counted_without_the_goal_and_without_repeats() -> None:
    shown = (
        hint(Rung.ORIENT, ago(minutes=9)),
        hint(Rung.QUESTION, ago(minutes=8), cost=0.5),
        hint(Rung.QUESTION, ago(minutes=7)),
        hint(Rung.CONCEPT, ago(minutes=6), cost=1.0),
    )
    found = standing(situation(history=History(hints=shown)))
    assert (found.hints, found.cost) == (2, 1.5)


def test_what_is_looked_at_after_passing_is_no_help_unless_it_costs() -> None:
    attempts = (attempt("now", ago(minutes=5), passed=True),)
    shown = (
        hint(Rung.QUESTION, ago(minutes=8)),
        hint(Rung.EXAMPLE, ago(minutes=4), cost=0.5),
        hint(Rung.SOLUTION, ago(minutes=3)),
    )
    found = standing(situation(history=History(hints=shown, attempts=attempts)))
    assert (found.hints, found.cost) == (2, 0.5)


def test_a_learner_who_is_stuck_for_long_is_offered_the_next_rung_and_the_instructor() -> None:
    found = standing(situation(STUCK, after(20)))
    assert found.offer == Offer(stuck=True, rung=Rung.CONCEPT, instructor="Ada")


def test_the_next_rung_opens_without_a_further_try_for_who_is_stuck() -> None:
    assert decide(situation(STUCK, after(20)), Rung.CONCEPT) == Give(Rung.CONCEPT)


def test_being_stuck_opens_one_step_at_a_time() -> None:
    decision = decide(situation(STUCK, after(20)), Rung.LOCATE)
    assert decision == Withhold(Rung.LOCATE, Reason.TRY_FIRST)


def test_before_that_the_refusal_says_when_it_would_open_by_itself() -> None:
    now = situation(STUCK, after(15))
    opens = NOW + timedelta(minutes=5)
    assert decide(now, None) == Withhold(Rung.CONCEPT, Reason.TRY_FIRST, when=opens)
    assert standing(now).changes == opens


def test_a_hint_gives_time_to_work_with_it_before_more_is_offered() -> None:
    assert standing(situation(STUCK, after(19))).offer is None


def test_who_has_not_tried_anything_is_not_stuck() -> None:
    past = History(opened=ago(hours=2))
    assert standing(situation(STUCK, past)).offer is None


def test_who_passed_is_not_stuck() -> None:
    assert standing(situation(STUCK, after(60), facts=PASSED)).offer is None


def test_where_all_steps_were_used_the_instructor_is_offered() -> None:
    policy = Policy(highest_rung=Rung.QUESTION, instructor="Ada")
    found = standing(situation(policy, after(1)))
    assert found.offer == Offer(stuck=False, rung=None, instructor="Ada")


def test_without_an_instructor_nobody_is_offered() -> None:
    assert standing(situation(Policy(highest_rung=Rung.QUESTION), after(1))).offer is None


def test_in_an_exam_nothing_is_offered_and_earlier_hints_are_put_away() -> None:
    exam = Window(ago(minutes=1), NOW + timedelta(minutes=9))
    found = standing(situation(Policy(exams=(exam,), stuck_minutes=1), after(60)))
    assert (found.offer, found.recalls, found.changes) == (None, False, exam.end)


def test_outside_of_exams_earlier_hints_stay() -> None:
    assert standing(situation()).recalls
