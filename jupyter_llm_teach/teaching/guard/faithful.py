"""Whether a model's text is kept: faithful to the facts, whole, readable, and in its language."""

from __future__ import annotations

import re

from jupyter_llm_teach.teaching.case import Case
from jupyter_llm_teach.teaching.guard.contradicted import contradicted
from jupyter_llm_teach.teaching.guard.founded import unfounded, wrong_language
from jupyter_llm_teach.teaching.guard.readable import grade
from jupyter_llm_teach.teaching.guard.verdict import Finding
from jupyter_llm_teach.teaching.guard.whole import broken
from jupyter_llm_teach.teaching.policy import Language, Policy

_WORD = re.compile(r"\S*\w\S*")


def unfaithful(text: str, case: Case, language: Language, policy: Policy) -> tuple[Finding, ...]:
    """Every rule of faithfulness that a model's own words break; empty where they may be kept.

    Args:
        text: What the model wrote, without what we put around it.
        case: The facts that it is about.
        language: The language that it must have.
        policy: How long it may be and which school grade it may ask for.
    """
    return (
        *broken(text),
        *unreadable(text, language, policy),
        *wrong_language(text, language),
        *unfounded(text, case),
        *contradicted(text, case),
    )


def unreadable(text: str, language: Language, policy: Policy) -> tuple[Finding, ...]:
    """Whether a text has more words than the policy allows, or asks for a higher school grade."""
    found = []
    words = [match.end() for match in _WORD.finditer(text)]
    if len(words) > policy.longest_hint:
        found.append(Finding("too_many_words", words[policy.longest_hint]))
    needed = grade(text, language)
    if policy.reading_grade is not None and needed is not None and needed > policy.reading_grade:
        found.append(Finding("too_hard_to_read", 0))
    return tuple(found)
