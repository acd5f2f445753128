from __future__ import annotations

import pytest

from jupyter_llm_teach.teaching.facts.fact import FrameFact, Kind, NameFact
from jupyter_llm_teach.teaching.guard.inspect import unfounded, wrong_language
from jupyter_llm_teach.teaching.policy import Language
from tests.teaching.guard.cases import case, difference, error, failed, failing, golden, hidden

ABOUT = case(
    failed(
        failing(),
        failing(difference(Kind.ELEMENT, index=6, key="'age'"), error=error("KeyError", "'zip'")),
        hidden(got="77"),
        failing(None),
        error=error("NameError", "name 'totl' is not defined"),
    )
)


@pytest.mark.parametrize(
    ("reply", "rule"),
    [
        ("There are 7 windows.", "unfounded_number"),
        ("It gives 3,14 there.", "unfounded_number"),
        ("The hidden value is 77.", "unfounded_number"),
        ("Line 9 is wrong.", "unfounded_number"),
        ('It says "7".', "unfounded_number"),
        ("Look at `total`.", "unfounded_name"),
        ("Use `statistics.fmean`.", "unfounded_name"),
    ],
)
def test_what_no_fact_holds_is_found(reply: str, rule: str) -> None:
    assert [each.rule for each in unfounded(reply, ABOUT)] == [rule]


@pytest.mark.parametrize(
    "reply",
    [
        "It gives [1.5] and [1.5, 2.5] is expected; 1,5 as well.",
        "Index 6, 0, 1 and 2, line 5, and 4 tests.",
        "1. One.\n2. Two.\n7. Seven.",
        "Read chapter 9, section 4.2, and “10 minutes to pandas”, « 10 minutes ».",
        "Look at `means`, `range`, `append`, `totl`, `'zip'`, `'age'` and `self`.",
        "The 1st and the 2e.",
    ],
)
def test_what_a_fact_holds_is_fine(reply: str) -> None:
    assert unfounded(reply, ABOUT) == ()


@pytest.mark.parametrize(
    ("reply", "language"),
    [
        ("Regarde la ligne et dis ce que tu vois dans la boucle.", "en"),
        ("Look at the line and say what you see in the loop.", "fr"),
        ("Перечисли все окна этого списка по порядку.", "en"),
        ("Schau dir bitte diese eine Zeile noch einmal ganz genau an und zähle dann alles.", "fr"),
    ],
)
def test_another_language_is_found(reply: str, language: Language) -> None:
    assert [each.rule for each in wrong_language(reply, language)] == ["wrong_language"]


def test_a_quotation_in_another_language_is_fine() -> None:
    assert (
        wrong_language("Lis « the end of the loop is where you look for it » et `the`.", "fr") == ()
    )


@pytest.mark.parametrize("entry", golden("clean"), ids=lambda entry: entry["name"])
def test_clean_replies_are_in_their_language(entry: dict[str, str]) -> None:
    language: Language = "fr" if entry["language"] == "fr" else "en"
    assert wrong_language(entry["reply"], language) == ()


def test_the_values_that_led_to_an_exception_may_be_told() -> None:
    names = (NameFact("place", "int", "17"), NameFact("numbers", "list", "...", 15))
    frames = (FrameFact("helper", 3, "return numbers[place]"),)
    about = case(failed(failing(error=error("IndexError", "", names=names, frames=frames))))

    assert unfounded("In `helper`, `place` was 17 and `numbers` had 15 elements.", about) == ()
    assert unfounded("There, `place` was 18.", about) != ()


def test_the_place_of_a_difference_may_be_told() -> None:
    found = difference(Kind.ELEMENT, index=4, place="[4]['zone'][9]")

    assert unfounded("Look at `['zone']`, index 9.", case(failed(failing(found)))) == ()
