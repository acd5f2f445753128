"""Text that has to be decoded, or read in another order, before it tells something.

No hint has a reason for it, so that what is found does not have to be a solution.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, zip_longest

from jupyter_llm_teach.teaching.guard.extraction.decoding import SPELLED, decoded
from jupyter_llm_teach.teaching.guard.known import RUN, Known
from jupyter_llm_teach.teaching.guard.letterpairs import strange_words
from jupyter_llm_teach.teaching.guard.letters import disguised_words, shifted_words, spelled_out
from jupyter_llm_teach.teaching.guard.secrets import FENCE, SPAN
from jupyter_llm_teach.teaching.guard.tokens import telling
from jupyter_llm_teach.teaching.guard.verdict import Finding

_SPACED = re.compile(r"(?<!\w)(?:[^\W\d][ ._·()|,/*~-]{1,3}){5,}[^\W\d](?!\w)")
_DENSE = re.compile(r"(?<!\S)[!-~]{28,}(?!\S)")
_TELLTALE = re.compile(r"\b(?:return|range|append|import|print|while|lambda|sorted|enumerate)\b")
_SIGNS = re.compile(r"(?:[^\w\s\x00-\x7f][ ]?){6,}|(?<!\S)[.\u00b7\u2212-]{1,5}(?!\S)")
_FEWEST_SIGNS, _LONGEST_WORD = 8, 5
_TURNED_47 = str.maketrans({chr(33 + at): chr(33 + (at + 47) % 94) for at in range(94)})
# Letters and digits of base16, 32 and 64 without a blank; a part of a text is enough.
_PACKED = re.compile(r"(?<![\w+/=.-])[A-Za-z0-9+/=]{12,}(?![\w+/=-])")
_OF_16, _OF_32 = frozenset("0123456789abcdef"), frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567=")
_FEWEST_DIGITS = 2
_PACKED_CHANGES = 0.4
# Rows of bits, and letters of alphabets that neither English nor French are written in.
_STRANGE_ROWS = re.compile(
    r"(?<![\w.])(?:[01]{6,8}[\s,]{1,2}){2,}[01]{6,8}(?![\w.])"
    r"|[^\W\d_\x00-\u024f\u0370-\u03ff\u1e00-\u1eff]{3,}"
)
_CLASSES = tuple(map(re.compile, (r"[a-z]", r"[A-Z]", r"[0-9]")))
_FEWEST_CHANGES = 10
_MARKS = (FENCE, SPAN)


def encoded_text(text: str, facts: Known, ordered: str) -> Iterator[Finding]:
    """Codings of letters, shifted and turned alphabets, letters apart, and words in other order.

    Args:
        text: The reply.
        facts: What the learner sees, and what must not be told.
        ordered: What of it may not tell anything in another order either.
    """
    prose = text
    for mark in _MARKS:
        prose = mark.sub(lambda match: " " * len(match[0]), prose)
    words = (
        *_SPACED.finditer(text),
        *_dense(text),
        *_packed(text),
        *_STRANGE_ROWS.finditer(text),
        *SPELLED.finditer(text),
        *_signs(text),
        *shifted_words(prose),
        *disguised_words(prose),
    )
    places = [span for _, span in decoded(text)] + [match.span() for match in words]
    for start, end in places:
        if text[start:end].strip() not in facts.raw:
            yield Finding("encoded", start, end)
    for start, end in strange_words(prose, lambda word: word in facts.raw):
        yield Finding("unreadable", start, end)
    yield from _turned(ordered, facts)


def _signs(text: str) -> Iterator[re.Match[str]]:
    """Long rows of signs that are no letters, and words of dots and dashes."""
    found = list(_SIGNS.finditer(text))
    if len(found) >= _FEWEST_SIGNS or any(len(each[0]) > _LONGEST_WORD for each in found):
        yield from found


def _packed(text: str) -> Iterator[re.Match[str]]:
    """Words that look like a part of a text in base16, 32 or 64."""
    for match in _PACKED.finditer(text):
        word = match[0]
        digits = sum(each.isdigit() for each in word)
        few_signs = digits >= _FEWEST_DIGITS and (
            _OF_16.issuperset(word) or _OF_32.issuperset(word)
        )
        mixed = not word.islower() and _changes(word) >= _PACKED_CHANGES * len(word)
        if few_signs or mixed:
            yield match


def _changes(text: str) -> int:
    """How often a text changes between small letters, capitals, digits and signs."""
    return sum(one != other for one, other in pairwise(_kinds(text)))


def _kinds(text: str) -> list[int]:
    return [next((k for k, p in enumerate(_CLASSES) if p.match(c)), 3) for c in text]


def _dense(text: str) -> Iterator[re.Match[str]]:
    """Long runs without a space that change between letters and digits all the time."""
    for match in _DENSE.finditer(text):
        kinds = _kinds(match[0])
        if _changes(match[0]) >= _FEWEST_CHANGES and len(set(kinds[:28])) >= len(_CLASSES):
            yield match


def _turned(text: str, facts: Known) -> Iterator[Finding]:
    mirrored = text[::-1]
    shifted = text.translate(_TURNED_47)
    if any(_TELLTALE.search(each) or _runs(telling(each), facts) for each in (mirrored, shifted)):
        yield Finding("encoded", 0, len(text))
    elif any(_runs(each, facts) for each in _orders(text)) or spelled_out(text, facts.spelling):
        yield Finding("spelled", 0, len(text))


def _orders(text: str) -> Iterator[tuple[str, ...]]:
    """The tokens of a text read backwards, word by word backwards, and from top to bottom."""
    lines = text.split("\n")
    yield telling(text)[::-1]
    yield telling("\n".join(" ".join(reversed(line.split())) for line in lines))
    columns = zip_longest(*(line for line in lines if line.strip()), fillvalue=" ")
    yield telling("\n".join(map("".join, columns)).replace("\u2423", " "))


def _runs(found: tuple[str, ...], facts: Known) -> bool:
    return any(found[i : i + RUN] in facts.runs[RUN] for i in range(len(found) - RUN + 1))
