"""`jupyter teach engines`: which engines there are, how they stand, and how fast one answers."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence

from jupyter_llm_teach.app import configured
from jupyter_llm_teach.cli.engine_report import Found, Standing, Tried, standings, tried
from jupyter_llm_teach.cli.shapes import SCHEMA, Json, write_json

_MARKS = {"ready": "✓", "idle": "✓", "starting": "✓", "missing_model": "!", "unavailable": "✗"}
_STATES = {
    "ready": "ready",
    "idle": "ready when it is first needed",
    "starting": "starting",
    "missing_model": "its model is missing",
    "unavailable": "can't answer",
}


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    text = "the configured engines: what they are, how they stand, what they are asked for"
    parser = groups.add_parser("engines", help=text, description=text)
    parser.add_argument(
        "--test", metavar="NAME", help="ask this engine for a sentence, and measure it"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Look and print; 1 where the engine that was tried gave no answer."""
    if arguments.test is not None:
        return asyncio.run(_test(arguments))
    found = asyncio.run(standings(configured()))
    if arguments.json:
        write_json(_shape(found))
    else:
        _print(found)
    return 0


async def _test(arguments: argparse.Namespace) -> int:
    outcome = await tried(configured(), arguments.test)
    if arguments.json:
        write_json({"schema": SCHEMA, "test": _tried(outcome)})
    elif outcome.error is None:
        sys.stdout.write(
            f"{outcome.name} ({outcome.model}): the first token came after "
            f"{outcome.first_token:.2f} s, then {outcome.tokens_per_second:.1f} tokens a second.\n"
            f"It said: {outcome.text}\n"
        )
    else:
        sys.stderr.write(f"{outcome.name}: {outcome.error}\n")
    return 0 if outcome.error is None else 1


def _print(found: Found) -> None:
    for each in found.engines:
        model = each.card.title or "no model is known yet"
        told = f"{_MARKS[each.state.status]} {each.name} ({each.kind}): {model}, {_where(each)}, "
        told += f"{_STATES[each.state.status]}; {_purposes(each.purposes)}."
        told += f"\n  {each.state.message} {each.state.todo}".rstrip()
        sys.stdout.write(f"{told}\n")
    if not found.engines:
        sys.stdout.write("No engine is configured; help comes from analysis alone.\n")
    if found.file is not None:
        sys.stdout.write(f"Settings: {found.file}\n")
    if found.ollama is not None:
        model = found.ollama.model or "NAME"
        sys.stdout.write(
            f"A server of Ollama answers at {found.ollama.url}. To use it, put into "
            f'engines.toml:\n  [engines.ollama]\n  kind = "ollama"\n  model = "{model}"\n'
        )


def _where(each: Standing) -> str:
    if each.card.local:
        return "on this machine"
    operator = each.card.operator or "an unknown operator"
    return f"at {each.host} ({operator}, {each.card.jurisdiction or 'jurisdiction unknown'})"


def _purposes(purposes: Sequence[str]) -> str:
    return f"asked for {', '.join(purposes)}" if purposes else "never asked"


def _shape(found: Found) -> Json:
    ollama = found.ollama
    return {
        "schema": SCHEMA,
        "file": None if found.file is None else str(found.file),
        "region": found.region,
        "engines": [
            {
                "name": each.name,
                "kind": each.kind,
                "model": each.card.name,
                "title": each.card.title,
                "where": each.host,
                "operator": each.card.operator,
                "jurisdiction": each.card.jurisdiction,
                "local": each.card.local,
                "fills_in": each.card.fills_in,
                "parallel": each.parallel,
                "state": each.state.status,
                "message": each.state.message,
                "todo": each.state.todo,
                "purposes": list(each.purposes),
            }
            for each in found.engines
        ],
        "discovered": None if ollama is None else {"url": ollama.url, "model": ollama.model},
    }


def _tried(outcome: Tried) -> Json:
    error = outcome.error
    return {
        "engine": outcome.name,
        "model": outcome.model,
        "text": outcome.text,
        "first_token_seconds": outcome.first_token,
        "tokens_per_second": outcome.tokens_per_second,
        "prompt_tokens": outcome.prompt_tokens,
        "output_tokens": outcome.output_tokens,
        "error": None
        if error is None
        else {"code": error.code, "message": error.message, "todo": error.todo},
    }
