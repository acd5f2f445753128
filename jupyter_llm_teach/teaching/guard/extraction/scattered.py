"""Code between the words of a sentence, without any mark around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_llm_teach.teaching.guard.extraction.candidate import Span
from jupyter_llm_teach.teaching.guard.prose import is_statement

_WORD = re.compile(r"\S{1,80}")
_SIGN = re.compile(r"[()\[\]{}=<>+*/%]|(?<=\w)-(?=\w)|^-$")
_LEADING = frozenset(["return", "for", "if", "while", "not", "lambda", "def", "elif", "yield"])
_MOST_TRIES = 120
_LONGEST = 14
_BEFORE = 4
_TRAILING = ".,;!?»*_"


def code_between_words(text: str) -> Iterator[tuple[str, Span]]:
    """The longest runs of words that are Python and more than a name or a value."""
    tries = 0
    for line in _lines(text):
        words = line
        place = 0
        while place < len(words):
            if not _SIGN.search(words[place][0]):
                place += 1
                continue
            found = None
            for start, end in _windows(words, place):
                tries += 1
                if tries > _MOST_TRIES:
                    return
                code = _code(words, start, end)
                if is_statement(code):
                    found = (code, (words[start][1], words[end - 1][2]))
                    place = end
                    break
            if found is None:
                place += 1
            else:
                yield found


def _lines(text: str) -> Iterator[list[tuple[str, int, int]]]:
    offset = 0
    for line in text.split("\n"):
        if _SIGN.search(line):
            yield [(m[0], offset + m.start(), offset + m.end()) for m in _WORD.finditer(line)]
        offset += len(line) + 1


def _windows(words: list[tuple[str, int, int]], place: int) -> Iterator[tuple[int, int]]:
    """Stretches around a word with a sign in it, those first that begin with a word of Python."""
    first = max(0, place - _BEFORE)
    starts = sorted(range(first, place + 1), key=lambda at: (words[at][0] not in _LEADING, at))
    last = min(len(words), place + _LONGEST)
    ends = [end for end in range(last, place, -1) if _may_end(words, end, place)]
    for start in starts:
        for end in ends:
            yield start, end


def _may_end(words: list[tuple[str, int, int]], end: int, place: int) -> bool:
    """Whether code may end before this word: at a sign, or one word after it."""
    near = words[max(place, end - 2) : end]
    return any(_SIGN.search(word) for word, _, _ in near)


def _code(words: list[tuple[str, int, int]], start: int, end: int) -> str:
    text = " ".join(word for word, _, _ in words[start:end])
    return text.lstrip("*_«").rstrip(_TRAILING)
