"""A note to the instructor: the learner's words, with the facts attached."""

from __future__ import annotations

import re
from collections import Counter

from jupyter_llm_teach.teaching.exercise import Answer, Exercise
from jupyter_llm_teach.teaching.facts.fact import Facts
from jupyter_llm_teach.teaching.history import PastHint
from jupyter_llm_teach.teaching.noticing import card_sentence
from jupyter_llm_teach.teaching.quoting import code_span
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.teaching.wording import Wording

_TICKS = re.compile(r"`+")


def letter(
    text: str,
    about: tuple[Exercise, Answer],
    shown: Facts,
    used: tuple[PastHint, ...],
    wording: Wording,
) -> str:
    """The note as Markdown, for an instructor who has never seen this learner's notebook.

    Args:
        text: What the learner wrote; may be empty.
        about: The exercise, and the answer as it stands.
        shown: What the learner may see of the facts: nothing of hidden tests leaves with the note.
        used: The hints that were used.
        wording: The language.
    """
    exercise, answer = about
    title = exercise.title or exercise.id
    parts = [wording.say("note.title", title=title, notebook=exercise.notebook)]
    parts += [text.strip() or wording.say("note.empty"), *_facts(shown, wording)]
    parts.append(_help(used, wording))
    parts += [wording.say("note.answer"), _fenced(answer.code)]
    return "\n\n".join(parts)


def _facts(shown: Facts, wording: Wording) -> list[str]:
    summary = card_sentence(shown, wording)
    parts = [wording.say("note.facts", summary=summary)]
    if shown.passed < len(shown.tests):
        passed, total = str(shown.passed), str(len(shown.tests))
        parts.append(wording.say("orient.score", passed=passed, total=total))
    first = shown.first
    if first is not None and first.visible:
        spans = [code_span(each) for each in (first.call, first.expected, first.got)]
        if all(spans):
            call, expected, got = (each or "" for each in spans)
            parts.append(wording.say("note.case", call=call, expected=expected, got=got))
    return parts


def _help(used: tuple[PastHint, ...], wording: Wording) -> str:
    if not used:
        return wording.say("note.no_help")
    counts = Counter(each.rung for each in used)
    names = [
        wording.say(f"rung.{rung.value}") + (f" ({counts[rung]})" if counts[rung] > 1 else "")
        for rung in Rung
        if counts[rung]
    ]
    return wording.say("note.help", names=", ".join(names))


def _fenced(code: str) -> str:
    """Code as a block that nothing in it can end."""
    fence = "`" * max([3, *(len(each) + 1 for each in _TICKS.findall(code))])
    return f"{fence}python\n{code.strip()}\n{fence}"
