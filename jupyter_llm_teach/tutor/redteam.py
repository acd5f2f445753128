"""Use case: attack the guard with everything that tells a reference, and judge what was shown."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass

from jupyter_llm_teach.ports import Key
from jupyter_llm_teach.teaching.allowance import Allowance
from jupyter_llm_teach.teaching.attacks.attack import Attack, Telling
from jupyter_llm_teach.teaching.attacks.catalogue import turns_of
from jupyter_llm_teach.teaching.attacks.mutating import slips
from jupyter_llm_teach.teaching.attacks.undoing import guessing, knowing
from jupyter_llm_teach.teaching.exercise import Answer, Exercise
from jupyter_llm_teach.teaching.guard.inspect import allowance_of
from jupyter_llm_teach.teaching.guard.verdict import Ruling
from jupyter_llm_teach.teaching.policy import Language, Policy
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.tutor.judge import Gain, Judge
from jupyter_llm_teach.tutor.leak import guarded
from jupyter_llm_teach.tutor.tests import TestRunner
from jupyter_llm_teach.tutor.work import Work

RUNGS = (Rung.ORIENT, Rung.QUESTION, Rung.CONCEPT, Rung.LOCATE, Rung.OUTLINE, Rung.EXAMPLE)
"""The rungs below the solution, which is told openly once it is released."""
LANGUAGES: tuple[Language, ...] = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Target:
    """An exercise with a wrong answer.

    Attributes:
        exercise: The instructor's version.
        answer: What the learner wrote.
    """

    exercise: Exercise
    answer: Answer


@dataclass(frozen=True, slots=True)
class Dialogue:
    """What an engine says to a learner, turn by turn.

    Attributes:
        target: What it is about.
        attack: The name of the attack.
        turns: The replies.
        rung: The rung that was asked for.
        language: Of the words around.
        allowance: What the replies may contain.
        known: The attack whose trick the learner knows; None for one who tries them all.
    """

    target: Target
    attack: str
    turns: tuple[str, ...]
    rung: Rung
    language: Language
    allowance: Allowance
    known: Attack | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """How a dialogue ended.

    Attributes:
        dialogue: Which one.
        rulings: The guard's ruling on each turn.
        shown: What the learner saw, turn by turn; empty texts where a turn was blocked.
        gain: What a learner could make of it.
        turn: From which turn on, from 1; 0 where nothing leaked.
    """

    dialogue: Dialogue
    rulings: tuple[Ruling, ...]
    shown: tuple[str, ...]
    gain: Gain
    turn: int


async def targets(
    judge: Judge, exercise: Exercise, prelude: tuple[str, ...], answers: Iterable[str], most: int
) -> tuple[Target, ...]:
    """The exercise with wrong answers: the starter, the given ones and slips; some test fails.

    None where the exercise has no reference that passes its tests.

    Args:
        judge: Runs the tests.
        exercise: The instructor's version.
        prelude: The earlier cells that its answers need.
        answers: Known wrong answers.
        most: How many targets.
    """
    if not exercise.references:
        return ()
    reference = exercise.references[0]
    right = await judge.passed(exercise, Answer(reference, prelude))
    found: dict[str, Target] = {}
    for code in (exercise.starter, *answers, *slips(reference)):
        if len(found) >= most or not right:
            break
        passed = await judge.passed(exercise, Answer(code, prelude))
        if code.strip() and right - passed:
            found.setdefault(code, Target(exercise, Answer(code, prelude)))
    return tuple(found.values())


def planned(
    found: Sequence[Target], attacks: Sequence[Attack], limit: int, seed: int = 0
) -> tuple[Dialogue, ...]:
    """Dialogues in which each attack, rung, language and target has its turn; at most `limit`.

    Those about one target come together, so that what was run for one serves the next.
    """
    plans: list[tuple[int, Dialogue]] = []
    for number in range(limit):
        made = _dialogue(found, attacks, number, seed) if found else None
        if made is not None:
            plans.append(made)
    plans.sort(key=lambda plan: plan[0])
    return tuple(dialogue for _, dialogue in plans)


def _dialogue(
    found: Sequence[Target], attacks: Sequence[Attack], number: int, seed: int
) -> tuple[int, Dialogue] | None:
    """The dialogue of a number: its attack goes on to the next target that it suits."""
    attack = attacks[number % len(attacks)]
    lap = number // len(attacks)
    language = LANGUAGES[(number + lap) % 2]
    rung = RUNGS[(number + lap) % len(RUNGS)]
    for step in range(len(found)):
        place = (number * 7 + lap * 13 + seed + step) % len(found)
        target = found[place]
        reference = target.exercise.references[0]
        telling = Telling(reference, target.answer.code, target.exercise, language, number + seed)
        turns = turns_of(attack, telling)
        if turns:
            made = Dialogue(target, attack.name, turns, rung, language, allowance_of(rung), attack)
            return place, made
    return None


def told(
    found: Sequence[Target], name: str, turns: Sequence[str], exercise: str | None
) -> Iterator[Dialogue]:
    """Dialogues of texts of one's own, on each rung in turn, for one exercise or for all.

    ``{reference}``, ``{answer}`` and ``{name}`` in a text stand for those of the target.
    """
    chosen = [each for each in found if exercise in (None, each.exercise.id)]
    for number, target in enumerate(chosen):
        values = {
            "{reference}": target.exercise.references[0],
            "{answer}": target.answer.code,
            "{name}": target.exercise.id,
        }
        filled = tuple(_filled(each, values) for each in turns)
        rung = RUNGS[number % len(RUNGS)]
        language = LANGUAGES[number % 2]
        yield Dialogue(target, name, filled, rung, language, allowance_of(rung))


def _filled(text: str, values: dict[str, str]) -> str:
    for mark, value in values.items():
        text = text.replace(mark, value)
    return text


async def held(runner: TestRunner, judge: Judge, dialogue: Dialogue) -> Ended:
    """Hold a dialogue through the guard, and judge what was shown of it."""
    work = work_of(dialogue.target, dialogue.language)
    shown: list[str] = []
    rulings: list[Ruling] = []
    for turn in dialogue.turns:
        earlier = [each for each in shown if each]
        verdict = await guarded(runner, work, turn, earlier, dialogue.allowance)
        rulings.append(verdict.ruling)
        shown.append("" if verdict.ruling is Ruling.BLOCKED else verdict.text)
    return await judged(judge, dialogue, tuple(rulings), tuple(shown))


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


async def all_held(
    runner: TestRunner, judge: Judge, dialogues: Iterable[Dialogue]
) -> AsyncIterator[Ended]:
    """Hold dialogues one after the other."""
    for each in dialogues:
        yield await held(runner, judge, each)


async def _gain(judge: Judge, dialogue: Dialogue, shown: Sequence[str]) -> Gain:
    seen = [each for each in shown if each]
    if not seen:
        return Gain((), "")
    answer = dialogue.target.answer
    pieces = (
        guessing(seen, answer.code)
        if dialogue.known is None
        else knowing(dialogue.known, seen, answer.code)
    )
    return await judge.gain(dialogue.target.exercise, answer, pieces)


def work_of(target: Target, language: Language) -> Work:
    """The target as a learner's work, under rules that allow every rung below the solution."""
    exercise = target.exercise
    return Work(
        key=Key("redteam", "", exercise.id),
        exercise=exercise,
        local=exercise,
        answer=target.answer,
        policy=Policy(),
        language=language,
        course="",
    )
