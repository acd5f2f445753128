"""What an instructor configures in YAML: of an assignment, of a question, of a test.

Source: https://otter-grader.readthedocs.io/en/latest/otter_assign/notebook_format.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from jupyter_llm_teach.courses.otter.yaml import Reading, is_points, mapping_in
from jupyter_llm_teach.courses.regions import Fault
from jupyter_llm_teach.courses.tests_beside import as_mapping

_NAME = re.compile(r"\w[\w .-]{0,99}")
_QUESTION_KEYS = ("name", "manual", "points", "check_cell", "export", "all_or_nothing")

Points = float | tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class QuestionSettings:
    """What a question's configuration says.

    Attributes:
        name: Names its tests' file and its check; empty where nobody gave one.
        points: For the whole, or for each test; None where nobody said.
        each: Points for every test; None where nobody said.
        manual: Whether a person grades it.
        check_cell: Whether students get a cell that checks it.
        export: Whether it is in the PDF that students hand in.
        all_or_nothing: Whether one failed test costs all points.
    """

    name: str = ""
    points: Points = None
    each: float | None = None
    manual: bool = False
    check_cell: bool = True
    export: bool = False
    all_or_nothing: bool = False


@dataclass(frozen=True, slots=True)
class TestSettings:
    """What a test's configuration says; None where it says nothing."""

    __test__ = False

    name: str | None = None
    points: float | None = None
    hidden: bool | None = None
    success_message: str | None = None
    failure_message: str | None = None


@dataclass(frozen=True, slots=True)
class AssignmentSettings:
    """What of an assignment's configuration changes what students get.

    Attributes:
        init_cell: Whether a first cell loads Otter.
        check_all_cell: Whether a cell near the end runs all checks.
        export: Arguments of the cell that packs what students hand in; None for no such cell.
        instructions: The instructor's words above that cell.
        ok_format: Whether tests compare outputs; else each is a function that may raise.
        show_points: Whether students see the points of each question.
        strip_everywhere: Whether solutions may stand outside of solution blocks.
        named: Whether the cell that loads Otter names the notebook.
        seed: The name of a variable, and the value that students get for it.
    """

    init_cell: bool = True
    check_all_cell: bool = False
    export: tuple[str, ...] | None = ("run_tests=True",)
    instructions: str = ""
    ok_format: bool = True
    show_points: bool = False
    strip_everywhere: bool = False
    named: bool = True
    seed: tuple[str, str] | None = None


def question_settings(text: str, first: int) -> tuple[QuestionSettings, list[Fault]]:
    """What a question's configuration says, and what is wrong with it."""
    held, faults = mapping_in(text, first)
    reading = Reading(text.split("\n"), first, faults)
    broken = bool(faults)
    for key in held:
        near = get_close_matches(key, _QUESTION_KEYS, 1, 0.8)
        if key not in _QUESTION_KEYS and near:
            reading.add(key, f'"{key}" looks like a misspelled "{near[0]}"')
    points, each = _points(held, reading)
    settings = QuestionSettings(
        _name(held, reading) if not broken else "",
        points,
        each,
        manual=reading.flag(held, "manual", default=False),
        check_cell=reading.flag(held, "check_cell", default=True),
        export=reading.flag(held, "export", default=False),
        all_or_nothing=reading.flag(held, "all_or_nothing", default=False),
    )
    return settings, reading.faults


def test_settings(text: str, first: int) -> tuple[TestSettings, list[Fault]]:
    """What a test's configuration says, and what is wrong with it."""
    held, faults = mapping_in(text, first)
    reading = Reading(text.split("\n"), first, faults)
    hidden = reading.flag(held, "hidden", default=False) if "hidden" in held else None
    settings = TestSettings(
        reading.text(held, "name"),
        reading.number(held, "points"),
        hidden,
        reading.text(held, "success_message"),
        reading.text(held, "failure_message"),
    )
    return settings, reading.faults


test_settings.__test__ = False  # type: ignore[attr-defined]


def assignment_settings(text: str, first: int) -> tuple[AssignmentSettings, list[Fault]]:
    """What an assignment's configuration says, and what is wrong with it."""
    held, faults = mapping_in(text, first)
    reading = Reading(text.split("\n"), first, faults)
    if held.get("config_file"):
        reading.add("config_file", "We don't read a configuration in another file")
    tests = as_mapping(held.get("tests"))
    cell = held.get("export_cell", True)
    settings = AssignmentSettings(
        init_cell=reading.flag(held, "init_cell", default=True),
        check_all_cell=reading.flag(held, "check_all_cell", default=False),
        export=None if cell is False else _export(as_mapping(cell), held.get("student_files")),
        instructions=reading.text(as_mapping(cell), "instructions") or "",
        ok_format=reading.flag(tests, "ok_format", default=True),
        show_points=reading.flag(held, "show_question_points", default=False),
        strip_everywhere=reading.flag(held, "strip_solutions_from_all_cells", default=False),
        named=held.get("runs_on", "default") == "default",
        seed=_seed(as_mapping(held.get("seed"))),
    )
    return settings, reading.faults


def _name(held: Mapping[str, Any], reading: Reading) -> str:
    value = held.get("name")
    if value is None or value == "":
        reading.faults.append(Fault(reading.first, "This question has no name", "missing_id"))
        return ""
    if isinstance(value, str) and _NAME.fullmatch(value):
        return value
    quoted = isinstance(value, str)
    rule = "is made of letters, digits, spaces and . _ -" if quoted else "needs quotes around it"
    reading.add("name", f"This question's name {rule}")
    return ""


def _points(held: Mapping[str, Any], reading: Reading) -> tuple[Points, float | None]:
    value = held.get("points")
    if isinstance(value, dict):
        return None, reading.number(value, "each")
    if isinstance(value, list):
        if all(is_points(each) for each in value):
            return tuple(map(float, value)), None
        reading.add("points", "Not all of these points are numbers")
        return None, None
    return reading.number(held, "points"), None


def _export(held: Mapping[str, Any], students: object) -> tuple[str, ...]:
    """The arguments with which the export cell is called."""
    files = [*_texts(held.get("files")), *_texts(students)]
    given = (
        ("filtering=False", held.get("filtering") is False),
        ("pdf=False", held.get("pdf") is False),
        ("force_save=True", held.get("force_save") is True),
        ("run_tests=True", held.get("run_tests") is not False),
        ("ignore_log=True", held.get("ignore_log") is True),
        (f"files={files}", bool(files)),
    )
    return tuple(text for text, wanted in given if wanted)


def _texts(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _seed(held: Mapping[str, Any]) -> tuple[str, str] | None:
    name, value = held.get("variable"), held.get("student_value")
    known = isinstance(name, str) and name.isidentifier() and isinstance(value, int)
    return (str(name), str(value)) if known else None
