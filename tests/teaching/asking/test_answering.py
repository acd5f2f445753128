from __future__ import annotations

import pytest

from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.teaching.asking.answering import (
    Lacking,
    instead,
    lacking_for,
    next_step,
    own_answer,
    with_facts,
)
from jupyter_llm_teach.teaching.asking.question import Reason
from jupyter_llm_teach.teaching.ladder import Step
from jupyter_llm_teach.teaching.permission import NoModel
from jupyter_llm_teach.teaching.rung import Rung
from tests.teaching.guard.cases import CALL, PASSED, case, failed, failing, hidden

EN = load_wording("en")
IDEA_NEXT = (Step(Rung.ORIENT, "used"), Step(Rung.CONCEPT, "next"), Step(Rung.LOCATE, "open"))
SHORT = "The list is one element too short: the last one is missing."


def test_the_own_answer_holds_facts_the_failing_case_and_the_next_step() -> None:
    assert own_answer(Lacking.NO_MODEL, case(failed(failing())), IDEA_NEXT, EN) == (
        "No language model is here to answer in its own words, so here is what the tests and the"
        " analysis of your code say.\n\n"
        f"What the tests say: {SHORT}\n\n"
        f"`{CALL}` should give `[1.5, 2.5]`; your code gives `[1.5]`.\n\n"
        "On the help ladder, “The idea” is open for you."
    )


def test_of_a_hidden_test_no_case_is_told() -> None:
    text = own_answer(Lacking.FAILED, case(failed(hidden())), IDEA_NEXT, EN)

    assert "running_mean([4" not in text


def test_where_nothing_was_written_the_goal_is_told() -> None:
    text = own_answer(Lacking.NO_MODEL, case(failed(unchanged=True)), IDEA_NEXT, EN)

    assert "**What is asked:** Write `running_mean(xs, k)`" in text


def test_a_test_that_stops_has_no_case_to_tell() -> None:
    text = own_answer(Lacking.NO_MODEL, case(failed(failing(got=""))), IDEA_NEXT, EN)

    assert "your code gives" not in text


@pytest.mark.parametrize(
    ("refusal", "lacking"),
    [
        (NoModel.NO_ENGINE, Lacking.NO_MODEL),
        (NoModel.AI_OFF, Lacking.NO_MODEL),
        (NoModel.EXAM, Lacking.NO_MODEL),
        (NoModel.ENGINE, Lacking.NOT_ALLOWED),
        (NoModel.MODEL, Lacking.NOT_ALLOWED),
        (NoModel.REMOTE, Lacking.NOT_ALLOWED),
        (NoModel.TOKENS, Lacking.USED_UP),
        (NoModel.ENERGY, Lacking.USED_UP),
    ],
)
def test_each_reason_for_no_model_has_its_words(refusal: NoModel, lacking: Lacking) -> None:
    assert lacking_for(refusal) is lacking


def test_the_solution_is_answered_with_the_facts_and_something_else_without() -> None:
    about = case(failed(failing()))

    assert SHORT in instead(Reason.ASKS_FOR_SOLUTION, about, IDEA_NEXT, EN)
    assert SHORT not in instead(Reason.OFF_TOPIC, about, IDEA_NEXT, EN)


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        (IDEA_NEXT, "On the help ladder, “The idea” is open for you."),
        (
            (Step(Rung.CONCEPT, "closed"), Step(Rung.LOCATE, "open")),
            "On the help ladder, “Where in my code” is open for you.",
        ),
        (
            (Step(Rung.CONCEPT, "closed"),),
            "Work through the smallest example by hand, change your cell and check it again.",
        ),
    ],
)
def test_where_to_go_on_is_the_next_step_or_an_open_one(
    steps: tuple[Step, ...], sentence: str
) -> None:
    assert next_step(steps, EN) == sentence


def test_the_facts_stand_beside_a_models_words_unless_they_were_told() -> None:
    about = case(failed(failing()))
    whole = with_facts("Look.", about, (), EN)

    assert whole == f"Look.\n\nWhat the tests say: {SHORT}"
    assert with_facts("Look.", about, (whole,), EN) == "Look."


def test_where_all_tests_pass_there_is_nothing_to_add() -> None:
    assert with_facts("Look.", case(PASSED), (), EN) == "Look."
