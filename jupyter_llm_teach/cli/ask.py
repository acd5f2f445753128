"""`jupyter teach ask`: a free question about an exercise."""

from __future__ import annotations

import argparse
import asyncio
import sys
import uuid
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import replace

from jupyter_llm_teach.cli.opening import (
    add_learner,
    add_notebook,
    is_rehearsed,
    notebook_of,
    opened_as,
    settings_of,
    work_of,
)
from jupyter_llm_teach.cli.shapes import SCHEMA, Json, usage_json, write_json
from jupyter_llm_teach.tutor.ask import Answered, Unanswered, ask
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
        if arguments.json:
            shape = _shape(work, arguments.question, answer)
            write_json({**shape, "recorded": not is_rehearsed(arguments)})
        else:
            _print(answer)
    return 0


async def _last(tutor: Tutor, work: Work, question: str) -> Answered | Unanswered:
    answer: Answered | Unanswered | None = None
    async with aclosing(ask(tutor, work, question, str(uuid.uuid4()))) as events:
        async for event in events:
            if isinstance(event, Answered | Unanswered):
                answer = event
    assert answer is not None, "a question ends with an answer or a refusal"
    return answer


def _print(answer: Answered | Unanswered) -> None:
    match answer:
        case Answered(text=text):
            sys.stdout.write(f"{text}\n")
        case Unanswered(reason=reason, next=todo):
            sys.stdout.write(f"{reason} {todo}\n")


def _shape(work: Work, question: str, answer: Answered | Unanswered) -> Mapping[str, Json]:
    shape: dict[str, Json] = {"schema": SCHEMA, "exercise": work.exercise.id}
    match answer:
        case Unanswered(refusal=refusal, reason=reason, next=todo):
            return shape | {
                "decision": "withhold",
                "reason": refusal.reason.value,
                "next": todo,
                "question": question,
                "text": reason,
                "source": "analysis",
                "guard": {"verdict": "clean", "findings": []},
                "usage": None,
            }
        case Answered():
            return shape | {
                "decision": "give" if answer.reason is None else "withhold",
                "reason": None if answer.reason is None else answer.reason.value,
                "next": answer.next or None,
                "question": question,
                "text": answer.text,
                "source": answer.source,
                "guard": {
                    "verdict": answer.verdict.ruling.value,
                    "findings": [
                        {"rule": each.rule, "where": each.where, "in": place}
                        for place, found in (
                            ("draft", answer.rejected),
                            ("text", answer.verdict.findings),
                        )
                        for each in found
                    ],
                },
                "usage": usage_json(answer.spent),
            }
