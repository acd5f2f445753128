"""`jupyter teach hint`: the next hint on an exercise."""

from __future__ import annotations

import argparse
import asyncio
import sys
import uuid
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import replace

from jupyter_llm_teach.cli.help_report import (
    Unrecorded,
    guard_json,
    print_unrecorded,
    withheld_json,
)
from jupyter_llm_teach.cli.opening import (
    add_learner,
    add_notebook,
    is_rehearsed,
    notebook_of,
    opened_as,
    settings_of,
    work_of,
)
from jupyter_llm_teach.cli.shapes import SCHEMA, Json, facts_json, usage_json, write_json
from jupyter_llm_teach.errors import DiskFullError, JournalError
from jupyter_llm_teach.teaching.facts.fact import Facts
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.teaching.wording import Wording
from jupyter_llm_teach.tutor.hint import FactsFound, Hint, Refused, hint
from jupyter_llm_teach.tutor.model import Sentence, Waiting
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = groups.add_parser("hint", help="the next hint on an exercise")
    add_notebook(parser)
    add_learner(parser)
    parser.add_argument("--exercise", metavar="ID", required=True, help="which exercise")
    parser.add_argument(
        "--rung",
        choices=[rung.value for rung in Rung],
        help="this step of the ladder (default: the next one)",
    )
    parser.add_argument("--offline", action="store_true", help="use no model")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Ask and print."""
    return asyncio.run(_run(arguments))


async def _run(arguments: argparse.Namespace) -> int:
    notebook = notebook_of(arguments)
    settings = settings_of(arguments)
    if arguments.offline:
        settings = replace(settings, engine="none")
    async with opened_as(settings, arguments) as tutor:
        work = work_of(tutor, notebook, arguments)
        answer = await _last(tutor, work, Rung(arguments.rung) if arguments.rung else None)
        wording = tutor.wording(work.language)
        if arguments.json:
            recorded = not (is_rehearsed(arguments) or isinstance(answer, Unrecorded))
            write_json({**_shape(work, answer, wording), "recorded": recorded})
        else:
            _print(answer, wording)
    return 1 if isinstance(answer, Unrecorded) else 0


_Answer = Hint | Refused | Unrecorded


async def _last(tutor: Tutor, work: Work, rung: Rung | None) -> _Answer:
    answer: Hint | Refused | None = None
    facts: Facts | None = None
    try:
        async with aclosing(hint(tutor, work, rung, str(uuid.uuid4()))) as events:
            async for event in events:
                match event:
                    case FactsFound(shown=shown):
                        facts = shown
                    case Hint() | Refused():
                        answer = event
                    case Waiting() | Sentence():
                        pass
    except (JournalError, DiskFullError) as error:
        if facts is None:
            raise
        return Unrecorded(facts, error)
    assert answer is not None, "a request for help ends with a hint or a refusal"
    return answer


def _print(answer: _Answer, wording: Wording) -> None:
    match answer:
        case Hint(text=text, why=why):
            sys.stdout.write(f"{why}\n\n{text}\n" if why else f"{text}\n")
        case Refused(reason=reason, next=todo):
            sys.stdout.write(f"{reason} {todo}\n")
        case Unrecorded():
            print_unrecorded(answer, wording)


def _shape(work: Work, answer: _Answer, wording: Wording) -> Mapping[str, Json]:
    shape: dict[str, Json] = {
        "schema": SCHEMA,
        "exercise": work.exercise.id,
        "facts": facts_json(answer.facts, wording),
    }
    match answer:
        case Hint():
            return shape | _given(answer)
        case Refused(decision=decision, reason=text, next=todo):
            when = None if decision.when is None else decision.when.isoformat()
            withheld = _withheld(decision.reason.value, text, todo)
            return shape | withheld | {"rung": decision.rung.value, "when": when}
        case Unrecorded(error=error):
            return shape | _withheld(error.code, error.message, error.todo)


def _given(answer: Hint) -> dict[str, Json]:
    return {
        "decision": "give",
        "reason": None,
        "next": None,
        "when": None,
        "rung": answer.rung.value,
        "cost": answer.cost,
        "text": answer.text,
        "source": answer.source,
        "guard": guard_json(answer.rejected, answer.verdict),
        "usage": usage_json(answer.spent),
    }


def _withheld(reason: str, text: str, todo: str) -> dict[str, Json]:
    return {**withheld_json(reason, text, todo), "when": None, "rung": None, "cost": 0.0}
