"""Learners are warned before a budget ends, and energy is told in everyday things."""

from __future__ import annotations

import pytest

from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.teaching.budget import Share, fullest, warning
from jupyter_llm_teach.teaching.ledger.comparison import compared
from jupyter_llm_teach.teaching.policy import Language, Policy
from jupyter_llm_teach.teaching.request import Used

BOTH = Policy(tokens_per_day=1000, watt_hours_per_day=2.0)
ENGLISH = load_wording("en")


def test_the_budget_that_ends_first_counts() -> None:
    assert fullest(BOTH, Used(tokens=100, watt_hours=1.0)) == Share("energy", 0.5)
    assert fullest(BOTH, Used(tokens=900, watt_hours=1.0)) == Share("tokens", 0.9)


def test_without_a_budget_nothing_ends() -> None:
    assert fullest(Policy(), Used(tokens=10**9)) is None
    assert warning(Policy(), Used(tokens=10**9), ENGLISH) == ""


@pytest.mark.parametrize(
    ("used", "begin"),
    [
        (Used(tokens=799), ""),
        (Used(tokens=800), "You have used 80 % of what you may ask the AI today."),
        (Used(tokens=1000), "You have used up what you may ask the AI today."),
        (Used(watt_hours=1.59), ""),
        (Used(watt_hours=1.7), "You have used 85 % of the energy that the AI may use"),
        (Used(watt_hours=5.0), "The energy that the AI may use for you today is used up."),
    ],
)
def test_a_learner_is_warned_from_four_fifths_on(used: Used, begin: str) -> None:
    said = warning(BOTH, used, ENGLISH)

    assert said.startswith(begin)
    assert bool(said) == bool(begin)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_warning_says_that_help_goes_on(language: Language) -> None:
    said = warning(BOTH, Used(tokens=900), load_wording(language))

    assert "90 %" in said
    assert said.count(".") == 2


@pytest.mark.parametrize(
    ("watt_hours", "told"),
    [
        (0.0, "as much as a phone screen for less than a second"),
        (0.0003, "as much as a phone screen for 1 second"),
        (0.005, "as much as a phone screen for 18 seconds"),
        (0.0166, "as much as a phone screen for 1 minute"),
        (0.05, "as much as a phone screen for 3 minutes"),
        (0.99, "as much as a phone screen for 1 hour"),
        (1.0, "as much as an LED lamp for 8 minutes"),
        (16.0, "as much as an LED lamp for 2 hours"),
        (206.0, "as much as bringing 2.0 l of water to the boil"),
    ],
)
def test_energy_is_told_in_everyday_things(watt_hours: float, told: str) -> None:
    assert compared(watt_hours, ENGLISH) == told


def test_everyday_things_are_told_in_french() -> None:
    assert compared(0.05, load_wording("fr")) == "autant qu'un écran de téléphone pendant 3 minutes"
