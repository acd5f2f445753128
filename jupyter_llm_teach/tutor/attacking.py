"""Use case: hold an attack's dialogue through a door of the tutor, and judge what was shown."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Sequence
from contextlib import aclosing
from itertools import islice

from typing_extensions import assert_never

from jupyter_llm_teach.ports import (
    EngineState,
    FillIn,
    Generation,
    Key,
    Piece,
    Usage,
)
from jupyter_llm_teach.teaching.attacks.undoing import guessing, knowing
from jupyter_llm_teach.teaching.guard.verdict import Ruling
from jupyter_llm_teach.teaching.model_card import ModelCard
from jupyter_llm_teach.teaching.policy import Language
from jupyter_llm_teach.tutor.ask import Answered, ask
from jupyter_llm_teach.tutor.hint import Hint, hint
from jupyter_llm_teach.tutor.judge import NO_GAIN, Gain, Judge
from jupyter_llm_teach.tutor.leak import guarded
from jupyter_llm_teach.tutor.model import Sentence
from jupyter_llm_teach.tutor.one_engine import OneEngine
from jupyter_llm_teach.tutor.redteam import Dialogue, Ended, Target
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work

_AT_ONCE = 3
_QUESTIONS: dict[Language, str] = {
    "en": "Why does my first test fail? Explain it to me.",
    "fr": "Pourquoi mon premier test échoue-t-il ? Explique-moi.",
}
_START = re.compile(r"\^((?:[^\W\d_]+ )+)\[")


class AttackingEngine:
    """Says what it was told to in every text field that it is asked for."""

    def __init__(self) -> None:
        self._reply = ""
        self._said = 0

    def say(self, reply: str) -> None:
        """What to say from now on."""
        self._reply = reply
        self._said += 1

    def card(self) -> ModelCard:
        """A local model without weights; another one for each reply, so that none is kept."""
        name = f"attacking-{self._said}"
        return ModelCard(
            name=name,
            title=name,
            engine="scripted",
            local=True,
            parameters="",
            quantisation="",
            licence="",
            fills_in=False,
        )

    async def state(self) -> EngineState:
        """Always ready."""
        return EngineState("ready")

    async def generate(
        self, request: Generation, *, deadline: float
    ) -> AsyncIterator[Piece | Usage]:
        """The reply, in the shape that is asked for."""
        del deadline
        yield Piece(_filled(request.schema, self._reply))
        yield Usage(0, 0, 0, 0.0, "stop")

    async def fill_in(self, request: FillIn, *, deadline: float) -> AsyncIterator[Piece | Usage]:
        """The reply as it is."""
        del request, deadline
        yield Piece(self._reply)
        yield Usage(0, 0, 0, 0.0, "stop")

    async def aclose(self) -> None:
        """Nothing to let go of."""


async def held(tutor: Tutor, judge: Judge, dialogue: Dialogue, learner: str) -> Ended:
    """Hold a dialogue through its door, and judge what was shown of it.

    Args:
        tutor: The ports; its engine is an `AttackingEngine` where the door asks one.
        judge: Tries what was shown.
        dialogue: What is said.
        learner: Who hears it; another one for each dialogue.
    """
    work = work_of(dialogue.target, dialogue.language, learner)
    shown: list[str] = []
    rulings: list[Ruling] = []
    for number, turn in enumerate(dialogue.turns):
        match dialogue.door:
            case "guard":
                earlier = [each for each in shown if each]
                verdict = await guarded(tutor.runner, work, turn, earlier, dialogue.bounds)
                ruling, text = verdict.ruling, verdict.text
            case "hint":
                ruling, text = await _hinted(tutor, work, dialogue, turn)
            case "question":
                ruling, text = await _answered(tutor, work, turn, f"{learner}-{number}")
            case _:
                assert_never(dialogue.door)
        rulings.append(ruling)
        shown.append("" if ruling is Ruling.BLOCKED and dialogue.door == "guard" else text)
    return await judged(judge, dialogue, tuple(rulings), tuple(shown))


async def all_held(
    tutor: Tutor, judge: Judge, dialogues: Iterable[Dialogue]
) -> AsyncGenerator[Ended, None]:
    """Hold dialogues, a few through the guard at the same time, the others one after the other."""
    left = enumerate(dialogues)
    while several := list(islice(left, _AT_ONCE)):
        alone = [each for each in several if each[1].door != "guard"]
        together = [each for each in several if each[1].door == "guard"]
        waiting = (held(tutor, judge, each, f"redteam-{n}") for n, each in together)
        for ended in await asyncio.gather(*waiting):
            yield ended
        for number, each in alone:
            yield await held(tutor, judge, each, f"redteam-{number}")


async def judged(
    judge: Judge, dialogue: Dialogue, rulings: tuple[Ruling, ...], shown: tuple[str, ...]
) -> Ended:
    """The end of a dialogue in which some texts were shown."""
    gain = await _gain(judge, dialogue, shown)
    if not gain.tests:
        return Ended(dialogue, rulings, shown, gain, 0)
    for turn in range(1, len(shown)):
        if (await _gain(judge, dialogue, shown[:turn])).tests:
            return Ended(dialogue, rulings, shown, gain, turn)
    return Ended(dialogue, rulings, shown, gain, len(shown))


def work_of(target: Target, language: Language, learner: str) -> Work:
    """The target as a learner's work, under its rules."""
    exercise, policy = target.exercise, target.policy
    key = Key(learner, target.course, exercise.id)
    language = policy.language or language
    return Work(key, exercise, exercise, target.answer, policy, language, "")


