"""What `teach.toml` and the files that it extends say of rules."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest

from jupyter_llm_teach.courses.teach_toml import read_course
from jupyter_llm_teach.errors import CourseUnreadableError
from jupyter_llm_teach.teaching.layers.layer import Layer, Lock, Place, Setting, Target, Which
from jupyter_llm_teach.teaching.layers.resolve import Resolved
from jupyter_llm_teach.teaching.policy import CompletionMode, Cost, Window
from jupyter_llm_teach.teaching.rung import Rung

SITE = Layer(
    Which.SITE,
    settings=(Setting("remote", value=False, place=Place("TeachApp.policy")),),
    locks=(Lock("remote", Place("TeachApp.policy_locks")),),
)


def said(folder: Path, text: str, target: Target = Target()) -> Resolved:  # noqa: B008 - frozen
    folder.joinpath("teach.toml").write_text(text, "utf-8")
    return read_course(folder).rules(target)


def problems(folder: Path, text: str) -> list[str]:
    folder.joinpath("teach.toml").write_text(text, "utf-8")
    with pytest.raises(CourseUnreadableError) as caught:
        read_course(folder)
    return caught.value.message.split("\n")


LAYERED = """\
[course]
language = "fr"
[policy]
highest_rung = "concept"
[assignments."week1"]
cool_down = 1
[assignments."week1/loops.ipynb"]
cool_down = 2
[exercises.sum]
cool_down = 3
completion = "off"
[groups.slow]
members = ["ada", "bob"]
cool_down = 4
[students.ada]
cool_down = 5
highest_rung = "solution"
"""


@pytest.mark.parametrize(
    ("target", "cool_down", "line"),
    [
        (Target(), 0.0, None),
        (Target("", ("week1/tables.ipynb",)), 1.0, 6),
        (Target("mean", ("source/week1/loops.ipynb",)), 2.0, 8),
        (Target("mean", ("source/week1/loops-corr.ipynb", "week1/loops.md")), 2.0, 8),
        (Target("sum", ("week1/loops.ipynb",)), 3.0, 10),
        (Target("sum", ("week1/loops.ipynb",), "bob"), 4.0, 14),
        (Target("sum", ("week1/loops.ipynb",), "ada"), 5.0, 16),
        (Target("", ("week2/a.ipynb",), "ada"), 5.0, 16),
    ],
)
def test_the_layer_nearest_to_the_learner_counts(
    tmp_path: Path, target: Target, cool_down: float, line: int | None
) -> None:
    resolved = said(tmp_path, LAYERED, target)

    assert resolved.policy.cool_down == cool_down
    place = resolved.origin("cool_down").place
    assert (place and place.line) == line


def test_a_group_and_a_student_may_have_rules_for_one_assignment(tmp_path: Path) -> None:
    text = """\
[students.ada]
cool_down = 1
assignments."week1".cool_down = 2
[students.ada.assignments."week1/a.ipynb"]
cool_down = 3
[groups.slow]
members = ["bob"]
[groups.slow.assignments.b]
cool_down = 4
"""

    def cool_down(path: str, learner: str) -> float:
        return said(tmp_path, text, Target("", (path,), learner)).policy.cool_down

    assert [cool_down(each, "ada") for each in ("c.ipynb", "week1/c.ipynb", "week1/a.ipynb")] == [
        1,
        2,
        3,
    ]
    assert [cool_down(each, "bob") for each in ("b.ipynb", "c.ipynb")] == [4, 0]
    assert cool_down("b.ipynb", "eve") == 0


def test_every_value_tells_layer_file_and_line(tmp_path: Path) -> None:
    resolved = said(tmp_path, LAYERED, Target("sum", learner="ada"))

    language, highest = resolved.origin("language"), resolved.origin("highest_rung")
    assert (language.value, language.place) == ("fr", Place("teach.toml", 2))
    assert highest.layer is not None
    assert (highest.layer.which, highest.layer.name) == (Which.STUDENT, "ada")
    assert (highest.value, highest.place) == (Rung.SOLUTION, Place("teach.toml", 17))
    assert resolved.origin("tone").layer is None


def test_an_exercise_of_one_notebook_may_be_named_with_it(tmp_path: Path) -> None:
    text = '[exercises."week1/a.ipynb#sum"]\ncool_down = 9\n'

    assert said(tmp_path, text, Target("sum", ("source/week1/a.ipynb",))).policy.cool_down == 9
    assert said(tmp_path, text, Target("sum", ("week2/a.ipynb",))).policy.cool_down == 0


def test_the_rules_of_a_rung_may_be_written_in_either_way(tmp_path: Path) -> None:
    tables = "[policy.rungs.locate]\nattempts = 2\ncost = '10 %'\n"
    dotted = "[policy]\nrungs.locate.attempts = 2\nrungs.locate.cost = '10 %'\n"

    for text in (tables, dotted):
        rule = said(tmp_path, text).policy.rule_of(Rung.LOCATE)
        assert (rule.attempts, rule.cost) == (2, Cost(10.0, percent=True))
        place = said(tmp_path, text).origin("rungs.locate.cost").place
        assert place == Place("teach.toml", 3)


def test_a_preset_comes_before_what_the_table_says_itself(tmp_path: Path) -> None:
    resolved = said(tmp_path, '[policy]\nextends = "guided"\ncool_down = 5\n')

    assert resolved.policy.highest_rung is Rung.OUTLINE
    assert resolved.policy.cool_down == 5
    assert resolved.origin("highest_rung").place == Place("teach.toml", 2, preset="guided")
    assert resolved.origin("cool_down").place == Place("teach.toml", 3)


def test_own_presets_may_extend_each_other(tmp_path: Path) -> None:
    text = """\
