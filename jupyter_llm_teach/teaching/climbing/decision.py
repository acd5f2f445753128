"""Decisions about a rung: given, or withheld with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from jupyter_llm_teach.teaching.rung import Rung


class Reason(Enum):
    """Why a rung is not given now, in the order in which the reasons are tried.

    `AI_OFF`: the instructor switched help off. `EXAM`: an exam is running. `SOLVED`: all tests
    pass. `ABOVE_HIGHEST`: the instructor's policy ends below it. `NO_REFERENCE`: the instructor
    gave no solution. `BEFORE_DUE`: it opens once the assignment was due. `BEFORE_PASSING`: it
    opens once all tests have passed. `QUOTA`: the day's hints are used up. `WRITE_FIRST`: there is
    nothing to look at in an untouched starter. `TEST_FIRST`: the answer as it stands was not
    checked yet. `MORE_ATTEMPTS`: more answers are to be tried before. `TRY_FIRST`: the answer has
    not changed since the last hint. `MORE_TIME`: it opens after some time on the exercise.
    `REFLECT_FIRST`: nothing was written about the own work since the last hint. `COOL_DOWN`: the
    last hint was given a moment ago.
    """

    AI_OFF = "ai_off"
    EXAM = "exam"
    SOLVED = "solved"
    ABOVE_HIGHEST = "above_highest"
    NO_REFERENCE = "no_reference"
    BEFORE_DUE = "before_due"
    BEFORE_PASSING = "before_passing"
    QUOTA = "quota"
    WRITE_FIRST = "write_first"
    TEST_FIRST = "test_first"
    MORE_ATTEMPTS = "more_attempts"
    TRY_FIRST = "try_first"
    MORE_TIME = "more_time"
    REFLECT_FIRST = "reflect_first"
    COOL_DOWN = "cool_down"


@dataclass(frozen=True, slots=True)
class Give:
    """A rung is given.

    Attributes:
        rung: The step.
        again: Whether it was already shown for this very answer: then it costs nothing.
        cost: In points; reported, never taken off a result.
    """

    rung: Rung
    again: bool = False
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Withhold:
    """A rung is not given now.

    Attributes:
        rung: The step.
        reason: Why.
        when: When this reason ends by itself; None where the learner has to do something.
        missing: How many more answers are to be tried; None where it is not about that.
    """

    rung: Rung
    reason: Reason
    when: datetime | None = None
    missing: int | None = None
