"""`jupyter teach check`: run the tests of a notebook's exercises."""

from __future__ import annotations

import argparse
import asyncio
import sys
from dataclasses import dataclass, replace

from jupyter_llm_teach.cli.opening import add_notebook, notebook_of, opened, settings_of
from jupyter_llm_teach.cli.shapes import SCHEMA, Json, facts_json, tests_json, write_json
from jupyter_llm_teach.errors import DiskFullError, JournalError, TeachError
from jupyter_llm_teach.teaching.facts.fact import Facts
from jupyter_llm_teach.teaching.facts.shown import shown
from jupyter_llm_teach.teaching.notebook import Notebook
from jupyter_llm_teach.teaching.noticing import card_sentence
from jupyter_llm_teach.teaching.policy import Language
from jupyter_llm_teach.teaching.standing import Standing
from jupyter_llm_teach.tutor.attempt import attempted
from jupyter_llm_teach.tutor.check import stands
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work, work_on, works

_MARKS = {"passed": "✓", "failed": "✗", "error": "✗", "not_run": "-"}


@dataclass(frozen=True, slots=True)
class Checked:
    """How an exercise stands.

    Attributes:
        work: The learner's work on it.
        facts: What the learner may see of the facts.
        standing: The help that was used; None where the journal can't be used.
        unrecorded: Why the attempt was not recorded; None where it was.
    """

    work: Work
    facts: Facts
    standing: Standing | None
    unrecorded: TeachError | None = None


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
        found = [await _checked(tutor, work) for work in _wanted(tutor, notebook, arguments)]
        (_print_json if arguments.json else _print_table)(tutor, found)
    unrecorded = next((each.unrecorded for each in found if each.unrecorded is not None), None)
    if unrecorded is not None:
        sys.stderr.write(f"These attempts were not recorded. {unrecorded}\n")
    return 0


async def _checked(tutor: Tutor, work: Work) -> Checked:
    """The facts, and how much help was used; what can't be recorded is no reason to hide them."""
    found = await tutor.runner.facts(work)
    visible = shown(found, None, work.policy.error_help)
    try:
        await attempted(tutor, work, found)
    except (JournalError, DiskFullError) as error:
        return Checked(work, visible, None, error)
    return Checked(work, visible, await stands(tutor, work, found))


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


def _print_json(tutor: Tutor, found: list[Checked]) -> None:
    write_json({"schema": SCHEMA, "exercises": [_shape(tutor, each) for each in found]})


def _shape(tutor: Tutor, found: Checked) -> Json:
    work, facts, standing = found.work, found.facts, found.standing
    wording = tutor.wording(work.language)
    return {
        "id": work.exercise.id,
        "points": work.exercise.points,
        "state": facts.state.value,
        "tests": tests_json(facts, wording),
        "facts": facts_json(facts, wording),
        "help": None
        if standing is None
        else {"hints": standing.hints, "cost": round(standing.cost, 2)},
        "recorded": found.unrecorded is None,
    }


def _print_table(tutor: Tutor, found: list[Checked]) -> None:
    for each in found:
        facts = each.facts
        sentence = card_sentence(facts, tutor.wording(each.work.language))
        mark = _MARKS[facts.state.value]
        count = f"{facts.passed}/{len(facts.tests)}"
        sys.stdout.write(f"{mark} {each.work.exercise.id:32} {count:>6}  {sentence}\n")
