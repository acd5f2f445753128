"""The way to an engine that writes down what it says, so that a run that was cut off goes on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

from jupyter_llm_teach.ports import EngineState, FillIn, Generation, Piece, Queued, Route, Usage
from jupyter_llm_teach.teaching.model_card import ModelCard


class RememberingEngine:
    """Asks an engine what it was not asked before, and says again what it said.

    Replies depend on the request alone: its seed is part of it.

    Args:
        engine: The way to the one that is asked.
        folder: Where what was said is kept; one file for each model.

    Attributes:
        said: The replies since it was emptied, oldest first.
        asked: How many requests went to the engine.
    """

    def __init__(self, engine: Route, folder: Path) -> None:
        self._engine = engine
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / f"said-{engine.card().name}.jsonl"
        lines = self._file.read_text("utf-8").splitlines() if self._file.exists() else []
        self._known = dict(json.loads(line) for line in lines)
        self.said: list[str] = []
        self.asked = 0

    def card(self) -> ModelCard:
        """As the engine has it."""
        return self._engine.card()

    async def state(self) -> EngineState:
        """As the engine has it."""
        return await self._engine.state()

    async def generate(
        self, request: Generation, *, deadline: float
    ) -> AsyncIterator[Piece | Usage]:
        """What it said to this request before, else what it says now."""
        key = _key(request)
        self.said.append("")
        if key in self._known:
            self.said[-1] = self._known[key]
            yield Piece(self.said[-1])
            yield Usage(0, 0, 0, 0.0, "stop")
            return
        self.asked += 1
        async with aclosing(self._engine.generate(request, deadline=deadline)) as parts:  # type: ignore[type-var]
            async for part in parts:
                match part:
                    case Queued():
                        continue
                    case Piece(text=text):
                        self.said[-1] += text
                    case Usage():
                        self._keep(key, self.said[-1])
                yield part

    async def fill_in(self, request: FillIn, *, deadline: float) -> AsyncIterator[Piece | Usage]:
        """As the engine does."""
        async for part in self._engine.fill_in(request, deadline=deadline):
            if not isinstance(part, Queued):
                yield part

    async def aclose(self) -> None:
        """The tutor lets go of the engine."""

    def _keep(self, key: str, reply: str) -> None:
        self._known[key] = reply
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps((key, reply), ensure_ascii=False) + "\n")


def _key(request: Generation) -> str:
    """What a reply depends on."""
    messages = [(each.role, each.text) for each in request.messages]
    rest = (request.schema, request.max_tokens, request.temperature, request.stop, request.seed)
    return hashlib.sha256(json.dumps((messages, *rest)).encode()).hexdigest()
