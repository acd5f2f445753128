"""A hint in our own words, within what the policy lets its rung contain."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_llm_teach.teaching.allowance import Allowance
from jupyter_llm_teach.teaching.case import Case
from jupyter_llm_teach.teaching.examples import examples
from jupyter_llm_teach.teaching.guard.bounds import Bounds, bounds_of
from jupyter_llm_teach.teaching.guard.verdict import Ruling
from jupyter_llm_teach.teaching.phrasing import phrase, worked
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.tutor.leak import guarded
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work


async def own_phrase(tutor: Tutor, work: Work, case: Case, told: Sequence[str], rung: Rung) -> str:
    """The Markdown of a rung, from facts alone.

    Where the policy lets it contain less than the rung is for, the next lesser thing stands in:
    a worked example for the reference, the steps in words for an example.

    Args:
        tutor: The ports.
        work: The learner's work.
        case: What the hint is about.
        told: What was shown on this exercise before, oldest first.
        rung: The step of the ladder.
    """
    wording = tutor.wording(work.language)
    if rung < Rung.EXAMPLE:
        return phrase(rung, case, wording)
    bounds = bounds_of(work.policy, rung)
    if bounds.allowance is Allowance.REFERENCE:
        return phrase(rung, case, wording)
    example = None
    if bounds.allowance is Allowance.OTHER_PROBLEM:
        example = await _worked_example(tutor, work, case, told, bounds)
    if example is not None:
        return example
    lacking = "words_only" if bounds.allowance is Allowance.NO_CODE else "none"
    return "\n\n".join([wording.say(f"example.{lacking}"), phrase(Rung.OUTLINE, case, wording)])


async def _worked_example(
    tutor: Tutor, work: Work, case: Case, told: Sequence[str], bounds: Bounds
) -> str | None:
    """The first example of the exercise's idea that runs and that the guard passes."""
    wording = tutor.wording(work.language)
    for each in examples(case.concept, wording):
        text = worked(each, wording)
        verdict = await guarded(tutor.runner, work, text, told, bounds)
        if verdict.ruling is Ruling.CLEAN and await tutor.runner.runs_clean(each.code):
            return text
    return None
