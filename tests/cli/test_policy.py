"""The commands that say which rules hold, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jupyter_llm_teach.cli.main import main
from tests.cli.said import said
from tests.courses.notebooks import code, exercise, write

RULES = """\
[course]
language = "fr"
[policy]
extends = "guided"
lock = ["remote"]
[exercises.double]
highest_rung = "locate"
rungs.locate.cost = "10 %"
[groups.slow]
members = ["ada"]
cool_down = 0
[students.bob]
remote = true
[assignments."a.ipynb"]
exams = [{ start = 2026-12-01T10:00:00Z, end = 2026-12-01T12:00:00Z }]
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    write(tmp_path / "course" / "a.ipynb", *exercise("double"), *exercise("triple"))
    (tmp_path / "course" / "teach.toml").write_text(RULES, "utf-8")
    return tmp_path / "course"


def ask(course: Path, command: str, *options: str) -> int:
    notebook = str(course / "a.ipynb")
    return main(["policy", command, notebook, "--course", str(course), *options])


def keys(shown: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each.pop("key"): each for each in shown["keys"]}


def test_show_tells_every_key_with_its_value_layer_file_and_line(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = ask(course, "show", "--exercise", "double", "--as", "ada", "--json")
    shown = said(capsys)
    found = keys(shown)

    assert (status, shown["schema"], shown["exercise"], shown["student"]) == (
        0,
        1,
        "double",
        "ada",
    )
    assert found["highest_rung"] == {
        "value": "locate",
        "layer": "exercise",
        "name": "double",
        "file": "teach.toml",
        "line": 7,
        "cell": None,
        "preset": None,
        "locked_by": None,
        "meaning": "No help above this rung.",
    }
    assert (found["completion"]["layer"], found["completion"]["preset"]) == ("course", "guided")
    assert (found["completion"]["line"], found["tone"]["value"]) == (4, "encouraging")
    assert (found["cool_down"]["value"], found["cool_down"]["layer"]) == (0, "group")
    assert found["rungs.locate.cost"]["value"] == "10 %"
    assert found["remote"]["locked_by"] == {"layer": "course", "name": None}
    assert (found["due"]["layer"], found["due"]["file"]) == ("default", None)


def test_show_tells_which_exercises_of_a_notebook_differ(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(course, "show", "--json")
    shown = said(capsys)

    assert (shown["exercise"], keys(shown)["highest_rung"]["value"]) == (None, "outline")
    different = {one["exercise"]: keys(one) for one in shown["exercises"]}
    assert list(different) == ["double", "triple"]
    assert set(different["double"]) == {"highest_rung", "rungs.locate.cost"}
    assert different["triple"] == {}


def test_show_tells_what_a_lock_takes_the_effect_of(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(course, "show", "--as", "bob", "--json")

    (refused,) = said(capsys)["refused"]
    assert (refused["key"], refused["layer"], refused["name"], refused["line"]) == (
        "remote",
        "student",
        "bob",
        13,
    )
    assert refused["locked_by"] == {"layer": "course", "name": None}


def test_show_in_words_has_a_line_for_every_key(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(course, "show", "--as", "bob")
    out = capsys.readouterr().out

    assert '"outline"  (course: teach.toml, line 4, preset "guided")' in out
    assert "false  (default; locked by course)" in out
    assert "! remote = true has no effect (teach.toml, line 13): locked by course" in out
    assert "Exercise double, otherwise the same:" in out
    assert '  highest_rung  "locate"  (exercise double: teach.toml, line 7)' in out


@pytest.mark.parametrize(
    ("at", "help_"),
    [
        ("2026-12-01T09:59:59Z", "on"),
        ("2026-12-01T10:00:00Z", "exam"),
        ("2026-12-01T12:59:59+01:00", "exam"),
        ("2026-12-01T12:00:00Z", "on"),
    ],
)
def test_the_time_may_be_another_one(
    course: Path, capsys: pytest.CaptureFixture[str], at: str, help_: str
) -> None:
    ask(course, "show", "--at", at, "--json")

    assert said(capsys)["help"] == help_


def test_explain_tells_in_sentences_what_a_student_gets_on_each_rung_and_why(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = ask(course, "explain", "--exercise", "double", "--language", "en", "--json")
    told = said(capsys)
    rungs = {each["rung"]: each for each in told["rungs"]}

    assert (status, told["schema"], told["language"]) == (0, 1, "en")
    assert next(iter(rungs)) == "orient"
    assert len(rungs) == 7
    assert rungs["locate"]["state"] == "conditional"
    assert rungs["locate"]["text"].startswith("Where in my code: given after 2 different answers")
    assert rungs["locate"]["why"][0] == {
        "key": "highest_rung",
        "layer": "exercise",
        "name": "double",
        "file": "teach.toml",
        "line": 7,
        "cell": None,
        "preset": None,
    }
    assert rungs["outline"]["state"] == "closed"
    assert "Help is given." in [each["text"] for each in told["rules"]]


def test_explain_speaks_the_language_of_the_course(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(course, "explain", "--exercise", "double")
    out = capsys.readouterr().out

    assert "- L'aide est donnée." in out
    assert "Fixé par le cours : teach.toml, ligne 4, préréglage « guided »." in out
    assert "Fixé par l'exercice « double » : teach.toml, ligne 7." in out


def test_explain_tells_of_an_exam(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ask(course, "explain", "--language", "en", "--at", "2026-12-01T11:00:00Z")
    out = capsys.readouterr().out

    assert "- An exam is running: no hints" in out
    assert "- The goal: not given." in out


def test_lint_tells_what_is_odd_for_everybody_whom_rules_are_made_for(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = ask(course, "lint", "--at", "2026-11-01", "--json")
    (found,) = said(capsys)["problems"]

    assert status == 0
    assert found == {
        "code": "locked",
        "severity": "warning",
        "key": "remote",
        "message": '"remote" is locked by the course: true has no effect.',
        "fix": "Take it out, or ask for it.",
        "file": "teach.toml",
        "line": 13,
        "cell": None,
    }


def test_lint_tells_what_is_wrong_with_file_and_line(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (course / "teach.toml").write_text("[policy]\nhighest = 1\nai = 2\n", "utf-8")

    status = ask(course, "lint", "--json")
    found = said(capsys)["problems"]

    assert status == 2
    assert [(each["severity"], each["file"], each["line"]) for each in found] == [
        ("error", "teach.toml", 2),
        ("error", "teach.toml", 3),
    ]
    assert found[1]["message"] == '"ai" must be true or false, not 2.'


def test_lint_in_words(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ask(course, "lint")
    odd = capsys.readouterr().out
    (course / "teach.toml").write_text("[policy\n", "utf-8")
    ask(course, "lint")
    wrong = capsys.readouterr().out
    (course / "teach.toml").write_text("[policy]\n", "utf-8")
    ask(course, "lint")

    assert odd.startswith('! teach.toml, line 13: "remote" is locked by the course')
    assert wrong.startswith("✗ teach.toml, line 1: this is not valid TOML")
    assert capsys.readouterr().out == "No problems.\n"


def test_a_notebook_without_exercises_has_the_rules_of_its_place(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(course / "b.ipynb", code("1"))
    notebook = str(course / "b.ipynb")

    assert main(["policy", "show", notebook, "--course", str(course), "--json"]) == 0
    assert keys(said(capsys))["highest_rung"]["value"] == "outline"
    assert main(["policy", "lint", notebook, "--course", str(course)]) == 0


@pytest.mark.parametrize("command", ["show", "explain", "lint"])
def test_an_unknown_exercise_is_refused(
    course: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    assert ask(course, command, "--exercise", "tripel") == 2
    assert "a.ipynb has no exercise “tripel”. Its exercises are: double, triple." in (
        capsys.readouterr().err
    )


def test_wrong_rules_are_refused(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (course / "teach.toml").write_text("[policy]\nai = 2\n", "utf-8")

    assert ask(course, "show") == 2
    assert "teach.toml, line 2" in capsys.readouterr().err


def test_what_is_no_time_is_refused(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        ask(course, "show", "--at", "noon")

    assert ended.value.code == 2
    assert "noon is no time; write one such as 2026-12-01T10:00" in capsys.readouterr().err


def test_the_site_has_rules_in_the_servers_configuration(
    course: Path, capsys: pytest.CaptureFixture[str], own_folders: Path
) -> None:
    own_folders.mkdir()
    own_folders.joinpath("jupyter_server_config.py").write_text(
        'c.TeachApp.policy = {"highest_rung": "question"}\n'
        'c.TeachApp.policy_locks = ["highest_rung"]\n',
        "utf-8",
    )
    ask(course, "show", "--json")

    highest = keys(said(capsys))["highest_rung"]
    assert (highest["value"], highest["layer"], highest["file"]) == (
        "question",
        "site",
        "TeachApp.policy",
    )
    assert highest["locked_by"] == {"layer": "site", "name": None}


def test_a_wrong_configuration_is_told_with_its_option(
    course: Path, capsys: pytest.CaptureFixture[str], own_folders: Path
) -> None:
    own_folders.mkdir()
    own_folders.joinpath("jupyter_server_config.py").write_text(
        'c.TeachApp.policy = {"ai": "no"}\n', "utf-8"
    )

    assert ask(course, "show") == 1
    assert 'TeachApp.policy: "ai" must be true or false, not "no".' in capsys.readouterr().err
