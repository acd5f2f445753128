"""`jupyter teach ledger`: what models cost, by student, exercise, model or day."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from datetime import datetime, time
from pathlib import Path
from typing import Final, get_args

from jupyter_llm_teach.app import configured, journal_file
from jupyter_llm_teach.cli.ledger_report import print_csv, print_table, report_json
from jupyter_llm_teach.cli.shapes import write_json
from jupyter_llm_teach.errors import BadInputError
from jupyter_llm_teach.ports import Asked
from jupyter_llm_teach.storage.ledger import SqlLedger
from jupyter_llm_teach.teaching.ledger.total import By, Total

_GROUPS: Final[tuple[By, ...]] = get_args(By)


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands."""
    parser = groups.add_parser("ledger", help="what models cost: tokens, time, energy and CO2e")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    command = commands.add_parser("report", help="what calls of models cost together")
    command.add_argument(
        "--by", choices=_GROUPS, default="model", help="a line for each of these (default: model)"
    )
    command.add_argument(
        "--since", metavar="DATE", type=_day, help="from this day on, such as 2026-09-01"
    )
    command.add_argument("--student", metavar="NAME", help="only what this student asked")
    command.add_argument(
        "--journal", type=Path, metavar="FILE", help="this file (default: the configured one)"
    )
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON")
    form.add_argument("--csv", action="store_true", help="print CSV, for a spreadsheet")
    command.set_defaults(run=run_report)


def run_report(arguments: argparse.Namespace) -> int:
    """Print what models cost."""
    by: By = arguments.by
    asked = Asked(arguments.student, arguments.since)
    totals = asyncio.run(_totals(_file(arguments.journal), by, asked))
    if arguments.json:
        write_json(report_json(by, asked.since, totals))
    elif arguments.csv:
        print_csv(by, totals)
    else:
        print_table(by, asked.since, totals)
    return 0


async def _totals(file: Path | None, by: By, asked: Asked) -> Sequence[Total]:
    if file is None:
        return ()
    async with aclosing(SqlLedger(file)) as ledger:
        return await ledger.totals(by, asked)


def _file(chosen: Path | None) -> Path | None:
    """The journal's file; None where nothing was recorded yet."""
    if chosen is None:
        usual = journal_file(configured())
        return usual if usual.exists() else None
    if not chosen.is_file():
        raise BadInputError(f"There is no journal {chosen}.", "Give --journal an existing file.")
    return chosen


def _day(text: str) -> datetime:
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - of this machine's zone
        return datetime.combine(day, time.min).astimezone()
    except (ValueError, OverflowError, OSError) as error:
        raise argparse.ArgumentTypeError(
            f"{text:.60} is no day; write one such as 2026-09-01"
        ) from error
