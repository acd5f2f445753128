"""`jupyter teach check`: run the tests of a notebook's exercises."""

from __future__ import annotations

import argparse
import asyncio
import sys
from dataclasses import replace

from jupyter_llm_teach.cli.opening import add_notebook, notebook_of, opened, settings_of
from jupyter_llm_teach.cli.shapes import SCHEMA, facts_json, tests_json, write_json
from jupyter_llm_teach.teaching.facts.fact import Facts
from jupyter_llm_teach.teaching.facts.shown import shown
from jupyter_llm_teach.teaching.notebook import Notebook
from jupyter_llm_teach.teaching.noticing import card_sentence
from jupyter_llm_teach.teaching.policy import Language
from jupyter_llm_teach.tutor.check import check
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work, work_on, works

_MARKS = {"passed": "✓", "failed": "✗", "error": "✗", "not_run": "-"}


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = groups.add_parser("check", help="run the tests of a notebook's exercises")
    add_notebook(parser)
    parser.add_argument("--exercise", metavar="ID", help="only this exercise")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check and print."""
    return asyncio.run(_run(arguments))


async def _run(arguments: argparse.Namespace) -> int:
    notebook = notebook_of(arguments)
    settings = replace(settings_of(arguments), engine="none")
    async with opened(settings) as tutor:
        found = [
            (work, shown(await check(tutor, work), None))
            for work in _wanted(tutor, notebook, arguments)
        ]
        (_print_json if arguments.json else _print_table)(tutor, found)
    return 0


def _wanted(tutor: Tutor, notebook: Notebook, arguments: argparse.Namespace) -> tuple[Work, ...]:
    language: Language = arguments.language or "en"
    wanted = (
        (work_on(tutor.courses, notebook, arguments.exercise, language),)
        if arguments.exercise
        else works(tutor.courses, notebook, language)
    )
    if arguments.language is None:
        return wanted
    return tuple(replace(each, language=language) for each in wanted)


def _print_json(tutor: Tutor, found: list[tuple[Work, Facts]]) -> None:
    write_json(
        {
            "schema": SCHEMA,
            "exercises": [
                {
                    "id": work.exercise.id,
                    "points": work.exercise.points,
                    "state": facts.state.value,
                    "tests": tests_json(facts, tutor.wording(work.language)),
                    "facts": facts_json(facts, tutor.wording(work.language)),
                }
                for work, facts in found
            ],
        }
    )


def _print_table(tutor: Tutor, found: list[tuple[Work, Facts]]) -> None:
    for work, facts in found:
        sentence = card_sentence(facts, tutor.wording(work.language))
        mark = _MARKS[facts.state.value]
        count = f"{facts.passed}/{len(facts.tests)}"
        sys.stdout.write(f"{mark} {work.exercise.id:32} {count:>6}  {sentence}\n")
