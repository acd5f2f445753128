"""`jupyter teach ask`: a free question about an exercise."""

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
from jupyter_llm_teach.teaching.wording import Wording
from jupyter_llm_teach.tutor.ask import Answered, Unanswered, ask
from jupyter_llm_teach.tutor.hint import FactsFound
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = groups.add_parser("ask", help="a free question about an exercise")
    add_notebook(parser)
    add_learner(parser)
    parser.add_argument("question", metavar="QUESTION", help="what you want to know, in quotes")
    parser.add_argument("--exercise", metavar="ID", required=True, help="which exercise")
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
        answer = await _last(tutor, work, arguments.question)
        wording = tutor.wording(work.language)
        if arguments.json:
            recorded = not (is_rehearsed(arguments) or isinstance(answer, Unrecorded))
            shape = _shape(work, arguments.question, answer)
            write_json({**shape, "facts": _facts(answer, wording), "recorded": recorded})
        else:
            _print(answer, wording)
    return 1 if isinstance(answer, Unrecorded) else 0


_Answer = Answered | Unanswered | Unrecorded


async def _last(tutor: Tutor, work: Work, question: str) -> _Answer:
    answer: Answered | Unanswered | None = None
    facts: Facts | None = None
    try:
        async with aclosing(ask(tutor, work, question, str(uuid.uuid4()))) as events:
            async for event in events:
                match event:
                    case FactsFound(shown=shown):
                        facts = shown
                    case Answered() | Unanswered():
                        answer = event
                    case _:
                        pass
    except (JournalError, DiskFullError) as error:
        if facts is None:
            raise
        return Unrecorded(facts, error)
    assert answer is not None, "a question ends with an answer or a refusal"
    return answer


def _print(answer: _Answer, wording: Wording) -> None:
    match answer:
        case Answered(text=text):
            sys.stdout.write(f"{text}\n")
        case Unanswered(reason=reason, next=todo):
            sys.stdout.write(f"{reason} {todo}\n")
        case Unrecorded():
            print_unrecorded(answer, wording)


def _facts(answer: _Answer, wording: Wording) -> Json:
    return facts_json(answer.facts, wording) if isinstance(answer, Unrecorded) else None


def _shape(work: Work, question: str, answer: _Answer) -> Mapping[str, Json]:
    shape: dict[str, Json] = {
        "schema": SCHEMA,
        "exercise": work.exercise.id,
        "question": question,
    }
    match answer:
        case Unanswered(refusal=refusal, reason=reason, next=todo):
            return {**shape, **withheld_json(refusal.reason.value, reason, todo)}
        case Unrecorded(error=error):
            return {**shape, **withheld_json(error.code, error.message, error.todo)}
        case Answered():
            return {
                **shape,
                "decision": "give" if answer.reason is None else "withhold",
                "reason": None if answer.reason is None else answer.reason.value,
                "next": answer.next or None,
                "text": answer.text,
                "source": answer.source,
                "guard": guard_json(answer.rejected, answer.verdict),
                "usage": usage_json(answer.spent),
            }
