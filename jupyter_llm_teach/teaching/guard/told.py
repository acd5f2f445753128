"""Sentences that tell in words what a learner would have to change.

A prompt for words alone gets "start the total at zero instead of one", and no rule about code sees
it. Here the difference between the answer and each reference says what would be told, and a
sentence is found when it *prescribes* a part of that difference: an order, an obligation or a
replacement ("use", "must", "instead of") beside the words for what is missing. Questions that only
ask, descriptions of what the learner's own code does, talk about ideas and advice to look closer
are none of these. Steps of an outline may be said in words as long as they name no operation,
number or name that the answer lacks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_llm_teach.teaching.exercise import Exercise
from jupyter_llm_teach.teaching.guard.known import texts_of
from jupyter_llm_teach.teaching.guard.told_lines import orders_lines
from jupyter_llm_teach.teaching.guard.told_missing import Missing, missing
from jupyter_llm_teach.teaching.guard.told_mood import (
    asks_only,
    asks_openly,
    looks_closer,
    prescribes,
    puts_in_place,
    removes,
    replaces,
)
from jupyter_llm_teach.teaching.guard.told_words import words_of
from jupyter_llm_teach.teaching.guard.verdict import Finding

_SENTENCE = re.compile(r"\S.*?(?:[.!?…](?=\s|$)|(?=\n)|$)", re.DOTALL)
_PART_END = re.compile(r"[;:]\s")
_CLAUSE_END = re.compile(r",\s(?=(?:then|so|but|and|or|puis|donc|mais|alors|et)\s)")
_CODE = re.compile(r"`[^`]*`")
_STAND_IN = "ƶ"
_DOTTED = re.compile(r"[\w.]+")
_WORD = re.compile(r"\b\w+\b(?!')")
_SOFT = frozenset({"border", "form", "empty", "word", "depth", "order", "attribute"})
_SOFT_ALONE = frozenset(
    {"compare:In", "compare:NotIn", "compare:Is", "compare:IsNot", "call:append", "operator:Add"}
)
_ABOUT = re.compile(
    r"[`«\"“\d]|[=<>]=?|\b(?:your|the (?:condition|first line|last line|check|comparison|lookup"
    r"|function)"
    r"|(?:add|need|with|by) a condition|a condition (?:before|that|around|to)|(?:an|the|un) if"
    r"|self|attribute?|on the object|(?:the|your|les"
    r"|tes) (?:\w+ )?conditions|the (?:highest|lowest) border|another if|(?:le|the|a"
    r"|une?) (?:for|while|return|second for)|boucle while|(?:left|right) side|les deux cas"
    r"|for both|object's|elif|else|return|append|negate|operator|(?:before|not) in"
    r"|ta|ton|tes|la (?:condition|fonction|comparaison)|(?:ajoute|avec|mets|par"
    r"|faut) une condition|une condition (?:avant|devant|qui|autour)|un si|opérateur)\b",
    re.IGNORECASE,
)
_ENOUGH_FAR = 2
_NO_WORD = 2


def told(text: str, exercise: Exercise, answer: str) -> tuple[Finding, ...]:
    """The sentences of a text that tell a step of a reference which the answer lacks.

    Args:
        text: What would be shown, as `plain` gives it.
        exercise: The instructor's version; without references nothing is found.
        answer: The learner's code.
    """
    differences = missing(exercise, answer)
    seen = "\n".join([answer, *_seen(exercise)])
    masked = _CODE.sub(lambda match: _masked(match[0], seen), text)
    return tuple(
        Finding("told_in_words", match.start(), match.end())
        for match in _SENTENCE.finditer(masked)
        if any(_tells(match[0], each) for each in differences)
        or (differences and orders_lines(match[0]))
    )


def _seen(exercise: Exercise) -> Iterator[str]:
    yield exercise.statement
    yield from (text for test in exercise.tests if test.visible for text in texts_of(test))


def _masked(code: str, seen: str) -> str:
    """A piece of quoted code: a word of its length where the learner sees it, else one clause."""
    content = code.strip("`").strip()
    if _DOTTED.fullmatch(content) or content not in seen:
        return re.sub(r"[;:] ", "::", code)
    return f"`{_STAND_IN * (len(code) - 2)}`"


def _tells(sentence: str, difference: Missing) -> bool:
    return any(_prescribed(clause, difference) for clause in _clauses(sentence))


def _clauses(sentence: str) -> Iterator[str]:
    """The parts of a sentence, and the parts of these, that neither ask nor say to look closer."""
    if asks_openly(sentence):
        return
    parts = [part for part in _PART_END.split(sentence) if not asks_only(part)]
    # An order may stand before a colon and what is to be done behind it.
    parts = [*parts, ": ".join(parts)]
    pieces = {piece for part in parts for piece in (part, *_CLAUSE_END.split(part))}
    yield from (piece for piece in pieces if not looks_closer(piece))


def _prescribed(clause: str, difference: Missing) -> bool:
    # Quoted code is no verb: the `range` of a program is not French for "put away".
    mood = _CODE.sub(_STAND_IN, clause)
    if not prescribes(mood):
        return False
    found = {each for each in difference.lacks if _said(each, clause)}
    if removes(mood) or puts_in_place(mood):
        found |= {each for each in difference.surplus if _said(each, clause)}
    strong = {each for each in found if _is_strong(each, clause, mood)}
    found = {each for each in found if each in strong or not each.startswith("name:")}
    if not strong and not puts_in_place(mood) and not _about_this(clause, difference.names):
        return False
    return len(found) >= (1 if difference.near else _ENOUGH_FAR)


def _is_strong(feature: str, clause: str, mood: str) -> bool:
    """Whether naming a feature is telling without a word on what in the program is meant."""
    kind, _, name = feature.partition(":")
    if kind == "name":
        return _quoted(name, clause) or replaces(mood)
    return kind not in _SOFT and feature not in _SOFT_ALONE


def _about_this(clause: str, names: frozenset[str]) -> bool:
    """Whether a clause speaks of this program: quotes code, or uses a name or keyword of it."""
    return _ABOUT.search(clause) is not None or not names.isdisjoint(_WORD.findall(clause))


def _said(feature: str, clause: str) -> bool:
    words = words_of(feature)
    if words is None:
        return False
    return any(words.search(form) for form in (clause.replace("`", ""), clause))


def _quoted(name: str, clause: str) -> bool:
    """Whether the clause has a name as code, and not as the English word it may be as well."""
    own = re.escape(name)
    quoted = rf"`[^`]*\b{own}\b[^`]*`|\b(?:by|from|par) (?:the |l[ea] )?{own}\b"
    return len(name) <= _NO_WORD or re.search(quoted, clause) is not None
