"""A request for help and what became of it, as the journal keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from jupyter_llm_teach.teaching.guard.verdict import Ruling
from jupyter_llm_teach.teaching.ledger.amount import Carbon, Energy, carbon_sum, energy_sum
from jupyter_llm_teach.teaching.rung import Rung

Door: TypeAlias = Literal["hint", "question", "error"]
"""Where help is asked for, one request at a time."""
Source: TypeAlias = Literal["analysis", "model", "bank"]
"""Who phrased a text: our own templates, a model, or a model for an earlier request."""


@dataclass(frozen=True, slots=True)
class Request:
    """A learner asks for help.

    Attributes:
        client: The id that whoever asks has given it; the same id is the same request, however
            often it arrives. At most 64 characters.
        door: Where help is asked for.
        answer: Digest of the learner's answer at that time.
        at: When, in UTC.
        rung: The step that was chosen; None for the next one, and where there are no steps.
        question: What was asked, in the learner's words; empty where nothing was written.
    """

    client: str
    door: Door
    answer: str
    at: datetime
    rung: Rung | None = None
    question: str = ""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a model cost; energy and CO2e where they were metered."""

    engine: str
    model: str
    prompt_tokens: int
    output_tokens: int
    seconds: float
    energy: Energy | None = None
    carbon: Carbon | None = None

    def __add__(self, other: Spent) -> Spent:
        return Spent(
            other.engine,
            other.model,
            self.prompt_tokens + other.prompt_tokens,
            self.output_tokens + other.output_tokens,
            self.seconds + other.seconds,
            energy_sum(self.energy, other.energy),
            carbon_sum(self.carbon, other.carbon),
        )


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a learner was shown for a request.

    Attributes:
        text: All of it.
        at: When, in UTC.
        source: Who phrased it.
        rung: Its step of the ladder; None where there are no steps.
        cost: In points.
        ruling: What the guard said of `text`, or of the reply that `text` stands in for.
        rules: Names of the rules that something which was not shown broke.
        held_back: The replies that were not shown, or only in part, as the model wrote them.
        spent: What the model cost; None where none was asked.
    """

    text: str
    at: datetime
    source: Source
    rung: Rung | None = None
    cost: float = 0.0
    ruling: Ruling = Ruling.CLEAN
    rules: tuple[str, ...] = ()
    held_back: tuple[str, ...] = ()
    spent: Spent | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Help was withheld.

    Attributes:
        reason: Stable name of the reason, such as ``try_first``.
        at: When, in UTC.
        rung: The step that was withheld; None where there are no steps.
    """

    reason: str
    at: datetime
    rung: Rung | None = None


@dataclass(frozen=True, slots=True)
class Reserved:
    """The request is ours to answer: with `finish`, `refuse` or `cancel`, by the journal's `id`."""

    id: str


@dataclass(frozen=True, slots=True)
class Repeated:
    """The request was answered before: show the very same."""

    id: str
    delivered: Delivered


@dataclass(frozen=True, slots=True)
class Busy:
    """Another request of this learner for the same is being answered: ask again in a moment."""


Begun: TypeAlias = Reserved | Repeated | Busy


@dataclass(frozen=True, slots=True)
class Used:
    """What a learner used of models.

    Attributes:
        tokens: Read and written.
        seconds: Of models' work.
        watt_hours: Energy, as the ledger found it; None where only the time is known.
    """

    tokens: int = 0
    seconds: float = 0.0
    watt_hours: float | None = None
