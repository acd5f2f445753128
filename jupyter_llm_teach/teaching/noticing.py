"""What is said of the text of an answer: on the fact card, and beside a line to look at."""

from __future__ import annotations

from jupyter_llm_teach.teaching.facts.code_fact import RULES, CodeFact, CodeKind
from jupyter_llm_teach.teaching.facts.fact import Facts, State
from jupyter_llm_teach.teaching.quoting import code_span
from jupyter_llm_teach.teaching.summary import summary
from jupyter_llm_teach.teaching.wording import Wording

_SURE = 0.7
_SAID_ALREADY = {
    "NameError": frozenset({CodeKind.UNDEFINED_NAME, CodeKind.BEFORE_ASSIGNMENT}),
    "UnboundLocalError": frozenset({CodeKind.UNDEFINED_NAME, CodeKind.BEFORE_ASSIGNMENT}),
}
"""What the sentence on an exception tells as well."""


def card_sentence(facts: Facts, wording: Wording) -> str:
    """The sentence of the fact card, and a second one on the text of the answer where it helps."""
    return " ".join(filter(None, [summary(facts, wording), noticed(facts, wording)]))


def noticed(facts: Facts, wording: Wording) -> str:
    """One sentence on the text of an answer; empty where there is nothing to say.

    Of an answer that passes, only the instructor's rules are told. Of one that fails, what may
    explain it comes first, where it is sure enough.

    Args:
        facts: What may be shown.
        wording: The language.
    """
    if facts.unchanged or facts.state is State.NOT_RUN:
        return ""
    rules = [each for each in facts.code if each.kind in RULES]
    told = rules if facts.state is State.PASSED else [*_sure(facts), *rules]
    return code_sentence(told[0], wording) if told else ""


def _sure(facts: Facts) -> list[CodeFact]:
    """What may explain a failure, most certain first, but for what the exception says itself."""
    error = facts.error or (facts.first.error if facts.first else None)
    said = _SAID_ALREADY.get(error.type if error else "", frozenset())
    found = [each for each in facts.code if each.kind not in RULES | said]
    return [each for each in found if each.confidence >= _SURE]


def code_sentence(fact: CodeFact, wording: Wording) -> str:
    """What was noticed, in words that name no line."""
    names = [code_span(each) for each in fact.names]
    key = f"code.{fact.kind.value}"
    if names and names[0]:
        return wording.say(wording.first(f"{key}.name", key), name=names[0])
    return wording.say(key, name="")
