"""A server's stream as the port wants it: pieces of the answer, then what it cost."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Final, Literal

from jupyter_llm_teach.engines import refusals
from jupyter_llm_teach.engines.chat_events import Counted, Delta
from jupyter_llm_teach.engines.deadline import Deadline
from jupyter_llm_teach.engines.echo import Echo
from jupyter_llm_teach.engines.stops import Stops
from jupyter_llm_teach.engines.thinking import Thinking
from jupyter_llm_teach.errors import EngineUnavailableError
from jupyter_llm_teach.ports import Piece, Usage

_LETTERS_A_TOKEN: Final = 4  # in English prose; where a server does not count
_MOST_LETTERS_A_TOKEN: Final = 16
_LENGTH: Final = "length"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reply is to be like.

    Attributes:
        prompt: The texts that the model is asked with.
        max_tokens: The longest answer.
        stop: Strings that end it.
        room: Tokens that may be thought before it.
        begun: Whether it may begin with thoughts and not say so.
    """

    prompt: tuple[str, ...]
    max_tokens: int
    stop: tuple[str, ...] = ()
    room: int = 0
    begun: bool = False


class Spoken:
    """Reads one reply.

    Args:
        wanted: What it is to be like.
        began: When its request was made, by the monotonic clock.

    Attributes:
        thinking: What of it was thoughts.
        given: Whether a piece of the answer was given.
    """

    def __init__(self, wanted: Wanted, began: float) -> None:
        self._wanted = wanted
        self._began = began
        self._stops = Stops(wanted.stop)
        self._echo = Echo(wanted.prompt)
        self._pieces = 0
        self._heard = False
        self._ended = ""
        self._counted: Counted | None = None
        self.thinking = Thinking(begun=wanted.begun)
        self.given = False

    async def read(
        self, deltas: AsyncGenerator[Delta, None], ends: float
    ) -> AsyncGenerator[Piece | Usage, None]:
        """The answer, then its cost; nothing of the stream is left open.

        Args:
            deltas: The server's stream.
            ends: When it must have ended, by the monotonic clock.

        Raises:
            TeachError: it broke, took too long, or is no reply of a model.
        """
        async with aclosing(deltas):
            with Deadline(ends) as deadline:
                while (delta := await deadline.next(deltas)) is not None:
                    if text := self._answer(delta):
                        yield Piece(text)
                    if self._stops.reached or self._is_endless():
                        break  # closing the stream ends the server's work
        self._check()
        if text := self._rest():
            yield Piece(text)
        yield self._usage()

    def _answer(self, delta: Delta) -> str:
        self._heard = True
        self._ended = delta.ended or self._ended
        self._counted = delta.counted or self._counted
        self.thinking.think(delta.thought)
        if not delta.text:
            return ""
        self._pieces += 1
        text = self._stops.feed(self._echo.feed(self.thinking.feed(delta.text)))
        self.given = self.given or bool(text)
        return text

    def _is_endless(self) -> bool:
        """Whether a server that ignores how long a reply may be has passed every measure."""
        wanted = self._wanted
        endless = (
            self._pieces > wanted.max_tokens + wanted.room
            and self.thinking.answered > wanted.max_tokens * _MOST_LETTERS_A_TOKEN
        )
        most = (wanted.max_tokens + wanted.room) * _MOST_LETTERS_A_TOKEN
        if endless or self.thinking.thought + self.thinking.answered > most:
            self._ended = _LENGTH
            return True
        return False

    def _check(self) -> None:
        if not self._heard:
            raise refusals.not_a_model()
        if self._ended == "content_filter":
            raise EngineUnavailableError(
                "The model's server held its answer back.",
                "Ask in other words, or go on without it.",
            )
        if not self._ended and not self._stops.reached:
            raise refusals.gone()

    def _rest(self) -> str:
        left = self._echo.feed(self.thinking.close()) + self._echo.close()
        left = self._stops.feed(left) + self._stops.close()
        self.given = self.given or bool(left)
        if self._echo.heard and not self.given:
            raise refusals.formless()
        return left

    def _usage(self) -> Usage:
        ended: Literal["stop", "length"] = "length" if self._ended == _LENGTH else "stop"
        seconds = time.monotonic() - self._began
        thought, answered = self.thinking.thought, self.thinking.answered
        counted = self._counted or Counted(
            prompt=_guessed(sum(map(len, self._wanted.prompt))),
            cached=0,
            output=_guessed(thought + answered),
        )
        thinking = counted.thinking
        if thinking is None:
            thinking = round(counted.output * thought / max(1, thought + answered))
        return Usage(
            prompt_tokens=counted.prompt,
            cached_tokens=counted.cached,
            output_tokens=counted.output,
            seconds=seconds,
            ended="stop" if self._stops.reached else ended,
            prefill_seconds=counted.prefill_seconds,
            thinking_tokens=min(thinking, counted.output),
            estimated=self._counted is None or self._counted.estimated,
        )


def _guessed(letters: int) -> int:
    return -(-letters // _LETTERS_A_TOKEN)
