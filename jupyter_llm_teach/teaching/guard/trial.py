"""A leak is something that runs. (Being filled in: signatures are final.)"""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_llm_teach.teaching.facts.fact import Facts


def programs(reply: str, answer: str, names: Sequence[str] = ()) -> tuple[str, ...]:
    """Programs made of the code of a reply and the learner's cell.

    Args:
        reply: What would be shown.
        answer: The learner's code.
        names: Functions and variables that the tests call for.
    """
    return ()


def newly_passing(before: Facts, after: Facts) -> tuple[str, ...]:
    """Names of the tests that pass after and did not pass before."""
    return ()
