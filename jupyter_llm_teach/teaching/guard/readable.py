"""Which school grade a text asks for.

English: the grade level of J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom,
"Derivation of New Readability Formulas for Navy Enlisted Personnel" (1975). French: the reading
ease that L. Kandel and A. Moles fitted to French, "Application de l'indice de Flesch à la langue
française" (1958), read as a grade with the table of R. Flesch, "The Art of Readable Writing"
(1949). Syllables are counted as groups of vowels without silent letters at the end.
"""

from __future__ import annotations

import re

from jupyter_llm_teach.teaching.policy import Language

_WORD = re.compile(r"[^\W\d_]+")
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`]*`", re.DOTALL)
_END = re.compile(r"[.!?…]+(?=\s|$)|\n+")
_VOWELS: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"[aeiouy]+"),
    "fr": re.compile(r"[aeiouyàâäéèêëîïôöùûüœ]+"),
}
_SILENT: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$|(?<![td])ed$|(?<=[^sxzcg])es$"),
    "fr": re.compile(r"(?:e|es|(?<!m)ent)$"),
}
_FEWEST_WORDS = 12
# Flesch's bands of reading ease, each with the grade of its middle.
_BANDS = ((90, 5.0), (80, 6.0), (70, 7.0), (60, 8.5), (50, 11.0), (30, 14.0))
_HARDEST = 17.0


def grade(text: str, language: Language) -> float | None:
    """The school grade that reads a text with ease; None where it is too short to be judged."""
    prose = _CODE.sub("it", text)
    words = _WORD.findall(prose.lower())
    if len(words) < _FEWEST_WORDS:
        return None
    sentences = max(1, sum(bool(_WORD.search(part)) for part in _END.split(prose)))
    length = len(words) / sentences
    sounds = sum(syllables(word, language) for word in words) / len(words)
    if language == "en":
        return 0.39 * length + 11.8 * sounds - 15.59
    ease = 207 - 1.015 * length - 73.6 * sounds
    return next((each for least, each in _BANDS if ease >= least), _HARDEST)


def syllables(word: str, language: Language) -> int:
    """How many syllables a word in small letters has, about."""
    spoken = _SILENT[language].sub("", word) if len(word) > len("les") else word
    return max(1, len(_VOWELS[language].findall(spoken)))
