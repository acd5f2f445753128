"""`jupyter teach doctor`: what works here, and what to do about the rest."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from jupyter_llm_teach.app import (
    Settings,
    build_courses,
    build_sandbox,
    configured,
)
from jupyter_llm_teach.cli.engine_report import standings
from jupyter_llm_teach.cli.shapes import SCHEMA, write_json
from jupyter_llm_teach.errors import TeachError

_KINDS = {
    "llamacpp": "the embedded engine (llama.cpp)",
    "ollama": "the server of Ollama",
    "openai": "the server",
    "huggingface": "the endpoint",
    "transformers": "the engine of HuggingFace",
}
_MARKS = {"ok": "✓", "warning": "!", "problem": "✗"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    status: Literal["ok", "warning", "problem"]
    message: str
    todo: str = ""


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = groups.add_parser("doctor", help="what works here, and what to do about the rest")
    parser.add_argument("--course", type=Path, metavar="DIR", help="look at this course, too")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Look and print; a problem is an answer, not a failure."""
    return asyncio.run(_run(arguments))


async def _run(arguments: argparse.Namespace) -> int:
    settings = configured()
    if arguments.course is not None:
        settings = replace(settings, courses=(arguments.course.resolve(),))
    found = [each async for each in _findings(settings)]
    if arguments.json:
        write_json(
            {
                "schema": SCHEMA,
                "checks": [
                    {"name": f.name, "status": f.status, "message": f.message, "todo": f.todo}
                    for f in found
                ],
            }
        )
        return 0
    for each in found:
        sys.stdout.write(f"{_MARKS[each.status]} {each.name}: {each.message} {each.todo}".rstrip())
        sys.stdout.write("\n")
    return 0


async def _findings(settings: Settings) -> AsyncIterator[Finding]:
    async for each in _engine_and_model(settings):
        yield each
    yield await _sandbox(settings)
    yield _courses(settings)


async def _engine_and_model(settings: Settings) -> AsyncIterator[Finding]:
    try:
        found = await standings(settings)
    except TeachError as error:
        yield Finding("engine", "problem", error.message, error.todo)
        return
    if not found.engines:
        yield Finding("model", "ok", "No model is configured; help comes from analysis alone.")
    for each in found.engines:
        state, title = each.state, each.card.title or each.name
        if state.status == "unavailable":
            message = f"{each.name}: {state.message} Until then, others help, or analysis alone."
            yield Finding("engine", "warning", message, state.todo)
            continue
        yield Finding("engine", "ok", f"{each.name}: {_KINDS[each.kind]} can be asked.")
        if state.status == "missing_model":
            yield Finding("model", "warning", state.message or f"{title} is not here.", state.todo)
        else:
            here = "on this machine" if each.card.local else f"at {each.host}"
            yield Finding("model", "ok", f"{title} is {here} and {state.status}.")


async def _sandbox(settings: Settings) -> Finding:
    sandbox = await build_sandbox(settings)
    name = sandbox.name
    await sandbox.aclose()
    if name == "none":
        return Finding(
            "sandbox",
            "problem",
            "Nothing here can contain a learner's program, so tests are not run.",
            "Install bubblewrap, or use a Linux kernel with Landlock.",
        )
    return Finding("sandbox", "ok", f"Learners' programs run in {name}.")


def _courses(settings: Settings) -> Finding:
    if not settings.courses:
        return Finding(
            "course",
            "warning",
            "No course is configured; only the tests that a notebook shows are run.",
            "Set TeachApp.courses, or give --course DIR.",
        )
    try:
        courses = build_courses(settings)
        titles = ", ".join(course.title for course in courses.all())
        problems = courses.problems()
    except TeachError as error:
        return Finding("course", "problem", error.message, error.todo)
    if problems:
        return Finding("course", "problem", " ".join(map(str, problems)))
    return Finding("course", "ok", f"Courses: {titles}.")
