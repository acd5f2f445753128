"""Everything of a reply that could be code or an edit, as values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jupyter_llm_teach.teaching.guard.extraction.candidate import Candidate, Edit, Form, Span
from jupyter_llm_teach.teaching.guard.extraction.decoding import decoded
from jupyter_llm_teach.teaching.guard.extraction.dictation import written_out
from jupyter_llm_teach.teaching.guard.extraction.edits import edits
from jupyter_llm_teach.teaching.guard.extraction.layout import readings
from jupyter_llm_teach.teaching.guard.extraction.scattered import code_between_words
from jupyter_llm_teach.teaching.guard.prose import is_statement, unstressed, without_blocks
from jupyter_llm_teach.teaching.guard.secrets import FENCE, SPAN

MOST = 40
_LINE_MARKS = re.compile(
    r"^\s*(?:[-*+•>|]+\s+|\d{1,3}[.):]\s+|(?:line|ligne)\s+\d{1,3}\s*[:.)]\s*)*", re.IGNORECASE
)
_ROW = re.compile(r"^[ \t]*\|(.{1,2000})\|[ \t]*$", re.MULTILINE)
_DOING = re.compile(
    r"\bpour\b|\bfor\b|\bwhile\b|\btant que\b|\breturn\b|\bretourner?\b|\bfonction\b", re.IGNORECASE
)
_HEADER = re.compile(
    r"^(?:def|class|for|while|if|elif|else|try|except|with|pour|si|tant que|sinon|fonction"
    r"|function)\b.*[:{]?$"
)
_SAID = re.compile(r"\"([^\"\n]{3,160})\"|«\s?([^»\n]{3,160}?)\s?»")
_BRACED = re.compile(
    r"((?:\b(?:function|def|fn|func|public|static|int|double|for|while|if|const|let"
    r"|var)\b[^\n{}]{0,160}\{[^\n]{1,600}\}))"
)
_SHORTEST_BLOCK = 2


def candidates(text: str) -> tuple[Candidate, ...]:
    """The pieces of code of a text, each reading once, at most forty.

    Args:
        text: A reply as `plain` shows it, look-alikes and invisible signs gone.
    """
    found: dict[str, Candidate] = {}
    for code, span, form in _pieces(text):
        for program in readings(code):
            found.setdefault(program.strip(), Candidate(program, span, form))
        if len(found) >= MOST:
            break
    return tuple(found.values())[:MOST]


def edits_in(text: str) -> tuple[Edit, ...]:
    """The changes that a text tells in words or shows as a difference, each once."""
    rest = without_blocks(text)
    spelled = written_out(rest)
    told = [*edits(rest)]
    if spelled.text != rest:
        for each in edits(spelled.text):
            start, end = each.span
            place = (spelled.where(start), spelled.where(max(end - 1, start)) + 1)
            told.append(Edit(each.old, each.new, place, each.change))
    told += _differences(text)
    return tuple({(each.old, each.new, each.change): each for each in reversed(told)}.values())[
        ::-1
    ]


def joined(pieces: Sequence[Candidate]) -> str:
    """Several pieces as one text, in their order; headers alone without the body we gave them."""
    return "\n".join(piece.code.removesuffix("\n    pass") for piece in pieces)


def _pieces(text: str) -> Iterator[tuple[str, Span, Form]]:
    """Stretches of a text to be read as code, the likeliest first."""
    blocks = [(match[2], match.span(2), Form.FENCE) for match in FENCE.finditer(text)]
    yield from blocks
    if len(blocks) > 1:
        yield (
            "\n".join(code for code, _, _ in blocks),
            (blocks[0][1][0], blocks[-1][1][1]),
            Form.TOGETHER,
        )
    rest = without_blocks(text)
    spans = [
        (m[2].strip(), m.span(), Form.SPAN)
        for m in SPAN.finditer(rest)
        if is_statement(m[2].strip())
    ]
    yield from spans
    if len(spans) > 1:
        yield (
            "\n".join(code for code, _, _ in spans),
            (spans[0][1][0], spans[-1][1][1]),
            Form.TOGETHER,
        )
    yield from _cells(rest)
    prose = unstressed(SPAN.sub(lambda match: " " * len(match[0]), rest))
    yield from _loose_lines(prose)
    for match in (*_SAID.finditer(prose), *_BRACED.finditer(prose)):
        yield match[match.lastindex or 0], match.span(), Form.PROSE
    for code, span in code_between_words(prose):
        yield code, span, Form.PROSE
    yield from _told(prose)
    for plain, span in decoded(text):
        yield plain, span, Form.DECODED


def _cells(text: str) -> Iterator[tuple[str, Span, Form]]:
    """The columns of tables, and their cells."""
    rows = [(match, match[1].split("|")) for match in _ROW.finditer(text)]
    if not rows:
        return
    span = (rows[0][0].start(), rows[-1][0].end())
    for column in range(max(len(cells) for _, cells in rows)):
        cells = [row[column].strip(" `") for _, row in rows if column < len(row)]
        code = "\n".join(each for each in cells if each and is_statement(each))
        if code:
            yield code, span, Form.TABLE


def _loose_lines(prose: str) -> Iterator[tuple[str, Span, Form]]:
    """Lines that are code or stand among such lines, with the indentation that they have."""
    offset = 0
    kept: list[tuple[str, int, int]] = []
    bare: list[str] = []
    for line in prose.split("\n"):
        body = _LINE_MARKS.sub("", line)
        if line.startswith((" ", "\t", "+", "-", ">>>", "#", "//")) or _is_code_line(body.strip()):
            kept.append((line, offset, offset + len(line)))
            if _is_code_line(body.strip()):
                bare.append(body)
        offset += len(line) + 1
    if not kept:
        return
    span = (kept[0][1], kept[-1][2])
    yield "\n".join(line for line, _, _ in kept), span, Form.INDENTED
    if bare:
        yield "\n".join(bare), span, Form.LINES
        for line, start, end in kept:
            yield _LINE_MARKS.sub("", line), (start, end), Form.LINES


def _is_code_line(body: str) -> bool:
    return bool(body) and (is_statement(body) or bool(_HEADER.match(body)))


def _told(prose: str) -> Iterator[tuple[str, Span, Form]]:
    """What is dictated sign by sign, or written as pseudo-code without a mark."""
    spelled = written_out(prose)
    if spelled.text != prose:
        for code, span in code_between_words(spelled.text):
            yield code, (spelled.where(span[0]), spelled.where(span[1] - 1) + 1), Form.DICTATED
    lines = [line for line in prose.split("\n") if line.strip()]
    if len(lines) >= _SHORTEST_BLOCK and _DOING.search(prose):
        yield prose, (0, len(prose)), Form.DICTATED


def _differences(text: str) -> Iterator[Edit]:
    """Lines that are taken away, beside those that come in their place."""
    offset = 0
    taken: list[tuple[str, int]] = []
    for line in text.split("\n"):
        if line.startswith("-") and not line.startswith("---"):
            taken.append((line[1:].strip(), offset))
        elif line.startswith("+") and not line.startswith("+++") and taken:
            old, start = taken.pop(0)
            yield Edit(old, line[1:].strip(), (start, offset + len(line)))
        offset += len(line) + 1
