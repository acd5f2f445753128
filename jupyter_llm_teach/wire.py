"""Every message to and from the browser; the TypeScript types are generated from here.

All addresses are below ``<base_url>/llm-teach/``:

| method and path      | request          | reply                                    |
|----------------------|------------------|------------------------------------------|
| ``GET status``       |                  | `Status`                                 |
| ``POST exercise``    | `Where`          | `ExerciseReply`                          |
| ``POST check``       | `Where`          | server-sent events, each a `CheckEvent`  |
| ``POST hint``        | `HintRequest`    | server-sent events, each a `HintEvent`   |
| ``POST feedback``    | `FeedbackRequest`| 204                                      |
| ``POST complete``    | `CompleteRequest`| `CompleteReply`                          |

A request that fails before its stream starts is answered by its HTTP status and a `Failure`.
Server-sent events carry one JSON object each in ``data:``; its ``event`` names the kind.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

RungName = Literal["orient", "question", "concept", "locate", "outline", "example", "solution"]
StateName = Literal["passed", "failed", "error", "not_run"]
LanguageName = Literal["en", "fr"]
_MAX_NAME = 200
_MAX_CELLS = 10_000
_MAX_SOURCE = 1_000_000


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NbgraderIn(BaseModel):
    """nbgrader's metadata of a cell; keys that we don't use are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    grade_id: str = Field(default="", max_length=200)
    grade: bool = False
    solution: bool = False
    locked: bool = False
    task: bool = False
    points: float | None = None


class TeachIn(BaseModel):
    """A cell's ``teach`` block; keys that we don't use are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str = Field(default="", max_length=_MAX_NAME)
    title: str = Field(default="", max_length=_MAX_NAME)
    points: float | None = None
    hidden: bool = False


class CellIn(_Message):
    """A cell of the learner's notebook, without outputs."""

    id: str = Field(max_length=200)
    kind: Literal["code", "markdown", "raw"]
    source: str = Field(max_length=_MAX_SOURCE)
    nbgrader: NbgraderIn | None = None
    tags: list[Annotated[str, Field(max_length=_MAX_NAME)]] = Field(default=[], max_length=100)
    teach: TeachIn | None = None


class Where(_Message):
    """Which notebook, as it stands in the browser, and which of its cells."""

    path: str = Field(max_length=1000)
    kernel_language: str = Field(max_length=60)
    cells: list[CellIn] = Field(max_length=_MAX_CELLS)
    cell_id: str = Field(max_length=200)
    language: LanguageName


class HintRequest(_Message):
    """Ask for help; without a rung, for the next one.

    Attributes:
        where: The exercise.
        rung: The step of the ladder.
        client: The request's own id, a UUID: who sends it again, because the connection was lost
            or by mistake, gets the same answer, and the hint counts once. Empty: a new request.
    """

    where: Where
    rung: RungName | None
    client: str = Field(default="", max_length=64)


class FeedbackRequest(_Message):
    """What a learner thought of a hint."""

    hint_id: str = Field(max_length=64)
    exercise: str = Field(max_length=200)
    path: str = Field(max_length=1000)
    helpful: bool


class CompleteRequest(_Message):
    """Ask for the code at the cursor."""

    where: Where
    prefix: str = Field(max_length=100_000)
    suffix: str = Field(max_length=100_000)


class CompleteReply(_Message):
    """What may be inserted; empty with a reason where completion is withheld or has nothing."""

    text: str
    withheld: str | None


class ModelBadge(_Message):
    """The model that phrases help, and where it runs."""

    title: str
    engine: str
    local: bool
    status: Literal["ready", "idle", "starting", "missing_model", "unavailable"]
    message: str
    todo: str


class Status(_Message):
    """How the server side stands."""

    version: str
    model: ModelBadge
    sandbox: str
    courses: list[str]


class RungView(_Message):
    """A step of the ladder as the learner sees it."""

    rung: RungName
    state: Literal["used", "next", "open", "closed"]
    reason: str
    next: str


class ExerciseView(_Message):
    """The exercise at the cursor."""

    id: str
    title: str
    points: float
    course: str
    answer_cells: list[str]
    ladder: list[RungView]
    completion: bool
    language: LanguageName
    shown: list[ShownHint]


class ShownHint(_Message):
    """A hint that the learner was shown before for this exercise."""

    rung: RungName
    text: str


class ExerciseReply(_Message):
    """The exercise at a cell, or null where the cell belongs to none.

    Attributes:
        exercise: The exercise at the cell.
        exercises_in_notebook: How many there are.
        first_answer: The id of the first cell to answer in; null where there is none.
    """

    exercise: ExerciseView | None
    exercises_in_notebook: int
    first_answer: str | None


class TestView(_Message):
    """A test as a dot."""

    name: str
    visible: bool
    state: StateName


class CaseView(_Message):
    """The failing case to look at, from a visible test."""

    call: str
    expected: str
    got: str


class ErrorView(_Message):
    """The exception that ended the learner's program; `line` counts in the answer, from 1.

    `type` is empty where the program had to be stopped.
    """

    type: str
    message: str
    line: int | None


class FactCard(_Message):
    """What the tests say; no model was asked. `summary` is a sentence in the learner's language."""

    exercise: str
    state: StateName
    tests: list[TestView]
    passed: int
    total: int
    case: CaseView | None
    error: ErrorView | None
    summary: str


class UsageView(_Message):
    """What phrasing cost; null fields of `Hint` where no model was used."""

    engine: str
    model: str
    prompt_tokens: int
    output_tokens: int
    seconds: float


class FactsEvent(_Message):
    """The fact card; the first event of every stream that runs tests."""

    event: Literal["facts"] = "facts"
    card: FactCard


class ProgressEvent(_Message):
    """What is being waited for."""

    event: Literal["progress"] = "progress"
    stage: Literal["testing", "starting_engine", "phrasing"]


class PieceEvent(_Message):
    """The next sentence of a hint, already guarded."""

    event: Literal["piece"] = "piece"
    text: str


class HintShown(_Message):
    """The whole hint; it replaces the pieces. `text` is Markdown without HTML."""

    event: Literal["hint"] = "hint"
    id: str
    rung: RungName
    text: str
    source: Literal["analysis", "model", "bank"]
    usage: UsageView | None
    ladder: list[RungView]


class Withheld(_Message):
    """The rung is not given now: why, and what to do next, as sentences."""

    event: Literal["withheld"] = "withheld"
    rung: RungName
    code: str
    reason: str
    next: str
    ladder: list[RungView]


class Checked(_Message):
    """The check is done."""

    event: Literal["checked"] = "checked"
    ladder: list[RungView]


class Failure(_Message):
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
