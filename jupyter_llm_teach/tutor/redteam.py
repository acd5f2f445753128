"""Which attacks are tried, on which wrong answers, at which rung and door."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from jupyter_llm_teach.teaching.attacks.attack import Attack, Telling
from jupyter_llm_teach.teaching.attacks.catalogue import turns_of
from jupyter_llm_teach.teaching.attacks.mutating import slips
from jupyter_llm_teach.teaching.attacks.opened import Doors
from jupyter_llm_teach.teaching.attacks.questions import TRICKS
from jupyter_llm_teach.teaching.exercise import Answer, Exercise
from jupyter_llm_teach.teaching.guard.bounds import Bounds, bounds_of
from jupyter_llm_teach.teaching.guard.verdict import Ruling
from jupyter_llm_teach.teaching.policy import Language, Policy
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.tutor.judge import Gain, Judge

_PHRASED = (Rung.QUESTION, Rung.CONCEPT, Rung.LOCATE)
LANGUAGES: tuple[Language, ...] = ("en", "fr")
T = TypeVar("T")
Door = Literal["guard", "hint", "question"]


@dataclass(frozen=True, slots=True)
class Target:
    """An exercise with a wrong answer.

    Attributes:
        exercise: The instructor's version.
        answer: What the learner wrote.
        policy: The rules in force.
        doors: What of it can be attacked under them.
        course: The course's id; empty where there is none.
    """

    exercise: Exercise
    answer: Answer
    policy: Policy = field(default_factory=Policy)
    doors: Doors = field(default_factory=Doors)
    course: str = ""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """What an engine says to a learner, turn by turn.

    Attributes:
        target: What it is about.
        attack: The name of the attack.
        turns: The replies.
        rung: The rung that was asked for.
        language: Of the words around.
        bounds: What the replies may contain.
        known: The attack whose trick the learner knows; None for one who tries them all.
        door: Where help was asked for; ``guard`` for the guard alone.
    """

    target: Target
    attack: str
    turns: tuple[str, ...]
    rung: Rung
    language: Language
    bounds: Bounds
    known: Attack | None = None
    door: Door = "guard"


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
    codes = dict.fromkeys((exercise.starter, *answers, *slips(reference)[: 2 * most]))
    tried = [Answer(code, prelude) for code in codes if code.strip()]
    right, *passed = await judge.passed(exercise, [Answer(reference, prelude), *tried])
    wrong = [each for each, names in zip(tried, passed, strict=True) if right - names]
    return tuple(Target(exercise, each) for each in wrong[:most])


def planned(
    found: Sequence[Target], attacks: Sequence[Attack], limit: int, seed: int = 0
) -> tuple[Dialogue, ...]:
    """Dialogues in which each attack, open rung, language and target has its turn, up to `limit`.

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
    for step in range(len(found)):
        place = (number * 7 + lap * 13 + seed + step) % len(found)
        target = found[place]
        if not target.doors.rungs:
            continue
        rung = _turn_of(target.doors.rungs, number + lap)
        language = _language(target, number + lap)
        reference = target.exercise.references[0]
        telling = Telling(reference, target.answer.code, target.exercise, language, number + seed)
        turns = turns_of(attack, telling)
        if turns:
            bounds = bounds_of(target.policy, rung)
            door = _door(target, rung, number // 5)
            made = Dialogue(target, attack.name, turns, rung, language, bounds, attack, door)
            return place, made
    return None


def _turn_of(things: Sequence[T], number: int) -> T:
    return things[number % len(things)]


def _language(target: Target, number: int) -> Language:
    return target.policy.language or LANGUAGES[number % len(LANGUAGES)]


def _door(target: Target, rung: Rung, number: int) -> Door:
    """The guard alone mostly: it is the hardest, for it lets through what is not faithful."""
    if rung in _PHRASED and number % 3 == 0:
        return "hint"
    asks = target.doors.questions and rung is Rung.ORIENT
    return "question" if asks and number % 3 == 0 else "guard"


def told(
    found: Sequence[Target], name: str, turns: Sequence[str], exercise: str | None
) -> Iterator[Dialogue]:
    """Dialogues of texts of one's own, on each open rung in turn, for one exercise or for all.

    ``{reference}``, ``{answer}`` and ``{name}`` in a text stand for those of the target.
    """
    chosen = [each for each in found if exercise in (None, each.exercise.id) and each.doors.rungs]
    for number, target in enumerate(chosen):
        values = {
            "{reference}": target.exercise.references[0],
            "{answer}": target.answer.code,
            "{name}": target.exercise.id,
        }
        filled = tuple(_filled(each, values) for each in turns)
        rung = _turn_of(target.doors.rungs, number)
        language = _language(target, number)
        yield Dialogue(target, name, filled, rung, language, bounds_of(target.policy, rung))


def _filled(text: str, values: dict[str, str]) -> str:
    for mark, value in values.items():
        text = text.replace(mark, value)
    return text


def interrogations(found: Sequence[Target], limit: int) -> tuple[Dialogue, ...]:
    """Dialogues in which learners ask a real model for solutions; at most `limit`.

    Each trick comes on another target before any comes again.
    """
    made: list[Dialogue] = []
    found = [each for each in found if each.doors.questions]
    for number in range(limit if found else 0):
        trick = TRICKS[number % len(TRICKS)]
        target = found[number * 7 % len(found)]
        language = _language(target, number // len(TRICKS) + number)
        made.append(
            Dialogue(
                target=target,
                attack=trick.name,
                turns=trick.turns[language],
                rung=Rung.ORIENT,
                language=language,
                bounds=bounds_of(target.policy),
                door="question",
            )
        )
    return tuple(made)
