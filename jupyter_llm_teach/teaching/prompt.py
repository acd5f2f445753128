"""What a model is asked: to phrase facts, never to find them. (Being filled in: signatures final.)"""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_llm_teach.teaching.case import Case
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.teaching.wording import Wording


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question to a model.

    Attributes:
        system: How to answer.
        user: The facts to phrase.
        schema: JSON schema, as JSON text, of the reply.
        max_tokens: The longest reply.
    """

    system: str
    user: str
    schema: str
    max_tokens: int


def prompt_for(rung: Rung, case: Case, wording: Wording, *, tighter: bool) -> Prompt | None:
    """The prompt that lets a model phrase a rung; None for rungs that no model phrases."""
    return None


def reply_text(rung: Rung, reply_json: str, case: Case, wording: Wording) -> str | None:
    """The Markdown text of a model's reply; None where it does not follow the schema."""
    return None
