from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.teaching.asking.question import CLOSING, Closed, Reason, closed, told_closed
from jupyter_llm_teach.teaching.policy import Language, Policy, Questions, Window

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=timezone.utc)
EXAM = Window(NOW - timedelta(hours=1), NOW + timedelta(minutes=20))


@pytest.mark.parametrize("questions", [Questions.EXERCISE, Questions.COURSE])
def test_questions_are_open_where_no_rule_closes_them(questions: Questions) -> None:
    assert closed(Policy(questions=questions), NOW) is None


@pytest.mark.parametrize(
    ("policy", "refusal"),
    [
        (Policy(ai=False, exams=(EXAM,)), Closed(Reason.AI_OFF)),
        (Policy(exams=(EXAM,), questions=Questions.OFF), Closed(Reason.EXAM, EXAM.end)),
        (Policy(questions=Questions.OFF), Closed(Reason.QUESTIONS_OFF)),
    ],
)
def test_reasons_are_tried_in_one_order(policy: Policy, refusal: Closed) -> None:
    assert closed(policy, NOW) == refusal


def test_after_an_exam_questions_are_open_again() -> None:
    assert closed(Policy(exams=(EXAM,)), EXAM.end) is None


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("reason", CLOSING)
def test_a_refusal_says_why_and_what_to_do(language: Language, reason: Reason) -> None:
    wording = load_wording(language)

    why, todo = told_closed(Closed(reason), wording, NOW)

    assert why.endswith(".")
    assert todo.endswith(".")


def test_a_refusal_says_when_it_ends() -> None:
    _, todo = told_closed(Closed(Reason.EXAM, EXAM.end), load_wording("en"), NOW)

    assert todo.endswith("It opens in 20 minutes.")
