"""Exercises that read files beside their notebook, from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from jupyter_llm_teach.cli.main import main
from tests.courses.notebooks import answer, code, graded, write

SOLVED = """def total():
    ### BEGIN SOLUTION
    return sum(amounts())
    ### END SOLUTION
"""
EARLIER = """import csv
from pathlib import Path

import shop

DATA = Path("data")

def amounts():
    with open(DATA / "ventes.csv") as file:
        return [shop.amount(row) for row in csv.DictReader(file)]
"""
HELPER = "def amount(row):\n    return int(row['amount'])\n"
TESTS = """assert total() == 42
### BEGIN HIDDEN TESTS
assert total() == sum(map(int, open("data/ventes.csv").read().split()[1:]))
### END HIDDEN TESTS
"""
STARTER = "def total():\n    raise NotImplementedError()"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder = tmp_path / "course"
    write(folder / "week 1" / "a.ipynb", code(EARLIER), answer(SOLVED, "total"), graded(TESTS))
    put_files(folder / "week 1")
    return folder


def put_files(folder: Path) -> None:
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "ventes.csv").write_text("amount\n40\n2\n")
    (folder / "shop.py").write_text(HELPER)


def learners(folder: Path, program: str) -> Path:
    shown = graded("assert total() == 42")
    return write(folder / "a.ipynb", code(EARLIER), answer(program, "total"), shown)


def said(capsys: pytest.CaptureFixture[str], *command: str) -> dict[str, Any]:
    assert main([*command, "--json"]) == 0
    answered: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answered


def test_a_reference_that_reads_a_file_passes(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = said(capsys, "course", "check", str(course))

    (exercise,) = found["exercises"]
    assert (exercise["reference"], exercise["starter"]) == ("passes", "fails")
    assert found["problems"] == []


def test_a_learner_is_checked_with_the_instructors_files(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notebook = learners(tmp_path / "work", "def total():\n    return sum(amounts())")

    (exercise,) = said(capsys, "check", str(notebook), "--course", str(course))["exercises"]

    assert (exercise["state"], len(exercise["tests"])) == ("passed", 2)


def test_without_a_course_the_files_beside_the_notebook_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put_files(tmp_path / "work")
    notebook = learners(tmp_path / "work", "def total():\n    return sum(amounts()) + 1")

    (exercise,) = said(capsys, "check", str(notebook))["exercises"]

    (test,) = exercise["facts"]["tests"]
    assert (exercise["state"], test["got"], test["expected"]) == ("failed", "43", "42")


def test_a_file_that_is_missing_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = "def total():\n    return len(open('gone.csv').read())"
    notebook = learners(tmp_path / "work", program)

    (exercise,) = said(capsys, "check", str(notebook))["exercises"]

    (test,) = exercise["tests"]
    assert "the file `gone.csv`" in test["message"]


def test_a_file_that_an_earlier_cell_writes_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    writing = code("with open('made.txt', 'w') as out:\n    out.write('4' * 42)")
    program = "def total():\n    return len(open('made.txt').read())"
    notebook = write(
        tmp_path / "work" / "a.ipynb",
        writing,
        answer(program, "total"),
        graded("assert total() == 42"),
    )

    (exercise,) = said(capsys, "check", str(notebook))["exercises"]

    assert exercise["state"] == "passed"
