"""A block of text as the Python that it may be read as, whatever stands before its lines."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from jupyter_llm_teach.teaching.guard.extraction.foreign import from_other_language
from jupyter_llm_teach.teaching.guard.syntax import tree_of

_MOST_LINES = 120
_STEP = "    "
_PROMPT = re.compile(r"^[ \t]*(?:>>>|\.\.\.|In \[\d{0,4}\]:|\$)(?: |$)")
_COMMENT = re.compile(r"^[ \t]*(?:#+|//+|--|;+|%+|\*)[ \t]?")
_NUMBERED = re.compile(
    r"^[ \t]*(?:[-*+>•][ \t]*)?(?:(?:line|ligne|step|étape|L|l)[ \t.]?)?\d{1,3}[ \t]*[:.)"
    r"|>\-\u2013\u2014][ \t]?",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^[ \t]*(?:[-*+•>][ \t]+)+")
_QUOTED = re.compile(r"^[ \t]*(?:>[ \t]?)+")
_DIFF_HEAD = re.compile(r"^(?:@@|---|\+\+\+|diff |index )")
_DOCSTRING = re.compile(r"(\"\"\"|''')(.{1,4000}?)\1", re.DOTALL)
_MARKS = (_PROMPT, _COMMENT, _NUMBERED, _BULLET, _QUOTED)
_CLOSING = ("else", "elif", "except", "finally", "case")
_LEADING = "def class for while if with try async".split()  # noqa: SIM905 - read as text


def readings(block: str) -> Iterator[str]:
    """Programs that a block of text may be read as, the plainest first; none where it is words."""
    seen: set[str] = set()
    for text in _unmarked("\n".join(block.split("\n")[:_MOST_LINES])):
        for program in _programs(text):
            if program.strip() and program not in seen:
                seen.add(program)
                yield program


def _unmarked(block: str) -> Iterator[str]:
    """The block, and the block without what stands before each of its lines."""
    yield _dedented(block)
    lines = [line for line in block.split("\n") if line.strip()]
    for mark in _MARKS:
        marked = [line for line in lines if mark.match(line)]
        if marked and 2 * len(marked) >= len(lines):
            chosen = marked if mark is _PROMPT else lines
            yield _dedented("\n".join(mark.sub("", line) for line in chosen))
    if any(line[0] in "+-" for line in lines):
        yield _new_side(lines)
    for match in _DOCSTRING.finditer(block):
        yield _dedented(match[2].strip("\n"))


def _new_side(lines: list[str]) -> str:
    kept = [line for line in lines if not _DIFF_HEAD.match(line) and not line.startswith("-")]
    return _dedented("\n".join(line[1:] if line[0] in "+ " else line for line in kept))


def _programs(text: str) -> Iterator[str]:
    tree = tree_of(text)
    if tree is not None and tree.body:
        yield text
        if not _is_flat(text):
            return
    header = f"{text.rstrip()}\n{_STEP}pass"
    if text.rstrip().endswith(":") and tree_of(_dedented(header)) is not None:
        yield header
        return
    yield from reindented(text)
    yield from from_other_language(text)


def _is_flat(text: str) -> bool:
    """Whether all lines stand at the margin, though some open a block."""
    lines = text.split("\n")
    return len(lines) > 1 and not any(line.startswith((" ", "\t")) for line in lines)


def reindented(text: str) -> Iterator[str]:
    """Lines that lost their indentation, nested as their colons say; a few ways to close blocks."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not any(line.endswith(":") for line in lines[:-1]):
        return
    for last in range(3):
        program = _nested(lines, last)
        if tree_of(program) is not None:
            yield program


def _nested(lines: list[str], outward: int) -> str:
    """Everything below a colon goes in; the last line comes `outward` levels out again."""
    found: list[str] = []
    heads: list[str] = []
    for number, line in enumerate(lines):
        word = re.split(r"\W", line, maxsplit=1)[0]
        if word == "def":
            heads.clear()
        if word in _CLOSING and heads:
            heads = heads[: _opened(heads)]
        elif found and not found[-1].endswith(":") and _ends_block(found[-1]) and heads:
            heads.pop()
        if number == len(lines) - 1 and number:
            heads = heads[: max(len(heads) - outward, 0)]
        found.append(_STEP * len(heads) + line)
        if line.endswith(":"):
            heads.append(word)
    return "\n".join(found)


def _opened(heads: list[str]) -> int:
    """How deep the block stands that an `else` belongs to."""
    for depth in range(len(heads) - 1, -1, -1):
        if heads[depth] in _LEADING or heads[depth] in _CLOSING:
            return depth
    return 0


def _ends_block(line: str) -> bool:
    return line.lstrip().startswith(("return", "break", "continue", "raise"))


def _dedented(block: str) -> str:
    text = textwrap.dedent(block.expandtabs(4)).strip("\n")
    if tree_of(text) is not None or not text.startswith(" "):
        return text
    # A first line that was cut from its indentation.
    return textwrap.dedent("\n".join([text.split("\n")[0].strip(), *text.split("\n")[1:]]))
