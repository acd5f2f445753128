"""Use case: how fast the model that helps is on this machine."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing
from dataclasses import dataclass
from typing import Final

from jupyter_llm_teach.errors import EngineRefusedError, EngineUnavailableError
from jupyter_llm_teach.ports import Generation, Key, Message, Piece, Route, Usage
from jupyter_llm_teach.teaching.cards.suiting import Speed
from jupyter_llm_teach.teaching.permission import NoModel
from jupyter_llm_teach.tutor.helping_model import HelpingModel, standing
from jupyter_llm_teach.tutor.permitted import permitted
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import LEARNER

_QUESTION: Final = "Say hello to a learner of Python in one short sentence."
_TOKENS: Final = 48


@dataclass(frozen=True, slots=True)
class Trial:
    """What a small request gave.

    Attributes:
        model: Who answered.
        text: The answer.
        first_token: Seconds until it began, the start of the engine included; None: it did not.
        tokens_per_second: From then on; None where that can't be told.
        prompt_tokens: Of the request.
        output_tokens: Of the answer.
    """

    model: str
    text: str
    first_token: float | None
    tokens_per_second: float | None
    prompt_tokens: int | None
    output_tokens: int | None


async def trial(route: Route, key: Key, deadline: float) -> Trial:
    """What a small request gives, which holds nothing of a learner's.

    Args:
        route: Who is asked.
        key: For whom it is counted.
        deadline: Seconds for it.

    Raises:
        EngineError: As `Engine.generate` raises them; so are the next two.
        ModelError: The model is not there.
        DeadlineError: It took too long.
    """
    request = Generation(
        (Message("user", _QUESTION),), max_tokens=_TOKENS, temperature=0.0, key=key
    )
    began, first, text = time.monotonic(), None, ""
    usage: Usage | None = None
    async with aclosing(route.generate(request, deadline=deadline)) as parts:  # type: ignore[type-var]
        async for part in parts:
            if isinstance(part, Usage):
                usage = part
            elif isinstance(part, Piece):
                first = time.monotonic() if first is None else first
                text += part.text
    spoken = time.monotonic() - (first or began)
    tokens = 0 if usage is None else usage.output_tokens
    return Trial(
        model=route.card().name,
        text=" ".join(text.split()),
        first_token=None if first is None else first - began,
        tokens_per_second=(tokens - 1) / spoken if tokens > 1 and spoken else None,
        prompt_tokens=None if usage is None else usage.prompt_tokens,
        output_tokens=None if usage is None else tokens,
    )


def speed_of(done: Trial, day: str) -> Speed:
    """How fast a model was.

    Raises:
        EngineUnavailableError: It said too little to be measured.
    """
    if done.tokens_per_second is None or done.first_token is None:
        raise EngineUnavailableError(f"{done.model} said too little to be measured.", "Try again.")
    return Speed(0.0, round(done.tokens_per_second, 2), round(done.first_token, 3), day)


async def measured(tutor: Tutor) -> HelpingModel:
    """The model that helps, whose speed was measured and kept.

    It is asked for a sentence twice, at the learner's expense: a start is no speed.

    Raises:
        EngineUnavailableError: None is there, or it failed, or said too little.
        EngineRefusedError: The site's rules do not let one be asked now.
        ModelError: The model is not there.
        DeadlineError: It took too long.
        DiskFullError: The speed can't be kept.
    """
    rules = await asyncio.to_thread(tutor.courses.rules, "", "", LEARNER)
    allowed = await permitted(tutor, [rules.policy], LEARNER, "phrasing")
    if allowed.engine is None:
        if allowed.refusal is NoModel.NO_ENGINE:
            raise EngineUnavailableError("No model is set up.", "Help comes from analysis alone.")
        raise EngineRefusedError("The rules do not let the model be asked now.", "Try tomorrow.")
    key = Key(LEARNER, "", "")
    await trial(allowed.engine, key, tutor.deadline)
    done = await trial(allowed.engine, key, tutor.deadline)
    speed = speed_of(done, tutor.local_time().date().isoformat())
    found = await standing(tutor, allowed.engine)
    if tutor.gauge is not None:
        await asyncio.to_thread(tutor.gauge.keep, found.card, speed)
    return found
