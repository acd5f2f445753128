from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.teaching.layers.explaining import Explained, explained
from jupyter_llm_teach.teaching.layers.layer import Layer, Setting, Which
from jupyter_llm_teach.teaching.layers.resolve import resolve
from jupyter_llm_teach.teaching.layers.table import read_table
from jupyter_llm_teach.teaching.rung import Rung
from tests.teaching.layers.made import HOUR, NOW, PLACE, layers

EN, FR = load_wording("en"), load_wording("fr")


def told(**rules: object) -> dict[str, Explained]:
    entries = read_table(rules, "", NOW.tzinfo).entries
    settings = tuple(Setting(each.key, each.value, PLACE) for each in entries)
    found = explained(resolve([Layer(Which.COURSE, settings=settings)]), EN, NOW)
    return {each.about: each for each in found}


@pytest.mark.parametrize(
    ("rules", "about", "text"),
    [
        ({}, "ai", "Help is given."),
        ({}, "locate", "Where in my code: given as soon as it is asked for."),
        (
            {"highest_rung": "concept"},
            "locate",
            "Where in my code: not given, because help ends at “The idea”.",
        ),
        (
            {"new_attempt_between_hints": True, "rungs": {"locate": {"attempts": 2, "minutes": 5}}},
            "locate",
            (
                "Where in my code: given after 2 different answers were checked, after 5 minutes "
                "on the exercise and after the answer has changed since the last hint."
            ),
        ),
        (
            {"rungs": {"locate": {"attempts": 1, "reflection": True}}},
            "locate",
            (
                "Where in my code: given after an answer was checked and after the student wrote a "
                "few words on the own work."
            ),
        ),
        (
            {"rungs": {"locate": {"test_run": True, "new_attempt": True}}},
            "locate",
            (
                "Where in my code: given after the answer has changed since the last hint and once "
                "the answer as it stands was checked."
            ),
        ),
        (
            {"rungs": {"locate": {"cost": "10 %", "contains": "lines"}}},
            "locate",
            (
                "Where in my code: given as soon as it is asked for. It may hold up to 3 lines "
                "of code. It costs 10 % of the exercise's points, which are reported and not taken "
                "off."
            ),
        ),
        (
            {"rungs": {"locate": {"cost": 0.5, "after_passing": True}}},
            "locate",
            (
                "Where in my code: given once all tests have passed. It costs 0.5 points, which "
                "are reported and not taken off."
            ),
        ),
        (
            {"rungs": {"locate": {"after_due": True}}},
            "locate",
            "Where in my code: given after a due date, and none is set, so it never opens.",
        ),
        (
            {"rungs": {"locate": {"after_due": True}}, "due": NOW + HOUR / 2},
            "locate",
            "Where in my code: given after the due date (in 30 minutes).",
        ),
        ({"completion": "off"}, "completion", "Code completion: off."),
        (
            {"completion_in_exercises": "off", "completion_after_passing": "block"},
            "completion",
            (
                "Code completion: a line at a time; inside exercises off; once the tests passed "
                "in blocks."
            ),
        ),
        ({"due": NOW - HOUR}, "due", "Was due 2026-12-01 09:00."),
        ({"engines": []}, "engines", "No engine is used: help comes from analysis alone."),
        ({"models": ["a", "b"]}, "models", "Only these models are used: a, b."),
        ({"remote": True}, "remote", "Models outside of this machine may be used."),
        (
            {"watt_hours_per_day": 1.5},
            "watt_hours_per_day",
            "After 1.5 Wh in a day (estimated), help comes from analysis alone.",
        ),
        ({"avoid": ["for"]}, "avoid", "Answers do without: for."),
    ],
)
def test_a_rule_is_told_in_a_sentence(rules: dict[str, object], about: str, text: str) -> None:
    assert told(**rules)[about].text == text


def test_a_sentence_names_the_settings_that_it_follows_from() -> None:
    found = told(highest_rung="locate", rungs={"locate": {"attempts": 2}}, cool_down=3)

    assert [each.key for each in found["locate"].why] == ["highest_rung", "rungs.locate.attempts"]
    assert [each.key for each in found["example"].why] == ["highest_rung"]
    assert found["ai"].why == ()


def test_a_rung_is_open_conditional_or_closed() -> None:
    found = told(
        highest_rung="outline",
        due=NOW + HOUR,
        rungs={"concept": {"attempts": 1}, "outline": {"after_due": True}},
    )

    states = [found[rung.value].state for rung in Rung]
    assert states == ["open", "open", "conditional", "open", "closed", "closed", "closed"]


@pytest.mark.parametrize(
    ("rules", "about", "text"),
    [
        ({"ai": False}, "ai", "There is no help at all"),
        ({"exams": [{"start": NOW, "end": NOW + HOUR}]}, "exams", "Exam from 2026-12-01 10:00"),
    ],
)
def test_without_help_no_rung_is_given_and_nothing_is_completed(
    rules: dict[str, object], about: str, text: str
) -> None:
    found = told(**rules)

    assert found[about].text.startswith(text)
    assert {found[rung.value].state for rung in Rung} == {"closed"}
    assert found["orient"].text == "The goal: not given."
    assert not {"completion", "questions", "error_help"} & set(found)
    assert [each.key for each in found["orient"].why] == [about]


def test_after_the_exam_there_is_help_again() -> None:
    found = told(exams=[{"start": NOW - HOUR, "end": NOW}])

    assert found["ai"].text == "Help is given."
    assert found["orient"].state == "open"


@given(made=st.lists(layers(), max_size=4), french=st.booleans())
def test_all_rules_can_be_told_in_every_language(made: list[Layer], french: bool) -> None:  # noqa: FBT001
    found = explained(resolve(made), FR if french else EN, NOW)

    assert [each.about for each in found[1:8]] == [rung.value for rung in Rung]
    assert all(each.text and "{" not in each.text for each in found)
