"""Headings and statements in the markdown around exercises."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*\S)")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_POINTS = re.compile(
    r"\s*[(\[]\s*\d+(?:[.,]\d+)?\s*(?:points?|pts?|marks?)\.?\s*[)\]]\s*$", re.IGNORECASE
)
_KINDS = (
    "exercises?|exercices?|questions?|problems?|probl[èe]mes?|parts?|parties?|tasks?|t[âa]ches?"
    "|activity|activité|ex|q"
)
_SEPARATOR = r"(?:\s*[.:)]|\s+[\u2013\u2014-](?=\s))"
_NUMBER = re.compile(
    rf"^(?:(?:{_KINDS})\b\.?\s*(?:n[°o]\.?\s*)?(?:(?:\d+(?:\.\d+)*|[A-Z]){_SEPARATOR}|:)"
    rf"|\d+(?:\.\d+)+(?=\s)|\d+(?:\.\d+)*{_SEPARATOR})\s*(?=\S)",
    re.IGNORECASE,
)
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level, 1 being the highest, and its text."""

    level: int
    text: str


def headings(markdown: str) -> tuple[Heading, ...]:
    """The headings of a markdown text, in order; none from inside fenced code."""
    return tuple(heading for _, heading in _numbered(markdown))


def from_last_heading(markdown: str) -> str:
    """The text from its last heading on, or all of it where it has none."""
    starts = [number for number, _ in _numbered(markdown)]
    lines = markdown.split("\n")
    return "\n".join(lines[starts[-1] :] if starts else lines).strip()


def without_points(heading: str) -> str:
    """A heading's text without what the exercise is worth, such as ``(2 points)``."""
    return _POINTS.sub("", heading).strip()


def plain_title(heading: str) -> str:
    """A heading's text without emphasis, points and numbering such as ``Exercise 3:``."""
    text = without_points(re.sub(r"\*\*|`", "", heading))
    return _NUMBER.sub("", text).strip() or text


def title_and_section(passed: list[Heading]) -> tuple[str, str]:
    """The title that the last heading gives, and the heading of the part that it stands in.

    Args:
        passed: All headings of the notebook so far, in order.
    """
    if not passed:
        return "", ""
    last = passed[-1]
    higher = next((each for each in reversed(passed) if each.level < last.level), None)
    return plain_title(last.text), plain_title(higher.text) if higher else ""


def _text(written: str) -> str:
    return (re.sub(r" #+$", "", written).strip() or written)[:_LONGEST]


def _numbered(markdown: str) -> list[tuple[int, Heading]]:
    found: list[tuple[int, Heading]] = []
    fence = ""
    for number, line in enumerate(markdown.split("\n")):
        mark = _FENCE.match(line)
        if mark and fence in ("", mark[1]):
            fence = "" if fence else mark[1]
        elif not fence and (heading := _HEADING.match(line)):
            found.append((number, Heading(len(heading[1]), _text(heading[2]))))
    return found
