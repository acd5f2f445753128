"""What is said of the text of an answer: on the fact card, and beside a line to look at."""

from __future__ import annotations

from jupyter_llm_teach.teaching.facts.code_fact import RULES, CodeFact, CodeKind
from jupyter_llm_teach.teaching.facts.fact import Facts, State
from jupyter_llm_teach.teaching.quoting import code_span
from jupyter_llm_teach.teaching.summary import summary
from jupyter_llm_teach.teaching.wording import Wording

_SURE = 0.7
_SAID_ALREADY = {
    "NameError": {CodeKind.UNDEFINED_NAME, CodeKind.BEFORE_ASSIGNMENT},
    "UnboundLocalError": {CodeKind.UNDEFINED_NAME, CodeKind.BEFORE_ASSIGNMENT},
}
"""What the sentence on an exception tells as well."""


def card_sentence(facts: Facts, wording: Wording) -> str:
    """The sentence of the fact card, and a second one on the text of the answer where it helps."""
    return " ".join(filter(None, [summary(facts, wording), noticed(facts, wording)]))


def noticed(facts: Facts, wording: Wording) -> str:
    """One sentence on the text of an answer; empty where there is nothing to say.

    The instructor's rules come first, on passing answers as well; anything else is said only of
    answers that fail, and only where it is sure enough.

    Args:
        facts: What may be shown.
        wording: The language.
    """
    if facts.unchanged or facts.state is State.NOT_RUN:
        return ""
    rules = [each for each in facts.code if each.kind in RULES]
    if rules:
        return code_sentence(rules[0], wording)
    if facts.state is State.PASSED:
        return ""
    error = facts.error or (facts.first.error if facts.first else None)
    said = _SAID_ALREADY.get(error.type if error else "", set())
    sure = [each for each in facts.code if each.confidence >= _SURE and each.kind not in said]
    return code_sentence(sure[0], wording) if sure else ""


def code_sentence(fact: CodeFact, wording: Wording) -> str:
    """What was noticed, in words that name no line."""
    names = [code_span(each) for each in fact.names]
    key = f"code.{fact.kind.value}"
    if names and names[0]:
        return wording.say(wording.first(f"{key}.name", key), name=names[0])
    return wording.say(key, name="")
