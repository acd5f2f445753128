"""`jupyter teach hint`: the next hint on an exercise."""

from __future__ import annotations

import argparse
import asyncio
import sys
from contextlib import aclosing
from dataclasses import replace

from jupyter_llm_teach.cli.opening import add_notebook, notebook_of, opened, settings_of
from jupyter_llm_teach.cli.shapes import SCHEMA, Json, facts_json, usage_json, write_json
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.teaching.wording import Wording
from jupyter_llm_teach.tutor.hint import Hint, Refused, hint
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work, work_on


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = groups.add_parser("hint", help="the next hint on an exercise")
    add_notebook(parser)
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
    async with opened(settings) as tutor:
        work = work_on(tutor.courses, notebook, arguments.exercise, arguments.language or "en")
        if arguments.language:
            work = replace(work, language=arguments.language)
        answer = await _last(tutor, work, Rung(arguments.rung) if arguments.rung else None)
        wording = tutor.wording(work.language)
        if arguments.json:
            write_json(_shape(work, answer, wording))
        else:
            _print(answer)
    return 0


async def _last(tutor: Tutor, work: Work, rung: Rung | None) -> Hint | Refused:
    answer: Hint | Refused | None = None
    async with aclosing(hint(tutor, work, rung)) as events:
        async for event in events:
            if isinstance(event, Hint | Refused):
                answer = event
    assert answer is not None, "a request for help ends with a hint or a refusal"
    return answer


def _print(answer: Hint | Refused) -> None:
    match answer:
        case Hint(text=text):
            sys.stdout.write(f"{text}\n")
        case Refused(reason=reason, next=todo):
            sys.stdout.write(f"{reason} {todo}\n")


def _shape(work: Work, answer: Hint | Refused, wording: Wording) -> Json:
    shape: dict[str, Json] = {"schema": SCHEMA, "exercise": work.exercise.id}
    if isinstance(answer, Refused):
        shape |= {
            "decision": "withhold",
            "reason": answer.decision.reason.value,
            "next": answer.next,
            "rung": answer.decision.rung.value,
            "facts": facts_json(answer.facts, wording),
            "text": answer.reason,
            "source": "analysis",
            "guard": {"verdict": "clean", "findings": []},
            "usage": None,
        }
        return shape
    shape |= {
        "decision": "give",
        "reason": None,
        "next": None,
        "rung": answer.rung.value,
        "facts": facts_json(answer.facts, wording),
        "text": answer.text,
        "source": answer.source,
        "guard": {
            "verdict": answer.verdict.ruling.value,
            "findings": [
                {"rule": each.rule, "where": each.where, "in": "draft"} for each in answer.rejected
            ],
        },
        "usage": usage_json(answer.spent),
    }
    return shape
