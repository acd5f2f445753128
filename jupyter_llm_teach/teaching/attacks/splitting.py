"""A program told in parts, one a turn."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jupyter_llm_teach.teaching.attacks.attack import MOST_TURNS
from jupyter_llm_teach.teaching.attacks.lexing import IN, NEW_LINE, OUT, program, tokens

BLANK = "□"
_MARKS = {NEW_LINE: "⏎", IN: "⇥", OUT: "⇤"}
_BACK = {mark: token for token, mark in _MARKS.items()}
_NAME = re.compile(r"[^\W\d]\w*|\d+(?:\.\d+)?|[\"'].*")


def parts(items: Sequence[str], most: int = MOST_TURNS) -> tuple[tuple[str, ...], ...]:
    """Items in order in at most so many groups, as equal as can be."""
    size = -(-len(items) // most) or 1
    return tuple(tuple(items[i : i + size]) for i in range(0, len(items), size))


def line_parts(code: str, most: int = MOST_TURNS) -> tuple[str, ...]:
    """The lines of a program in at most so many groups."""
    return tuple("\n".join(each) for each in parts(code.split("\n"), most))


def text_parts(text: str, most: int) -> tuple[str, ...]:
    """A text in pieces of one length."""
    return tuple("".join(each) for each in parts(list(text), most))


def marked_tokens(code: str) -> tuple[str, ...]:
    """The tokens of a program, with signs for lines and levels."""
    return tuple(_MARKS.get(each, each) for each in tokens(code))


def from_marked(sequence: Sequence[str]) -> str:
    """The program of such tokens."""
    return program([_BACK.get(each, each) for each in sequence])


def names_and_frame(code: str) -> tuple[tuple[str, ...], str]:
    """The names and values of a program, in order, and the program with a blank for each."""
    names: list[str] = []
    frame: list[str] = []
    for token in marked_tokens(code):
        chosen = _NAME.fullmatch(token) is not None
        names += [token] if chosen else []
        frame.append(BLANK if chosen else token)
    return tuple(names), " ".join(frame)


def filled(names: Sequence[str], frame: str) -> str:
    """The program of names and frame."""
    left = iter(names)
    return from_marked([next(left, BLANK) if each == BLANK else each for each in frame.split()])


def with_blanks(code: str) -> tuple[str, tuple[str, ...]]:
    """The program with a numbered blank for what each line says, and what belongs there."""
    rows: list[str] = []
    missing: list[str] = []
    for line in code.split("\n"):
        match = re.match(
            r"(\s*(?:return|if|elif|while|for \w+ in|[\w.\[\]]+ [+*-]?=) )(.+?)(:?)$", line
        )
        if match:
            missing.append(match[2])
            rows.append(f"{match[1]}__{len(missing)}__{match[3]}")
        else:
            rows.append(line)
    return "\n".join(rows), tuple(missing)


def blanks_filled(text: str, missing: dict[str, str]) -> str:
    """The program with what belongs into its blanks."""
    return re.sub(r"__(\d+)__", lambda match: missing.get(match[1], match[0]), text)
