"""The names of correction tags, and which words are nearly one of them."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher

NAMES = ("CORRECTIONS", "CORRECTION", "CORRIGES", "CORRIGE", "CORR", "SOLUTIONS", "SOLUTION")
_COMMON = ("CORRECTION", "CORRIGE", "SOLUTION")
_OTHER_WORDS = frozenset(("RESOLUTION", "CORRELATION", "EVOLUTION", "DISSOLUTION", "ABSOLUTION"))
_ALIKE = 0.85
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def plain(text: str) -> str:
    """The text in capitals, without accents and invisible characters, with the same lines."""
    if not text.isascii():
        letters = unicodedata.normalize("NFD", text).translate(_INVISIBLE)
        text = "".join(each for each in letters if not unicodedata.combining(each))
    return text.upper()


def letters(text: str) -> str:
    """The letters of a text, and nothing else."""
    return "".join(each for each in text if each.isalpha())


def is_name(word: str) -> bool:
    """Whether a plain word is the name of a tag, or nearly."""
    if word in NAMES:
        return True
    return word not in _OTHER_WORDS and _likeness(word, nearest(word)) >= _ALIKE


def nearest(word: str) -> str:
    """The name that a plain word is most like."""
    return max(_COMMON, key=lambda name: _likeness(word, name))


def _likeness(one: str, other: str) -> float:
    if abs(len(one) - len(other)) > len(other) // 2:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
