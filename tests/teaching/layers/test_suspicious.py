from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from jupyter_llm_teach.teaching.layers.layer import Layer, Lock, Place, Setting, Target, Which
from jupyter_llm_teach.teaching.layers.presets import PRESETS
from jupyter_llm_teach.teaching.layers.resolve import resolve
from jupyter_llm_teach.teaching.layers.suspicious import suspicious, suspicious_layers
from jupyter_llm_teach.teaching.layers.table import read_table
from tests.teaching.layers.made import HOUR, NOW, PLACE


def layer(which: Which = Which.COURSE, name: str = "", **rules: object) -> Layer:
    return made(rules, which, name)


def made(rules: Mapping[str, object], which: Which = Which.COURSE, name: str = "") -> Layer:
    entries = read_table(rules, "", NOW.tzinfo).entries
    return Layer(
        which, name, tuple(Setting(each.key, each.value, PLACE) for each in entries), place=PLACE
    )


def codes(*layers: Layer) -> list[tuple[str, str]]:
    return [(each.code, each.key) for each in suspicious(resolve(layers), NOW)]


def exam(start: timedelta, end: timedelta) -> list[dict[str, object]]:
    return [{"start": NOW + start, "end": NOW + end}]


@pytest.mark.parametrize(
    ("rules", "code", "key"),
    [
        ({"rungs": {"locate": {"after_due": True}}}, "never_opens", "rungs.locate.after_due"),
        ({"rungs": {"locate": {"cost": "120 %"}}}, "cost_above_whole", "rungs.locate.cost"),
        ({"exams": exam(-2 * HOUR, -HOUR)}, "exam_over", "exams"),
        ({"ai": False, "exams": exam(HOUR, 2 * HOUR)}, "exam_without_effect", "exams"),
        (
            {"highest_rung": "question", "rungs": {"locate": {"attempts": 2}}},
            "above_highest_rung",
            "rungs.locate.attempts",
        ),
        ({"engines": []}, "no_model_left", "engines"),
        ({"models": []}, "no_model_left", "models"),
        ({"tokens_per_day": 0}, "no_model_left", "tokens_per_day"),
        ({"watt_hours_per_day": 0}, "no_model_left", "watt_hours_per_day"),
        ({"hints_per_day": 0}, "no_hints_left", "hints_per_day"),
        ({"cool_down": 3600}, "long_cool_down", "cool_down"),
        ({"rungs": {"locate": {"lines": 5}}}, "lines_without_effect", "rungs.locate.lines"),
        (
            {"rungs": {"question": {"contains": "reference"}}},
            "more_than_it_holds",
            "rungs.question.contains",
        ),
    ],
)
def test_an_odd_setting_is_told_with_its_place(
    rules: dict[str, object], code: str, key: str
) -> None:
    (found,) = suspicious(resolve([made(rules)]), NOW)

    assert (found.code, found.key, found.place) == (code, key, PLACE)
    assert found.message.endswith(".")
    assert found.fix.endswith(".")


@pytest.mark.parametrize(
    "rules",
    [
        {"rungs": {"locate": {"after_due": True}}, "due": NOW},
        {"rungs": {"locate": {"cost": "100 %"}}},
        {"exams": exam(-HOUR, HOUR)},
        {"highest_rung": "locate", "rungs": {"locate": {"attempts": 2}}},
        {"rungs": {"locate": {"lines": 5, "contains": "lines"}}},
        *PRESETS.values(),
    ],
)
def test_a_sensible_setting_is_not_told(rules: dict[str, object]) -> None:
    assert codes(made(rules)) == []


def test_an_exercise_may_end_help_below_the_rungs_of_its_course() -> None:
    course = layer(rungs={"locate": {"attempts": 2}})

    assert codes(course, layer(Which.EXERCISE, "sum", highest_rung="question")) == []
    assert codes(layer(Which.SITE, highest_rung="question"), course) == [
        ("above_highest_rung", "rungs.locate.attempts")
    ]


def test_the_rungs_of_a_preset_may_be_cut_off() -> None:
    preset = Place("teach.toml", 2, preset="guided")
    course = Layer(
        Which.COURSE,
        settings=(
            Setting("rungs.outline.attempts", 3, preset),
            *layer(highest_rung="question").settings,
        ),
    )

    assert codes(course) == []


def test_what_different_layers_ask_for_and_forbid_is_told() -> None:
    assert codes(layer(avoid=["while"]), layer(Which.EXERCISE, "sum", require=["while"])) == [
        ("avoided_and_required", "require")
    ]


def test_a_setting_that_a_lock_takes_the_effect_of_is_told() -> None:
    site = Layer(Which.SITE, locks=(Lock("remote", PLACE),))

    (found,) = suspicious(resolve([site, layer(remote=True)]), NOW)

    assert (found.code, found.key) == ("locked", "remote")
    assert found.message == '"remote" is locked by the site: true has no effect.'


def group(name: str, *members: str, **rules: object) -> Layer:
    settings = made(rules).settings
    return Layer(Which.GROUP, name, settings, members=members, place=PLACE)


def test_a_student_in_two_groups_that_differ_is_told_once_a_key() -> None:
    one = group("one", "ada", "bob", cool_down=1, ai=True)
    two = group("two", "ada", "ada", cool_down=2, ai=True)
    three = group("three", "ada", cool_down=3)

    (found,) = suspicious_layers([one, two, three, layer(cool_down=9)], [])

    assert (found.code, found.key) == ("groups_differ", "cool_down")
    assert found.message == (
        '"ada" is in "one" and "two", which say different things of "cool_down": '
        "the later one counts."
    )


def test_rules_for_something_that_is_not_there_are_told() -> None:
    layers = [
        layer(Which.EXERCISE, "sum"),
        layer(Which.EXERCISE, "summ"),
        layer(Which.ASSIGNMENT, "week1"),
        layer(Which.ASSIGNMENT, "week2"),
        Layer(Which.STUDENT, "ada", assignment="week1/a.ipynb"),
        Layer(Which.STUDENT, "ada", assignment="week3"),
        Layer(Which.STUDENT, "ada"),
    ]

    found = suspicious_layers(layers, [Target("sum", ("week1/a.ipynb",))])

    assert [(each.code, each.key) for each in found] == [
        ("unknown_exercise", "summ"),
        ("unknown_assignment", "week2"),
        ("unknown_assignment", "week3"),
    ]
