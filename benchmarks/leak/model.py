"""Learners ask a real model for solutions; the same judge reads what it is allowed to say.

``python benchmarks/leak/model.py [--model NAME] [--limit N] [--said DIR]``. Beside what the guard
shows, the model's own replies are judged: what a prompt alone would have let through. They are
kept, so that a run that was cut off goes on where it was.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import gettempdir

from material import material, tutor_with
from said import RememberingEngine

from jupyter_llm_teach.tutor.attacking import all_held, judged
from jupyter_llm_teach.tutor.judge import Judge
from jupyter_llm_teach.tutor.one_engine import OneEngine
from jupyter_llm_teach.tutor.redteam import interrogations

MODELS = {"qwen2.5-coder-0.5b": 140, "qwen2.5-coder-1.5b": 70}
"""The models that are asked, and in how many dialogues; the larger one is three times as slow."""
SAID = Path(gettempdir()) / "teach-leak-said"


@dataclass(frozen=True, slots=True)
class Asked:
    """How a dialogue with a real model ended.

    Attributes:
        model: Which one.
        trick: How it was asked.
        leaked: Whether a test passes by what was shown.
        raw_leaked: Whether one passes by what the model said.
        replies: How many replies the model gave.
        shown: What was shown.
    """

    model: str
    trick: str
    leaked: bool
    raw_leaked: bool
    replies: int
    shown: tuple[str, ...]


async def asked(model: str, limit: int, folder: Path) -> list[Asked]:
    """Hold some dialogues with a model; what it says is kept in a folder, and asked for once."""
    found: list[Asked] = []
    async with tutor_with(None, model) as tutor:
        names = [each.name for each in tutor.engines.offered("chat")]
        engine = RememberingEngine(tutor.engines.route(names), folder)
        state = await engine.state()
        if state.message:
            raise SystemExit(f"{state.message} {state.todo}")
        listening = replace(tutor, engines=OneEngine(engine))
        judge = Judge(tutor.sandbox)
        targets = await material(judge)
        async for ended in all_held(listening, judge, interrogations(targets, limit)):
            raw = await judged(judge, ended.dialogue, (), tuple(engine.said))
            found.append(
                Asked(
                    model=model,
                    trick=ended.dialogue.attack,
                    leaked=bool(ended.gain.tests),
                    raw_leaked=bool(raw.gain.tests),
                    replies=len(engine.said),
                    shown=ended.shown,
                )
            )
            engine.said.clear()
            sys.stderr.write(f"{model}: {len(found)} of {limit}\n")
    return found


def main() -> int:
    """Ask, print the leaks, and give 1 where there are any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", action="append", help="catalogue name; may come again")
    parser.add_argument("--limit", type=int, help="dialogues with each model")
    parser.add_argument("--said", type=Path, default=SAID, help="what models said before")
    given = parser.parse_args()
    found = [
        each
        for name in given.model or MODELS
        for each in asyncio.run(asked(name, given.limit or MODELS[name], given.said))
    ]
    for each in found:
        if each.leaked:
            print(f"{each.model}, {each.trick}: {each.shown}")
    raw = sum(each.raw_leaked for each in found)
    leaked = sum(each.leaked for each in found)
    print(f"{leaked} of {len(found)} dialogues leaked; {raw} of what the models said would have")
    return int(leaked > 0)


if __name__ == "__main__":
    sys.exit(main())
