from __future__ import annotations

import io
from pathlib import Path

import pytest

from jupyter_llm_teach.cli.main import main
from tests.cli.said import said
from tests.fakes.sample import COURSES, RIGHT

FIX = "Remplace `len(xs) - k` par `len(xs) - k + 1`."


@pytest.fixture
def command(wrong: Path) -> list[str]:
    course = f"--course={COURSES / 'fr'}"
    return ["guard", str(wrong), "--exercise=moyenne_glissante", course]


def test_the_guard_says_why_it_holds_a_reply_back(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reply = tmp_path / "reply.txt"
    reply.write_text(FIX, encoding="utf-8")

    code = main([*command, f"--reply={reply}", "--json"])

    answer = said(capsys)
    assert (code, answer["schema"], answer["verdict"], answer["shown"]) == (0, 1, "blocked", "")
    assert all(each["why"].startswith("Elle ") for each in answer["findings"])
    assert all(0 <= each["span"][0] < each["span"][1] for each in answer["findings"])
    assert answer["milliseconds"] > 0


def test_a_reply_may_come_from_standard_input(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = io.TextIOWrapper(io.BytesIO("Compte les fenêtres.\udcff".encode(errors="replace")))
    monkeypatch.setattr("sys.stdin", given)

    assert main([*command, "--reply=-"]) == 0
    assert capsys.readouterr().out.startswith("clean\n\nCompte les fenêtres.")


def test_in_words_a_finding_names_its_place(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reply = tmp_path / "reply.txt"
    reply.write_text("Use `7 // 2` there.", encoding="utf-8")

    assert main([*command, f"--reply={reply}", "--language=en"]) == 0
    assert "- inline_code, from character 4: It shows code" in capsys.readouterr().out


def test_earlier_replies_and_the_rung_count(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reply, shown = tmp_path / "reply.txt", tmp_path / "shown.txt"
    reply.write_text("```python\nprint(max([3, 1]))\n```", encoding="utf-8")
    shown.write_text("Bravo.", encoding="utf-8")

    main([*command, f"--reply={reply}", "--rung=example", "--shown", str(shown), "--json"])

    assert said(capsys)["verdict"] == "clean"


def test_a_reply_that_is_not_there_is_said(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--reply=nowhere.txt"]) == 2
    assert "There is no file nowhere.txt." in capsys.readouterr().err


def test_a_folder_is_no_reply(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, f"--reply={tmp_path}"]) == 2
    assert f"{tmp_path} is a folder." in capsys.readouterr().err


def test_a_reply_of_a_megabyte_is_answered(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reply = tmp_path / "reply.txt"
    reply.write_text("(((`a\x00" * 200_000, encoding="utf-8")

    main([*command, f"--reply={reply}", "--json"])

    answer = said(capsys)
    assert [each["rule"] for each in answer["findings"]] == ["too_long"]
    assert answer["milliseconds"] < 5000


def test_no_rule_makes_a_question_of_the_reference(
    wrong: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    course, reply = tmp_path / "course", tmp_path / "reply.txt"
    course.mkdir()
    for file in (COURSES / "fr").iterdir():
        if file.is_file():
            (course / file.name).write_bytes(file.read_bytes())
    with (course / "teach.toml").open("a", encoding="utf-8") as rules:
        rules.write('[policy.rungs.question]\ncontains = "reference"\n')
    reply.write_text(f"```python\n{RIGHT.format(name='moyenne_glissante')}```\n", "utf-8")
    command = ["guard", str(wrong), "--exercise=moyenne_glissante", f"--course={course}"]

    main([*command, "--rung=question", f"--reply={reply}", "--json"])

    answer = said(capsys)
    assert (answer["verdict"], answer["shown"]) == ("blocked", "")
