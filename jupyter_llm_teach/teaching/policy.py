"""What the instructor allows: the rules in force for one learner, exercise and moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Literal

from jupyter_llm_teach.teaching.allowance import Allowance
from jupyter_llm_teach.teaching.rung import Rung

Language = Literal["en", "fr"]


class CompletionMode(Enum):
    """How code is completed: not at all, when the learner asks, a line at a time, or in blocks."""

    OFF = "off"
    ON_DEMAND = "on_demand"
    LINE = "line"
    BLOCK = "block"


class ErrorHelp(Enum):
    """How far an error is explained: the facts, its cause too, or a suggestion too."""

    FACTS = "facts"
    CAUSE = "cause"
    SUGGESTION = "suggestion"


class Questions(Enum):
    """What learners may ask freely: nothing, about the exercise, or about the whole course."""

    OFF = "off"
    EXERCISE = "exercise"
    COURSE = "course"


class OffTopic(Enum):
    """What a question about something else gets: a friendly refusal, or a short answer."""

    DECLINE = "decline"
    ANSWER = "answer"


class Tone(Enum):
    """How help is worded."""

    NEUTRAL = "neutral"
    ENCOURAGING = "encouraging"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a hint costs; reported beside a result, never applied to it.

    Attributes:
        amount: In points, or in percent of the exercise's points.
        percent: Whether it is in percent.
    """

    amount: float = 0.0
    percent: bool = False

    def points(self, worth: float) -> float:
        """The cost in points of an exercise that is worth some points."""
        return self.amount * worth / 100 if self.percent else self.amount


@dataclass(frozen=True, slots=True)
class RungRule:
    """What one rung asks for, costs and may contain.

    Attributes:
        attempts: Different answers that were checked before.
        minutes: Time since the learner was first seen on the exercise.
        test_run: The answer as it stands was checked, and the result seen.
        new_attempt: The answer has changed since the last hint.
        reflection: The learner wrote what was tried and where it got stuck.
        after_due: Only once the assignment's due date is over.
        after_passing: Only once all tests have passed.
        cost: What it costs.
        contains: What the hint may contain; None for what suits the rung.
        lines: The most lines of code, where it may contain lines.
    """

    attempts: int = 0
    minutes: float = 0.0
    test_run: bool = False
    new_attempt: bool = False
    reflection: bool = False
    after_due: bool = False
    after_passing: bool = False
    cost: Cost = Cost()
    contains: Allowance | None = None
    lines: int = 3


@dataclass(frozen=True, slots=True)
class Window:
    """A time from which until which an exam runs, by the server's clock; both with a time zone."""

    start: datetime
    end: datetime

    def holds(self, now: datetime) -> bool:
        """Whether a moment lies in it; its end does not."""
        return self.start <= now < self.end


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules in force.

    Attributes:
        ai: Whether any model or help is there at all.
        highest_rung: No help above this rung.
        new_attempt_between_hints: A further hint needs a changed answer since the last one.
        rungs: What each rung asks for and costs; see `rule_of`.
        cool_down: Seconds between two hints.
        hints_per_day: The most hints on an exercise in a day; None for any number.
        completion: How code is completed outside of exercises.
        completion_in_exercises: The same inside; None for as outside.
        completion_after_passing: The same once the tests passed; None for as before.
        error_help: How far errors are explained.
        questions: What may be asked freely.
        off_topic: What a question about something else gets.
        language: The language of help; None: the learner's own.
        tone: How help is worded.
        reading_grade: The highest school grade that a model's text may ask for; None for any.
        longest_hint: The most words of a model's text.
        avoid: Constructs that an answer must do without, as `teaching.facts.constructs` has them.
        require: Constructs that an answer must use.
        engines: The engines that may be used; None for all.
        models: The models that may be used, by name; None for all.
        remote: Whether a model outside of this machine may be used.
        tokens_per_day: The most tokens a learner may have read and written a day; None for any.
        watt_hours_per_day: The most energy, as estimated, a learner may use up a day.
        due: When the assignment is due, with its time zone.
        exams: The times in which no help is given.
        stuck_minutes: After so long without a passing test the next rung is offered; None: never.
        instructor: Whom a learner who is stuck may write to; empty where nobody is offered.
    """

    ai: bool = True
    highest_rung: Rung = Rung.EXAMPLE
    new_attempt_between_hints: bool = False
    rungs: tuple[tuple[Rung, RungRule], ...] = ()
    cool_down: float = 0.0
    hints_per_day: int | None = None
    completion: CompletionMode = CompletionMode.LINE
    completion_in_exercises: CompletionMode | None = None
    completion_after_passing: CompletionMode | None = None
    error_help: ErrorHelp = ErrorHelp.SUGGESTION
    questions: Questions = Questions.EXERCISE
    off_topic: OffTopic = OffTopic.DECLINE
    language: Language | None = None
    tone: Tone = Tone.NEUTRAL
    reading_grade: int | None = None
    longest_hint: int = 160
    avoid: tuple[str, ...] = ()
    require: tuple[str, ...] = ()
    engines: tuple[str, ...] | None = None
    models: tuple[str, ...] | None = None
    remote: bool = False
    tokens_per_day: int | None = None
    watt_hours_per_day: float | None = None
    due: datetime | None = None
    exams: tuple[Window, ...] = ()
    stuck_minutes: float | None = None
    instructor: str = ""

    def rule_of(self, rung: Rung) -> RungRule:
        """What a rung asks for and costs."""
        return dict(self.rungs).get(rung, RungRule())

    def completes(self, *, exercise: bool, passed: bool) -> CompletionMode:
        """How code is completed at a place.

        Args:
            exercise: Whether the cell belongs to an exercise.
            passed: Whether all tests of that exercise have passed.
        """
        modes = [self.completion]
        if exercise:
            modes.append(self.completion_in_exercises or modes[-1])
        if exercise and passed:
            modes.append(self.completion_after_passing or modes[-1])
        return modes[-1]
