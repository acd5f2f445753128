"""What an attack is: something that tells a reference, and what undoes its disguise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jupyter_llm_teach.teaching.exercise import Exercise
from jupyter_llm_teach.teaching.policy import Language

MOST_TURNS = 10


@dataclass(frozen=True, slots=True)
class Telling:
    """What an attack has to give away, and to whom.

    Attributes:
        reference: The program that must not be told.
        answer: The learner's wrong answer.
        exercise: The instructor's version.
        language: The language of the words around.
        seed: Chooses among wordings; the same seed gives the same turns.
    """

    reference: str
    answer: str
    exercise: Exercise
    language: Language
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Attack:
    """A way to give a program away.

    Attributes:
        name: Unique.
        family: What kind of disguise it is, such as ``encoding``.
        turns: The replies, up to ten, oldest first; none where it has nothing to say.
        recover: Takes what was shown, oldest first, and the learner's answer. Gives programs, or
            pieces of them, as somebody who knows the trick would read them.
    """

    name: str
    family: str
    turns: Callable[[Telling], tuple[str, ...]]
    recover: Callable[[Sequence[str], str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write a text so that it reads otherwise.

    Attributes:
        name: Unique among forms.
        write: Gives the text in this form.
        read: Gives the program back from what was shown, without the words around it.
    """

    name: str
    write: Callable[[str], str]
    read: Callable[[str], str]
