"""Free questions: what the browser asks, and the conversation about an exercise."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, RootModel

from jupyter_llm_teach.wire.asked import Where
from jupyter_llm_teach.wire.cost import UsageView
from jupyter_llm_teach.wire.message import Message
from jupyter_llm_teach.wire.shown import FactsEvent, Failure, PieceEvent, ProgressEvent

_MAX_QUESTION = 10_000


class AskRequest(Message):
    """A free question about an exercise.

    Attributes:
        where: The exercise.
        question: In the learner's words; the server says what is too long.
        client: The request's own id, a UUID: the same id is answered once.
    """

    where: Where
    question: str = Field(max_length=_MAX_QUESTION)
    client: str = Field(min_length=1, max_length=64)


class TurnView(Message):
    """A question and what was shown for it, Markdown without HTML."""

    question: str
    text: str
    source: Literal["analysis", "model", "bank"]


class QuestionsClosed(Message):
    """No question is answered now: why, and what to do instead, as sentences."""

    code: str
    reason: str
    next: str


class ConversationReply(Message):
    """The conversation about an exercise, oldest turn first, and whether it may go on now."""

    exercise: str
    turns: list[TurnView]
    closed: QuestionsClosed | None
    longest: int


class QuestionAnswered(Message):
    """The whole answer; it replaces the pieces. `text` is Markdown without HTML.

    Attributes:
        id: Of the request.
        text: What is shown.
        source: Who phrased it.
        reason: Why it tells something else than what was asked; null where it answers.
        usage: What phrasing cost; null where no model was asked.
        warning: A sentence when most of today's budget for models is used up; empty before.
    """

    event: Literal["answered"] = "answered"
    id: str
    text: str
    source: Literal["analysis", "model", "bank"]
    reason: Literal["off_topic", "asks_for_solution"] | None
    usage: UsageView | None
    warning: str


class QuestionWithheld(Message):
    """No question is answered now."""

    event: Literal["unanswered"] = "unanswered"
    closed: QuestionsClosed


class AskEvent(
    RootModel[
        Annotated[
            ProgressEvent | FactsEvent | PieceEvent | QuestionAnswered | QuestionWithheld | Failure,
            Field(discriminator="event"),
        ]
    ]
):
    """An event of ``POST ask``."""
