"""What a free question is about, from its words alone: no model is asked for that.

A question in English or French is compared with the words of the exercise, whatever the language
of the course. Only how a question is served depends on it: what a reply gives away is for the
guard to judge.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import Enum

from jupyter_llm_teach.teaching.asking.meaning import asks_for_meaning
from jupyter_llm_teach.teaching.asking.requests import asks_for_solution
from jupyter_llm_teach.teaching.asking.words import COMMON, HELP, PYTHON, singular
from jupyter_llm_teach.teaching.case import Case
from jupyter_llm_teach.teaching.exercise import Compare, Holds, Runs, Test
from jupyter_llm_teach.teaching.policy import Questions


class Topic(Enum):
    """What a question is about.

    `RELATED`: the learner's own work on the exercise. `MEANING`: what a word, a test or an idea of
    the exercise or, where the policy says so, of the course means. `SOLUTION`: it asks for the
    answer itself. `UNCLEAR`: its words do not tell. `STRANGE`: none of its words has to do
    with the exercise.
    """

    RELATED = "related"
    MEANING = "meaning"
    SOLUTION = "solution"
    UNCLEAR = "unclear"
    STRANGE = "strange"

    @property
    def is_known(self) -> bool:
        """Whether the words tell that it belongs to the exercise or the course."""
        return self in (Topic.RELATED, Topic.MEANING)


_WORD = re.compile(r"[^\W\d_]+")
_PART = re.compile(r"[A-Z]?[a-zà-öø-ÿ]+|[A-Z]+(?![a-z])")
_SHORTEST = 3
_ENOUGH = 3
_SHARE = 3


def topic_of(question: str, case: Case, questions: Questions, also: Iterable[str] = ()) -> Topic:
    """What a question is about.

    Args:
        question: In the learner's words.
        case: The exercise, the answer and what may be known of it.
        questions: How far questions may go: those about the course may be about Python at large.
        also: Further texts whose words belong to the topic, such as the course's title.
    """
    words = _WORD.findall(_plain(question))
    if asks_for_solution(words):
        return Topic.SOLUTION
    asked = [word for word in _words(question) if word not in COMMON]
    known = HELP | _vocabulary(case, also)
    if questions is Questions.COURSE:
        known |= PYTHON
    hits = sum(word in known for word in asked)
    # Short questions such as "why?" go on with what was talked about.
    if not asked or hits * _SHARE >= len(asked):
        return Topic.MEANING if asks_for_meaning(words) else Topic.RELATED
    return Topic.UNCLEAR if hits or len(asked) < _ENOUGH else Topic.STRANGE


def _vocabulary(case: Case, also: Iterable[str]) -> frozenset[str]:
    exercise = case.exercise
    texts = [exercise.title, exercise.section, exercise.statement, exercise.starter]
    texts += [case.answer.code, case.concept.value, *case.answer.prelude, *also]
    texts += [_text(test) for test in case.visible_tests]
    texts += [test.error.type for test in case.shown.tests if test.error is not None]
    if case.shown.error is not None:
        texts.append(case.shown.error.type)
    found = frozenset(word for text in texts for word in _words(text))
    return found - COMMON


def _text(test: Test) -> str:
    match test.check:
        case Compare(expression=text) | Holds(expression=text) | Runs(code=text):
            return f"{test.name} {text} {test.message}"


def _words(text: str) -> list[str]:
    """The words of a text and the parts of its names, without accents and endings of plurals."""
    words: list[str] = []
    for run in _WORD.findall(text):
        parts = _PART.findall(run)
        words += [run, *parts] if len(parts) > 1 else [run]
    plain = (_plain(word) for word in words)
    return [singular(word) for word in plain if len(word) >= _SHORTEST]


def _plain(text: str) -> str:
    """Small letters without accents."""
    parts = unicodedata.normalize("NFKD", text.replace("\u2019", "'").lower())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
