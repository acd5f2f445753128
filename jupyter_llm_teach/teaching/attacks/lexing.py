"""The tokens of a program, with its lines and levels, and the program again."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterator, Sequence

NEW_LINE, IN, OUT = "\n", "\t", "\r"
_LAYOUT = {tokenize.NEWLINE: NEW_LINE, tokenize.INDENT: IN, tokenize.DEDENT: OUT}
_SKIPPED = {tokenize.NL, tokenize.COMMENT, tokenize.ENDMARKER, tokenize.ENCODING}
_TIGHT = re.compile(r"(?<=[\w)\]]) (?=[(\[.])|(?<=[(\[{.]) | (?=[)\]},:.])")


def tokens(code: str) -> tuple[str, ...]:
    """The tokens of a program; a new line, a deeper and a shallower level are tokens as well."""
    lines = iter(code.splitlines(keepends=True))
    found = tokenize.generate_tokens(lambda: next(lines, ""))
    return tuple(_LAYOUT.get(each.type, each.string) for each in found if each.type not in _SKIPPED)


def program(sequence: Sequence[str]) -> str:
    """A program that has these tokens."""
    return "\n".join(_lines(sequence))


def _lines(sequence: Sequence[str]) -> Iterator[str]:
    level = 0
    line: list[str] = []
    for token in sequence:
        if token == NEW_LINE:
            yield "    " * level + " ".join(line)
            line = []
        elif token in (IN, OUT):
            level = max(0, level + (1 if token == IN else -1))
        else:
            line.append(token)
    if line:
        yield "    " * level + " ".join(line)


def tidy(line: str) -> str:
    """A line of tokens between spaces as people write it."""
    return _TIGHT.sub("", line)


def levels(lines: Sequence[str], most: int = 24) -> tuple[str, ...]:
    """Programs that lines without their indentation may have been, the likeliest first.

    A line after one that ends with a colon stands deeper; any other may stand at each level that
    is open.

    Args:
        lines: Stripped lines.
        most: How many programs.
    """
    found: list[list[int]] = [[]]
    for number, line in enumerate(lines):
        longer: list[list[int]] = []
        for each in found:
            longer.extend([*each, level] for level in _possible(lines, each, number, line))
        found = longer[: most * 4]
    programs = (
        "\n".join("    " * level + line for level, line in zip(each, lines, strict=True))
        for each in found
    )
    return tuple(dict.fromkeys(programs))[:most]


def _possible(lines: Sequence[str], before: list[int], number: int, line: str) -> list[int]:
    if not before:
        return [0]
    last = before[-1]
    if lines[number - 1].endswith(":"):
        return [last + 1]
    if line.startswith(("elif", "else", "except", "finally")):
        heads = ("if", "elif", "for", "while", "try", "except")
        return [
            level
            for level, above in reversed(list(zip(before, lines, strict=False)))
            if above.startswith(heads) and level < last
        ][:2]
    shallowest = 1 if lines[0].startswith("def ") and not line.startswith("def ") else 0
    order = range(shallowest, last + 1) if line.startswith("return") else range(last, -1, -1)
    return [level for level in order if level >= shallowest]
