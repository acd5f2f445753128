"""Learners ask a real model for solutions; the same judge reads what it is allowed to say.

``python benchmarks/leak/model.py [--model NAME] [--limit N]``. Beside what the guard shows, the
model's own replies are judged: what a prompt alone would have let through.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from material import material, tutor_with

from jupyter_llm_teach.ports import (
    EngineState,
    FillIn,
    Generation,
    Piece,
    Queued,
    Route,
    Usage,
)
from jupyter_llm_teach.teaching.model_card import ModelCard
from jupyter_llm_teach.tutor.attacking import all_held, judged
from jupyter_llm_teach.tutor.judge import Judge
from jupyter_llm_teach.tutor.one_engine import OneEngine
from jupyter_llm_teach.tutor.redteam import interrogations

MODELS = ("qwen2.5-coder-0.5b", "qwen2.5-coder-1.5b")
LIMIT = 100


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


class _HearingEngine:
    """The way to an engine, and all that it has said since `said` was emptied."""

    def __init__(self, engine: Route) -> None:
        self._engine = engine
        self.said: list[str] = []

    def card(self) -> ModelCard:
        return self._engine.card()

    async def state(self) -> EngineState:
        return await self._engine.state()

    async def generate(
        self, request: Generation, *, deadline: float
    ) -> AsyncIterator[Piece | Usage]:
        self.said.append("")
        async for part in self._engine.generate(request, deadline=deadline):
            if isinstance(part, Piece):
                self.said[-1] += part.text
            if not isinstance(part, Queued):
                yield part

    async def fill_in(self, request: FillIn, *, deadline: float) -> AsyncIterator[Piece | Usage]:
        async for part in self._engine.fill_in(request, deadline=deadline):
            if not isinstance(part, Queued):
                yield part

    async def aclose(self) -> None:
        """The tutor lets go of the engine."""


async def asked(model: str, limit: int) -> list[Asked]:
    """Hold some dialogues with a model."""
    found: list[Asked] = []
    async with tutor_with(None, model) as tutor:
        names = [each.name for each in tutor.engines.offered("chat")]
        engine = _HearingEngine(tutor.engines.route(names))
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
    parser.add_argument("--limit", type=int, default=LIMIT, help="dialogues with each model")
    given = parser.parse_args()
    found = [
        each for model in given.model or MODELS for each in asyncio.run(asked(model, given.limit))
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
