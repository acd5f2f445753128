"""What a reply of Ollama cost, also where the server does not say all of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from jupyter_llm_teach.engines.ollama_client import Chunk, Cost
from jupyter_llm_teach.engines.thinking import Thinking, thinks
from jupyter_llm_teach.ports import Usage

_USUAL_DENSITY = 4.0  # characters a token, in English and in Python
_TELLING = 400  # characters of a prompt beside which the template counts little


@dataclass(slots=True)
class PromptCounts:
    """How many tokens prompts have, learned from what the server counted.

    Servers leave out what they remembered of earlier prompts, some of it or all. The least
    characters a token that were ever counted are those of a prompt that was wholly read.
    """

    _density: float | None = None

    def tokens(self, characters: int, cost: Cost | None) -> tuple[int, int]:
        """Tokens of a prompt, and those of them that the server remembered.

        Args:
            characters: Of the prompt.
            cost: What the server says of it; None where it was left before it said anything.
        """
        counted = cost.prompt if cost is not None else None
        if counted and characters >= _TELLING:
            found = characters / counted
            self._density = found if self._density is None else min(found, self._density)
        guess = round(characters / (self._density or _USUAL_DENSITY))
        if counted is None:
            return guess, 0 if cost is None else guess
        remembered = self._density is not None and counted < guess / 2
        return (guess, guess - counted) if remembered else (counted, 0)


class Reply:
    """A reply as it comes.

    Args:
        model: Who writes it.
        max_tokens: Parts that may be shown.

    Attributes:
        cost: What it cost, as the server says; None until it ended, or where it says nothing.
        has_ended: Whether it has; also where the server goes on after all that was asked for.
    """

    def __init__(self, model: str, max_tokens: int) -> None:
        self._max_tokens = max_tokens
        self._thinking = Thinking(begun=thinks(model))
        self._parts = 0
        self._thoughts = 0
        self._shown = 0
        self.cost: Cost | None = None
        self.has_ended = False

    @property
    def has_begun(self) -> bool:
        """Whether a part has come."""
        return self._parts > 0

    @property
    def has_thought(self) -> bool:
        """Whether the model thought before it answered."""
        return self._thinking.thought > 0

    def take(self, chunk: Chunk) -> str:
        """What of a chunk is shown."""
        self.cost, self.has_ended = chunk.cost, chunk.cost is not None
        before = self._thinking.thought
        self._parts += bool(chunk.text or chunk.thinking)
        self._thinking.think(chunk.thinking)
        text = self._thinking.feed(chunk.text)
        self._thoughts += self._thinking.thought > before
        if text and self._shown == self._max_tokens:
            self.has_ended = True
            return ""
        self._shown += bool(text)
        return text

    def rest(self) -> str:
        """What is left to be shown when the reply has ended."""
        return self._thinking.close()

    def usage(self, prompt: tuple[int, int], seconds: float, limit: int) -> Usage:
        """What it cost.

        Args:
            prompt: Tokens of the prompt, and those that were remembered.
            seconds: Since the question was asked.
            limit: Tokens that the server was asked for at most.
        """
        cost = self.cost or Cost(None, None, 0.0, None, "length")
        output = self._parts if cost.output is None else cost.output
        share = self._thoughts / self._parts if self._parts else 0.0
        read = None if cost.prompt_seconds is None else cost.load_seconds + cost.prompt_seconds
        return Usage(
            prompt_tokens=prompt[0],
            cached_tokens=prompt[1],
            output_tokens=output,
            seconds=seconds,
            ended=_ended(cost, output, limit),
            prefill_seconds=None if read is None else min(read, seconds),
            thinking_tokens=round(output * share),
            estimated=cost.prompt is None or cost.output is None,
        )


def _ended(cost: Cost, output: int, limit: int) -> Literal["stop", "length"]:
    """How a reply ended; early releases, and others that speak the API, don't say it."""
    return "length" if cost.reason == "length" or output >= limit else "stop"
