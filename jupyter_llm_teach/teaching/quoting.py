"""Pieces of other people's text, made fit to stand in a sentence of Markdown."""

from __future__ import annotations

import re

_LONGEST_SPAN = 90
_LONGEST_GOAL = 240
_FENCE = re.compile(r"^(```|~~~).*?^\1[^\n]*$", re.MULTILINE | re.DOTALL)
_SKIPPED = re.compile(r"^\s*(#.*|>.*|\|.*|[-*_]{3,}\s*|!\[.*|\$\$.*)$", re.MULTILINE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+")
_SENTENCE = re.compile(r"(.+?[.!?])(?=\s+[A-ZÀ-Ý`*\"“«(]|\s*$)", re.DOTALL)


def code_span(text: str) -> str | None:
    """Text as inline code; None where it is empty, long or would not stay on its line."""
    text = text.strip()
    if not text or len(text) > _LONGEST_SPAN or "\n" in text or "`" in text:
        return None
    return f"`{text}`"


def first_sentence(statement: str) -> str:
    """The first sentence of a statement, without headings, code blocks, links, images and HTML."""
    for pattern in (_FENCE, _TAG, _IMAGE):
        statement = pattern.sub("", statement)
    statement = _ADDRESS.sub("", _LINK.sub(r"\1", statement))
    paragraphs = [each.strip() for each in _SKIPPED.sub("", statement).split("\n\n")]
    paragraph = next((" ".join(each.split()) for each in paragraphs if each), "")
    match = _SENTENCE.match(paragraph)
    sentence = (match.group(1) if match else paragraph).strip()
    return sentence if len(sentence) <= _LONGEST_GOAL else _cut(sentence)


def _cut(sentence: str) -> str:
    words = sentence[:_LONGEST_GOAL].rsplit(" ", 1)[0].rstrip(" ,;:")
    return f"{words.replace('`', '').replace('*', '')} …"
