from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

from jupyter_llm_teach.teaching.facts.fact import Facts
from jupyter_llm_teach.teaching.history import History
from jupyter_llm_teach.teaching.ladder import (
    Give,
    Reason,
    Situation,
    Step,
    Withhold,
    ladder,
    next_hint,
)
from jupyter_llm_teach.teaching.policy import Policy
from jupyter_llm_teach.teaching.rung import Rung
from tests.teaching.guard.cases import FACTS, PASSED, history

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=timezone.utc)
UNCHANGED = replace(FACTS, unchanged=True)
STRICT = Policy(new_attempt_between_hints=True)


def ask(
    rung: Rung | None = None,
    *,
    policy: Policy = Policy(),  # noqa: B008 - frozen
    facts: Facts = FACTS,
    past: History = History(),  # noqa: B008 - frozen
    reference: bool = True,
) -> Give | Withhold:
    return next_hint(policy, facts, past, "now", rung, reference, NOW)


def steps(policy: Policy, facts: Facts | None, past: History, answer: str) -> tuple[Step, ...]:
    return ladder(Situation(policy, facts, past, answer, False, NOW))  # noqa: FBT003


def test_the_first_hint_is_the_goal() -> None:
    assert ask() == Give(Rung.ORIENT)


def test_the_next_hint_is_one_rung_above_the_highest_shown() -> None:
    assert ask(past=history((Rung.QUESTION, "x"), (Rung.ORIENT, "x"))) == Give(Rung.CONCEPT)


def test_at_the_top_the_top_is_given_again_for_a_new_answer() -> None:
    policy = Policy(highest_rung=Rung.CONCEPT)
    assert ask(policy=policy, past=history((Rung.CONCEPT, "old"))) == Give(Rung.CONCEPT)


def test_at_the_top_the_same_answer_gets_the_same_hint_again() -> None:
    policy = Policy(highest_rung=Rung.CONCEPT)
    again = Give(Rung.CONCEPT, again=True)
    assert ask(policy=policy, past=history((Rung.CONCEPT, "now"))) == again


def test_without_a_reference_the_top_is_the_example() -> None:
    policy = Policy(highest_rung=Rung.SOLUTION)
    past = history((Rung.EXAMPLE, "old"))
    assert ask(policy=policy, past=past, reference=False) == Give(Rung.EXAMPLE)


def test_a_rung_that_this_answer_was_already_given_is_shown_again() -> None:
    past = history((Rung.QUESTION, "now"), (Rung.CONCEPT, "now"))
    assert ask(Rung.QUESTION, policy=STRICT, past=past) == Give(Rung.QUESTION, again=True)


def test_jumping_up_is_allowed_below_the_highest_rung() -> None:
    assert ask(Rung.OUTLINE) == Give(Rung.OUTLINE)


def test_a_rung_above_the_highest_is_withheld() -> None:
    policy = Policy(highest_rung=Rung.CONCEPT)
    assert ask(Rung.LOCATE, policy=policy) == Withhold(Rung.LOCATE, Reason.ABOVE_HIGHEST)


def test_a_further_hint_for_the_same_answer_is_withheld_until_a_new_try() -> None:
    past = history((Rung.ORIENT, "now"))
    assert ask(policy=STRICT, past=past) == Withhold(Rung.QUESTION, Reason.TRY_FIRST)


def test_a_new_try_opens_the_next_hint() -> None:
    assert ask(policy=STRICT, past=history((Rung.ORIENT, "old"))) == Give(Rung.QUESTION)


def test_the_goal_never_needs_a_new_try() -> None:
    assert ask(Rung.ORIENT, policy=STRICT, past=history((Rung.QUESTION, "now"))) == Give(
        Rung.ORIENT
    )


def test_the_first_hint_needs_no_try() -> None:
    assert ask(Rung.CONCEPT, policy=STRICT) == Give(Rung.CONCEPT)


def test_a_solved_exercise_gets_no_hint() -> None:
    assert ask(facts=PASSED) == Withhold(Rung.ORIENT, Reason.SOLVED)


def test_an_untouched_starter_has_nothing_to_locate() -> None:
    assert ask(Rung.LOCATE, facts=UNCHANGED) == Withhold(Rung.LOCATE, Reason.WRITE_FIRST)


def test_the_next_hint_leaves_out_a_rung_with_nothing_to_look_at() -> None:
    assert ask(facts=UNCHANGED, past=history((Rung.CONCEPT, "x"))) == Give(Rung.OUTLINE)


def test_where_only_that_rung_is_left_it_is_withheld() -> None:
    policy = Policy(highest_rung=Rung.LOCATE)
    past = history((Rung.CONCEPT, "x"))
    assert ask(facts=UNCHANGED, policy=policy, past=past) == Withhold(
        Rung.LOCATE, Reason.WRITE_FIRST
    )


def test_a_solution_needs_a_reference() -> None:
    policy = Policy(highest_rung=Rung.SOLUTION)
    refusal = Withhold(Rung.SOLUTION, Reason.NO_REFERENCE)
    assert ask(Rung.SOLUTION, policy=policy, reference=False) == refusal


def test_a_released_solution_is_given() -> None:
    assert ask(Rung.SOLUTION, policy=Policy(highest_rung=Rung.SOLUTION)) == Give(Rung.SOLUTION)


def test_the_panel_shows_used_next_open_and_closed_rungs() -> None:
    policy = Policy(highest_rung=Rung.LOCATE)
    assert steps(policy, FACTS, history((Rung.ORIENT, "old")), "now") == (
        Step(Rung.ORIENT, "used"),
        Step(Rung.QUESTION, "next"),
        Step(Rung.CONCEPT, "open"),
        Step(Rung.LOCATE, "open"),
        Step(Rung.OUTLINE, "closed", Withhold(Rung.OUTLINE, Reason.ABOVE_HIGHEST)),
        Step(Rung.EXAMPLE, "closed", Withhold(Rung.EXAMPLE, Reason.ABOVE_HIGHEST)),
        Step(Rung.SOLUTION, "closed", Withhold(Rung.SOLUTION, Reason.ABOVE_HIGHEST)),
    )


def test_the_panel_shows_a_rung_that_was_closed_later_as_closed() -> None:
    policy = Policy(highest_rung=Rung.ORIENT)
    found = steps(policy, None, history((Rung.QUESTION, "old")), "now")
    refusal = Withhold(Rung.QUESTION, Reason.ABOVE_HIGHEST)
    assert found[1] == Step(Rung.QUESTION, "closed", refusal)


def test_the_panel_keeps_used_rungs_of_a_solved_exercise() -> None:
    found = steps(Policy(), PASSED, history((Rung.QUESTION, "old")), "now")
    assert found[1] == Step(Rung.QUESTION, "used", Withhold(Rung.QUESTION, Reason.SOLVED))
