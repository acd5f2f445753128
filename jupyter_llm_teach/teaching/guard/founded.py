"""Whether a model's text keeps to the facts and the language. (Being filled in: signatures final.)"""

from __future__ import annotations

from jupyter_llm_teach.teaching.case import Case
from jupyter_llm_teach.teaching.guard.verdict import Finding
from jupyter_llm_teach.teaching.policy import Language


def unfounded(reply: str, case: Case) -> tuple[Finding, ...]:
    """Numbers and quoted names of a reply that no fact, statement, code or visible test holds."""
    return ()


def wrong_language(reply: str, language: Language) -> tuple[Finding, ...]:
    """A finding where a reply is written in another language."""
    return ()
