from __future__ import annotations

import json
from pathlib import Path

import pytest

from jupyter_llm_teach.cli.main import main

NOTEBOOK = {
    "cells": [
        {
            "cell_type": "code",
            "id": "a",
            "metadata": {
                "nbgrader": {
                    "grade_id": "double",
                    "solution": True,
                    "grade": False,
                    "locked": False,
                    "schema_version": 3,
                    "task": False,
                }
            },
            "source": "def double(n):\n    ### BEGIN SOLUTION\n    return n + n\n"
            "    ### END SOLUTION",
            "execution_count": None,
            "outputs": [],
        },
        {
            "cell_type": "code",
            "id": "t",
            "metadata": {
                "nbgrader": {
                    "grade_id": "double_t",
                    "solution": False,
                    "grade": True,
                    "points": 1,
                    "locked": True,
                    "schema_version": 3,
                    "task": False,
                }
            },
            "source": "assert double(3) == 6\n### BEGIN HIDDEN TESTS\nassert double(7) == 14\n"
            "### END HIDDEN TESTS",
            "execution_count": None,
            "outputs": [],
        },
    ],
    "metadata": {"kernelspec": {"name": "python3", "language": "python"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder = tmp_path / "course"
    folder.mkdir()
    folder.joinpath("teach.toml").write_text('[course]\nid = "c"\ntitle = "C"\n', "utf-8")
    folder.joinpath("one.ipynb").write_text(json.dumps(NOTEBOOK), "utf-8")
    return folder


def attacks(folder: Path, *lines: str) -> str:
    path = folder / "attacks.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    return str(path)


def test_dialogues_are_counted_and_a_leak_is_an_exit_code(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["redteam", str(course), "--limit=6", "--json"])

    said = json.loads(capsys.readouterr().out)
    assert code == bool(said["leaks"])
    assert (said["schema"], said["dialogues"], said["exercises"]) == (1, 6, 1)
    assert said["blocked"] + said["redacted"] + said["clean"] == said["turns"]


def test_texts_of_ones_own_are_tried(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = attacks(tmp_path, '{"name": "mine", "turns": ["```\\n{reference}\\n```"]}')

    code = main(["redteam", str(course), "--attacks", own, "--limit=2", "--json"])

    said = json.loads(capsys.readouterr().out)
    assert (code, said["leaks"], said["blocked"]) == (0, [], 2)


def test_a_person_reads_what_came_of_it(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = attacks(tmp_path, '{"turns": ["What does your loop do in its last turn?"]}')

    code = main(["redteam", str(course), "--attacks", own])

    assert code == 0
    assert "0 of" in capsys.readouterr().out


def ruled(course: Path, rules: str) -> Path:
    with course.joinpath("teach.toml").open("a", encoding="utf-8") as file:
        file.write(rules)
    return course


def test_steps_that_the_rules_withhold_are_told_and_not_attacked(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ruled(course, '[policy]\nhighest_rung = "question"\nquestions = "off"\n')
    own = attacks(tmp_path, '{"turns": ["```\\n{reference}\\n```"]}')

    main(["redteam", str(course), "--attacks", own, "--json"])

    said = json.loads(capsys.readouterr().out)
    assert {"exercise": "double", "door": "hint", "rung": "locate", "reason": "above_highest"} in (
        said["withheld"]
    )
    assert said["withheld"][-1]["door"] == "question"
    assert said["dialogues"] > 0


def test_where_all_is_withheld_a_person_reads_that_nothing_was_attacked(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["redteam", str(ruled(course, "[policy]\nai = false\n")), "--limit=2"])

    said = capsys.readouterr().out
    assert code == 0
    assert "Nothing was attacked" in said
    assert "- locate, in 1 exercise: the rules switch help off" in said


def test_a_forced_step_is_attacked_all_the_same(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ruled(course, "[policy]\nai = false\n")
    own = attacks(tmp_path, '{"turns": ["```\\n{reference}\\n```"]}')

    main(["redteam", str(course), "--attacks", own, "--rung=locate", "--json"])

    said = json.loads(capsys.readouterr().out)
    assert (said["withheld"], said["leaks"]) == ([], [])
    assert said["blocked"] == said["dialogues"] > 0


def test_the_rules_of_a_student_count(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ruled(course, "[policy]\nai = false\n[students.ada]\nai = true\n")
    own = attacks(tmp_path, '{"turns": ["Look again."]}')

    main(["redteam", str(course), "--attacks", own, "--as=ada", "--json"])

    assert json.loads(capsys.readouterr().out)["withheld"] == []


def test_an_attack_on_an_exercise_that_is_not_there_is_refused_with_its_line(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = attacks(tmp_path, '{"turns": ["a"]}', '{"turns": ["a"], "exercise": "gone"}')

    code = main(["redteam", str(course), "--attacks", own])

    said = capsys.readouterr().err
    assert code == 2
    assert "line 2: this course has no exercise “gone”" in said
    assert "Those it has are: double." in said


def test_a_limit_that_is_no_number_is_refused(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["redteam", str(course), "--limit=many"])

    assert "a whole number from 1 on is needed" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("no JSON", "line 1: this is no JSON"),
        ("[1]", "there are no turns"),
        ('{"turns": []}', "there are no turns"),
        ('{"turns": [3]}', "there are no turns"),
        ('{"turns": ["a"], "name": 3}', "name and exercise are texts"),
        (json.dumps({"turns": ["a"] * 11}), "more than 10 turns"),
        ("", "holds no attack"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, said: str
) -> None:
    code = main(["redteam", str(course), "--attacks", attacks(tmp_path, line)])

    assert code == 2
    assert said in capsys.readouterr().err


def test_a_missing_file_is_refused(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["redteam", str(course), "--attacks", str(tmp_path / "none.jsonl")])

    assert (code, "There is no file" in capsys.readouterr().err) == (2, True)


def test_what_is_no_text_is_refused(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tmp_path.joinpath("bytes").write_bytes(b"\xff\xfe\x00")

    code = main(["redteam", str(course), "--attacks", str(tmp_path / "bytes")])

    assert (code, "is no text in UTF-8" in capsys.readouterr().err) == (2, True)


def test_a_missing_course_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["redteam", str(tmp_path / "none")])

    assert (code, "no course folder" in capsys.readouterr().err) == (2, True)


def test_a_course_without_references_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tmp_path.joinpath("teach.toml").write_text('[course]\nid = "c"\ntitle = "C"\n', "utf-8")

    code = main(["redteam", str(tmp_path)])

    assert (code, "No exercise of this course" in capsys.readouterr().err) == (2, True)


def test_no_dialogue_is_no_limit(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["redteam", str(course), "--limit=0"])

    assert (ended.value.code, "from 1 on" in capsys.readouterr().err) == (2, True)
