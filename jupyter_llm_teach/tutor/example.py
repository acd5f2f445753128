"""A worked example of another problem, run before it is shown."""

from __future__ import annotations

from jupyter_llm_teach.teaching.case import Case
from jupyter_llm_teach.teaching.examples import examples, parallel
from jupyter_llm_teach.teaching.phrasing import phrase, worked
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.teaching.wording import Wording
from jupyter_llm_teach.tutor.leak import leaks
from jupyter_llm_teach.tutor.tests import TestRunner
from jupyter_llm_teach.tutor.work import Work


async def worked_example(runner: TestRunner, work: Work, case: Case, wording: Wording) -> str:
    """Markdown of the first example of the exercise's idea that runs and gives nothing away.

    Where there is none, the steps in words stand in for it.
    """
    candidates = list(examples(case.concept, wording))
    while (chosen := parallel(candidates, work.exercise, work.answer.code)) is not None:
        text = worked(chosen, wording)
        if await runner.runs_clean(chosen.code) and not await leaks(runner, work, text):
            return text
        candidates = candidates[candidates.index(chosen) + 1 :]
    return phrase(Rung.OUTLINE, case, wording)