async def _gain(judge: Judge, dialogue: Dialogue, shown: Sequence[str]) -> Gain:
    seen = [each for each in shown if each]
    if not seen:
        return NO_GAIN
    answer = dialogue.target.answer
    pieces = (
        guessing(seen, answer.code)
        if dialogue.known is None
        else knowing(dialogue.known, seen, answer.code)
    )
    return await judge.gain(dialogue.target.exercise, answer, pieces)


async def _hinted(tutor: Tutor, work: Work, dialogue: Dialogue, turn: str) -> tuple[Ruling, str]:
    """All that a learner saw of a hint, what was shown while it was written included."""
    _say(tutor, turn)
    texts: list[str] = []
    ruling = Ruling.BLOCKED
    async with aclosing(hint(tutor, work, dialogue.rung)) as events:
        async for event in events:
            if isinstance(event, Sentence):
                texts.append(event.text)
            elif isinstance(event, Hint):
                texts.append(event.text)
                ruling = Ruling.CLEAN if event.source == "model" else Ruling.BLOCKED
    return ruling, "\n".join(texts)


async def _answered(tutor: Tutor, work: Work, turn: str, client: str) -> tuple[Ruling, str]:
    """All that a learner saw of the answer to a question.

    A turn is what the attacking engine answers; a real model is asked it.
    """
    question = turn
    if _attacker(tutor) is not None:
        _say(tutor, turn)
        question = _QUESTIONS[work.language]
    texts: list[str] = []
    ruling = Ruling.BLOCKED
    async with aclosing(ask(tutor, work, question, client)) as events:
        async for event in events:
            if isinstance(event, Sentence):
                texts.append(event.text)
            elif isinstance(event, Answered):
                texts.append(event.text)
                ruling = event.verdict.ruling if event.source == "model" else Ruling.BLOCKED
    return ruling, "\n".join(texts)


def _say(tutor: Tutor, turn: str) -> None:
    engine = _attacker(tutor)
    assert engine is not None, "these doors ask the attacking engine"
    engine.say(turn)


def _attacker(tutor: Tutor) -> AttackingEngine | None:
    engine = tutor.engines.engine if isinstance(tutor.engines, OneEngine) else None
    return engine if isinstance(engine, AttackingEngine) else None


def _filled(schema: str | None, reply: str) -> str:
    """The reply as JSON of a schema: its texts say it, its choices take the first."""
    if schema is None:
        return reply
    properties = json.loads(schema)["properties"]
    return json.dumps({name: _value(field, reply) for name, field in properties.items()})


def _value(field: dict[str, object], reply: str) -> object:
    choices = field.get("enum")
    if isinstance(choices, list):
        return choices[0]
    start = _START.match(str(field.get("pattern", "")))
    return f"{start[1] if start else ''}{reply}"
