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
    seen: set[str] = set()
    for match in _SENTENCE.finditer(text):
        words = " ".join(match[0].lower().split())
        if words in seen:
            yield Finding("repeated_sentence", match.start(), match.end())
        if len(words.split()) >= _SHORTEST_REPEATED:
            seen.add(words)
