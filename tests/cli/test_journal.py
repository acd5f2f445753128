from __future__ import annotations

import io
import json
import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import anyio
import pytest

from jupyter_llm_teach.cli.main import main
from jupyter_llm_teach.ports import Key
from jupyter_llm_teach.storage.journal import SqlJournal
from jupyter_llm_teach.teaching.history import History
from tests.contracts.journal_contract import DELIVERED, RIGHT, WRONG, given
from tests.fakes.sample import COURSES

ADA = Key("ada", "python-first-steps", "sum")
BOB = Key("bob", "python-first-steps", "sum")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The configured journal: a hint and two attempts of Ada in two courses, a hint of Bob."""
    path = tmp_path / "data" / "llm-teach" / "journal.sqlite"

    async def fill() -> None:
        journal = SqlJournal(path)
        await given(journal, ADA)
        await journal.add_attempt(ADA, WRONG)
        await journal.add_attempt(Key("ada", "loops", "sum"), RIGHT)
        await given(journal, BOB)
        await journal.aclose()

    anyio.run(fill)
    return path


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the person types."""
    typed = io.StringIO()
    monkeypatch.setattr(sys, "stdin", typed)
    return typed


def history(path: Path, key: Key) -> History:
    async def read() -> History:
        journal = SqlJournal(path)
        found = await journal.history(key)
        await journal.aclose()
        return found

    return anyio.run(read)


def tamper(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "DROP TRIGGER events_stay; UPDATE events SET at = 'yesterday' WHERE seq = 3"
        )


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_an_untouched_journal_holds(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert path.exists()
    assert main(["journal", "verify"]) == 0
    assert capsys.readouterr().out == "The chain holds: 6 events, each as it was written.\n"


def test_verify_as_json(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["journal", "verify", "--json", f"--journal={path}"])

    said = json.loads(capsys.readouterr().out)
    expected = {"schema": 1, "events": 6, "erased": 0, "holds": True, "broken": None}
    assert (code, said) == (0, expected)


def test_a_changed_event_is_named(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tamper(path)

    code = main(["journal", "verify"])

    said = capsys.readouterr().out
    assert code == 1
    assert said.startswith("The chain is broken at event 3 of 6: it was changed")


def test_a_changed_event_is_named_as_json(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tamper(path)

    code = main(["journal", "verify", "--json"])

    said = json.loads(capsys.readouterr().out)
    assert (code, said["holds"], said["broken"]) == (1, False, {"event": 3, "part": "link"})


def test_a_journal_that_nobody_has_written_yet_is_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = (main(["journal", "verify"]), main(["journal", "export"]))

    assert codes == (0, 0)
    assert capsys.readouterr().out == "The chain holds: 0 events, each as it was written.\n"
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("command", [["verify"], ["export"], ["erase", "--student=ada", "--yes"]])
def test_a_file_that_is_not_there_is_said(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["journal", *command, "--journal=nowhere.sqlite"])

    assert code == 2
    assert "There is no journal nowhere.sqlite." in capsys.readouterr().err


def test_a_file_that_is_no_journal_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "diary.txt").write_text("Dear diary. " * 500)

    code = main(["journal", "verify", f"--journal={tmp_path / 'diary.txt'}"])

    assert code == 1
    assert "is damaged" in capsys.readouterr().err


def test_an_export_has_every_event_of_a_student_and_says_that_it_was_made(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert path.exists()
    code = main(["journal", "export", "--student=ada"])

    said = lines(capsys.readouterr().out)
    assert code == 0
    assert {each["schema"] for each in said} == {1}
    assert [each["kind"] for each in said] == [
        "reserved",
        "delivered",
        "attempt",
        "attempt",
        "exported",
    ]
    shown = said[1]
    assert (shown["student"], shown["exercise"]) == ("ada", "sum")
    assert shown["request"] == said[0]["request"]
    assert shown["details"]["text"] == DELIVERED.text
    assert shown["details"]["held_back"] == list(DELIVERED.held_back)
    assert said[-1]["details"]["by"]


def test_an_export_of_a_course_by_its_folder_or_its_id(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert path.exists()
    main(["journal", "export", "--course=python-first-steps"])
    by_id = lines(capsys.readouterr().out)
    out = tmp_path / "out.jsonl"
    code = main(["journal", "export", f"--course={COURSES / 'en'}", f"--out={out}", "--json"])

    said = json.loads(capsys.readouterr().out)
    by_folder = lines(out.read_text(encoding="utf-8"))
    assert (code, said) == (0, {"schema": 1, "events": 7, "out": str(out)})
    assert {each["course"] for each in by_folder} == {"python-first-steps"}
    assert by_folder[:6] == by_id
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_an_export_to_where_nothing_can_be_written_is_said(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert path.exists()
    code = main(["journal", "export", f"--out={tmp_path / 'no' / 'such' / 'folder'}"])

    assert code == 1
    assert "can't be written" in capsys.readouterr().err


def test_erasing_takes_the_details_and_leaves_the_chain(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["journal", "erase", "--student=ada", "--yes"])

    said = capsys.readouterr().out
    assert code == 0
    assert said.startswith("The details of 4 events of ada were erased.")
    assert history(path, ADA) == History()
    assert history(path, BOB) != History()
    assert main(["journal", "verify"]) == 0
    assert "the details of 4 were erased on purpose" in capsys.readouterr().out


def test_erasing_leaves_nothing_of_the_words_in_the_file(path: Path) -> None:
    before = path.read_bytes()
    main(["journal", "erase", "--student=ada", "--yes"])
    main(["journal", "erase", "--student=bob", "--yes"])

    text = DELIVERED.text[:10].encode()
    after = b"".join(each.read_bytes() for each in path.parent.iterdir() if each.is_file())
    assert text in before
    assert text not in after


def test_erasing_in_one_course_leaves_the_others(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["journal", "erase", "--student=ada", "--course=loops", "--yes", "--json"])

    said = json.loads(capsys.readouterr().out)
    expected = {"schema": 1, "student": "ada", "course": "loops", "erased": 1}
    assert (code, said) == (0, expected)
    assert history(path, ADA) != History()


@pytest.mark.parametrize(("typed", "left"), [("y\n", False), ("n\n", True), ("\n", True)])
def test_erasing_asks_first(path: Path, answers: io.StringIO, *, typed: str, left: bool) -> None:
    answers.write(typed)
    answers.seek(0)

    code = main(["journal", "erase", "--student=ada"])

    assert code == 0
    assert (history(path, ADA) != History()) is left


def test_erasing_with_nobody_to_ask_does_nothing(
    path: Path, answers: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answers.getvalue() == ""
    code = main(["journal", "erase", "--student=ada"])

    assert code == 2
    assert "Add --yes" in capsys.readouterr().err
    assert history(path, ADA) != History()


@pytest.mark.parametrize("command", ["export", "erase"])
def test_a_student_of_whom_nothing_is_recorded_is_said(
    path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert path.exists()
    code = main(["journal", command, "--student=adda"])

    assert code == 2
    assert capsys.readouterr().err == (
        "Nothing is recorded of a student “adda”. Recorded are: ada, bob.\n"
    )


def test_erasing_twice_erases_nothing_more(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert path.exists()
    main(["journal", "erase", "--student=ada", "--yes"])
    capsys.readouterr()
    code = main(["journal", "erase", "--student=ada", "--yes", "--json"])

    assert (code, json.loads(capsys.readouterr().out)["erased"]) == (0, 0)
