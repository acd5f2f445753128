"""Use case: a learner writes what was tried and where it got stuck."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jupyter_llm_teach.teaching.history import Reflection
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work

# A few words of one's own; what they say is the learner's business, and nobody judges it.
_FEWEST_WORDS = 4
_FEWEST_LETTERS = 15
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class TooShort:
    """There are too few words; nothing was recorded."""


async def reflect(tutor: Tutor, work: Work, text: str) -> Reflection | TooShort:
    """What was recorded of a learner's own words.

    Raises:
        JournalError: it can't be recorded.
    """
    words = {each.lower() for each in _WORD.findall(text)}
    if len(words) < _FEWEST_WORDS or sum(map(len, words)) < _FEWEST_LETTERS:
        return TooShort()
    written = Reflection(work.answer.digest, tutor.clock.now(), text.strip())
    await tutor.journal.add_reflection(work.key, written)
    return written
