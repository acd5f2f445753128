"""A model's reply as it comes, and what it cost."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from jupyter_llm_teach.ports import (
    Generation,
    Key,
    Message,
    Piece,
    Purpose,
    Queued,
    Route,
    Usage,
)
from jupyter_llm_teach.teaching.prompt import Prompt
from jupyter_llm_teach.teaching.request import Spent
from jupyter_llm_teach.teaching.sentences import finished_sentences


class Reply:
    """Gathers a reply; read it when its stream has ended.

    Attributes:
        text: As the model wrote it.
    """

    def __init__(self) -> None:
        self.text = ""
        self._usage: Usage | None = None

    def spent(self, engine: Route) -> Spent | None:
        """What it cost; None where the engine did not say."""
        if self._usage is None:
            return None
        card = engine.card()
        return Spent(
            engine=card.engine,
            model=card.name,
            prompt_tokens=self._usage.prompt_tokens,
            output_tokens=self._usage.output_tokens,
            seconds=self._usage.seconds,
            energy=self._usage.energy,
            carbon=self._usage.carbon,
        )

    def take(self, part: Queued | Piece | Usage) -> None:
        """Add what came next."""
        match part:
            case Usage():
                self._usage = part
            case Piece(text=text):
                self.text += text
            case Queued():
                pass


@dataclass(frozen=True, slots=True)
class Asker:
    """For whom a model writes, what for, and within how many seconds."""

    key: Key
    purpose: Purpose
    deadline: float


async def written(
    engine: Route, prompt: Prompt, asker: Asker, reply: Reply, field: str = ""
) -> AsyncGenerator[Queued | str, None]:
    """The place in the queue, then the sentences of a reply, each as soon as it is whole.

    Args:
        engine: Writes the reply.
        prompt: What it is asked.
        asker: For whom, what for, and how long it may take.
        reply: Gathers the reply.
        field: The field of the reply that holds them, which comes last; empty for all fields.
    """
    request = Generation(
        messages=(Message("system", prompt.system), Message("user", prompt.user)),
        schema=prompt.schema,
        max_tokens=prompt.max_tokens,
        purpose=asker.purpose,
        key=asker.key,
    )
    given = 0
    async with aclosing(engine.generate(request, deadline=asker.deadline)) as stream:  # type: ignore[type-var]
        async for part in stream:
            if isinstance(part, Queued):
                yield part
                continue
            reply.take(part)
            text = reply.text.partition(f'"{field}"')[2] if field else reply.text
            whole = finished_sentences(text)
            for sentence in whole[given:]:
                yield sentence
            given = len(whole)
