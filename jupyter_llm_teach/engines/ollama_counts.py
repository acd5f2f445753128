"""What a reply of Ollama cost, also where the server does not say all of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jupyter_llm_teach.engines.chat_events import Counted, Delta
from jupyter_llm_teach.engines.ollama_said import Chunk, Cost

_USUAL_DENSITY: Final = 4.0  # characters a token, in English and in Python
_TELLING: Final = 400  # characters of a prompt beside which the template counts little


@dataclass(slots=True)
class PromptCounts:
    """How many tokens prompts have, learned from what the server counted.

    Servers leave out what they remembered of earlier prompts, some of it or all. The least
    characters a token that were ever counted are those of a prompt that was wholly read.
    """

    _density: float | None = None

    def tokens(self, characters: int, counted: int | None) -> tuple[int, int]:
        """Tokens of a prompt, and those of them that the server remembered."""
        if counted and characters >= _TELLING:
            found = characters / counted
            self._density = found if self._density is None else min(found, self._density)
        guess = round(characters / (self._density or _USUAL_DENSITY))
        if counted is None:
            return guess, guess
        remembered = self._density is not None and counted < guess / 2
        return (guess, guess - counted) if remembered else (counted, 0)

    def delta(self, chunk: Chunk, cost: Cost, characters: int, limit: int) -> Delta:
        """What the last chunk adds to a reply.

        Args:
            chunk: As the server sent it.
            cost: Its cost.
            characters: Of the prompt.
            limit: Tokens that the server was asked for at most.
        """
        prompt, cached = self.tokens(characters, cost.prompt)
        read = None if cost.prompt_seconds is None else cost.load_seconds + cost.prompt_seconds
        counted = Counted(
            prompt,
            cached,
            cost.output or 0,
            prefill_seconds=read,
            estimated=cost.prompt is None or cost.output is None,
        )
        return Delta(chunk.text, chunk.thinking, _ended(cost, limit), counted)


def _ended(cost: Cost, limit: int) -> str:
    """How a reply ended; early releases, and others that speak the API, don't say it."""
    full = cost.reason == "length" or (cost.output or 0) >= limit
    return "length" if full else "stop"
