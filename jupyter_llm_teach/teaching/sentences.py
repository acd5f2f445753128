"""The sentences of a reply that is still being written as JSON."""

from __future__ import annotations

import json
import re

_STRING = re.compile(r':\s*"((?:[^"\\]|\\.)*)("?)')
_END = re.compile(r"(?<=[.!?…])\s+")


def finished_sentences(partial: str) -> tuple[str, ...]:
    """The complete sentences in the text fields of a partial JSON object, in order.

    A sentence counts as complete when another one follows it or its field is closed.
    """
    found: list[str] = []
    for text, closed in _STRING.findall(partial):
        sentences = [each for each in _END.split(_plain(text)) if each.strip()]
        found.extend(sentences if closed else sentences[:-1])
    return tuple(each.strip() for each in found)


def _plain(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return ""
