"""What `hint` and `ask` print alike: help withheld, and facts where nothing can be recorded."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jupyter_llm_teach.cli.shapes import Json
from jupyter_llm_teach.errors import TeachError
from jupyter_llm_teach.teaching.facts.fact import Facts
from jupyter_llm_teach.teaching.guard.verdict import Finding, Verdict
from jupyter_llm_teach.teaching.noticing import card_sentence
from jupyter_llm_teach.teaching.wording import Wording


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """No help, because it could not be counted.

    Attributes:
        facts: What the tests say, as far as the learner may see it.
        error: Why nothing can be recorded.
    """

    facts: Facts
    error: TeachError


def print_unrecorded(answer: Unrecorded, wording: Wording) -> None:
    """Print the facts, and on the error stream why there is no more."""
    sys.stdout.write(f"{card_sentence(answer.facts, wording)}\n")
    sys.stderr.write(f"{answer.error}\n")


def guard_json(rejected: Sequence[Finding], verdict: Verdict) -> Json:
    """What the guard says of a text, and what it found in drafts that were not shown."""
    found = (("draft", rejected), ("text", verdict.findings))
    return {
        "verdict": verdict.ruling.value,
        "findings": [
            {"rule": each.rule, "where": each.where, "in": place}
            for place, findings in found
            for each in findings
        ],
    }


def withheld_json(reason: str, text: str, todo: str) -> Mapping[str, Json]:
    """Help that is withheld."""
    return {
        "decision": "withhold",
        "reason": reason,
        "next": todo,
        "text": text,
        "source": "analysis",
        "guard": {"verdict": "clean", "findings": []},
        "usage": None,
    }
