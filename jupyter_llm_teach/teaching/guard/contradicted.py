"""What a model's text says against the results of the tests."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_llm_teach.teaching.case import Case
from jupyter_llm_teach.teaching.facts.fact import Facts, Kind, State, TestFact
from jupyter_llm_teach.teaching.guard.verdict import Finding

_SENTENCE = re.compile(r"[^\n]+?(?:[.!?…](?=\s|$)|(?=\n)|$)")
_NOT = re.compile(
    r"\b(?:not|n't|never|isn't|doesn't|if|when|once|until|should|ne|n'|pas|si|quand|jusqu'à)\b",
    re.IGNORECASE,
)
_RIGHT = re.compile(
    r"\byour (?:code|answer|function|program|solution|result) (?:is|looks|works?) "
    r"(?:\w+ )?(?:correct(?:ly)?|right|fine|perfect(?:ly)?|well)\b"
    r"|\ball (?:the |of the |your )?tests pass\b|\bpass(?:es)? (?:all|every)\b"
    r"|\b(?:there are|has|have) no (?:errors?|mistakes?|bugs?)\b"
    r"|\bt(?:on|a) (?:code|réponse|fonction|programme|solution|résultat) (?:est|marche|fonctionne) "
    r"(?:\w+ )?(?:correcte?|juste|bonne?|bien|parfaite?|parfaitement)\b"
    r"|\btous les tests passent\b|\bpasse tous les tests\b|\baucune erreur\b",
    re.IGNORECASE,
)
_WRONG = re.compile(
    r"\byour (?:code|answer|function|program|solution) (?:is|fails|has) (?:wrong|incorrect|a test"
    r"|the test|an? (?:error|bug|mistake))\b|\bt(?:on|a) (?:code|réponse|fonction|programme) "
    r"(?:est (?:fau(?:x|sse)|incorrecte?)|échoue)\b",
    re.IGNORECASE,
)
_SHARE = re.compile(r"\b(\d+) (?:of|out of|sur|des) (?:the )?(\d+) tests?\b", re.IGNORECASE)
_LINE = re.compile(r"\b(?:lines?|lignes?) (\d+)\b", re.IGNORECASE)
_RAISES = re.compile(
    r"\b(?:raises?|stops? with|ends? with|throws?|gets?|causes?|lève|s'arrête (?:avec|sur)|provoque"
    r"|déclenche) (?:an? |une? )?`?(\w+(?:Error|Exception|Iteration|Interrupt))\b",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"\b(?:your (?:code|function|answer|program) (?:gives|returns|hands back)|you get|you got"
    r"|t(?:on|a) (?:code|fonction|réponse|programme) (?:donne|renvoie|rend)|tu obtiens)"
    r" (?:back )?`([^`]+)`",
    re.IGNORECASE,
)
_EXPECTED = re.compile(r"`([^`]+)` (?:should give|devrait donner) `([^`]+)`", re.IGNORECASE)
_EMPTY = re.compile(
    r"\byour (?:result|list|text|dictionary) is empty\b|\breturns an empty \w+"
    r"|\bt(?:on|a) (?:résultat|liste|texte|dictionnaire) est vide\b|\brenvoie une? \w+ vide\b",
    re.IGNORECASE,
)
_EMPTIES = frozenset({"[]", "''", '""', "{}", "()", "set()", "None"})
_LENGTHS = (
    (re.compile(r"\btoo short\b|\btrop courte?\b", re.IGNORECASE), Kind.TOO_LONG),
    (re.compile(r"\btoo long\b|\btrop longue?\b", re.IGNORECASE), Kind.TOO_SHORT),
)


def contradicted(text: str, case: Case) -> tuple[Finding, ...]:
    """The sentences of a text that say what the tests of the answer contradict.

    Questions claim nothing, and neither do conditions.
    """
    facts = case.shown
    lines = len(case.answer.code.splitlines())
    return tuple(
        Finding(rule, match.start(), match.end())
        for match in _SENTENCE.finditer(text)
        for rule in _rules(match[0].strip(), facts, lines)
    )


def _rules(sentence: str, facts: Facts, lines: int) -> Iterator[str]:
    if any(not 0 < int(line) <= lines for line in _LINE.findall(sentence)):
        yield "no_such_line"
    if sentence.endswith("?"):
        return
    if not _NOT.search(sentence):
        yield from _on_state(sentence, facts)
    if any(pair != (facts.passed, len(facts.tests)) for pair in _shares(sentence)):
        yield "contradicts_count"
    if _errors_denied(sentence, facts):
        yield "contradicts_error"
    yield from _on_values(sentence, [test for test in facts.tests if test.visible])


def _on_state(sentence: str, facts: Facts) -> Iterator[str]:
    if _RIGHT.search(sentence) and facts.state in (State.FAILED, State.ERROR):
        yield "contradicts_failure"
    if _WRONG.search(sentence) and facts.state is State.PASSED:
        yield "contradicts_success"
    for test in facts.tests:
        claim = re.search(
            rf"{re.escape(test.name)}[`”»]? (passes|fails|passe|échoue)\b", sentence, re.IGNORECASE
        )
        if claim and (claim[1].lower() in ("passes", "passe")) is not (test.state is State.PASSED):
            yield "contradicts_test"


def _shares(sentence: str) -> Iterator[tuple[int, int]]:
    return ((int(some), int(of)) for some, of in _SHARE.findall(sentence))


def _errors_denied(sentence: str, facts: Facts) -> bool:
    errors = (facts.error, *(test.error for test in facts.tests))
    known = {error.type for error in errors if error is not None}
    return any(name not in known for name in _RAISES.findall(sentence))


def _on_values(sentence: str, tests: list[TestFact]) -> Iterator[str]:
    got = {_plain(test.got) for test in tests if test.got}
    if got and any(_plain(value) not in got for value in _GIVES.findall(sentence)):
        yield "contradicts_value"
    if got and _EMPTY.search(sentence) and not got & _EMPTIES:
        yield "contradicts_value"
    expected = {_plain(test.call): _plain(test.expected) for test in tests if test.expected}
    for call, value in _EXPECTED.findall(sentence):
        if _plain(value) != expected.get(_plain(call), _plain(value)):
            yield "contradicts_expected"
    kinds = {test.difference.kind for test in tests if test.difference is not None}
    for words, opposite in _LENGTHS:
        if kinds == {opposite} and words.search(sentence):
            yield "contradicts_difference"


def _plain(text: str) -> str:
    return "".join(text.split()).replace('"', "'")
