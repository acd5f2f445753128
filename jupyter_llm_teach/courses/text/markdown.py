"""Reads the cells of a notebook in Jupytext's own markdown, as Jupytext does.

One difference is on purpose: a shown fence of four backticks ends at four, as in all markdown.
Jupytext takes three for its end, and never finds the end of one without a language.

Source: https://jupytext.readthedocs.io/en/latest/formats-markdown.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jupyter_llm_teach.courses.text.lines import Kind, Passage, WrittenCell, is_blank
from jupyter_llm_teach.courses.text.options import title_and_metadata
from jupyter_llm_teach.courses.text.quotes import quoted

# What Jupytext takes as a cell's language: that of a script, or of one of IPython's cell magics.
_LANGUAGES = (
    "R|bash|c#|c++|clojure|coconut|cs|csharp|cython|f#|fs|fsharp|gnuplot|go|groovy|haskell|html|idl"
    "|java|javascript|jenner|js|julia|latex|logtalk|lua|markdown|matlab|maxima|ocaml|octave|perl"
    "|powershell|pypy|python|python2|python3|q|robotframework|ruby|rust|sage|sas|scala|scheme"
    "|script|sh|sos|spark|sql|stata|svg|tcl|typescript|xonsh"
)
_EITHER = "|".join(map(re.escape, f"{_LANGUAGES}|{_LANGUAGES.upper()}".split("|")))
_CODE = re.compile(rf"```(`*)\s*({_EITHER})($|\s.*$)")
_REGION = re.compile(r"<!--\s*#(region|markdown|md|raw)(.*)-->\s*$")
_MAGIC = re.compile(
    r"R|bash|sh|python|python2|python3|coconut|javascript|js|perl|html|latex|markdown|pypy|ruby"
    r"|script|svg|matlab|octave|idl|robotframework|sas|spark|sql|cython|haskell|tcl|gnuplot"
)


def markdown_cells(lines: Sequence[str], start: int, language: str) -> Iterator[WrittenCell]:
    """The cells of a notebook in order.

    Args:
        lines: The file's, without line ends.
        start: The first line after the header.
        language: The kernel's; a fence of another language becomes a cell magic.
    """
    at = _after_blank(lines, start)
    while at < len(lines):
        region, code = _REGION.match(lines[at]), _CODE.match(lines[at])
        if region:
            cell = _region(lines, at, region)
        elif code and not _is_shown(code):
            cell = _code(lines, at, code, language)
        else:
            cell = _text(lines, at, whole_fence=code is not None)
        yield cell
        at = _after_blank(lines, cell.place.end)


def language_of(line: str) -> str:
    """The language of a cell's opening fence; empty where the line opens no cell with code."""
    found = _CODE.match(line)
    return found[2].lower() if found else ""


def metadata_span(line: str) -> tuple[int, int]:
    """Where in a cell's first line its metadata may stand; at its end where it has none."""
    region, code = _REGION.match(line), _CODE.match(line)
    if region:
        return region.span(2)
    return code.span(3) if code else (len(line), len(line))


def opens_region(line: str) -> bool:
    """Whether a line begins a region."""
    return _REGION.match(line) is not None


def _region(lines: Sequence[str], at: int, region: re.Match[str]) -> WrittenCell:
    ending = re.compile(rf"<!--\s*#end{region[1]}\s*-->\s*$")
    ends = (n for n in range(at, len(lines)) if ending.match(lines[n]))
    last = next(ends, len(lines))
    kind: Kind = "raw" if region[1] == "raw" else "markdown"
    _, metadata = title_and_metadata(region[2])
    place = Passage(at, at + 1, last, min(last + 1, len(lines)))
    return WrittenCell(kind, "\n".join(lines[at + 1 : last]), metadata, place)


def _code(lines: Sequence[str], at: int, code: re.Match[str], language: str) -> WrittenCell:
    fence = "```" + code[1]
    _, metadata = title_and_metadata(code[3])
    following = (lines[each] for each in range(at + 1, len(lines)))
    last, inside = at + 1, quoted(following, code[2].lower())
    for last in range(at + 1, len(lines) + 1):
        if last < len(lines) and not next(inside) and lines[last].startswith(fence):
            break
    content = list(lines[at + 1 : last])
    magic = _magic(code[2], language) if _is_code(metadata) else ""
    place = Passage(at, at + 1, last, min(last + 1, len(lines)), shift=1 if magic else 0)
    kind: Kind = "code" if _is_code(metadata) else "raw"
    return WrittenCell(kind, "\n".join([magic, *content] if magic else content), metadata, place)


def _magic(written: str, language: str) -> str:
    same = written.lower().removesuffix("3") == (language or "python").removesuffix("3")
    return f"%%{written}" if not same and _MAGIC.fullmatch(written) else ""


def _is_code(metadata: Mapping[str, object]) -> bool:
    """Whether a fence is a cell that runs in a notebook, and not only elsewhere."""
    active = metadata.get("active")
    tags = metadata.get("tags")
    for tag in tags if isinstance(tags, list) else ():
        if str(tag).startswith("active-"):
            return "ipynb" in str(tag).split("-")
    return not isinstance(active, str) or "ipynb" in re.split(r"[.,]", active)


def _is_shown(code: re.Match[str]) -> bool:
    """Whether a fence is only shown and belongs to the text."""
    return ".noeval" in title_and_metadata(code[3])[1]


def _text(lines: Sequence[str], at: int, *, whole_fence: bool) -> WrittenCell:
    if whole_fence:
        ends = (n + 1 for n in range(at + 1, len(lines)) if lines[n].startswith("```"))
        last = next(ends, len(lines))
    else:
        last = _end_of_text(lines, at)
    source = "\n".join(lines[at:last])
    return WrittenCell("markdown", source, {}, Passage(at, at, last, last))


def _end_of_text(lines: Sequence[str], start: int) -> int:
    """Where a text ends: before a cell with a marker, or before two blank lines outside of code."""
    text = _Text(start)
    for at in range(start, len(lines)):
        end = text.end(at, lines[at])
        if end is not None:
            return end
    return len(lines)


@dataclass(slots=True)
class _Text:
    """A text as far as it was read: the blank lines before this one, and the code around it."""

    start: int
    blank: int = 0
    fence: str = ""
    indented: bool = False

    def end(self, at: int, line: str) -> int | None:
        """Where the text ends, if this line is not part of it any more."""
        if self._is_in_code(line):
            return None
        code = _CODE.match(line)
        if _REGION.match(line) or (code and not _is_shown(code)):
            return at - 1 if at - self.start > 1 and self.blank else at
        opens = line.startswith("```")
        shown = code is not None or line.startswith("```{")
        if self.blank > 1 and not is_blank(line) and not (opens and shown):
            return at - 2
        if opens:
            self.fence = _fence_of(line, code)
        self.blank = self.blank + 1 if is_blank(line) else 0
        return None

    def _is_in_code(self, line: str) -> bool:
        if self.fence:
            self.fence = "" if _closes(line, self.fence) else self.fence
            return True
        deep = line.startswith("    ")
        if self.blank and deep and not is_blank(line):
            self.indented, self.blank = True, 0
        self.indented = self.indented and (is_blank(line) or deep)
        return self.indented


def _fence_of(line: str, code: re.Match[str] | None) -> str:
    return "```" + code[1] if code else line[: len(line) - len(line.lstrip("`"))]


def _closes(line: str, fence: str) -> bool:
    return line.startswith(fence) and not line.lstrip("`").strip()


def _after_blank(lines: Sequence[str], at: int) -> int:
    while at < len(lines) and is_blank(lines[at]):
        at += 1
    return at
