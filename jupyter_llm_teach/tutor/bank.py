"""Hints that a model phrased before, so that identical questions are answered once."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from jupyter_llm_teach.teaching.facts.fact import Facts
from jupyter_llm_teach.teaching.guard.bounds import Bounds
from jupyter_llm_teach.teaching.policy import Language, Tone
from jupyter_llm_teach.teaching.rung import Rung


@dataclass(frozen=True, slots=True)
class Question:
    """What makes two requests for a hint the same.

    Attributes:
        exercise: Course id and exercise id.
        rung: Its step of the ladder.
        facts: What the learner may know on this rung: the signature of the failure.
        language: Of the hint.
        model: Catalogue name of the model.
        answer: Digest of the answer where the hint speaks of its lines, else empty.
        manner: What the policy says of how it is written: what it may contain, its tone, the
            highest school grade that it may ask for, and the most words.
    """

    exercise: tuple[str, str]
    rung: Rung
    facts: Facts
    language: Language
    model: str
    answer: str
    manner: tuple[Bounds, Tone, int | None, int]


class Bank:
    """Keeps the last hints; it forgets the longest unused one when it is full.

    Args:
        size: How many hints it keeps.
    """

    def __init__(self, size: int = 512) -> None:
        self._size = size
        self._texts: OrderedDict[Question, str] = OrderedDict()

    def get(self, question: Question) -> str | None:
        """The text kept for a question, or None."""
        if question in self._texts:
            self._texts.move_to_end(question)
        return self._texts.get(question)

    def keep(self, question: Question, text: str) -> None:
        """Keep a text that the guard has passed."""
        self._texts[question] = text
        self._texts.move_to_end(question)
        while len(self._texts) > self._size:
            self._texts.popitem(last=False)
