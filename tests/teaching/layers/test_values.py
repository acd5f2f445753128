from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from jupyter_llm_teach.teaching.allowance import Allowance
from jupyter_llm_teach.teaching.layers.keys import KEYS, policy_of, values_of
from jupyter_llm_teach.teaching.layers.plain import plain, written
from jupyter_llm_teach.teaching.layers.presets import PRESETS
from jupyter_llm_teach.teaching.layers.table import Fault, read_table
from jupyter_llm_teach.teaching.layers.values import Wrong
from jupyter_llm_teach.teaching.policy import (
    CompletionMode,
    Cost,
    ErrorHelp,
    Policy,
    RungRule,
    Window,
)
from jupyter_llm_teach.teaching.rung import Rung

PARIS = timezone(timedelta(hours=1))
TEN = datetime(2026, 12, 1, 10, 0, tzinfo=PARIS)
NAIVE = TEN.replace(tzinfo=None)


def read(key: str, value: object, zone: timezone | None = PARIS) -> object:
    return KEYS[key].read(value, zone)


def problem(key: str, value: object, zone: timezone | None = PARIS) -> str:
    found = read(key, value, zone)
    assert isinstance(found, Wrong)
    return found.problem


@pytest.mark.parametrize(
    ("key", "value", "meant"),
    [
        ("ai", False, False),
        ("highest_rung", "locate", Rung.LOCATE),
        ("completion", True, CompletionMode.LINE),
        ("completion", False, CompletionMode.OFF),
        ("completion", "block", CompletionMode.BLOCK),
        ("completion_in_exercises", "same", None),
        ("completion_in_exercises", "on_demand", CompletionMode.ON_DEMAND),
        ("error_help", "cause", ErrorHelp.CAUSE),
        ("cool_down", 30, 30.0),
        ("hints_per_day", 5, 5),
        ("hints_per_day", "any", None),
        ("language", "learner", None),
        ("avoid", ["list.sort", " import  numpy "], ("list.sort", "import numpy")),
        ("engines", "all", None),
        ("engines", ["llamacpp"], ("llamacpp",)),
        ("instructor", " Ada ", "Ada"),
        ("instructor", "", ""),
        ("rungs.locate.cost", 0.5, Cost(0.5)),
        ("rungs.locate.cost", "10 %", Cost(10.0, percent=True)),
        ("rungs.locate.cost", "2,5%", Cost(2.5, percent=True)),
        ("rungs.locate.contains", "usual", None),
        ("rungs.locate.contains", "lines", Allowance.LINES),
        ("due", TEN, TEN),
        ("due", NAIVE, TEN),
        ("due", "2026-12-01T10:00:00+01:00", TEN),
        ("due", "2026-12-01T09:00:00Z", TEN),
        ("due", NAIVE.date(), TEN.replace(hour=0) + timedelta(days=1)),
        ("due", "2026-12-01", TEN.replace(hour=0) + timedelta(days=1)),
        ("due", "never", None),
        (
            "exams",
            [{"start": NAIVE, "end": "2026-12-01T12:00:00+01:00"}],
            (Window(TEN, TEN + timedelta(hours=2)),),
        ),
        ("exams", [], ()),
    ],
)
def test_a_value_is_read(key: str, value: object, meant: object) -> None:
    assert read(key, value) == meant


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("ai", "no", 'must be true or false, not "no"'),
        ("ai", None, "must be true or false, not nothing"),
        ("highest_rung", "hint", '"solution", not "hint"'),
        ("cool_down", -1, "must be a number from 0 on, not -1"),
        ("cool_down", float("nan"), "must be a number from 0 on, not nan"),
        ("cool_down", 10**400, "must be a number from 0 on"),
        ("cool_down", True, "must be a number from 0 on, not true"),
        ("hints_per_day", 1.5, 'must be a whole number from 0 on, not 1.5; "any" takes it back'),
        ("hints_per_day", [], 'not a list; "any"'),
        ("longest_hint", 3, "must be a whole number from 10 on, not 3"),
        ("instructor", "a\nb", "must be one line of text in quotes"),
        ("instructor", "a" * 201, "must have at most 200 characters"),
        ("engines", [1], 'must be a list of names in quotes, such as ["one", "two"]'),
        ("engines", ["a"] * 51, "must name at most 50, of at most 200 characters each"),
        ("avoid", ["whlie"], 'names "whlie", which we don\'t know (did you mean "while"?)'),
        ("rungs.locate.cost", "ten %", 'must be points, such as 0.5, or percent, such as "10 %"'),
        ("rungs.locate.cost", "-1 %", "must be points"),
        ("rungs.locate.cost", [], "not a list"),
        ("rungs.locate.attempts", {}, "must be a whole number from 0 on, not a table"),
        ("due", 3, "must be a date and time, such as 2026-12-01T10:00:00+01:00, not 3"),
        ("due", "tomorrow", 'not "tomorrow"'),
        ("due", NAIVE.replace(year=1999), "must be between the years 2000 and 2200"),
        ("due", "9999-12-31", "must be a date and time"),
        ("due", NAIVE.time(), "not a date or time"),
        ("exams", {}, "must be a list of tables"),
        ("exams", [3], "must hold tables"),
        ("exams", [{"end": NAIVE}], 'has an exam without "start"'),
        ("exams", [{"start": NAIVE}], 'has an exam without "end"'),
        ("exams", [{"start": NAIVE, "end": NAIVE}], "has an exam that ends before it starts"),
        ("exams", [{"start": NAIVE, "end": NAIVE.date()}], 'has a "end" without a time of day'),
        ("exams", [{"start": NAIVE.date(), "end": NAIVE}], 'has a "start" without a time of day'),
        ("exams", [{"start": 3, "end": NAIVE}], 'has a "start" that must be a date and time'),
        ("exams", [{"start": NAIVE, "end": 3}], 'has a "end" that must be a date and time'),
        ("exams", [{"start": NAIVE, "end": NAIVE, "room": 3}], 'has "room", which we don\'t know'),
    ],
)
def test_a_wrong_value_is_told(key: str, value: object, told: str) -> None:
    assert told in problem(key, value)


