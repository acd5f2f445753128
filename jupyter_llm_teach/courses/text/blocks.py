"""The fences and breaks of a markdown text that stand in no list, quotation or HTML block.

A whole markdown parser takes 20 ms for a page, which is too long for a course of hundreds.

Source: https://spec.commonmark.org/0.31.2/ and https://mystmd.org/guide/block-break
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_FENCE = re.compile(r"( {0,3})(?:(`{3,})([^`]*)|(~{3,})(.*))$")
_BREAK = re.compile(r" {0,3}\+(?:[ \t]*\+){2,}[ \t]*(?![+])(.*)$")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_ITEM = re.compile(r"( {0,3})([-+*]|\d{1,9}[.)])([ \t]+(?=\S)|[ \t]*$)")
_STARTS_BLOCK = re.compile(r" {0,3}(?:#{1,6}(?:\s|$)|>|`{3}|~{3})")
_HEADING = re.compile(r" {0,3}#{1,6}(?:\s|$)")
_TAGS = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details"
    "|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head"
    "|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p"
    "|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul"
)
_HTML_ENDS = (
    (
        re.compile(r" {0,3}<(?:script|pre|style|textarea)(?:\s|>|$)", re.IGNORECASE),
        re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE),
    ),
    (re.compile(r" {0,3}<!--"), re.compile(r"-->")),
    (re.compile(r" {0,3}<\?"), re.compile(r"\?>")),
    (re.compile(r" {0,3}<!\[CDATA\["), re.compile(r"\]\]>")),
    (re.compile(r" {0,3}<![A-Za-z]"), re.compile(r">")),
    (re.compile(rf" {{0,3}}</?(?:{_TAGS})(?:\s|/?>|$)", re.IGNORECASE), re.compile(r"^\s*$")),
)
_ONE_TAG = re.compile(
    r" {0,3}(?:<[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|</[A-Za-z][A-Za-z0-9-]*\s*>)\s*$"
)
_TAB = 4


@dataclass(frozen=True, slots=True)
class Fence:
    """Fenced lines.

    Attributes:
        start: The line of the opening fence, from 0.
        end: The line after the closing fence.
        info: What follows the opening fence.
        indent: Spaces before it, which its content has as well.
        is_closed: Whether there is a closing fence.
    """

    start: int
    end: int
    info: str
    indent: int
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Break:
    """A line that ends a cell, such as ``+++``.

    Attributes:
        start: Its line, from 0.
        content: What follows the signs.
    """

    start: int
    content: str


def blocks(lines: Sequence[str], start: int) -> Iterator[Fence | Break]:
    """The fences and breaks of a text from a line on; the lines come without line ends."""
    at = start
    while at < len(lines):
        line = lines[at]
        before = lines[at - 1] if at > start else ""
        if found := _FENCE.match(line):
            fence = _fence(lines, at, found)
            yield fence
            at = fence.end
        elif found := _BREAK.match(line):
            yield Break(at, found[1].strip())
            at += 1
        elif not _RULE.match(line) and (found := _ITEM.match(line)) and _may_begin(found, before):
            at = _after_list(lines, at, found)
        else:
            at = _after_html(lines, at, before)


def _fence(lines: Sequence[str], at: int, found: re.Match[str]) -> Fence:
    ticks, info = (found[2], found[3]) if found[2] else (found[4], found[5])
    closing = re.compile(rf" {{0,3}}{re.escape(ticks[0])}{{{len(ticks)},}}[ \t]*$")
    end = at + 1
    while end < len(lines) and not closing.match(lines[end]):
        end += 1
    closed = end < len(lines)
    return Fence(at, end + closed, info, len(found[1]), closed)


def _may_begin(item: re.Match[str], before: str) -> bool:
    """Whether a list may begin there: in a paragraph, only one of dots, or of number 1, may."""
    if not before.strip() or _HEADING.match(before):
        return True
    return bool(item[3]) and item.end() < len(item.string) and item[2] in "-+*1.1)"


def _after_list(lines: Sequence[str], at: int, item: re.Match[str]) -> int:
    """The first line that is not part of a list."""
    inside = _content_of(item)
    text = item.string[item.end() :]
    open_fence = _inner_fence(text, "")
    paragraph = _is_text(text)
    at += 1
    while at < len(lines):
        line = lines[at]
        if line.strip() and _width(line) < inside:
            again = None if _RULE.match(line) or _BREAK.match(line) else _ITEM.match(line)
            if again is not None:
                inside = _content_of(again)
                line = line[again.end() :]
                open_fence = ""
            elif open_fence or not paragraph or not _continues(line):
                return at
        open_fence = _inner_fence(line, open_fence)
        paragraph = not open_fence and _is_text(line)
        at += 1
    return at


def _content_of(item: re.Match[str]) -> int:
    """The column in which the content of a list item begins."""
    marker = len(item[1]) + len(item[2])
    spaces = len(item[3].expandtabs(_TAB)) if item.end() < len(item.string) else 1
    return marker + (spaces if spaces <= _TAB else 1)


def _inner_fence(line: str, opened: str) -> str:
    """The fence that is open inside a list after a line."""
    found = re.match(r"\s*(`{3,}|~{3,})(.*)$", line)
    if found is None:
        return opened
    if opened:
        closes = found[1].startswith(opened) and not found[2].strip()
        return "" if closes else opened
    return found[1] if found[1][0] == "~" or "`" not in found[2] else ""


def _is_text(line: str) -> bool:
    """Whether a line ends inside a paragraph."""
    inner = line.lstrip(" \t>")
    return bool(inner) and not _HEADING.match(inner) and not re.match(r"`{3}|~{3}", inner)


def _continues(line: str) -> bool:
    """Whether a line goes on with the paragraph before it, without belonging to its list."""
    begins = _STARTS_BLOCK.match(line) or _BREAK.match(line) or _RULE.match(line)
    return not begins and all(not start.match(line) for start, _ in _HTML_ENDS)


def _after_html(lines: Sequence[str], at: int, before: str) -> int:
    """The line after an HTML block that begins there; the next line where none does."""
    line = lines[at]
    if "<" not in line[:_TAB]:
        return at + 1
    end = next((end for start, end in _HTML_ENDS if start.match(line)), None)
    in_paragraph = _is_text(before) and not (_RULE.match(before) or _BREAK.match(before))
    if end is None and not in_paragraph and _ONE_TAG.match(line):
        end = _HTML_ENDS[-1][1]
    if end is None:
        return at + 1
    while at < len(lines) and not end.search(lines[at]):
        at += 1
    return at + 1


def _width(line: str) -> int:
    expanded = line.expandtabs(_TAB)
    return len(expanded) - len(expanded.lstrip(" "))
