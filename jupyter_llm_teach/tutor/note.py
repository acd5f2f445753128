"""Use case: a learner writes to the instructor.

The note is recorded in the journal, which in practice mode stays on this machine; nothing is sent.
"""

from __future__ import annotations

from jupyter_llm_teach.errors import BadInputError
from jupyter_llm_teach.teaching.facts.shown import shown
from jupyter_llm_teach.teaching.history import Note
from jupyter_llm_teach.teaching.letter import letter
from jupyter_llm_teach.tutor.check import situation
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work


async def note(tutor: Tutor, work: Work, text: str) -> Note:
    """The note as it was recorded, with the facts attached.

    Args:
        tutor: The ports.
        work: The learner's work on an exercise.
        text: What the learner wrote; may be empty.

    Raises:
        BadInputError: the policy names nobody to write to.
        JournalError: it can't be recorded.
    """
    if not work.policy.instructor:
        raise BadInputError(
            "Nobody is named to whom a note could go.", "Ask your instructor in person."
        )
    found = await tutor.runner.facts(work)
    history = await tutor.journal.history(work.key)
    now = tutor.local_time()
    used = situation(work, found, history, now).helped
    about = (work.exercise, work.answer)
    whole = letter(
        text, about, shown(found, None, work.policy.error_help), used, tutor.wording(work.language)
    )
    written = Note(whole, tutor.clock.now())
    await tutor.journal.add_note(work.key, written)
    return written
