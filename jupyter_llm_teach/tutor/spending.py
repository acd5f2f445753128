"""What a learner used of models today, and the warning before a budget ends."""

from __future__ import annotations

from jupyter_llm_teach.errors import DiskFullError, JournalError
from jupyter_llm_teach.teaching.budget import warning
from jupyter_llm_teach.teaching.permission import day_began, has_budget
from jupyter_llm_teach.teaching.request import Used
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work


async def used_today(tutor: Tutor, learner: str) -> Used:
    """What a learner used since the day began, calls that were cut off or failed included.

    Raises:
        JournalError: what was used can't be read.
        DiskFullError: there is no space to record it.
    """
    since = day_began(tutor.local_time())
    if tutor.ledger is None:
        return await tutor.journal.spent(learner, since)
    return await tutor.ledger.used(learner, since)


async def budget_warning(tutor: Tutor, work: Work) -> str:
    """A sentence when most of a budget of today is used up; empty before, and without budgets."""
    if not has_budget(work.policy):
        return ""
    try:
        used = await used_today(tutor, work.key.learner)
    except (JournalError, DiskFullError):
        return ""  # a reply is shown whether or not its price can be read
    return warning(work.policy, used, tutor.wording(work.language))
