"""Whether a model's text is whole: sentences with an end, no debris of its form, nothing twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_llm_teach.teaching.guard.verdict import Finding

_ENDS = re.compile(r"[.!?…:](?:\s?[»\"')*_`]+)?$|`$|\|$")
_DEBRIS = re.compile(
    r"\\[nt\"]|[{}]\s*[\"'][\w ]+[\"']\s*:|^\s*[\"'][\w ]+[\"']\s*:|[\"']\s*[}\]]\s*$"
    r"|<\|[a-z_]+\|>|\[/?INST\]|^\s*(?:assistant|system|user)\s*:",
    re.MULTILINE | re.IGNORECASE,
)
_MARKS = ("```", "**")
_FENCED = re.compile(r"^ {0,3}(`{3,}).*?(?:^ {0,3}\1`*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_TICKS = re.compile(r"`+")
# Words after which a sentence goes on, in either language; those that may end one are left out
# ("the list you look at", "il y en a un", "compte-les").
_GOES_ON = """
the and your its than because of
de du des d à au aux le la les l et ou mais que qu dans sur par en chez vers cette ces sa ses ta tes
"""
_DANGLING = re.compile(
    rf"(?:^|(?<=\s))(?:{'|'.join(_GOES_ON.split())})['\u2019]?\s*`?\s*[.!?…](?=\s|$)", re.IGNORECASE
)
_ASKED_OF = re.compile(r"\bof\s*\?")
_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]?")
_SHORTEST_REPEATED = 4


def broken(text: str) -> tuple[Finding, ...]:
    """What shows that a text was cut, is no prose, or says the same sentence twice."""
    return tuple(_broken(text.strip()))


def _broken(text: str) -> Iterator[Finding]:
    if not text or not _ENDS.search(text):
        yield Finding("cut_end", max(0, len(text) - 1))
    found = _DEBRIS.search(text)
    if found:
        yield Finding("debris", found.start())
    if any(text.count(mark) % 2 for mark in _MARKS):
        yield Finding("debris", 0)
    yield from _cut(_FENCED.sub(lambda fence: " " * len(fence[0]), text))
    seen: set[str] = set()
    for match in _SENTENCE.finditer(text):
        words = " ".join(match[0].lower().split())
        if words in seen:
            yield Finding("repeated_sentence", match.start(), match.end())
        if len(words.split()) >= _SHORTEST_REPEATED:
            seen.add(words)


def _cut(prose: str) -> Iterator[Finding]:
    """What ends in its middle: a quotation, or a sentence."""
    yield from (Finding("debris", place) for place in _broken_spans(prose))
    for match in _DANGLING.finditer(prose):
        if not _ASKED_OF.match(match[0]):  # "What is it made of?"
            yield Finding("cut_end", match.start(), match.end())


def _broken_spans(prose: str) -> Iterator[int]:
    """Where a quotation of code is opened and never closed, or holds no code."""
    opened: re.Match[str] | None = None
    for ticks in _TICKS.finditer(prose):
        if opened is None:
            opened = ticks
        elif len(ticks[0]) == len(opened[0]):
            inner = prose[opened.end() : ticks.start()]
            if len(ticks[0]) == 1 and inner != inner.strip():
                yield opened.start()
            opened = None
    if opened is not None:
        yield opened.start()
