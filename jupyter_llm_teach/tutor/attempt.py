"""Record what a learner tried, and by which rules help is given on it."""

from __future__ import annotations

import json

from jupyter_llm_teach.teaching.facts.fact import Facts
from jupyter_llm_teach.teaching.history import Attempt
from jupyter_llm_teach.teaching.layers.keys import values_of
from jupyter_llm_teach.teaching.layers.plain import plain
from jupyter_llm_teach.teaching.policy import Policy
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work


async def attempted(tutor: Tutor, work: Work, found: Facts) -> None:
    """Record an attempt that was run, and the rules in force where they have changed.

    Raises:
        JournalError: it can't be recorded.
        DiskFullError: there is no space to record it.
    """
    at = tutor.clock.now()
    if not found.not_run:
        attempt = Attempt(work.answer.digest, at, found.passed, len(found.tests))
        await tutor.journal.add_attempt(work.key, attempt)
    await tutor.journal.add_policy(work.key, rules_set(work.policy), at)


def rules_set(policy: Policy) -> str:
    """The keys of a policy that differ from what holds without any, as JSON text."""
    usual = values_of(Policy())
    found = {key: value for key, value in values_of(policy).items() if value != usual[key]}
    return json.dumps({key: plain(value) for key, value in found.items()}, sort_keys=True)
