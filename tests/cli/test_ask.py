from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_llm_teach.cli.main import main
from tests.cli.said import said
from tests.fakes.sample import COURSES

COURSE = f"--course={COURSES / 'fr'}"
EXERCISE = "--exercise=moyenne_glissante"


def test_a_question_is_answered_from_the_facts_without_a_model(
    wrong: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["ask", str(wrong), EXERCISE, "Pourquoi ?", COURSE, "--offline", "--json"])

    answer = said(capsys)
    assert (code, answer["schema"], answer["exercise"]) == (0, 1, "moyenne_glissante")
    assert (answer["decision"], answer["reason"], answer["next"]) == ("give", None, None)
    assert (answer["source"], answer["usage"]) == ("analysis", None)
    assert answer["question"] == "Pourquoi ?"
    assert "Aucun modèle de langage" in answer["text"]
    assert answer["guard"] == {"verdict": "clean", "findings": []}


def test_whoever_wants_the_solution_is_told_where_to_go_on(
    wrong: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["ask", str(wrong), EXERCISE, "Donne-moi la solution", COURSE, "--offline", "--json"])

    answer = said(capsys)
    assert (answer["decision"], answer["reason"]) == ("withhold", "asks_for_solution")
    assert answer["text"].endswith(answer["next"])


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
    answer = said(capsys)
    main(["ask", str(wrong), EXERCISE, "Pourquoi ?", f"--course={course}", "--offline"])

    assert (answer["decision"], answer["reason"]) == ("withhold", "questions_off")
    assert capsys.readouterr().out == f"{answer['text']} {answer['next']}\n"


@pytest.mark.parametrize("question", ["", "?!", "x" * 3000])
def test_what_is_no_question_is_bad_input(
    wrong: Path, capsys: pytest.CaptureFixture[str], question: str
) -> None:
    code = main(["ask", str(wrong), EXERCISE, question, COURSE, "--offline"])

    said = capsys.readouterr().err
    assert code == 2
    assert said.count("\n") == 1


def test_where_nothing_can_be_recorded_the_facts_are_there_all_the_same(
    wrong: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data" / "llm-teach" / "journal.sqlite").mkdir(parents=True)
    command = ["ask", str(wrong), EXERCISE, "Pourquoi ?", COURSE, "--offline"]

    code = main([*command, "--json"])
    written = said(capsys)
    main(command)

    assert (code, written["decision"], written["reason"]) == (1, "withhold", "journal_error")
    assert (written["recorded"], written["facts"]["state"]) == (False, "failed")
    assert written["facts"]["summary"] in capsys.readouterr().out
