"""What the browser sends."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from jupyter_llm_teach.wire.message import LanguageName, Message, RungName

_MAX_NAME = 200
_MAX_CELLS = 10_000
_MAX_SOURCE = 1_000_000
_MAX_WRITTEN = 4000


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


class CellIn(Message):
    """A cell of the learner's notebook, without outputs."""

    id: str = Field(max_length=200)
    kind: Literal["code", "markdown", "raw"]
    source: str = Field(max_length=_MAX_SOURCE)
    nbgrader: NbgraderIn | None = None
    tags: list[Annotated[str, Field(max_length=_MAX_NAME)]] = Field(default=[], max_length=100)
    teach: TeachIn | None = None


class Where(Message):
    """Which notebook, as it stands in the browser, and which of its cells."""

    path: str = Field(max_length=1000)
    kernel_language: str = Field(max_length=60)
    cells: list[CellIn] = Field(max_length=_MAX_CELLS)
    cell_id: str = Field(max_length=200)
    language: LanguageName


class HintRequest(Message):
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


class ReflectRequest(Message):
    """What a learner tried and where it got stuck, in the learner's own words."""

    where: Where
    text: str = Field(max_length=_MAX_WRITTEN)


class NoteRequest(Message):
    """A note to the instructor; the facts are attached by the server. `text` may be empty."""

    where: Where
    text: str = Field(max_length=_MAX_WRITTEN)


class FeedbackRequest(Message):
    """What a learner thought of a hint."""

    hint_id: str = Field(max_length=64)
    exercise: str = Field(max_length=200)
    path: str = Field(max_length=1000)
    helpful: bool


class CompleteRequest(Message):
    """Ask for the code at the cursor."""

    where: Where
    prefix: str = Field(max_length=100_000)
    suffix: str = Field(max_length=100_000)
    trigger: Literal["typing", "asked"] = "typing"