def test_a_time_without_a_zone_is_refused_where_the_course_names_none() -> None:
    assert 'add time_zone = "Europe/Paris" to [course]' in problem("due", NAIVE, None)
    assert read("due", TEN, None) == TEN


def test_the_second_exam_is_told_apart_from_the_first() -> None:
    exams = [{"start": NAIVE, "end": NAIVE + timedelta(hours=1)}, {"start": NAIVE}]

    assert read("exams", exams) == Wrong('has an exam without "end"', 1)


@pytest.mark.parametrize("key", list(KEYS))
def test_every_default_is_a_value_that_could_be_written(key: str) -> None:
    entry = KEYS[key]
    value = entry.nothing if entry.default is None else plain(entry.default)

    assert entry.read(value, PARIS) == entry.default
    assert entry.meaning.endswith(".")


def test_a_value_is_written_as_it_may_be_read() -> None:
    assert written(None, "any") == '"any"'
    assert written(Rung.LOCATE, "") == '"locate"'
    assert written(Cost(10, percent=True), "") == '"10 %"'
    assert written(Cost(0.5), "") == "0.5"
    assert written(("for", "while"), "") == '["for", "while"]'
    assert written(TEN, "") == '"2026-12-01T10:00:00+01:00"'
    window = Window(TEN, TEN + timedelta(hours=1))
    assert written((window,), "") == (
        "[{ start = 2026-12-01T10:00:00+01:00, end = 2026-12-01T11:00:00+01:00 }]"
    )
    assert written(True, "") == "true"  # noqa: FBT003 - the value at hand


def test_something_that_is_no_value_is_the_programmers_mistake() -> None:
    with pytest.raises(TypeError):
        plain(object())


def test_a_table_sets_keys_and_those_of_rungs() -> None:
    table = read_table(
        {"ai": True, "rungs": {"locate": {"attempts": 2, "cost": "5 %"}}}, "[policy]", None
    )
    found = policy_of({**values_of(Policy()), **{each.key: each.value for each in table.entries}})

    assert table.faults == ()
    rule = RungRule(attempts=2, cost=Cost(5.0, percent=True))
    assert found == Policy(rungs=((Rung.LOCATE, rule),))


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (
            {"rung": 3},
            Fault(("rung",), 'we don\'t know "rung" in [policy]. Did you mean "rungs"?'),
        ),
        (
            {"rungs": 3},
            Fault(("rungs",), '"rungs" must hold tables, such as [policy.rungs.locate].'),
        ),
        (
            {"rungs": {"location": {}}},
            Fault(
                ("rungs", "location"),
                'we don\'t know "location" in [policy.rungs]. Did you mean "locate"?',
            ),
        ),
        (
            {"rungs": {"locate": 3}},
            Fault(("rungs", "locate"), '"locate" must be a table, not 3.'),
        ),
        (
            {"rungs": {"locate": {"attemps": 3}}},
            Fault(
                ("rungs", "locate", "attemps"),
                'we don\'t know "attemps" in [policy.rungs.locate]. Did you mean "attempts"?',
            ),
        ),
        (
            {"rungs": {"locate": {"attempts": "3"}}},
            Fault(
                ("rungs", "locate", "attempts"),
                '"attempts" must be a whole number from 0 on, not "3".',
            ),
        ),
        (
            {"avoid": ["for", "while"], "require": ["while"]},
            Fault(("require",), '"require" and "avoid" both name "while".'),
        ),
        ({"extends": 3}, Fault(("extends",), '"extends" must be a name in quotes, not 3.')),
        ({"extends": " "}, Fault(("extends",), '"extends" must be a name in quotes, not " ".')),
        (
            {"lock": "remote"},
            Fault(("lock",), '"lock" must be a list of keys, such as ["highest_rung"].'),
        ),
        (
            {"lock": ["remot"]},
            Fault(("lock",), '"lock" names "remot", which is no key. Did you mean "remote"?'),
        ),
    ],
)
def test_what_is_wrong_with_a_table_is_told_with_its_place(
    raw: dict[str, object], fault: Fault
) -> None:
    assert read_table(raw, "[policy]", None).faults == (fault,)


def test_a_lock_may_name_all_keys_of_a_rung() -> None:
    assert read_table({"lock": ["rungs.locate", "rungs"]}, "", None).locks == (
        "rungs.locate",
        "rungs",
    )


@pytest.mark.parametrize("name", list(PRESETS))
def test_every_preset_is_right(name: str) -> None:
    table = read_table(PRESETS[name], name, None)

    assert (table.faults, table.extends, table.locks) == ((), "", ())
    assert len(table.entries) >= len(PRESETS[name])


def test_presets_go_from_no_help_to_all_of_it() -> None:
    def policy(name: str) -> Policy:
        entries = read_table(PRESETS[name], name, None).entries
        return policy_of({**values_of(Policy()), **{each.key: each.value for each in entries}})

    names = ["socratic", "guided", "practice", "open"]
    assert list(PRESETS) == ["exam", *names]
    assert not policy("exam").ai
    heights = [policy(name).highest_rung.height for name in names]
    assert heights == sorted(heights)
    inside = [policy(name).completes(exercise=True, passed=False) for name in names]
    order = list(CompletionMode)
    assert [order.index(each) for each in inside] == [0, 1, 2, 3]
