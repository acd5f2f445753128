"""Refusals in words, in both languages."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.teaching.climbing.decision import Reason, Withhold
from jupyter_llm_teach.teaching.policy import Policy
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.teaching.withholding import invitation, when, withheld
from tests.teaching.climbing.situations import NOW, PARIS

EN, FR = load_wording("en"), load_wording("fr")
STRICT = Policy(new_attempt_between_hints=True)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("rung", Rung)
@pytest.mark.parametrize("reason", Reason)
def test_every_refusal_says_why_and_what_to_do(language: str, rung: Rung, reason: Reason) -> None:
    wording = FR if language == "fr" else EN
    why, todo = withheld(Withhold(rung, reason), Policy(hints_per_day=3), wording, NOW)
    assert len(why) > 20
    assert len(todo) > 20


def test_a_refusal_by_policy_names_the_rung_and_who_set_it() -> None:
    decision = Withhold(Rung.LOCATE, Reason.TRY_FIRST)
    assert withheld(decision, STRICT, EN, NOW) == (
        "“Where in my code” opens after a new try. Set by your instructor.",
        "Change something in your cell and check again.",
    )


def test_a_refusal_above_the_highest_rung_names_what_is_open() -> None:
    decision = Withhold(Rung.SOLUTION, Reason.ABOVE_HIGHEST)
    _, todo = withheld(decision, Policy(highest_rung=Rung.CONCEPT), FR, NOW)
    assert (
        todo == "Tu peux encore utiliser l'aide jusqu'à « L'idée », ou demander à ton enseignant."
    )


def test_a_missing_solution_names_the_example_as_the_top() -> None:
    decision = Withhold(Rung.SOLUTION, Reason.NO_REFERENCE)
    _, todo = withheld(decision, Policy(highest_rung=Rung.SOLUTION), EN, NOW)
    assert todo == "Use “A worked example”, or ask your instructor."


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (1, "“The idea” opens after your next attempt. Set by your instructor."),
        (2, "“The idea” opens after 2 more attempts. Set by your instructor."),
    ],
)
def test_missing_attempts_are_counted(missing: int, said: str) -> None:
    decision = Withhold(Rung.CONCEPT, Reason.MORE_ATTEMPTS, missing=missing)
    assert invitation(decision, Policy(), EN)[0] == said


@pytest.mark.parametrize(
    ("most", "said"), [(0, "without hints"), (1, "your one hint"), (3, "your 3 hints")]
)
def test_the_days_hints_are_counted(most: int, said: str) -> None:
    at = None if most == 0 else NOW
    decision = Withhold(Rung.CONCEPT, Reason.QUOTA, when=at)
    assert said in invitation(decision, Policy(hints_per_day=most), EN)[0]


def test_a_due_date_that_is_not_set_is_said_so() -> None:
    decision = Withhold(Rung.SOLUTION, Reason.BEFORE_DUE)
    assert invitation(decision, Policy(), EN)[1].startswith("No due date is set yet.")


def test_a_wait_says_when_it_ends() -> None:
    decision = Withhold(Rung.CONCEPT, Reason.COOL_DOWN, when=NOW + timedelta(seconds=40))
    _, todo = withheld(decision, Policy(), EN, NOW)
    assert todo.endswith("It opens in 40 seconds.")


def test_what_a_try_opens_may_open_by_itself_as_well() -> None:
    decision = Withhold(Rung.CONCEPT, Reason.TRY_FIRST, when=NOW + timedelta(minutes=4))
    _, todo = withheld(decision, STRICT, FR, NOW)
    assert todo.endswith("Ou prends ton temps : ça s'ouvre tout seul dans 4 minutes.")


@pytest.mark.parametrize(
    ("at", "english", "french"),
    [
        (NOW - timedelta(minutes=1), "in one second", "dans une seconde"),
        (NOW + timedelta(seconds=0.5), "in one second", "dans une seconde"),
        (NOW + timedelta(seconds=89), "in 89 seconds", "dans 89 secondes"),
        (NOW + timedelta(seconds=91), "in 2 minutes", "dans 2 minutes"),
        (NOW + timedelta(hours=5), "at 14:00", "à 14 h 00"),
        (NOW + timedelta(hours=15), "tomorrow at 00:00", "demain à 00 h 00"),
        (NOW + timedelta(days=2), "on 7 January at 09:00", "le 7 janvier à 09 h 00"),
        (
            datetime(2027, 8, 1, tzinfo=PARIS),
            "on 1 August 2027 at 00:00",
            "le 1 août 2027 à 00 h 00",
        ),
    ],
)
def test_a_time_is_told_as_people_do(at: datetime, english: str, french: str) -> None:
    assert (when(at, NOW, EN), when(at, NOW, FR)) == (english, french)
