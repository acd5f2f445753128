"""Code of another language than the exercise's, and names that only a reference knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_llm_teach.teaching.exercise import Exercise
from jupyter_llm_teach.teaching.facts.constructs import construct_facts
from jupyter_llm_teach.teaching.guard.extraction.foreign import from_other_language
from jupyter_llm_teach.teaching.guard.known import Known
from jupyter_llm_teach.teaching.guard.prose import Quoted
from jupyter_llm_teach.teaching.guard.secrets import SPAN
from jupyter_llm_teach.teaching.guard.syntax import tree_of
from jupyter_llm_teach.teaching.guard.verdict import Finding

_OTHER = re.compile(
    r"[)\]}\w\"'];[ \t]*$|^[ \t]*[{}][ \t]*$|&&|\|\||(?<![-=<>])=>|(?<=\w)\+\+|<-|:="
    r"|\bend\b[ \t]*$|"
    r"\b(?:function|fonction|alors|sinon|fin ?si|fin ?pour|tant que|retourner|renvoyer|then"
    r"|elsif|fn|func|"
    r"let|var|const|public|static|void|std::|console\.log|System\.out|printf)\b",
    re.MULTILINE | re.IGNORECASE,
)
_FEWEST_SIGNS = 2
_COMMON = frozenset(
    [
        "i",
        "j",
        "k",
        "n",
        "x",
        "y",
        "result",
        "results",
        "total",
        "count",
        "counter",
        "index",
        "value",
        "item",
        "element",
        "number",
        "numbers",
        "text",
        "word",
        "data",
        "name",
        "line",
        "row",
        "column",
        "key",
        "letter",
        "list",
        "res",
        "acc",
        "out",
        "cpt",
        "somme",
        "resultat",
        "compteur",
        "nombre",
        "valeur",
        "mot",
        "lettre",
        "ligne",
        "liste",
    ]
)
_NAME = re.compile(r"[^\W\d]\w*")
_JOINED = re.compile(r"(?<![\w.])[^\W\d]\w*_\w+(?!\w)")


def other_languages(pieces: tuple[Quoted, ...], exercise: Exercise) -> Iterator[Finding]:
    """Blocks that are a program in another language than Python, where Python is taught."""
    if exercise.language not in ("", "python"):
        return
    for each in pieces:
        signs = len(_OTHER.findall(each.code))
        if (
            signs >= _FEWEST_SIGNS
            and tree_of(each.code) is None
            and any(from_other_language(each.code))
        ):
            yield Finding("other_language", *each.span)


def avoided(
    pieces: tuple[Quoted, ...], constructs: tuple[str, ...], answer: str
) -> Iterator[Finding]:
    """Code that uses what the instructor wants avoided, and the learner does not use."""
    own = {name for fact in construct_facts(answer, constructs, ()) for name in fact.names}
    for each in pieces:
        used = {
            n for fact in construct_facts(each.code.strip(), constructs, ()) for n in fact.names
        }
        if used - own:
            yield Finding("avoided_construct", *each.span)


def reference_names(text: str, facts: Known) -> Iterator[Finding]:
    """Names in code or with an underscore that a reference chose and the learner never saw."""
    secret = facts.chosen - _COMMON
    if not secret:
        return
    for match in SPAN.finditer(text):
        if not secret.isdisjoint(_NAME.findall(match[2])):
            yield Finding("reference_name", match.start(), match.end())
    for match in _JOINED.finditer(text):
        if match[0] in secret:
            yield Finding("reference_name", match.start(), match.end())
