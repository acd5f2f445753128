"""`jupyter teach journal`: whether the record of what happened holds, to read it, and to erase."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import os
import sys
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from pathlib import Path

from jupyter_llm_teach.app import SystemClock, build_courses, configured, journal_file
from jupyter_llm_teach.cli.journal_report import (
    events_told,
    verdict_json,
    verdict_told,
    within,
    write_lines,
)
from jupyter_llm_teach.cli.shapes import SCHEMA, write_json
from jupyter_llm_teach.errors import BadInputError, TeachError
from jupyter_llm_teach.storage.event import Broken, Intact, Line, Whose
from jupyter_llm_teach.storage.journal import SqlJournal

_MOST_NAMES = 20


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands."""
    parser = groups.add_parser("journal", help="the record of what happened: verify, export, erase")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for name, run, help_ in (
        ("verify", run_verify, "whether every event is as it was written"),
        ("export", run_export, "every event as a line of JSON; that it was read is recorded"),
        ("erase", run_erase, "take a student's answers, hints and words away for good"),
    ):
        command = commands.add_parser(name, help=help_)
        if name != "verify":
            command.add_argument(
                "--student",
                metavar="NAME",
                required=name == "erase",
                help="only what this student did",
            )
            command.add_argument("--course", metavar="DIR|ID", help="only in this course")
        command.add_argument(
            "--journal", type=Path, metavar="FILE", help="this file (default: the configured one)"
        )
        command.add_argument("--json", action="store_true", help="print JSON")
        command.set_defaults(run=run)
        if name == "export":
            command.add_argument("--out", type=Path, metavar="FILE", help="write to this file")
        if name == "erase":
            command.add_argument("--yes", action="store_true", help="do not ask first")


def run_verify(arguments: argparse.Namespace) -> int:
    """Check the chain; gives 1 where it is broken."""
    return asyncio.run(_verify(arguments))


def run_export(arguments: argparse.Namespace) -> int:
    """Write events as lines."""
    return asyncio.run(_export(arguments))


def run_erase(arguments: argparse.Namespace) -> int:
    """Erase what a student did, once it is confirmed."""
    return asyncio.run(_erase(arguments))


async def _verify(arguments: argparse.Namespace) -> int:
    verdict: Intact | Broken = Intact(0, 0)
    async with _opened(arguments) as journal:
        if journal is not None:
            verdict = await journal.verify()
    if arguments.json:
        write_json(verdict_json(verdict))
    else:
        sys.stdout.write(f"{verdict_told(verdict)}\n")
    return 1 if isinstance(verdict, Broken) else 0


async def _export(arguments: argparse.Namespace) -> int:
    lines: tuple[Line, ...] = ()
    async with _opened(arguments) as journal:
        whose = await _whose(journal, arguments)
        if journal is not None:
            lines = await journal.export(whose, SystemClock().now(), getpass.getuser())
    out: Path | None = arguments.out
    if out is None:
        write_lines(sys.stdout, lines)
        return 0
    _write_out(out, lines)
    if arguments.json:
        write_json({"schema": SCHEMA, "events": len(lines), "out": str(out)})
    else:
        sys.stdout.write(f"{events_told(len(lines))} written to {out}.\n")
    return 0


async def _erase(arguments: argparse.Namespace) -> int:
    async with _opened(arguments) as journal:
        whose = await _whose(journal, arguments)
        assert journal is not None, "a student who is recorded is recorded somewhere"
        if not arguments.yes and not _confirmed(whose):
            sys.stdout.write("Nothing was erased.\n")
            return 0
        count = await journal.erase(whose, SystemClock().now(), getpass.getuser())
    if arguments.json:
        told = {"student": whose.learner, "course": whose.course, "erased": count}
        write_json({"schema": SCHEMA, **told})
    else:
        sys.stdout.write(
            f"The details of {events_told(count)} of {whose.learner}{within(whose)} were erased. "
            "What remains is that something happened, and when; the chain holds.\n"
        )
    return 0


@asynccontextmanager
async def _opened(arguments: argparse.Namespace) -> AsyncIterator[SqlJournal | None]:
    """The journal; None where nothing was recorded yet."""
    path = _path(arguments)
    if path is None:
        yield None
        return
    async with aclosing(SqlJournal(path)) as journal:
        yield journal


def _path(arguments: argparse.Namespace) -> Path | None:
    chosen: Path | None = arguments.journal
    if chosen is None:
        usual = journal_file(configured())
        return usual if usual.exists() else None
    if not chosen.is_file():
        raise BadInputError(f"There is no journal {chosen}.", "Give --journal an existing file.")
    return chosen


async def _whose(journal: SqlJournal | None, arguments: argparse.Namespace) -> Whose:
    """Whose events are meant, in a journal that knows them."""
    learner: str | None = arguments.student
    course = _course(arguments)
    if learner is None:
        return Whose(None, course)
    known = () if journal is None else await journal.learners(course)
    if learner not in known:
        where = "" if course is None else f" in the course {course}"
        names = ", ".join(known[:_MOST_NAMES])
        more = "" if len(known) <= _MOST_NAMES else f", and {len(known) - _MOST_NAMES} more"
        raise BadInputError(
            f"Nothing is recorded of a student “{learner}”{where}.",
            f"Recorded are: {names}{more}." if known else "Nothing is recorded there at all.",
        )
    return Whose(learner, course)


def _course(arguments: argparse.Namespace) -> str | None:
    """The id of the course that was named by its id or its folder."""
    named: str | None = arguments.course
    if not named or not Path(named).is_dir():
        return named
    settings = replace(configured(), courses=(Path(named).resolve(),))
    found = build_courses(settings).all()
    if len(found) != 1:
        raise BadInputError(
            f"{named} holds {len(found)} courses.", "Give --course the folder of one, or its id."
        )
    return found[0].id


def _confirmed(whose: Whose) -> bool:
    sys.stderr.write(
        f"Erase for good what {whose.learner} wrote and was shown{within(whose)}? [y/N] "
    )
    sys.stderr.flush()
    answer = sys.stdin.readline()
    if not answer:
        raise BadInputError("\nNobody is there to confirm it.", "Add --yes to erase all the same.")
    return answer.strip().lower() in {"y", "yes", "o", "oui"}


def _write_out(path: Path, lines: tuple[Line, ...]) -> None:
    try:
        # Conversations are for their reader alone.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            write_lines(stream, lines)
    except OSError as error:
        raise TeachError(
            f"{path} can't be written.", "Choose another file for --out, with space on its disk."
        ) from error
