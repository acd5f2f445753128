"""Facts as sentences for a learner, without a model. (Being filled in: signatures are final.)"""

from __future__ import annotations

from jupyter_llm_teach.teaching.case import Case, shown_facts
from jupyter_llm_teach.teaching.facts.fact import Facts
from jupyter_llm_teach.teaching.history import History
from jupyter_llm_teach.teaching.ladder import Withhold
from jupyter_llm_teach.teaching.policy import Policy
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.teaching.wording import Wording

__all__ = ["Case", "phrase", "summary", "withheld"]


def summary(facts: Facts, wording: Wording) -> str:
    """The one plain sentence of the fact card."""
    return f"{shown_facts(facts).passed}"


def phrase(rung: Rung, case: Case, wording: Wording) -> str:
    """The hint of a rung, as Markdown without HTML."""
    return f"{rung.value}"


def withheld(
    decision: Withhold, policy: Policy, history: History, wording: Wording
) -> tuple[str, str]:
    """Why a rung is not given now, and what to do next."""
    return decision.reason.value, ""
