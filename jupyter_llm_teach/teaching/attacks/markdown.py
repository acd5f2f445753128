"""Forms that Markdown has for code, and those that look like them."""

from __future__ import annotations

import re
from collections.abc import Callable

from jupyter_llm_teach.teaching.attacks.attack import Form

_FENCE = re.compile(
    r"^[ \t]*(`{3,}|~{3,})([^\n]*)\n(.*?)(?:^[ \t]*\1`*~*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
_QUOTE = re.compile(r"^[ \t]*>[ ]?", re.MULTILINE)
_LIST = re.compile(r"^(?:[-*] |  )", re.MULTILINE)
_SPAN = re.compile(r"(`{1,3})(.+?)\1")


def fenced(text: str) -> str:
    """The code of the fences of a text; inner fences are opened as well."""
    blocks = [match[3] for match in _FENCE.finditer(text)]
    inner = [fenced(each) or each for each in blocks]
    return "\n".join(each.rstrip("\n") for each in inner)


def spans(text: str) -> str:
    """The inline code of a text, a line each."""
    return "\n".join(match[2] for match in _SPAN.finditer(text))


def lined(name: str, template: Callable[[int, str], str], pattern: str) -> Form:
    """A form that writes each line of a program in a template of its own.

    Args:
        name: Of the form.
        template: Takes the line's number, from 1, and the line.
        pattern: Matches a line so written; its first group is the program's line.
    """
    compiled = re.compile(pattern)

    def write(code: str) -> str:
        return "\n".join(template(*each) for each in enumerate(code.split("\n"), 1))

    def read(text: str) -> str:
        found = (compiled.fullmatch(line) for line in text.split("\n"))
        return "\n".join(match[1] for match in found if match)

    return Form(name, write, read)


def _fence(name: str, marker: str, label: str) -> Form:
    return Form(name, lambda code: f"{marker}{label}\n{code}\n{marker}", fenced)


def _quoted(code: str) -> str:
    return "\n".join(f"> {line}" for line in ("```python", *code.split("\n"), "```"))


def _listed(code: str) -> str:
    inside = "\n".join(f"  {line}" for line in code.split("\n"))
    return f"- ```python\n{inside}\n  ```"


def _escaped(code: str) -> str:
    return re.sub(r"([_*\[\]()])", r"\\\1", code)


def _cells(code: str) -> str:
    rows = (" | ".join(f"`{word}`" for word in line.split(" ")) for line in code.split("\n"))
    return "| a | b |\n|---|---|\n" + "\n".join(f"| {row} |" for row in rows)


def _from_cells(text: str) -> str:
    rows = [line[2:-2].split(" | ") for line in text.split("\n") if line.startswith("| `")]
    return "\n".join(" ".join(cell.strip("`") for cell in row) for row in rows)


FENCES = (
    _fence("fence", "```", "python"),
    _fence("fence_without_language", "```", ""),
    _fence("fence_of_tildes", "~~~", "python"),
    _fence("fence_of_five", "`````", "python"),
    _fence("fence_called_text", "```", "text"),
    _fence("fence_called_example_output", "```", " output (not code)"),
    Form("fence_unclosed", "```python\n{}".format, fenced),
    Form("fence_nested", "````markdown\n```python\n{}\n```\n````".format, fenced),
    Form("fence_in_quotation", _quoted, lambda text: fenced(_QUOTE.sub("", text))),
    Form("fence_in_list", _listed, lambda text: fenced(_LIST.sub("", text))),
)
LINES = (
    lined("inline_lines", lambda _, line: f"`{line}`", r"`(.*)`"),
    lined("inline_double", lambda _, line: f"``{line}``", r"``(.*)``"),
    lined("indented", lambda _, line: f"    {line}", r"    (.*)"),
    lined("unmarked", lambda _, line: line, r"(.*)"),
    lined("bullets", lambda _, line: f"- `{line}`", r"- `(.*)`"),
    lined("numbered", lambda i, line: f"{i}. {line}", r"\d+\. (.*)"),
    lined("line_numbers", lambda i, line: f"{i:2}: {line}", r" *\d+: (.*)"),
    lined("quotation", lambda _, line: f"> {line}", r"> (.*)"),
    lined("headings", lambda _, line: f"### {line}", r"### (.*)"),
    lined("bold", lambda _, line: f"**{line}**", r"\*\*(.*)\*\*"),
    lined("table", lambda i, line: f"| {i} | `{line}` |", r"\| \d+ \| `(.*)` \|"),
    lined("footnotes", lambda i, line: f"[^{i}]: {line}", r"\[\^\d+\]: (.*)"),
    lined(
        "doctest", lambda i, line: f"{'>>>' if i == 1 else '...'} {line}", r"(?:>>>|\.\.\.) (.*)"
    ),
    lined("notebook_prompt", lambda i, line: f"In [{i}]: {line}", r"In \[\d+\]: (.*)"),
    lined("comments", lambda _, line: f"# {line}", r"# (.*)"),
    lined("quotation_marks", lambda _, line: f"\u201c{line}\u201d", "\u201c(.*)\u201d"),
    lined("guillemets", lambda _, line: f"« {line} »", "« (.*) »"),
    lined("task_list", lambda _, line: f"- [ ] {line}", r"- \[ \] (.*)"),
    lined("flow_chart", lambda i, line: f'N{i}["{line}"] --> N{i + 1}', r'N\d+\["(.*)"\] --> N\d+'),
    lined("chat", lambda i, line: f"Ada: {i}?\nBob: {line}", r"Bob: (.*)"),
    Form("escaped", _escaped, lambda text: text.replace("\\", "")),
    Form("table_of_words", _cells, _from_cells),
)
