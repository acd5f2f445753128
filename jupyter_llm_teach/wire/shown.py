"""What the server sends."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, RootModel

from jupyter_llm_teach.wire.cost import UsageView
from jupyter_llm_teach.wire.message import LanguageName, Message, RungName, StateName
from jupyter_llm_teach.wire.standing import RungView, StandingView


class CompleteReply(Message):
    """What may be inserted; empty with a reason where completion is withheld or has nothing."""

    text: str
    withheld: str | None


class ModelBadge(Message):
    """The model that phrases help, and where it runs."""

    title: str
    engine: str
    local: bool
    status: Literal["ready", "idle", "starting", "missing_model", "unavailable"]
    message: str
    todo: str


class Status(Message):
    """How the server side stands."""

    version: str
    model: ModelBadge
    sandbox: str
    courses: list[str]


class ExerciseView(Message):
    """The exercise at the cursor."""

    id: str
    title: str
    points: float
    course: str
    answer_cells: list[str]
    ladder: list[RungView]
    standing: StandingView
    completion: bool
    language: LanguageName
    shown: list[ShownHint]


class ShownHint(Message):
    """A hint that the learner was shown before for this exercise."""

    rung: RungName
    text: str


class ExerciseReply(Message):
    """The exercise at a cell, or null where the cell belongs to none.

    Attributes:
        exercise: The exercise at the cell.
        exercises_in_notebook: How many there are.
        first_answer: The id of the first cell to answer in; null where there is none.
    """

    exercise: ExerciseView | None
    exercises_in_notebook: int
    first_answer: str | None


class TestView(Message):
    """A test as a dot."""

    name: str
    visible: bool
    state: StateName


class CaseView(Message):
    """The failing case to look at, from a visible test."""

    call: str
    expected: str
    got: str


class ErrorView(Message):
    """The exception that ended the learner's program; `line` counts in the answer, from 1.

    `type` is empty where the program had to be stopped.
    """

    type: str
    message: str
    line: int | None


class FactCard(Message):
    """What the tests say; no model was asked. `summary` is a sentence in the learner's language."""

    exercise: str
    state: StateName
    tests: list[TestView]
    passed: int
    total: int
    case: CaseView | None
    error: ErrorView | None
    summary: str


class FactsEvent(Message):
    """The fact card; the first event of every stream that runs tests."""

    event: Literal["facts"] = "facts"
    card: FactCard


class ProgressEvent(Message):
    """What is being waited for.

    Attributes:
        event: Of what kind it is.
        stage: What; ``queued`` while others go first at the model.
        place: The place in their queue, 1 for who is next; else 0.
    """

    event: Literal["progress"] = "progress"
    stage: Literal["testing", "starting_engine", "queued", "phrasing"]
    place: int = 0


class PieceEvent(Message):
    """The next sentence of a hint, already guarded."""

    event: Literal["piece"] = "piece"
    text: str


class HintShown(Message):
    """The whole hint; it replaces the pieces. `text` is Markdown without HTML.

    `why` is a sentence where a model should have phrased it and did not; else empty.
    `warning` is a sentence when most of today's budget for models is used up; empty before.
    """

    event: Literal["hint"] = "hint"
    id: str
    rung: RungName
    text: str
    source: Literal["analysis", "model", "bank"]
    usage: UsageView | None
    why: str = ""
    warning: str
    ladder: list[RungView]
    standing: StandingView


class Withheld(Message):
    """The rung is not given now: why, and what to do next, as sentences."""

    event: Literal["withheld"] = "withheld"
    rung: RungName
    code: str
    reason: str
    next: str
    ladder: list[RungView]
    standing: StandingView


class Checked(Message):
    """The check is done."""

    event: Literal["checked"] = "checked"
    ladder: list[RungView]
    standing: StandingView


class Failure(Message):
    """Something went wrong: a stable code, a sentence, and what to do."""

    event: Literal["failure"] = "failure"
    code: str
    message: str
    todo: str


class CheckEvent(
    RootModel[
        Annotated[ProgressEvent | FactsEvent | Checked | Failure, Field(discriminator="event")]
    ]
):
    """An event of ``POST check``."""


class HintEvent(
    RootModel[
        Annotated[
            ProgressEvent | FactsEvent | PieceEvent | HintShown | Withheld | Failure,
            Field(discriminator="event"),
        ]
    ]
):
    """An event of ``POST hint``."""
