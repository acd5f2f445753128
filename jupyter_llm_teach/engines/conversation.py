"""Asks a chat server, learns once what it takes, and holds its replies to what was asked."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import replace
from typing import Final

from jupyter_llm_teach.engines import refusals
from jupyter_llm_teach.engines.chat_events import Delta
from jupyter_llm_teach.engines.formed import formed
from jupyter_llm_teach.engines.manners import Manners
from jupyter_llm_teach.engines.spoken import Spoken, Wanted
from jupyter_llm_teach.errors import EngineGoneError, EngineRefusedError
from jupyter_llm_teach.ports import Generation, Piece, Usage

Ask = Callable[[Generation, Manners], AsyncGenerator[Delta, None]]
"""Asks a server in some manner; closing what it gives ends the server's work."""

_MOST_ATTEMPTS: Final = 8


class _FormlessError(Exception):
    """A reply does not follow its schema."""


class _StillThinkingError(Exception):
    """A reply was used up by thoughts, from a model that nobody knew to think."""


class Conversation:
    """Everything that is said with one server.

    Args:
        ask: Asks it.
        manners: What is known of it.

    Attributes:
        manners: What is known of it by now.
    """

    def __init__(self, ask: Ask, manners: Manners) -> None:
        self._ask = ask
        self.manners = manners

    async def reply(
        self, request: Generation, deadline: float
    ) -> AsyncGenerator[Piece | Usage, None]:
        """Stream a reply; it is asked for again where the server does not take the request."""
        attempt = _Attempts(self.manners, deadline)
        while True:
            spoken = Spoken(_wanted(request, attempt.manners), attempt.began)
            try:
                async with aclosing(self._once(request, spoken, attempt)) as parts:
                    async for part in parts:
                        yield attempt.paid(part)
            except EngineRefusedError as error:
                attempt.refused(error, request)
            except EngineGoneError:
                attempt.dropped(spoken)
            except _FormlessError:
                attempt.formless()
            except _StillThinkingError:
                attempt.thinks()
            else:
                self.manners = attempt.learnt(spoken)
                return

    async def _once(
        self, request: Generation, spoken: Spoken, attempt: _Attempts
    ) -> AsyncGenerator[Piece | Usage, None]:
        manners = attempt.manners
        deltas = self._ask(request, manners)
        async with aclosing(_answered(spoken, attempt, deltas)) as parts:
            if request.schema is None or not manners.checks:
                async for part in parts:
                    yield part
                return
            text = ""
            async for part in parts:
                match part:
                    case Piece():
                        text += part.text
                    case Usage():
                        yield Piece(_held_to(request.schema, text, part, attempt))
                        yield part


class _Attempts:
    """What was tried for one request.

    Attributes:
        manners: How it is asked now.
        began: When it was first asked.
        ends: Its deadline.
        kept: Whether the reply followed its schema.
    """

    def __init__(self, manners: Manners, deadline: float) -> None:
        self.manners = manners
        self.began = time.monotonic()
        self.ends = self.began + deadline
        self.kept = False
        self._left = _MOST_ATTEMPTS
        self._again = False
        self._lost: list[Usage] = []

    def refused(self, error: EngineRefusedError, request: Generation) -> None:
        """Ask in a simpler manner, or give up."""
        simpler = self.manners.given_up(error.parameter, request)
        self._left -= 1
        if simpler is None or not self._left:
            raise error
        self.manners = simpler

    def dropped(self, spoken: Spoken) -> None:
        """Ask once more on a fresh connection, where nothing was answered on the old one."""
        if spoken.given or self._again:
            raise refusals.gone()
        self._again = True

    def formless(self) -> None:
        """Ask for the form in another way; in words once more, then give up."""
        looser = self.manners.looser()
        if looser is None and self._again:
            raise refusals.formless()
        self._again = self._again or looser is None
        self.manners = looser or self.manners

    def thinks(self) -> None:
        """Ask again, with room for thoughts."""
        self.manners = replace(self.manners, thinks=True)

    def wasted(self, usage: Usage) -> None:
        """Remember what a reply cost that nobody sees."""
        self._lost.append(usage)

    def paid(self, part: Piece | Usage) -> Piece | Usage:
        """What a reply cost, with what the earlier ones did."""
        if isinstance(part, Piece) or not self._lost:
            return part
        return replace(
            part,
            prompt_tokens=part.prompt_tokens + sum(each.prompt_tokens for each in self._lost),
            cached_tokens=part.cached_tokens + sum(each.cached_tokens for each in self._lost),
            output_tokens=part.output_tokens + sum(each.output_tokens for each in self._lost),
            thinking_tokens=part.thinking_tokens + sum(each.thinking_tokens for each in self._lost),
            prefill_seconds=None,
        )

    def learnt(self, spoken: Spoken) -> Manners:
        """What is known of the server now that it has answered."""
        announced = spoken.thinking.announced
        return replace(
            self.manners,
            thinks=self.manners.thinks or announced is not None,
            begun=self.manners.begun if announced is None else not announced,
            proven=self.manners.proven or self.kept,
        )


async def _answered(
    spoken: Spoken, attempt: _Attempts, deltas: AsyncGenerator[Delta, None]
) -> AsyncGenerator[Piece | Usage, None]:
    """The reply, unless it holds nothing but thoughts that were cut."""
    async with aclosing(spoken.read(deltas, attempt.ends)) as parts:
        async for part in parts:
            if isinstance(part, Usage) and _only_thought(part, spoken, attempt.manners):
                attempt.wasted(part)
                raise _StillThinkingError
            yield part


def _only_thought(usage: Usage, spoken: Spoken, manners: Manners) -> bool:
    thought = bool(spoken.thinking.thought) and not spoken.given
    return usage.ended == "length" and thought and not manners.thinks


def _wanted(request: Generation, manners: Manners) -> Wanted:
    return Wanted(
        prompt=tuple(message.text for message in request.messages),
        max_tokens=request.max_tokens,
        stop=request.stop,
        room=manners.room if manners.thinks else 0,
        begun=manners.begun,
    )


def _held_to(schema: str, text: str, usage: Usage, attempt: _Attempts) -> str:
    """The reply in its form."""
    found = formed(text, schema)
    if found is not None:
        attempt.kept = True
        return found
    if usage.ended == "length" and "{" in text:
        return text[text.index("{") :]  # cut, as that of any engine would be
    attempt.wasted(usage)
    raise _FormlessError
