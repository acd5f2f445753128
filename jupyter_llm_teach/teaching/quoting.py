"""Pieces of other people's text, made fit to stand in a sentence of Markdown."""

from __future__ import annotations

import re
from itertools import chain

_LONGEST_SPAN = 90
_LONGEST_GOAL = 240
_FENCE = re.compile(r"^(```|~~~).*?^\1[^\n]*$", re.MULTILINE | re.DOTALL)
_SKIPPED = re.compile(r"^\s*(#.*|>.*|\|.*|[-*_]{3,}\s*|!\[.*|\$\$.*)$", re.MULTILINE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+")
_CALL = re.compile(r"`[A-Za-z_]\w*\(")
_SENTENCE = re.compile(r"(.+?[.!?])(?=\s+[A-ZÀ-Ý`*\"“«(]|\s*$)", re.DOTALL)


def code_span(text: str) -> str | None:
    """Text as inline code; None where it is empty, long or would not stay on its line."""
    text = text.strip()
    if not text or len(text) > _LONGEST_SPAN or "\n" in text or "`" in text:
        return None
    return f"`{text}`"


def goal_of(statement: str) -> str:
    """The sentence that says what is asked, without headings, code blocks, links, images and HTML.

    It is the first that names a call, as in "Write a function `mean(xs)` that ...", else the first
    that is no introduction to a list.
    """
    for pattern in (_FENCE, _TAG, _IMAGE):
        statement = pattern.sub("", statement)
    statement = _ADDRESS.sub("", _LINK.sub(r"\1", statement))
    paragraphs = [each.strip() for each in _SKIPPED.sub("", statement).split("\n\n")]
    sentences = [each for paragraph in paragraphs for each in _sentences(paragraph)]
    calling = (each for each in sentences if _CALL.search(each))
    whole = (each for each in sentences if not each.endswith(":"))
    sentence = next(chain(calling, whole, sentences), "")
    return sentence if len(sentence) <= _LONGEST_GOAL else _cut(sentence)


def _sentences(paragraph: str) -> list[str]:
    text = " ".join(paragraph.split())
    found = [each.strip() for each in _SENTENCE.findall(text)]
    return found or ([text] if text else [])


def _cut(sentence: str) -> str:
    words = sentence[:_LONGEST_GOAL].rsplit(" ", 1)[0].rstrip(" ,;:")
    return f"{words.replace('`', '').replace('*', '')} …"
