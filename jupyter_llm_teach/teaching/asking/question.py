"""Whether free questions may be asked now, and what stands in for a free answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from jupyter_llm_teach.teaching.climbing.closing import exam_end
from jupyter_llm_teach.teaching.policy import Policy, Questions
from jupyter_llm_teach.teaching.withholding import when
from jupyter_llm_teach.teaching.wording import Wording

LONGEST = 2000
"""The most characters of a question."""


class Reason(Enum):
    """Why a question is not answered freely.

    Nothing is answered: `AI_OFF`, the instructor switched help off; `EXAM`, an exam is running;
    `QUESTIONS_OFF`, the instructor allows no free questions. Something else is told instead:
    `OFF_TOPIC`, it is about something else; `ASKS_FOR_SOLUTION`, it asks for the answer itself.
    """

    AI_OFF = "ai_off"
    EXAM = "exam"
    QUESTIONS_OFF = "questions_off"
    OFF_TOPIC = "off_topic"
    ASKS_FOR_SOLUTION = "asks_for_solution"


CLOSING = (Reason.AI_OFF, Reason.EXAM, Reason.QUESTIONS_OFF)
"""The reasons for which nothing is answered."""


@dataclass(frozen=True, slots=True)
class Closed:
    """No question is answered now.

    Attributes:
        reason: Why.
        when: When this ends by itself; None where nobody knows.
    """

    reason: Reason
    when: datetime | None = None


def closed(policy: Policy, now: datetime) -> Closed | None:
    """Why no question is answered now; None where questions are."""
    if not policy.ai:
        return Closed(Reason.AI_OFF)
    end = exam_end(policy.exams, now)
    if end is not None:
        return Closed(Reason.EXAM, end)
    return Closed(Reason.QUESTIONS_OFF) if policy.questions is Questions.OFF else None


def told_closed(refusal: Closed, wording: Wording, now: datetime) -> tuple[str, str]:
    """Why no question is answered now, and what to do instead, as sentences.

    Args:
        refusal: The refusal.
        wording: The language.
        now: The time, in the zone that times are told in.
    """
    key = f"asking.{refusal.reason.value}"
    reason, todo = wording.say(f"{key}.reason"), wording.say(f"{key}.next")
    if refusal.when is None:
        return reason, todo
    opens = wording.say("withheld.opens.alone", when=when(refusal.when, now, wording))
    return reason, f"{todo} {opens}"
