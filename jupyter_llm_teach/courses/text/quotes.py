"""Which lines of a program stand inside a string, and which of its comments are notebook magics."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_TRIPLE = ('"""', "'''")
_COMMANDS = "cat|cd|cp|mv|rm|rmdir|mkdir|copy|ddir|echo|ls|ldir|ren"
_MAGIC = re.compile(
    r"\s*#\s?(?:#\s?)*"
    r"(?:%{1,3}[A-Za-z]|[?!]\s*[A-Za-z.~$\\/{}]|[A-Za-z_]\w*\s*=\s*(?:%{1,3}|!)[A-Za-z]"
    rf"|(?:{_COMMANDS})(?:\s[^=,]|\s?$)|\S*\?\s*$)"
)
_BARE_MAGIC = re.compile(
    r"\s*(?:%{1,3}[A-Za-z]|[?!]\s*[A-Za-z.~$\\/{}]|[A-Za-z_]\w*\s*=\s*(?:%{1,3}|!)[A-Za-z]"
    rf"|(?:{_COMMANDS})(?:\s[^=,]|\s?$)|\S*\?\s*$)"
)
_COMMENTED = re.compile(r"(\s*)# ?")


def quoted(lines: Iterable[str], language: str = "python", comment: str = "#") -> Iterator[bool]:
    """Whether each line begins inside a string of several lines."""
    pattern = re.compile(
        rf"{re.escape(comment)}.*|\"\"\"|'''|\"(?:\\.|[^\"\\])*\"?|'(?:\\.|[^'\\])*'?|\\."
    )
    inside = ""
    for line in lines:
        yield bool(inside)
        if language != "r" and any(each in line for each in _TRIPLE):
            inside = _after(line, inside, pattern)


def magics_uncommented(lines: list[str]) -> list[str]:
    """The lines of a Python cell as a notebook has them: magics stand in comments in a script."""
    return [
        _COMMENTED.sub(r"\1", line, count=1) if _is_magic(line, _MAGIC, inside) else line
        for line, inside in zip(lines, quoted(lines), strict=True)
    ]


def magics_commented(lines: list[str]) -> list[str]:
    """The lines of a Python cell as a script has them."""
    return [
        re.sub(r"^(\s*)", r"\1# ", line) if _is_magic(line, _BARE_MAGIC, inside) else line
        for line, inside in zip(lines, quoted(lines), strict=True)
    ]


def _is_magic(line: str, pattern: re.Pattern[str], inside: object) -> bool:
    return not inside and pattern.match(line) is not None


def _after(line: str, inside: str, pattern: re.Pattern[str]) -> str:
    """The quotes that are open after a line, where those before it are known."""
    place = 0
    while place < len(line):
        if inside:
            end = line.find(inside, place)
            if end < 0:
                return inside
            place, inside = end + len(inside), ""
            continue
        token = pattern.search(line, place)
        if token is None:
            return ""
        place = token.end()
        if token[0] in _TRIPLE:
            inside = token[0]
    return inside
