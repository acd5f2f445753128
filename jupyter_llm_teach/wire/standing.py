"""How help stands, as the learner sees it."""

from __future__ import annotations

from typing import Literal

from jupyter_llm_teach.wire.message import Message, RungName


class CostView(Message):
    """What a hint costs: reported, never taken off a result.

    Attributes:
        amount: As the instructor set it, in points or in percent of the exercise's points.
        percent: Which of the two.
        points: The same in points; 0 where the exercise's points are not known.
    """

    amount: float
    percent: bool
    points: float


class RungView(Message):
    """A step of the ladder as the learner sees it.

    Attributes:
        rung: The step.
        state: Shown before, what "help" gives now, to be had, or not to be had now.
        code: Why it is not given now, as a stable name; empty where it is.
        reason: The same as a sentence.
        next: What to do, as a sentence.
        cost: What it costs when it is asked for now; null where that is nothing.
        opens_in: Seconds until it opens by itself; null where it does not.
        missing: How many more answers are to be tried; null where it is not about that.
    """

    rung: RungName
    state: Literal["used", "next", "open", "closed"]
    code: str
    reason: str
    next: str
    cost: CostView | None
    opens_in: int | None
    missing: int | None


class OfferView(Message):
    """What is offered, unasked, to a learner who does not get on.

    Attributes:
        stuck: Whether the learner has been at it for long; else all open steps were used.
        rung: The next step, which is open; null where there is none.
        instructor: Whom the learner may ask; empty where nobody is offered.
    """

    stuck: bool
    rung: RungName | None
    instructor: str


class StandingView(Message):
    """How the learner stands on an exercise, besides the ladder.

    Attributes:
        hints: How many hints were used.
        cost: What they cost, in points; reported, never taken off a result.
        offer: What is offered now; null where nothing is.
        changes_in: Seconds until the ladder or the offer changes by itself; null where it does not.
    """

    hints: int
    cost: float
    offer: OfferView | None
    changes_in: int | None


class ReflectReply(Message):
    """What was written is recorded, or `message` says what is missing."""

    accepted: bool
    message: str
    ladder: list[RungView]
    standing: StandingView


class NoteReply(Message):
    """A note to the instructor was recorded on this machine, and sent nowhere.

    Attributes:
        instructor: For whom it is.
        text: The note with its facts, as Markdown, to copy.
    """

    instructor: str
    text: str
