from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.teaching.facts.fact import Facts, State
from jupyter_llm_teach.teaching.history import History
from jupyter_llm_teach.teaching.ladder import Give, Reason, Step, Withhold, ladder, next_hint
from jupyter_llm_teach.teaching.phrasing import withheld
from jupyter_llm_teach.teaching.policy import Policy
from jupyter_llm_teach.teaching.rung import Rung
from tests.teaching.guard.cases import FACTS, PASSED, history

UNCHANGED = replace(FACTS, unchanged=True)
STRICT = Policy(new_attempt_between_hints=True)
RUNGS = st.sampled_from(list(Rung))
ANSWERS = st.sampled_from(["a", "b"])
HISTORIES = st.lists(st.tuples(RUNGS, ANSWERS), max_size=5).map(lambda hints: history(*hints))
POLICIES = st.builds(Policy, highest_rung=RUNGS, new_attempt_between_hints=st.booleans())
FACT_CHOICES = st.sampled_from([FACTS, UNCHANGED, PASSED, Facts(State.NOT_RUN, ())])


def ask(
    rung: Rung | None = None,
    *,
    policy: Policy = Policy(),  # noqa: B008 - frozen
    facts: Facts = FACTS,
    past: History = History(),  # noqa: B008 - frozen
    reference: bool = True,
) -> Give | Withhold:
    return next_hint(policy, facts, past, "now", rung, reference)


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
    assert ladder(policy, FACTS, history((Rung.ORIENT, "old")), "now", False) == (  # noqa: FBT003
        Step(Rung.ORIENT, "used"),
        Step(Rung.QUESTION, "next"),
        Step(Rung.CONCEPT, "open"),
        Step(Rung.LOCATE, "open"),
        Step(Rung.OUTLINE, "closed", Reason.ABOVE_HIGHEST),
        Step(Rung.EXAMPLE, "closed", Reason.ABOVE_HIGHEST),
        Step(Rung.SOLUTION, "closed", Reason.ABOVE_HIGHEST),
    )


def test_the_panel_shows_a_rung_that_was_closed_later_as_closed() -> None:
    policy = Policy(highest_rung=Rung.ORIENT)
    steps = ladder(policy, None, history((Rung.QUESTION, "old")), "now", False)  # noqa: FBT003
    assert steps[1] == Step(Rung.QUESTION, "closed", Reason.ABOVE_HIGHEST)


def test_the_panel_keeps_used_rungs_of_a_solved_exercise() -> None:
    steps = ladder(Policy(), PASSED, history((Rung.QUESTION, "old")), "now", False)  # noqa: FBT003
    assert steps[1] == Step(Rung.QUESTION, "used", Reason.SOLVED)


@given(
    policy=POLICIES,
    facts=FACT_CHOICES,
    past=HISTORIES,
    asked=st.none() | RUNGS,
    reference=st.booleans(),
)
def test_nothing_above_the_highest_rung_is_ever_given(
    *, policy: Policy, facts: Facts, past: History, asked: Rung | None, reference: bool
) -> None:
    decision = next_hint(policy, facts, past, "a", asked, reference)
    assert isinstance(decision, Withhold) or decision.rung <= policy.highest_rung


@given(
    policy=POLICIES,
    facts=FACT_CHOICES,
    past=HISTORIES,
    asked=RUNGS,
    lower=RUNGS,
)
def test_a_lower_highest_rung_never_gives_more(
    policy: Policy, facts: Facts, past: History, asked: Rung, lower: Rung
) -> None:
    lowered = replace(policy, highest_rung=min(lower, policy.highest_rung))
    strict = next_hint(lowered, facts, past, "a", asked, has_reference=True)
    wide = next_hint(policy, facts, past, "a", asked, has_reference=True)
    assert isinstance(strict, Withhold) or strict == wide


@given(
    policy=POLICIES,
    facts=FACT_CHOICES,
    past=HISTORIES,
    asked=st.none() | RUNGS,
    reference=st.booleans(),
)
def test_the_same_situation_gets_the_same_decision(
    *, policy: Policy, facts: Facts, past: History, asked: Rung | None, reference: bool
) -> None:
    once = next_hint(policy, facts, past, "a", asked, reference)
    assert once == next_hint(policy, facts, past, "a", asked, reference)


@given(policy=POLICIES, facts=FACT_CHOICES, past=HISTORIES, reference=st.booleans())
def test_the_panel_marks_as_next_exactly_what_help_gives_now(
    *, policy: Policy, facts: Facts, past: History, reference: bool
) -> None:
    steps = ladder(policy, facts, past, "a", reference)
    upcoming = next_hint(policy, facts, past, "a", None, reference)
    marked = [Give(step.rung) for step in steps if step.state == "next"]
    assert marked == [each for each in [upcoming] if each == Give(each.rung)]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("rung", Rung)
@pytest.mark.parametrize("reason", Reason)
def test_every_refusal_says_why_and_what_to_do(language: str, rung: Rung, reason: Reason) -> None:
    wording = load_wording("fr" if language == "fr" else "en")
    why, todo = withheld(Withhold(rung, reason), Policy(), History(), wording)
    assert len(why) > 20
    assert len(todo) > 20


def test_a_refusal_by_policy_names_the_rung_and_who_set_it() -> None:
    decision = Withhold(Rung.LOCATE, Reason.TRY_FIRST)
    assert withheld(decision, STRICT, History(), load_wording("en")) == (
        "“Where in my code” opens after a new try. Set by your instructor.",
        "Change something in your cell and check again.",
    )


def test_a_refusal_above_the_highest_rung_names_what_is_open() -> None:
    decision = Withhold(Rung.SOLUTION, Reason.ABOVE_HIGHEST)
    policy = Policy(highest_rung=Rung.CONCEPT)
    _, todo = withheld(decision, policy, History(), load_wording("fr"))
    assert (
        todo == "Tu peux encore utiliser l'aide jusqu'à « L'idée », ou demander à ton enseignant."
    )
