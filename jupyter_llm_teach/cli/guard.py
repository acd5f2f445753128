"""`jupyter teach guard`: what the guard would say of a reply."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from dataclasses import replace
from pathlib import Path

from jupyter_llm_teach.cli.opening import (
    add_learner,
    add_notebook,
    notebook_of,
    opened,
    settings_of,
    unread,
    work_of,
)
from jupyter_llm_teach.cli.shapes import SCHEMA, Json, write_json
from jupyter_llm_teach.errors import BadInputError
from jupyter_llm_teach.teaching.guard.bounds import Bounds, bounds_of
from jupyter_llm_teach.teaching.guard.reasons import NOTE, why
from jupyter_llm_teach.teaching.guard.verdict import Finding, Verdict
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.teaching.wording import Wording
from jupyter_llm_teach.tutor.leak import guarded
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work

_LONGEST = 16_000_000


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = groups.add_parser("guard", help="what the guard says of a reply on an exercise")
    add_notebook(parser)
    add_learner(parser)
    parser.add_argument("--exercise", metavar="ID", required=True, help="which exercise")
    parser.add_argument(
        "--reply", metavar="FILE", required=True, help="the reply to judge; - for standard input"
    )
    parser.add_argument(
        "--rung",
        choices=[rung.value for rung in Rung],
        help="what the reply is a hint of (default: the strictest, words alone)",
    )
    parser.add_argument(
        "--shown",
        metavar="FILE",
        nargs="+",
        action="extend",
        default=[],
        help="earlier replies on this exercise, oldest first",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Judge and print."""
    return asyncio.run(_run(arguments))


async def _run(arguments: argparse.Namespace) -> int:
    reply = _text_of(arguments.reply)
    shown = [_text_of(each) for each in arguments.shown]
    notebook = notebook_of(arguments)
    settings = replace(settings_of(arguments), engine="none")
    async with opened(settings) as tutor:
        work = work_of(tutor, notebook, arguments)
        wording = tutor.wording(work.language)
        rung = None if arguments.rung is None else Rung(arguments.rung)
        bounds = replace(bounds_of(work.policy, rung), note=wording.say(NOTE))
        verdict, seconds = await _judged(tutor, work, reply, shown, bounds)
        if arguments.json:
            write_json(_shape(verdict, wording, seconds))
        else:
            _print(verdict, wording)
    return 0


async def _judged(
    tutor: Tutor, work: Work, reply: str, shown: list[str], bounds: Bounds
) -> tuple[Verdict, float]:
    await tutor.runner.facts(work)  # as it is when a learner asks: the answer's tests are known
    started = time.perf_counter()
    verdict = await guarded(tutor.runner, work, reply, shown, bounds)
    return verdict, time.perf_counter() - started


def _text_of(name: str) -> str:
    """The text of a file, whatever its bytes are.

    Raises:
        BadInputError: it can't be read, or is larger than any reply.
    """
    try:
        data = sys.stdin.buffer.read(_LONGEST + 1) if name == "-" else _read(Path(name))
    except OSError as error:
        told = unread(name, error)
        raise BadInputError(told, "Give the file with the reply's text.") from error
    if len(data) > _LONGEST:
        raise BadInputError(f"{name} is too large.", "A reply has at most 16 megabytes.")
    return data.decode("utf-8", "replace")


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_LONGEST + 1)


def _shape(verdict: Verdict, wording: Wording, seconds: float) -> Json:
    return {
        "schema": SCHEMA,
        "verdict": verdict.ruling.value,
        "shown": verdict.text,
        "findings": [_finding(each, wording) for each in verdict.findings],
        "milliseconds": round(seconds * 1000, 2),
    }


def _finding(finding: Finding, wording: Wording) -> Json:
    end = finding.where + 1 if finding.end is None else finding.end
    return {
        "rule": finding.rule,
        "span": [finding.where, end],
        "why": why(finding, wording),
        "tests_gained": list(finding.gained),
    }


def _print(verdict: Verdict, wording: Wording) -> None:
    sys.stdout.write(f"{verdict.ruling.value}\n")
    for each in verdict.findings:
        gained = f" ({', '.join(each.gained)})" if each.gained else ""
        sys.stdout.write(
            f"- {each.rule}, from character {each.where}: {why(each, wording)}{gained}\n"
        )
    if verdict.text:
        sys.stdout.write(f"\n{verdict.text}\n")