[policy]
extends = "strict"
[presets.strict]
extends = "mild"
highest_rung = "question"
[presets.mild]
extends = "practice"
lock = ["completion"]
completion = "off"
"""
    resolved = said(tmp_path, text)

    assert resolved.policy.highest_rung is Rung.QUESTION
    assert resolved.policy.completion is CompletionMode.OFF
    assert resolved.origin("highest_rung").place == Place("teach.toml", 5, preset="strict")
    assert resolved.origin("completion").place == Place("teach.toml", 9, preset="mild")
    assert resolved.origin("completion").locked_by is not None


def test_a_table_may_extend_the_rules_of_a_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "faculty.toml").write_text(
        '[policy]\nextends = "base.toml"\ncool_down = 7\n[presets.own]\n', "utf-8"
    )
    (tmp_path / "base.toml").write_text("[policy]\nlongest_hint = 99\ncool_down = 1\n", "utf-8")

    resolved = said(tmp_path, '[policy]\nextends = "faculty.toml"\n')

    assert (resolved.policy.cool_down, resolved.policy.longest_hint) == (7.0, 99)
    assert resolved.origin("longest_hint").place == Place("base.toml", 2, preset="base.toml")


def test_a_change_of_a_file_that_is_extended_counts_at_once(tmp_path: Path) -> None:
    shared = tmp_path / "shared.toml"
    shared.write_text("[policy]\ncool_down = 1\n", "utf-8")
    said(tmp_path, '[policy]\nextends = "shared.toml"\n')

    shared.write_text("[policy]\ncool_down = 2\n", "utf-8")

    assert read_course(tmp_path).policy.cool_down == 2


def test_times_without_a_zone_are_in_that_of_the_course_or_the_table(tmp_path: Path) -> None:
    text = """\
