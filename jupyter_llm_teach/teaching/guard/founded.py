"""Whether a model's text keeps to the facts and to the language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_llm_teach.teaching.case import Case
from jupyter_llm_teach.teaching.facts.fact import Facts, TestFact
from jupyter_llm_teach.teaching.guard.known import texts_of
from jupyter_llm_teach.teaching.guard.plain import plain, showable
from jupyter_llm_teach.teaching.guard.secrets import SPAN
from jupyter_llm_teach.teaching.guard.tokens import FIXED_NAMES
from jupyter_llm_teach.teaching.guard.verdict import Finding
from jupyter_llm_teach.teaching.policy import Language

_NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)?(?![\w])")
_NAME = re.compile(r"[^\W\d]\w*")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_TITLE = re.compile(r"“[^”\n]*”|« [^»\n]* »|«[^»\n]*»")
_LISTING = re.compile(r"^\s*\d{1,2}[.)]\s", re.MULTILINE)
_CHAPTER = re.compile(r"\b(?:chapter|chapitre|section)\s+\d+(?:\.\d+)*", re.IGNORECASE)
_SMALL = frozenset("012")
_METHODS = frozenset(name for kind in (list, str, dict, set, int, float) for name in dir(kind))
_KNOWN_NAMES = FIXED_NAMES | _METHODS | {"self", "help", "numpy", "np", "pandas", "pd"}

_ENGLISH = """
the and you your is are of in it that this what which how does do for with to when where at look
should each one not why there be has
"""
_FRENCH = """
le la les et tu ton ta tes est sont de du des dans il elle que ce cette quel quelle comment pour
avec un une quand où au regarde chaque pas pourquoi être ne se qui à sur combien
"""
_STOP_WORDS: dict[Language, frozenset[str]] = {
    "en": frozenset(_ENGLISH.split()),
    "fr": frozenset(_FRENCH.split()),
}
_ENOUGH_WORDS = 12
_MARGIN = 2
_FOREIGN_SHARE = 5


def unfounded(reply: str, case: Case) -> tuple[Finding, ...]:
    """Numbers and quoted names of a reply that no fact, statement, code or visible test holds.

    0, 1 and 2 are always fine, and so are numbers of list items, of chapters and in titles, the
    names of Python itself, and line numbers of the learner's code.
    """
    text = plain(showable(reply)).text if '"' in reply else reply
    material = "\n".join(_material(case))
    numbers = set(_NUMBER.findall(material)) | _SMALL | set(_counts(case))
    names = set(_NAME.findall(material)) | _KNOWN_NAMES
    findings = [
        *(Finding("unfounded_number", place) for place in _strangers(text, numbers)),
        *(Finding("unfounded_name", place) for place in _strange_names(reply, names)),
    ]
    return tuple(sorted(findings, key=lambda each: each.where))


def wrong_language(reply: str, language: Language) -> tuple[Finding, ...]:
    """A finding where a reply is written in another language; quotations do not count."""
    prose = SPAN.sub(" ", _TITLE.sub(" ", reply.replace("\u2019", "'"))).lower()
    words = [part for word in _WORD.findall(prose) for part in word.split("'")]
    own = sum(word in _STOP_WORDS[language] for word in words)
    other = max(
        sum(word in stops for word in words)
        for name, stops in _STOP_WORDS.items()
        if name != language
    )
    strange = sum(character.isalpha() and character > "\u024f" for character in prose)
    foreign = strange * _FOREIGN_SHARE > len(prose) or (len(words) >= _ENOUGH_WORDS and not own)
    return (Finding("wrong_language", 0),) if foreign or other >= own + _MARGIN else ()


def _strangers(text: str, numbers: set[str]) -> Iterator[int]:
    for pattern in (_TITLE, _CHAPTER, _LISTING):
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    for match in _NUMBER.finditer(text):
        if match[0] not in numbers and match[0].replace(",", ".") not in numbers:
            yield match.start()


def _strange_names(text: str, names: set[str]) -> Iterator[int]:
    for match in SPAN.finditer(text):
        if any(name not in names for name in _NAME.findall(match[2])):
            yield match.start()


def _material(case: Case) -> Iterator[str]:
    exercise = case.exercise
    yield from (exercise.title, exercise.section, exercise.statement, exercise.starter)
    yield case.answer.code
    yield from (text for test in case.visible_tests for text in texts_of(test))
    yield from _told(case.shown)


def _told(facts: Facts) -> Iterator[str]:
    for error in (facts.error, *(test.error for test in facts.tests)):
        if error is not None:
            yield f"{error.type} {error.message}"
            yield from (frame.function for frame in error.frames)
            yield from (f"{n.name} {n.type} {n.text} {n.length}" for n in error.names)
    for test in facts.tests:
        yield from _of_test(test)


def _of_test(test: TestFact) -> Iterator[str]:
    yield from (test.call, test.expected, test.got, test.message)
    difference = test.difference
    if difference is not None:
        yield f"{difference.expected_type} {difference.got_type} {difference.key or ''}"
        yield difference.place


def _counts(case: Case) -> Iterator[str]:
    facts = case.shown
    yield from map(str, range(len(case.answer.code.splitlines()) + 1))
    yield from (str(len(facts.tests)), str(facts.passed), str(len(facts.tests) - facts.passed))
    for test in facts.tests:
        found = test.difference
        if found is not None:
            lengths = (found.expected_length, found.got_length, found.index)
            yield from (str(each) for each in lengths if each is not None)
            yield str(abs((found.expected_length or 0) - (found.got_length or 0)))
