from __future__ import annotations

import ast
import runpy
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.teaching.concepts import Concept
from jupyter_llm_teach.teaching.examples import examples, parallel
from jupyter_llm_teach.teaching.wording import WorkedExample
from tests.teaching.guard.cases import ANSWER, EXERCISE, REFERENCE

ALL = [
    pytest.param(example, id=f"{language}-{concept.value}-{number}")
    for language in ("en", "fr")
    for concept in Concept
    for number, example in enumerate(
        examples(concept, load_wording("fr" if language == "fr" else "en"))
    )
]
WINDOWS = examples(Concept.WINDOWS, load_wording("en"))


@pytest.mark.parametrize("example", ALL)
def test_an_example_runs_and_ends_with_a_visible_result(
    example: WorkedExample, tmp_path: Path
) -> None:
    program = tmp_path / "example.py"
    program.write_text(example.code, encoding="utf-8")
    runpy.run_path(str(program))
    assert isinstance(ast.parse(example.code).body[-1], ast.Assert)


@pytest.mark.parametrize("example", ALL)
def test_an_example_tells_its_problem_in_words(example: WorkedExample) -> None:
    assert 15 <= len(example.text.split()) <= 80


def test_the_first_example_is_chosen_where_it_gives_nothing_away() -> None:
    assert parallel(WINDOWS, EXERCISE, ANSWER) == WINDOWS[0]


def test_an_example_that_is_the_reference_under_other_names_is_left_out() -> None:
    renamed = REFERENCE.replace("xs", "values").replace("means", "out").replace("running_", "my_")
    leak = WorkedExample("Another problem.", renamed)
    assert parallel([leak, WINDOWS[0]], EXERCISE, "") == WINDOWS[0]


def test_an_example_with_a_line_of_the_reference_is_left_out() -> None:
    exercise = replace(EXERCISE, references=(WINDOWS[0].code, REFERENCE))
    assert parallel(WINDOWS, exercise, ANSWER) == WINDOWS[1]


def test_where_every_example_gives_something_away_there_is_none() -> None:
    exercise = replace(EXERCISE, references=(WINDOWS[0].code, WINDOWS[1].code))
    assert parallel(WINDOWS, exercise, ANSWER) is None
