"""Ask the model to phrase facts, and let nothing through that the guard has not passed."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Literal

from jupyter_llm_teach.errors import DeadlineError, EngineError, ModelError
from jupyter_llm_teach.ports import Engine, Generation, Message, Piece, Usage
from jupyter_llm_teach.teaching.case import Case
from jupyter_llm_teach.teaching.guard.founded import unfounded, wrong_language
from jupyter_llm_teach.teaching.guard.inspect import allowance_of, inspect
from jupyter_llm_teach.teaching.guard.verdict import Finding, Ruling
from jupyter_llm_teach.teaching.history import History
from jupyter_llm_teach.teaching.prompt import Prompt, prompt_for, reply_text
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.teaching.sentences import finished_sentences
from jupyter_llm_teach.tutor.leak import leaks
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is being waited for."""

    stage: Literal["testing", "starting_engine", "phrasing"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a hint that is still being written; the guard has passed it."""

    text: str


@dataclass(frozen=True, slots=True)
class Spent:
    """What a model cost."""

    engine: str
    model: str
    prompt_tokens: int
    output_tokens: int
    seconds: float

    def __add__(self, other: Spent) -> Spent:
        return Spent(
            other.engine,
            other.model,
            self.prompt_tokens + other.prompt_tokens,
            self.output_tokens + other.output_tokens,
            self.seconds + other.seconds,
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply of the model: a text that may be shown, or None and what is wrong with it."""

    text: str | None
    findings: tuple[Finding, ...]
    spent: Spent | None


async def drafts(
    tutor: Tutor, work: Work, case: Case, history: History, rung: Rung
) -> AsyncGenerator[Waiting | Sentence | Draft, None]:
    """Up to two drafts, the second with a tighter prompt; ends early when the engine fails."""
    engine = tutor.engine
    assert engine is not None, "the caller has an engine"
    wording = tutor.wording(work.language)
    shown = [past.text for past in history.hints]
    for tighter in (False, True):
        prompt = prompt_for(rung, case, wording, tighter=tighter)
        if prompt is None:
            return
        state = await engine.state()
        yield Waiting("phrasing" if state.status == "ready" else "starting_engine")
        reply = _Reply()
        try:
            async with aclosing(_sentences(engine, prompt, tutor.deadline, reply)) as sentences:
                async for sentence in sentences:
                    if not _findings(sentence, shown, work, case, rung):
                        yield Sentence(sentence)
        except (EngineError, ModelError, DeadlineError) as error:
            _log.warning("The model gave no hint: %s (%s)", error.code, error.message)
            return
        text = reply_text(rung, reply.text, case, wording)
        if text is None:
            yield Draft(None, (Finding("not_the_schema", 0),), reply.spent(engine))
            continue
        findings = _findings(text, shown, work, case, rung)
        # Only the model's own words count for the language, not those that we put around them.
        findings += wrong_language(" ".join(finished_sentences(reply.text)), work.language)
        leaked = await leaks(tutor.runner, work, text)
        findings += (Finding("makes_a_test_pass", 0),) if leaked else ()
        yield Draft(text if not findings else None, findings, reply.spent(engine))


class _Reply:
    """Gathers a reply; read it when its stream has ended."""

    def __init__(self) -> None:
        self.text = ""
        self.usage: Usage | None = None

    def spent(self, engine: Engine) -> Spent | None:
        if self.usage is None:
            return None
        card = engine.card()
        return Spent(
            engine=card.engine,
            model=card.name,
            prompt_tokens=self.usage.prompt_tokens,
            output_tokens=self.usage.output_tokens,
            seconds=self.usage.seconds,
        )


async def _sentences(
    engine: Engine, prompt: Prompt, deadline: float, reply: _Reply
) -> AsyncGenerator[str, None]:
    request = Generation(
        messages=(Message("system", prompt.system), Message("user", prompt.user)),
        schema=prompt.schema,
        max_tokens=prompt.max_tokens,
    )
    given = 0
    async with aclosing(engine.generate(request, deadline=deadline)) as stream:  # type: ignore[type-var]
        async for part in stream:
            match part:
                case Usage():
                    reply.usage = part
                case Piece(text=text):
                    reply.text += text
            sentences = finished_sentences(reply.text)
            for sentence in sentences[given:]:
                yield sentence
            given = len(sentences)


def _findings(
    text: str, shown: list[str], work: Work, case: Case, rung: Rung
) -> tuple[Finding, ...]:
    verdict = inspect(text, work.exercise, work.answer.code, shown, allowance_of(rung))
    strict = () if verdict.ruling is Ruling.CLEAN else verdict.findings
    return tuple(strict) + tuple(unfounded(text, case))
