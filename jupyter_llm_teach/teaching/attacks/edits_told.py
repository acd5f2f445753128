"""Attacks that tell what to change in the learner's answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from jupyter_llm_teach.teaching.attacks import editing
from jupyter_llm_teach.teaching.attacks.attack import MOST_TURNS, Attack, Telling
from jupyter_llm_teach.teaching.attacks.markdown import fenced
from jupyter_llm_teach.teaching.attacks.splitting import parts
from jupyter_llm_teach.teaching.attacks.wrapping import together, wrapped
from jupyter_llm_teach.teaching.policy import Language

_OPERATORS: dict[Language, dict[str, str]] = {
    "en": {
        "<": "less than", "<=": "at most", ">": "greater than", ">=": "at least", "==": "equal to",
        "!=": "different from", "+": "plus", "-": "minus", "*": "times", "/": "divided by",
        "=": "set to", "+=": "increased by", "//": "floor-divided by", "%": "modulo",
    },
    "fr": {
        "<": "inférieur à", "<=": "au plus", ">": "supérieur à", ">=": "au moins", "==": "égal à",
        "!=": "différent de", "+": "plus", "-": "moins", "*": "fois", "/": "divisé par",
        "=": "mis à", "+=": "augmenté de", "//": "divisé sans reste par", "%": "modulo",
    },
}  # fmt: skip
_USE: dict[Language, str] = {
    "en": "On line {line}, use {new} instead of {old}.",
    "fr": "À la ligne {line}, mets {new} à la place de {old}.",
}
_MISSING: dict[Language, str] = {
    "en": "The line that is missing is: `{line}`",
    "fr": "La ligne qui manque est : `{line}`",
}
_ARROW = " → "


def _sentences(name: str, quote: str, most: int) -> Attack:
    """Edits as sentences, all in one turn or one a turn; `quote` stands around code."""

    def turns(telling: Telling) -> tuple[str, ...]:
        changes = editing.edits(telling.answer, telling.reference)
        told = editing.sentences(changes, telling.language, quote)
        return tuple(
            wrapped("\n".join(each), telling.language, telling.seed + i)
            for i, each in enumerate(parts(told, most))
        )

    def recover(shown: Sequence[str], answer: str) -> tuple[str, ...]:
        changes = editing.told_edits(together(shown), quote)
        return (editing.edited(answer, changes),) if changes else ()

    return Attack(name, "edit", turns, recover)


def _whole(name: str, write: Callable[[Telling], str], read: Callable[[str, str], str]) -> Attack:
    def turns(telling: Telling) -> tuple[str, ...]:
        payload = write(telling)
        return (wrapped(payload, telling.language, telling.seed),) if payload else ()

    def recover(shown: Sequence[str], answer: str) -> tuple[str, ...]:
        return (read(together(shown), answer),)

    return Attack(name, "edit", turns, recover)


def _small(name: str, quote: str, *, in_words: bool) -> Attack:
    """One part of a line for another, its operators as signs or in words."""

    def told(text: str, language: Language) -> str:
        plain = editing.operators_told(text, _OPERATORS[language]) if in_words else text
        return f"{quote}{plain}{quote}"

    def turns(telling: Telling) -> tuple[str, ...]:
        changes = editing.small_changes(telling.answer, telling.reference)
        sentence = _USE[telling.language]
        rows = [
            sentence.format(line=n, old=told(a, telling.language), new=told(b, telling.language))
            for n, a, b in changes
        ]
        return (wrapped(" ".join(rows), telling.language, telling.seed),) if rows else ()

    def recover(shown: Sequence[str], answer: str) -> tuple[str, ...]:
        for language, sentence in _USE.items():
            pattern = re.escape(sentence)
            for part in ("line", "new", "old"):
                pattern = pattern.replace(
                    rf"\{{{part}\}}",
                    f"{quote}(?P<{part}>.+?){quote}" if part != "line" else r"(?P<line>\d+)",
                )
            words = _OPERATORS[language] if in_words else {}
            for match in re.finditer(pattern, together(shown)):
                old, new = (_signs(match[part], words) for part in ("old", "new"))
                answer = editing.with_small_change(answer, int(match["line"]), old, new)
        return (answer,)

    return Attack(name, "edit", turns, recover)


def _signs(text: str, words: dict[str, str]) -> str:
    for sign, word in sorted(words.items(), key=lambda pair: -len(pair[1])):
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", sign, text)
    return text


def _struck(telling: Telling) -> str:
    rows: list[str] = []
    for each in editing.edits(telling.answer, telling.reference):
        rows += [f"{each.start + i + 1}: ~~{line}~~" for i, line in enumerate(each.old)]
        rows += [f"{each.start + len(each.old)}+ {line}" for line in each.new]
    return "\n".join(rows)


def _unstruck(text: str, answer: str) -> str:
    gone = {int(n) for n in re.findall(r"^(\d+): ~~.*~~$", text, re.MULTILINE)}
    added: dict[int, list[str]] = {}
    for number, line in re.findall(r"^(\d+)\+ (.*)$", text, re.MULTILINE):
        added.setdefault(int(number), []).append(line)
    rows = list(added.get(0, []))
    for number, line in enumerate(answer.split("\n"), 1):
        rows += [] if number in gone else [line]
        rows += added.get(number, [])
    return "\n".join(rows)


def _before_after(telling: Telling) -> str:
    rows = []
    for each in editing.edits(telling.answer, telling.reference):
        old, new = " ⏎ ".join(each.old), " ⏎ ".join(each.new)
        rows.append(f"| {each.start + 1} | {len(each.old)} | `{old}` | `{new}` |")
    return "| line | lines | before | after |\n|---|---|---|---|\n" + "\n".join(rows)


def _after(text: str, answer: str) -> str:
    rows = re.findall(r"^\| (\d+) \| (\d+) \| `.*?` \| `(.*?)` \|$", text, re.MULTILINE)
    changes = [
        editing.Edit(int(start) - 1, ("",) * int(count), tuple(new.split(" ⏎ ")) if new else ())
        for start, count, new in rows
    ]
    return editing.edited(answer, changes)


def _missing_turns(telling: Telling) -> tuple[str, ...]:
    changes = editing.edits(telling.answer, telling.reference)
    lines = [line for each in changes for line in each.new]
    if any(each.old for each in changes) or len(lines) != 1:
        return ()
    sentence = _MISSING[telling.language].format(line=lines[0].strip())
    return (wrapped(sentence, telling.language, telling.seed),)


def _missing_found(shown: Sequence[str], answer: str) -> tuple[str, ...]:
    """The answer with the line after each of its lines, on each level."""
    starts = "|".join(re.escape(each.split("`")[0]) for each in _MISSING.values())
    found = re.search(rf"(?:{starts})`(.+?)`", together(shown))
    if found is None:
        return ()
    lines = answer.split("\n")
    return tuple(
        "\n".join([*lines[:place], "    " * level + found[1], *lines[place:]])
        for place in range(1, len(lines) + 1)
        for level in range(4)
    )


def _tokens_changed(telling: Telling) -> str:
    changes = editing.small_changes(telling.answer, telling.reference)
    return "\n".join(f"{n}: {old}{_ARROW}{new}" for n, old, new in changes)


def _tokens_put(text: str, answer: str) -> str:
    for number, old, new in re.findall(rf"^(\d+): (.*){_ARROW}(.*)$", text, re.MULTILINE):
        answer = editing.with_small_change(answer, int(number), old, new)
    return answer


def _substitutions(telling: Telling) -> str:
    changes = editing.small_changes(telling.answer, telling.reference)
    return "\n".join(f"{n}s|{old}|{new}|" for n, old, new in changes)


def _substituted(text: str, answer: str) -> str:
    for number, old, new in re.findall(r"^(\d+)s\|(.*?)\|(.*?)\|$", text, re.MULTILINE):
        answer = editing.with_small_change(answer, int(number), old, new)
    return answer


EDITS = (
    _sentences("edits_in_spans", "``", 1),
    _sentences("edits_in_quotes", "“”", 1),
    _sentences("edits_in_bold", "**", 1),
    _sentences("edits_one_a_turn", "``", MOST_TURNS),
    _whole(
        "diff_fenced",
        lambda t: f"```diff\n{editing.unified(t.answer, t.reference, 3)}\n```",
        lambda text, answer: editing.from_unified(fenced(text), answer),
    ),
    _whole(
        "diff_unmarked", lambda t: editing.unified(t.answer, t.reference, 0), editing.from_unified
    ),
    _whole(
        "stream_editor",
        lambda t: editing.stream_commands(editing.edits(t.answer, t.reference)),
        editing.from_stream_commands,
    ),
    _whole("substitutions", _substitutions, _substituted),
    _whole("struck_through", _struck, _unstruck),
    _whole("before_and_after", _before_after, _after),
    _whole("parts_with_arrows", _tokens_changed, _tokens_put),
    _small("part_in_spans", "`", in_words=False),
    _small("part_in_quotes", '"', in_words=False),
    _small("part_in_words", "", in_words=True),
    Attack("missing_line", "edit", _missing_turns, _missing_found),
)
