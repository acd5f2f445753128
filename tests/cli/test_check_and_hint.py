from __future__ import annotations

import json
from pathlib import Path

import pytest

from jupyter_llm_teach.cli.main import main
from tests.fakes.sample import COURSES, RIGHT, answered, student_copy

COURSE = f"--course={COURSES / 'fr'}"


def test_check_tells_which_tests_fail(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(
        [
            "check",
            str(wrong),
            "--exercise=moyenne_glissante",
            COURSE,
            "--json",
        ]
    )

    said = json.loads(capsys.readouterr().out)
    exercise = said["exercises"][0]
    assert (code, said["schema"], exercise["id"]) == (0, 1, "moyenne_glissante")
    assert exercise["state"] == "failed"
    assert {test["visible"] for test in exercise["tests"]} == {True, False}
    assert any(test["passed"] is False and test["message"] for test in exercise["tests"])


def test_check_shows_nothing_of_hidden_tests(
    wrong: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", str(wrong), "--course", str(COURSES / "fr"), "--json"])

    said = json.loads(capsys.readouterr().out)
    hidden = [
        test
        for exercise in said["exercises"]
        for test in exercise["facts"]["tests"]
        if not test["visible"]
    ]
    assert hidden
    assert {(each["call"], each["expected"], each["got"]) for each in hidden} == {
        (None, None, None)
    }


def test_check_without_a_course_uses_the_tests_that_the_notebook_shows(
    wrong: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", str(wrong), "--exercise", "moyenne_glissante", "--json"])

    exercise = json.loads(capsys.readouterr().out)["exercises"][0]
    assert {test["visible"] for test in exercise["tests"]} == {True}
    assert exercise["state"] == "failed"


def test_a_right_answer_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = student_copy("fr", tmp_path / "copy")
    path = answered(folder, "moyenne_glissante", RIGHT.format(name="moyenne_glissante"))

    main(["check", str(path), "--exercise=moyenne_glissante", COURSE, "--json"])

    assert json.loads(capsys.readouterr().out)["exercises"][0]["state"] == "passed"


def test_hint_speaks_the_language_of_the_course(
    wrong: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(
        [
            "hint",
            str(wrong),
            "--exercise=moyenne_glissante",
            COURSE,
            "--rung=question",
            "--offline",
            "--json",
        ]
    )

    said = json.loads(capsys.readouterr().out)
    assert (code, said["decision"], said["rung"]) == (0, "give", "question")
    assert (said["source"], said["usage"]) == ("analysis", None)
    assert said["guard"]["verdict"] == "clean"


def test_a_second_hint_on_the_same_answer_is_withheld_by_the_course(
    wrong: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["hint", str(wrong), "--exercise", "moyenne_glissante", "--offline", "--json"]
    command += ["--course", str(COURSES / "fr")]
    main([*command, "--rung", "question"])
    capsys.readouterr()

    code = main([*command, "--rung", "concept"])

    said = json.loads(capsys.readouterr().out)
    assert (code, said["decision"], said["reason"]) == (0, "withhold", "try_first")
    assert said["next"]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("this is not JSON", "JSON"),
        ('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', "exercise"),
    ],
)
def test_a_notebook_that_can_not_be_used_is_one_sentence_and_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, word: str
) -> None:
    path = tmp_path / "x.ipynb"
    path.write_text(content, encoding="utf-8")

    code = main(["check", str(path), "--json"])

    printed = capsys.readouterr()
    assert (code, printed.out) == (2, "")
    assert word in printed.err
    assert "Traceback" not in printed.err


def test_an_unknown_exercise_is_told_with_those_there_are(
    wrong: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["hint", str(wrong), "--exercise", "nothing", "--offline", "--json"])

    assert code == 2
    assert "moyenne_glissante" in capsys.readouterr().err
