"""Use case: complete code at the cursor, one line at a time."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass

from jupyter_llm_teach.errors import DeadlineError, EngineError, ModelError
from jupyter_llm_teach.ports import Engine, FillIn, Piece
from jupyter_llm_teach.teaching.completion.line import one_line, window
from jupyter_llm_teach.teaching.guard.inspect import inspect
from jupyter_llm_teach.teaching.guard.verdict import Allowance, Ruling
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work

_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Completion:
    """What may be inserted at the cursor; empty, with a reason, where nothing may."""

    text: str
    withheld: str | None = None


async def complete(tutor: Tutor, work: Work | None, prefix: str, suffix: str) -> Completion:
    """The rest of the line at the cursor.

    Withheld with ``policy`` where the instructor turned completion off, ``no_completion`` where
    no model can fill in, ``engine`` where it failed, ``guard`` where the line would give a part
    of a reference away.
    """
    if work is not None and not work.policy.completion:
        return Completion("", "policy")
    engine = tutor.engine
    if engine is None or not engine.card().fills_in:
        return Completion("", "no_completion")
    if (await engine.state()).status in ("missing_model", "unavailable"):
        return Completion("", "engine")
    try:
        text = one_line(await _filled_in(engine, *window(prefix, suffix)), suffix)
    except (EngineError, ModelError, DeadlineError):
        return Completion("", "engine")
    if work is not None and text:
        verdict = inspect(
            f"```python\n{prefix.splitlines()[-1] if prefix else ''}{text}\n```",
            work.exercise,
            work.answer.code,
            (),
            Allowance.OTHER_PROBLEM,
        )
        if verdict.ruling is not Ruling.CLEAN:
            return Completion("", "guard")
    return Completion(text)


async def _filled_in(engine: Engine, prefix: str, suffix: str) -> str:
    request = FillIn(prefix, suffix, max_tokens=32, stop=("\n",))
    text = ""
    async with aclosing(engine.fill_in(request, deadline=_SECONDS)) as stream:  # type: ignore[type-var]
        async for part in stream:
            if isinstance(part, Piece):
                text += part.text
    return text
