"""Where the fault of a wrong program is: the lines that the smallest edit to a passing one touches.

Written apart from `jupyter_llm_teach.teaching.facts`, whose candidates are judged by it: this works
on tokens and never parses. A program is its tokens, line by line, each line after a token for its
depth; comments, texts that stand alone and empty lines are left out. Names that a program gives are
matched by an alignment in which every name is the same, then the distance is Levenshtein's.
"""

from __future__ import annotations

import builtins
import io
import keyword
import tokenize
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_FIXED = frozenset(dir(builtins)) | frozenset(keyword.kwlist)
_SKIPPED = {tokenize.COMMENT, tokenize.NL, tokenize.ENCODING, tokenize.ENDMARKER}
_ANY_NAME = "\0name"


@dataclass(frozen=True, slots=True)
class Token:
    """A token and its line; `free` where it is a name that the program's author chose."""

    text: str
    line: int
    free: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """The smallest edit of a program.

    Attributes:
        distance: How many tokens it inserts, removes or replaces.
        lines: The lines of the program that it touches. Of new lines, those before and after.
    """

    distance: int
    lines: frozenset[int]


def tokens(code: str, kept: frozenset[str]) -> tuple[Token, ...] | None:
    """The tokens of a program; None where Python's tokenizer refuses it.

    Args:
        code: The program.
        kept: Names that are no choice of its author, such as those that tests call.
    """
    found: list[Token] = []
    depth = 0
    line: list[Token] = []
    try:
        for each in tokenize.generate_tokens(io.StringIO(code).readline):
            if each.type in (tokenize.INDENT, tokenize.DEDENT):
                depth += 1 if each.type == tokenize.INDENT else -1
            elif each.type == tokenize.NEWLINE:
                found += _line(line, depth)
                line = []
            elif each.type not in _SKIPPED:
                fixed = each.string in _FIXED | kept or (line and line[-1].text == ".")
                free = each.type == tokenize.NAME and not fixed
                line.append(Token(each.string, each.start[0], free))
    except (tokenize.TokenError, SyntaxError):
        return None
    return tuple(found)


def smallest_edit(program: Sequence[Token], passing: Sequence[Token]) -> Edit:
    """The smallest edit that turns a program into a passing one, up to names."""
    renamed = _renamed(program, passing)
    return _edit(program, [each.text for each in renamed], [each.text for each in program])


def distance(first: Sequence[str], second: Sequence[str]) -> int:
    """Levenshtein's distance, with the bit vectors of Hyyrö (2003)."""
    places: dict[str, int] = {}
    for index, each in enumerate(first):
        places[each] = places.get(each, 0) | 1 << index
    mask, last, score = (1 << len(first)) - 1, 1 << max(len(first) - 1, 0), len(first)
    if not first:
        return len(second)
    positive, negative = mask, 0
    for each in second:
        match = places.get(each, 0)
        zero = (((match & positive) + positive) ^ positive) | match | negative
        plus = negative | ~(zero | positive) & mask
        minus = positive & zero
        score += bool(plus & last) - bool(minus & last)
        plus = (plus << 1 | 1) & mask
        positive = (minus << 1 | ~(zero | plus)) & mask
        negative = plus & zero
    return score


def abstract(program: Sequence[Token]) -> list[str]:
    """The texts of tokens, with every free name the same."""
    return [_ANY_NAME if each.free else each.text for each in program]


def _line(line: Sequence[Token], depth: int) -> list[Token]:
    if not line or (len(line) == 1 and line[0].text[-1:] in "'\""):
        return []
    return [Token(f"\0depth{depth}", line[0].line), *line]


def _renamed(program: Sequence[Token], passing: Sequence[Token]) -> list[Token]:
    """The passing program with the names of the other one, matched where their tokens align."""
    votes: Counter[tuple[str, str]] = Counter()
    for left, right in _aligned(abstract(program), abstract(passing)):
        if left is not None and right is not None and passing[right].free and program[left].free:
            votes[passing[right].text, program[left].text] += 1
    chosen: dict[str, str] = {}
    for (theirs, ours), _ in votes.most_common():
        if theirs not in chosen and ours not in chosen.values():
            chosen[theirs] = ours
    return [
        Token(chosen.get(each.text, f"\0{each.text}") if each.free else each.text, each.line)
        for each in passing
    ]


def _edit(program: Sequence[Token], wanted: Sequence[str], texts: Sequence[str]) -> Edit:
    count = 0
    lines: set[int] = set()
    before = -1
    for left, right in _aligned(texts, wanted):
        if left is not None and right is not None and texts[left] == wanted[right]:
            before = left
            continue
        count += 1
        if left is not None:
            lines.add(program[left].line)
            before = left
        else:
            lines |= _around(program, before)
    return Edit(count, frozenset(lines))


def _around(program: Sequence[Token], before: int) -> set[int]:
    """The lines on both sides of a place between two tokens."""
    sides = [
        each.line for each in (program[max(before, 0)], program[min(before + 1, len(program) - 1)])
    ]
    return set(sides)


def _aligned(first: Sequence[str], second: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """One cheapest alignment, as pairs of indices; None where a side has no partner."""
    rows = [list(range(len(second) + 1))]
    for i, left in enumerate(first, start=1):
        above, row = rows[-1], [i]
        for j, right in enumerate(second, start=1):
            same = above[j - 1] + (left != right)
            row.append(min(same, above[j] + 1, row[j - 1] + 1))
        rows.append(row)
    pairs: list[tuple[int | None, int | None]] = []
    i, j = len(first), len(second)
    while i or j:
        if i and j and rows[i][j] == rows[i - 1][j - 1] + (first[i - 1] != second[j - 1]):
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif i and rows[i][j] == rows[i - 1][j] + 1:
            i -= 1
            pairs.append((i, None))
        else:
            j -= 1
            pairs.append((None, j))
    return pairs[::-1]
