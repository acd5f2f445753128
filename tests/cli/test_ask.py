from __future__ import annotations

import json
from pathlib import Path

import pytest

from jupyter_llm_teach.cli.main import main
from tests.fakes.sample import COURSES

COURSE = f"--course={COURSES / 'fr'}"
EXERCISE = "--exercise=moyenne_glissante"


def test_a_question_is_answered_from_the_facts_without_a_model(
    wrong: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["ask", str(wrong), EXERCISE, "Pourquoi ?", COURSE, "--offline", "--json"])

    said = json.loads(capsys.readouterr().out)
    assert (code, said["schema"], said["exercise"]) == (0, 1, "moyenne_glissante")
    assert (said["decision"], said["reason"], said["next"]) == ("give", None, None)
    assert (said["source"], said["usage"]) == ("analysis", None)
    assert said["question"] == "Pourquoi ?"
    assert "Aucun modèle de langage" in said["text"]
    assert said["guard"] == {"verdict": "clean", "findings": []}


def test_whoever_wants_the_solution_is_told_where_to_go_on(
    wrong: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["ask", str(wrong), EXERCISE, "Donne-moi la solution", COURSE, "--offline", "--json"])

    said = json.loads(capsys.readouterr().out)
    assert (said["decision"], said["reason"]) == ("withhold", "asks_for_solution")
    assert said["text"].endswith(said["next"])


def test_in_words_an_answer_is_its_text(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["ask", str(wrong), EXERCISE, "Why?", COURSE, "--offline", "--language=en"])

    assert capsys.readouterr().out.startswith("No language model is here")


def test_a_course_without_questions_says_why_and_what_to_do(
    wrong: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    course = tmp_path / "course"
    course.mkdir()
    for file in (COURSES / "fr").iterdir():
        if file.is_file():
            (course / file.name).write_bytes(file.read_bytes())
    rules = (course / "teach.toml").read_text(encoding="utf-8")
    closed = rules.replace('questions = "exercise"', 'questions = "off"', 1)
    (course / "teach.toml").write_text(closed, encoding="utf-8")

    main(["ask", str(wrong), EXERCISE, "Pourquoi ?", f"--course={course}", "--offline", "--json"])
    said = json.loads(capsys.readouterr().out)
    main(["ask", str(wrong), EXERCISE, "Pourquoi ?", f"--course={course}", "--offline"])

    assert (said["decision"], said["reason"]) == ("withhold", "questions_off")
    assert capsys.readouterr().out == f"{said['text']} {said['next']}\n"


@pytest.mark.parametrize("question", ["", "?!", "x" * 3000])
def test_what_is_no_question_is_bad_input(
    wrong: Path, capsys: pytest.CaptureFixture[str], question: str
) -> None:
    code = main(["ask", str(wrong), EXERCISE, question, COURSE, "--offline"])

    said = capsys.readouterr().err
    assert code == 2
    assert said.count("\n") == 1
