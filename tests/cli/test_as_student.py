"""What an instructor sees in the place of a student, and that it leaves no trace."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from jupyter_llm_teach.cli.main import main
from jupyter_llm_teach.ports import Key
from jupyter_llm_teach.storage.journal import SqlJournal
from jupyter_llm_teach.teaching.history import History
from tests.cli.said import said
from tests.contracts.journal_contract import given
from tests.fakes.sample import COURSES

EXERCISE = "--exercise=moyenne_glissante"
ADA = Key("ada", "python-premiers-pas", "moyenne_glissante")
RULES = """
[students.ada]
highest_rung = "locate"
language = "en"
questions = "off"
"""


@pytest.fixture
def course(tmp_path: Path) -> str:
    folder = tmp_path / "course"
    folder.mkdir()
    for file in (COURSES / "fr").iterdir():
        if file.is_file():
            (folder / file.name).write_bytes(file.read_bytes())
    with (folder / "teach.toml").open("a", encoding="utf-8") as rules:
        rules.write(RULES)
    return f"--course={folder}"


def journal_of(tmp_path: Path) -> Path:
    return tmp_path / "data" / "llm-teach" / "journal.sqlite"


def history(path: Path) -> History:
    async def read() -> History:
        journal = SqlJournal(path)
        found = await journal.history(ADA)
        await journal.aclose()
        return found

    return asyncio.run(read())


def test_a_hint_is_given_by_the_rules_of_the_student(
    wrong: Path, course: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["hint", str(wrong), EXERCISE, course, "--rung=outline", "--offline", "--json"]
    main(command)
    everybody = said(capsys)

    main([*command, "--as=ada"])

    ada = said(capsys)
    assert (everybody["decision"], everybody["recorded"]) == ("give", True)
    assert (ada["decision"], ada["reason"], ada["recorded"]) == ("withhold", "above_highest", False)
    assert "your instructor" in ada["text"]


def test_a_question_is_answered_by_the_rules_of_the_student(
    wrong: Path, course: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["ask", str(wrong), EXERCISE, "Why?", course, "--offline", "--json", "--as=ada"])

    ada = said(capsys)
    assert (ada["reason"], ada["recorded"]) == ("questions_off", False)


def test_nothing_is_recorded_of_the_student(
    wrong: Path, course: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = journal_of(tmp_path)
    asyncio.run(_given(path))
    before = history(path)

    main(["hint", str(wrong), EXERCISE, course, "--offline", "--as=ada"])
    main(["ask", str(wrong), EXERCISE, "Why?", course, "--offline", "--as=ada"])

    assert "Set by your instructor" in capsys.readouterr().out
    assert history(path) == before
    assert len(before.hints) == 1


def test_what_the_student_was_given_before_counts(
    wrong: Path, course: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(_given(journal_of(tmp_path)))

    main(["hint", str(wrong), EXERCISE, course, "--offline", "--as=ada", "--json"])

    assert said(capsys)["rung"] != "orient"


def test_a_student_without_rules_of_their_own_is_told_about(
    wrong: Path, course: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["hint", str(wrong), EXERCISE, course, "--offline", "--as=adda", "--json"])

    written = capsys.readouterr()
    assert '"decision": "give"' in written.out
    assert "No rule names the student “adda”" in written.err


def test_a_damaged_journal_is_told_in_a_sentence(
    wrong: Path, course: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = journal_of(tmp_path)
    path.parent.mkdir(parents=True)
    path.write_text("no database " * 100)

    code = main(["hint", str(wrong), EXERCISE, course, "--offline", "--as=ada"])

    assert (code, "is damaged" in capsys.readouterr().err) == (1, True)


async def _given(path: Path) -> None:
    journal = SqlJournal(path)
    await given(journal, ADA)
    await journal.aclose()
