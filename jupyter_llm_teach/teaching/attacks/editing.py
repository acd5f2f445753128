"""What to change in a learner's answer, told as edits, and the answer with the edits made."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jupyter_llm_teach.teaching.attacks.lexing import tidy
from jupyter_llm_teach.teaching.policy import Language


@dataclass(frozen=True, slots=True)
class Edit:
    """Lines in the place of others.

    Attributes:
        start: The first line that goes, from 0; new lines come before it.
        old: The lines that go.
        new: The lines that come.
    """

    start: int
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditWords:
    """How edits are told in a language; ``{line}``, ``{old}`` and ``{new}`` are filled in."""

    change: str
    add: str
    remove: str


WORDS: dict[Language, EditWords] = {
    "en": EditWords(
        "On line {line}, change {old} to {new}.",
        "After line {line}, add {new}.",
        "Remove line {line}.",
    ),
    "fr": EditWords(
        "À la ligne {line}, remplace {old} par {new}.",
        "Après la ligne {line}, ajoute {new}.",
        "Supprime la ligne {line}.",
    ),
}
_BREAK = " ⏎ "


def edits(answer: str, reference: str) -> tuple[Edit, ...]:
    """The edits that make a reference of an answer, from top to bottom."""
    old, new = answer.split("\n"), reference.split("\n")
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return tuple(
        Edit(i1, tuple(old[i1:i2]), tuple(new[j1:j2]))
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    )


def edited(answer: str, changes: Sequence[Edit]) -> str:
    """The answer with edits made."""
    lines = answer.split("\n")
    for each in sorted(changes, key=lambda edit: edit.start, reverse=True):
        lines[each.start : each.start + len(each.old)] = each.new
    return "\n".join(lines)


def sentences(changes: Sequence[Edit], language: Language, quote: str) -> tuple[str, ...]:
    """Each edit as a sentence; `quote` is the mark around code, opening and closing."""
    words = WORDS[language]
    first, last = quote[0], quote[-1]
    told: list[str] = []
    for each in changes:
        new = f"{first}{_BREAK.join(each.new)}{last}"
        if each.old and each.new:
            old = f"{first}{_BREAK.join(each.old)}{last}"
            told.append(words.change.format(line=each.start + 1, old=old, new=new))
        elif each.new:
            told.append(words.add.format(line=each.start, new=new))
        else:
            told.extend(words.remove.format(line=each.start + i + 1) for i in range(len(each.old)))
    return tuple(told)


def told_edits(text: str, quote: str) -> tuple[Edit, ...]:
    """The edits that the sentences of a text tell, in any language."""
    code = f"{re.escape(quote[0])}(?P<{{}}>.*?){re.escape(quote[-1])}"
    found: list[Edit] = []
    for words in WORDS.values():
        for template, counts_from in ((words.change, 1), (words.add, 0), (words.remove, 1)):
            pattern = re.escape(template)
            for part in ("old", "new"):
                pattern = pattern.replace(rf"\{{{part}\}}", code.format(part))
            pattern = pattern.replace(r"\{line\}", r"(?P<line>\d+)")
            found.extend(_edit(match, counts_from) for match in re.finditer(pattern, text))
    return tuple(found)


def _edit(match: re.Match[str], counts_from: int) -> Edit:
    parts = match.groupdict()
    old = parts["old"].split(_BREAK) if "old" in parts else [""] * counts_from
    new = parts["new"].split(_BREAK) if "new" in parts else []
    return Edit(int(parts["line"]) - counts_from, tuple(old), tuple(new))


def small_changes(answer: str, reference: str) -> tuple[tuple[int, str, str], ...]:
    """Changes of one part of a line: the line from 1, what stands there, and what should.

    None where lines come or go, or where a part stands more than once in its line.
    """
    found: list[tuple[int, str, str]] = []
    for each in edits(answer, reference):
        if len(each.old) != len(each.new):
            return ()
        for place, (old, new) in enumerate(zip(each.old, each.new, strict=True)):
            part = _part(old, new)
            if part is None:
                return ()
            found.append((each.start + place + 1, *part))
    return tuple(found)


def with_small_change(answer: str, line: int, old: str, new: str) -> str:
    """The answer with a part of a line changed."""
    lines = answer.split("\n")
    if 0 < line <= len(lines):
        lines[line - 1] = lines[line - 1].replace(old, new, 1)
    return "\n".join(lines)


def _part(old: str, new: str) -> tuple[str, str] | None:
    before, after = old.split(" "), new.split(" ")
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    changed = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    if not changed:
        return None
    first, last = changed[0], changed[-1]
    gone, come = " ".join(before[first[1] : last[2]]), " ".join(after[first[3] : last[4]])
    return (gone, come) if gone and come and old.count(gone) == 1 else None


def unified(answer: str, reference: str, context: int) -> str:
    """The change as a diff."""
    rows = difflib.unified_diff(
        answer.split("\n"), reference.split("\n"), "a.py", "b.py", lineterm="", n=context
    )
    return "\n".join(rows)


def from_unified(text: str, answer: str) -> str:
    """The answer with a diff applied."""
    found: list[Edit] = []
    for hunk in re.split(r"^(?=@@ )", text, flags=re.MULTILINE)[1:]:
        head, *rows = hunk.rstrip("\n").split("\n")
        numbers = re.match(r"@@ -(\d+)(?:,(\d+))? ", head)
        if numbers:
            start = int(numbers[1]) - (numbers[2] != "0")
            old = tuple(row[1:] for row in rows if row[:1] in (" ", "-"))
            new = tuple(row[1:] for row in rows if row[:1] in (" ", "+"))
            found.append(Edit(start, old, new))
    return edited(answer, found)


def stream_commands(changes: Sequence[Edit]) -> str:
    """The edits as commands of the stream editor ``sed``."""
    rows: list[str] = []
    for each in changes:
        place = each.start + len(each.old) or 1
        rows += [f"{place}a\\{line}" for line in each.new]
        rows += [f"{each.start + i + 1}d" for i in range(len(each.old))]
    return "\n".join(rows)


def from_stream_commands(text: str, answer: str) -> str:
    """The answer after such commands."""
    after: dict[int, list[str]] = {}
    gone: set[int] = set()
    for number, text_added in re.findall(r"^(\d+)(?:a\\(.*)|d)$", text, re.MULTILINE):
        if text_added:
            after.setdefault(int(number), []).append(text_added)
        else:
            gone.add(int(number))
    lines: list[str] = []
    for number, line in enumerate(answer.split("\n"), 1):
        lines += [] if number in gone else [line]
        lines += after.get(number, [])
    return "\n".join(lines)


Reader = Callable[[str, str], str]


def operators_told(line: str, words: dict[str, str]) -> str:
    """A part of a line with its operators in words."""
    return " ".join(words.get(each, each) for each in tidy(line).split(" "))