[course]
time_zone = "Europe/Paris"
[policy]
due = 2026-12-01T10:00:00
[assignments.a]
time_zone = "America/New_York"
due = 2026-12-01T10:00:00
[[assignments.b.exams]]
start = 2026-12-01T08:00:00
end = 2026-12-01T08:00:00Z
"""
    utc = timezone.utc

    assert said(tmp_path, text).policy.due == datetime(2026, 12, 1, 9, 0, tzinfo=utc)
    in_a = said(tmp_path, text, Target("", ("a.ipynb",))).policy
    assert in_a.due == datetime(2026, 12, 1, 15, 0, tzinfo=utc)
    (exam,) = said(tmp_path, text, Target("", ("b.ipynb",))).policy.exams
    eight = datetime(2026, 12, 1, 8, 0, tzinfo=utc)
    assert exam == Window(datetime(2026, 12, 1, 7, 0, tzinfo=utc), eight)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[policy]\nextends = "guidde"', ('line 2: "extends" names "guidde", which is no preset. '
         'Did you mean "guided"?')),
        ('[policy]\nextends = "no.toml"', ('line 2: "extends" names the file "no.toml", which is '
         "not in the course folder.")),
        ('[policy]\nextends = "../no.toml"', 'names the file "../no.toml", which is not in'),
        ('[presets.a]\nextends = "a"', 'line 2: "extends" goes round in a circle: a → a.'),
        ('[policy]\nextends = "teach.toml"', '"extends" goes round in a circle: teach.toml'),
        ('[policy]\nextends = "a\\u0000.toml"', "which is not in the course folder."),
        ('[policy]\nextends = "/a.toml"', "which is not in the course folder."),
        ("[presets.exam]\nai = true", 'line 1: "exam" is the name of a preset that is there'),
        ("[presets]\na = 3", 'line 2: "a" must be a table, written [presets.a], not 3.'),
        ("presets = 3", 'line 1: "presets" must be a table, written [presets], not 3.'),
        ("[presets.a]\nhighest = 3", 'line 2: we don\'t know "highest" in [presets.a].'),
        ("[groups.a]\ncool_down = 1", 'line 1: "members" must be a list of students'),
        ("[groups.a]\nmembers = []", 'line 2: "members" must be a list of students'),
        ('[groups.a]\nmembers = ["ada", 3]', 'line 2: "members" must be a list of students'),
        ("[students.a]\nassignments = 3", 'line 2: "assignments" must be a table, written'),
        ("[students.a.assignments]\nb = 3", 'line 2: "b" must be a table, written'),
        ("[students.a.assignments.b]\nx = 3", 'we don\'t know "x" in [students.a.assignments.b].'),
        ('[students.a]\nmembers = ["ada"]', 'line 2: we don\'t know "members" in [students.a]'),
        ("assignments = 3", 'line 1: "assignments" must hold tables, written [assignments.NAME]'),
        ('[course]\ntime_zone = "Europe/Pari"', ('line 2: "time_zone" names no time zone that is '
         'known here: "Europe/Pari"; "Europe/Paris" is meant most likely.')),
        ('[course]\ntime_zone = "Europe"', '"time_zone" names no time zone that is known here'),
        ('[course]\ntime_zone = "../x"', '"time_zone" names no time zone that is known here'),
        ("[course]\ntime_zone = 3", 'line 2: "time_zone" must be the name of a time zone'),
        ('[policy]\ntime_zone = "zzz"', 'known here: "zzz"; write one such as "Europe/Paris".'),
        ("[policy]\ndue = 2026-12-01T10:00:00", 'line 2: "due" has no time zone: write it'),
        ("[policy]\nexams = [{ start = 2026-12-01T10:00:00Z }]",
         'line 2: "exams" has an exam without "end".'),
        (("[[policy.exams]]\nstart = 2026-12-01T10:00:00Z\nend = 2026-12-01T11:00:00Z\n"
         "[[policy.exams]]\nstart = 2026-12-01T10:00:00Z\nend = 2026-12-01T09:00:00Z"),
         'line 4: "exams" has an exam that ends before it starts.'),
        (("[policy]\nexams = [\n{ start = 2026-12-01T10:00:00Z, end = 2026-12-01T11:00:00Z },\n"
         "{ start = 2026-12-01T10:00:00Z },\n]"), 'line 4: "exams" has an exam without "end".'),
        ('[policy]\nlock = ["highest"]', 'line 2: "lock" names "highest", which is no key.'),
        ("[course]\nid = 'x'\nids = 3", 'line 3: we don\'t know "ids" in [course]. Did you mean'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_file_and_line(tmp_path: Path, text: str, told: str) -> None:
    found = problems(tmp_path, text)

    assert len(found) == 1
    assert found[0].startswith("teach.toml, line ")
    assert told in found[0]


def test_what_is_wrong_in_a_file_that_is_extended_names_that_file(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("[course]\n[policy]\ncool_down = 'x'\n", "utf-8")

    found = problems(tmp_path, '[policy]\nextends = "own.toml"\nai = 3\n')

    assert [each.split(": ")[0] for each in found] == [
        "teach.toml, line 3",
        "own.toml, line 1",
        "own.toml, line 3",
    ]


def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "own.toml").mkdir()

    assert problems(tmp_path, '[policy]\nextends = "own.toml"\n') == ["own.toml can't be opened."]


def test_a_file_that_is_extended_and_is_no_toml_is_told(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("[policy\n", "utf-8")

    (found,) = problems(tmp_path, '[policy]\nextends = "own.toml"\n')

    assert found.startswith("own.toml, line 1: this is not valid TOML")


def test_files_that_extend_each_other_in_a_circle_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[policy]\nextends = "b.toml"\n', "utf-8")
    (tmp_path / "b.toml").write_text('[policy]\nextends = "a.toml"\n', "utf-8")

    found = problems(tmp_path, '[policy]\nextends = "a.toml"\n')

    assert found == ['b.toml, line 2: "extends" goes round in a circle: a.toml → b.toml → a.toml.']


def test_presets_that_extend_each_other_in_a_circle_are_told(tmp_path: Path) -> None:
    text = '[presets.a]\nextends = "b"\n[presets.b]\n\nextends = "a"\n'

    assert problems(tmp_path, text) == [
        'teach.toml, line 2: "extends" goes round in a circle: b → a → b.',
        'teach.toml, line 5: "extends" goes round in a circle: a → b → a.',
    ]


def test_no_more_than_twenty_problems_are_told(tmp_path: Path) -> None:
    text = "[policy]\n" + "".join(f"x{number} = 1\n" for number in range(30))

    assert len(problems(tmp_path, text)) == 20


def test_a_chain_of_more_files_than_anybody_writes_is_told(tmp_path: Path) -> None:
    for number in range(30):
        text = f'[policy]\nextends = "f{number + 1}.toml"\n'
        (tmp_path / f"f{number}.toml").write_text(text, "utf-8")

    found = problems(tmp_path, '[policy]\nextends = "f0.toml"\n')

    assert len(found) == 1
    assert '"extends"' in found[0]


def test_the_site_stands_above_the_course_and_its_locks_hold(tmp_path: Path) -> None:
    (tmp_path / "teach.toml").write_text("[policy]\nremote = true\ncool_down = 3\n", "utf-8")

    resolved = read_course(tmp_path, SITE).rules(Target())

    assert (resolved.policy.remote, resolved.policy.cool_down) == (False, 3.0)
    (refused,) = resolved.refused
    assert (refused.setting.place, refused.locked_by) == (Place("teach.toml", 2), SITE)
