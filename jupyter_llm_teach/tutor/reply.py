"""A model's reply as it comes, and what it cost."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from jupyter_llm_teach.ports import Engine, Generation, Message, Piece, Usage
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

    def spent(self, engine: Engine) -> Spent | None:
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
        )

    def take(self, part: Piece | Usage) -> None:
        """Add what came next."""
        match part:
            case Usage():
                self._usage = part
            case Piece(text=text):
                self.text += text


async def written(
    engine: Engine, prompt: Prompt, deadline: float, reply: Reply, field: str = ""
) -> AsyncGenerator[str, None]:
    """The sentences of a reply, each as soon as it is whole.

    Args:
        engine: Writes the reply.
        prompt: What it is asked.
        deadline: Seconds for the whole reply.
        reply: Gathers the reply.
        field: The field of the reply that holds them, which comes last; empty for all fields.
    """
    request = Generation(
        messages=(Message("system", prompt.system), Message("user", prompt.user)),
        schema=prompt.schema,
        max_tokens=prompt.max_tokens,
    )
    given = 0
    async with aclosing(engine.generate(request, deadline=deadline)) as stream:  # type: ignore[type-var]
        async for part in stream:
            reply.take(part)
            text = reply.text.partition(f'"{field}"')[2] if field else reply.text
            whole = finished_sentences(text)
            for sentence in whole[given:]:
                yield sentence
            given = len(whole)
