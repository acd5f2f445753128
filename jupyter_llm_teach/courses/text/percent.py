"""Reads the cells of a script in the percent format.

Source: https://jupytext.readthedocs.io/en/latest/formats-scripts.html#the-percent-format
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jupyter_llm_teach.courses.text.lines import Kind, Passage, WrittenCell, is_blank
from jupyter_llm_teach.courses.text.options import title_and_metadata
from jupyter_llm_teach.courses.text.quotes import (
    magics_commented,
    magics_uncommented,
    quoted,
)

_KIND = re.compile(r"\[(markdown|md|raw)\]")
_GAP = 2
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)$")
_TRIPLE = re.compile(r"\s*([rR]?)(\"\"\"|''')")


@dataclass(frozen=True, slots=True)
class Script:
    """How scripts of a language are written.

    Attributes:
        language: As kernels call it.
        comment: What begins a comment.
    """

    language: str
    comment: str

    def marker(self, line: str) -> str | None:
        """What follows the percent signs of a line that begins a cell; None for another line."""
        found = re.match(rf"\s*{re.escape(self.comment)}\s*%%(?:(%*\s.*))?$", line)
        return (found[1] or "") if found else None

    def begins(self, line: str) -> bool:
        """Whether a line begins a cell."""
        return self.marker(line.rstrip("\r\n")) is not None

    def uncommented(self, line: str) -> str:
        """A line without the comment sign and one space after it."""
        if not line.startswith(self.comment):
            return line
        return line.removeprefix(self.comment).removeprefix(" ")

    def commented(self, line: str) -> str:
        """A line as a comment."""
        return f"{self.comment} {line}" if line else self.comment


_SCRIPTS = {
    "py": Script("python", "#"),
    "r": Script("r", "#"),
    "jl": Script("julia", "#"),
    "cpp": Script("c++", "//"),
}
SCRIPT_ENDINGS = tuple(f".{each}" for each in _SCRIPTS)


def script_of(path: str) -> Script | None:
    """How a file of that name is written, where it is a script."""
    return _SCRIPTS.get(path.rpartition(".")[2].lower())


def percent_cells(lines: Sequence[str], start: int, script: Script) -> Iterator[WrittenCell]:
    """The cells of a script in order.

    Args:
        lines: The file's, without line ends.
        start: The first line after the header.
        script: How it is written.
    """
    begins = list(_begins(lines, start, script))
    if not all(map(is_blank, lines[start : begins[0] if begins else len(lines)])):
        begins.insert(0, start)
    for at, end in zip(begins, [*begins[1:], len(lines)], strict=False):
        yield _cell(lines, at, _without_gap(lines, at, end), script)


def markers(lines: Sequence[str], script: Script) -> list[str]:
    """What follows the percent signs of each line that begins a cell."""
    found = (script.marker(each) for each in lines if "%%" in each)
    return [each for each in found if each is not None]


def is_text(marker: str) -> bool:
    """Whether a cell with such a marker holds text."""
    return _KIND.search(marker) is not None


def written(kind: Kind, body: Sequence[str], script: Script) -> list[str]:
    """The lines of a new cell."""
    if kind == "code":
        return [f"{script.comment} %%", *_as_code(body, {}, script)]
    return [f"{script.comment} %% [{kind}]", *map(script.commented, body)]


def rewritten(own: Sequence[str], body: Sequence[str], script: Script) -> list[str]:
    """The lines of a cell with another text.

    Args:
        own: Its lines as they are.
        body: The lines of the new text.
        script: How the script is written.
    """
    marker = own[:1] if own and script.begins(own[0]) else []
    title, metadata = title_and_metadata((script.marker(own[0]) or "") if marker else "")
    if not is_text(title):
        return [*marker, *_as_code(body, metadata, script)]
    quotes = _TRIPLE.match("\n".join(own[len(marker) :]))
    if quotes:
        return [*marker, quotes[1] + quotes[2], *body, quotes[2]]
    return [*marker, *map(script.commented, body)]


def _as_code(body: Sequence[str], metadata: Mapping[str, object], script: Script) -> list[str]:
    if not _activity(metadata, script)[1]:
        return [script.commented(each) for each in body]
    return magics_commented(list(body)) if script.language == "python" else list(body)


def _begins(lines: Sequence[str], start: int, script: Script) -> Iterator[int]:
    inside = quoted(lines[start:], script.language, script.comment)
    closable = _closable(lines, start, script)
    fence, text = "", False
    for at, in_string in zip(range(start, len(lines)), inside, strict=True):
        if in_string:
            continue
        line = script.uncommented(lines[at])
        if text and fence:
            fence = "" if _closes(line, fence) else fence
            continue
        if text and at in closable:
            fence = closable[at]
            continue
        marker = script.marker(lines[at])
        if marker is not None:
            text = is_text(title_and_metadata(marker)[0])
            yield at


def _closable(lines: Sequence[str], start: int, script: Script) -> dict[int, str]:
    """The lines that may open a fence which a later line closes, with their fences."""
    found: dict[int, str] = {}
    longest = {"`": 0, "~": 0}
    for at in range(len(lines) - 1, start - 1, -1):
        fence = _FENCE.match(script.uncommented(lines[at]))
        if fence is None:
            continue
        sign, length = fence[1][0], len(fence[1])
        if length <= longest[sign] and not (sign == "`" and "`" in fence[2]):
            found[at] = fence[1]
        if not fence[2].strip():
            longest[sign] = max(longest[sign], length)
    return found


def _closes(line: str, fence: str) -> bool:
    found = _FENCE.match(line)
    return found is not None and found[1].startswith(fence) and not found[2].strip()


def _without_gap(lines: Sequence[str], at: int, end: int) -> int:
    """The end of a cell without the blank lines that part it from the next."""
    before = lines[max(at, end - _GAP - 1) : end]
    if len(before) > _GAP and before[0].strip() and not any(each.strip() for each in before[1:]):
        return end - _GAP
    return end - 1 if end - 1 > at and not lines[end - 1] else end


def _cell(lines: Sequence[str], at: int, end: int, script: Script) -> WrittenCell:
    marker = script.marker(lines[at])
    title, metadata = title_and_metadata((marker or "").lstrip("%"))
    first = at if marker is None else at + 1
    content = list(lines[first:end])
    named = _KIND.search(title)
    if named:
        kind: Kind = "raw" if named[1] == "raw" else "markdown"
        source, place = _text(content, Passage(at, first, end, end), script)
        return WrittenCell(kind, source, metadata, place)
    return _code(content, Passage(at, first, end, end), metadata, script)


def _text(content: list[str], place: Passage, script: Script) -> tuple[str, Passage]:
    text = "\n".join(content).strip()
    quotes = _TRIPLE.match(text)
    ends = quotes is not None and text.endswith(quotes[2]) and len(text) >= quotes.end() + 3
    if quotes is None or not ends:
        return "\n".join(map(script.uncommented, content)), place
    inner = text[quotes.end() : -3]
    first = place.first + next(n for n, each in enumerate(content) if each.strip())
    alone = inner.startswith("\n")
    inner = inner.removeprefix("\n").removesuffix("\n")
    first += alone
    last = first + inner.count("\n") + 1
    return inner, Passage(place.start, first, min(last, place.end), place.end)


def _code(
    content: list[str], place: Passage, metadata: Mapping[str, object], script: Script
) -> WrittenCell:
    active, here = _activity(metadata, script)
    if not here:
        content = [script.uncommented(each) for each in content]
    elif script.language == "python":
        content = magics_uncommented(content)
    return WrittenCell("code" if active else "raw", "\n".join(content), metadata, place)


def _activity(metadata: Mapping[str, object], script: Script) -> tuple[bool, bool]:
    """Whether a cell runs in a notebook, and whether it runs in the script."""
    ending = next(end for end, each in _SCRIPTS.items() if each == script)
    tags = metadata.get("tags")
    for tag in tags if isinstance(tags, list) else ():
        if str(tag).startswith("active-"):
            places = str(tag).split("-")
            return "ipynb" in places, ending in places
    active = metadata.get("active")
    if not isinstance(active, str):
        return True, True
    places = re.split(r"[.,]", active)
    return "ipynb" in places, ending in places
