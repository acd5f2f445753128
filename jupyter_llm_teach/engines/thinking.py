"""Tells what a model thinks from what it answers, while the text comes in pieces.

Reasoning models put their thoughts between tags, which may be cut over pieces. Some chat templates
write the opening tag themselves, so that a reply begins with thoughts and only ``</think>`` shows
that they were (DeepSeek-R1 and its distillations).
"""

from __future__ import annotations

import re
from typing import Final, Literal

_OPENING: Final = ("<think>", "<thinking>", "<reasoning>", "[THINK]", "<|START_THINKING|>")
_CLOSING: Final = ("</think>", "</thinking>", "</reasoning>", "[/THINK]", "<|END_THINKING|>")
_TAGS: Final = (*_OPENING, *_CLOSING)
_LONGEST: Final = max(map(len, _TAGS))
_THINKERS: Final = re.compile(
    r"(?<![a-z0-9])(r1|qwq|o[134]|magistral)(?![a-z0-9])|reason|thinking", re.IGNORECASE
)


def thinks(model: str) -> bool:
    """Whether a model of that name is known to think, perhaps without saying when it begins."""
    return bool(_THINKERS.search(model))


class Thinking:
    """Splits one reply.

    Args:
        begun: Whether it may begin with thoughts that no tag announces: nothing is given then
            before a closing tag has come, or the end.

    Attributes:
        thought: Characters of thoughts so far.
        answered: Characters of the answer so far.
        tagged: Whether a tag came.
        announced: Whether the reply said when its thoughts began; None where it had none.
    """

    def __init__(self, *, begun: bool = False) -> None:
        self._held = ""
        self._within: Literal["answer", "thought", "doubt"] = "doubt" if begun else "answer"
        self.thought = 0
        self.answered = 0
        self.tagged = False
        self.announced: bool | None = None

    def think(self, text: str) -> None:
        """Count what the server itself keeps apart as thoughts."""
        if text:
            self.thought += len(text)
            self.announced = True
            self._within = "answer"

    def feed(self, text: str) -> str:
        """What of the answer is certain now that another piece has come."""
        if self._within == "answer" and not (self._held or "<" in text or "[" in text):
            return self._given(text)  # most pieces
        self._held += text
        said = ""
        while (found := _first_tag(self._held)) is not None:
            start, tag = found
            said += self._taken(self._held[:start], tag)
            self._held = self._held[start + len(tag) :]
        if self._within == "doubt":
            return self._given(said)
        sure = len(self._held) - len(_uncertain(self._held))
        rest, self._held = self._held[:sure], self._held[sure:]
        if self._within == "thought":
            self.thought += len(rest)
            return self._given(said)
        return self._given(said + rest)

    def close(self) -> str:
        """What is left of the answer now that the reply has ended."""
        left, self._held = self._held, ""
        if self._within == "thought":
            self.thought += len(left)
            return ""
        return self._given(left)

    def _taken(self, before: str, tag: str) -> str:
        """What of the text before a tag belongs to the answer."""
        answer = self._within == "answer" and tag in _OPENING
        if self._within != "thought":
            self.announced = tag in _OPENING
        self._within = "thought" if tag in _OPENING else "answer"
        self.tagged = True
        if not answer:
            self.thought += len(before)
        return before if answer else ""

    def _given(self, text: str) -> str:
        if self.tagged and not self.answered:
            text = text.lstrip()  # the empty lines between thoughts and answer
        self.answered += len(text)
        return text


def _first_tag(text: str) -> tuple[int, str] | None:
    if "<" not in text and "[" not in text:
        return None
    places = [(text.find(tag), tag) for tag in _TAGS if tag in text]
    return min(places, default=None)


def _uncertain(text: str) -> str:
    """The end of a text that may become a tag."""
    start = max(text.rfind("<", -_LONGEST), text.rfind("[", -_LONGEST))
    end = text[start:] if start >= 0 else ""
    return end if end and any(tag.startswith(end) for tag in _TAGS) else ""
