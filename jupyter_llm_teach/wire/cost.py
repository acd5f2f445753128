"""What models cost, as the learner sees it."""

from __future__ import annotations

from typing import Literal

from jupyter_llm_teach.wire.message import Message

MethodName = Literal["nvml", "rapl", "cpu_seconds", "fitted", "wall_seconds", "table"]


class EnergyView(Message):
    """Energy in watt-hours, the range that it may lie in, and how it was found."""

    value: float
    low: float
    high: float
    method: MethodName


class CarbonView(Message):
    """Grams of CO2e, their range, and whose figure of which grid's electricity was used."""

    value: float
    low: float
    high: float
    grid: str
    source: str
    year: int


class UsageView(Message):
    """What phrasing cost.

    Attributes:
        engine: The kind of engine.
        model: The model's name.
        prompt_tokens: Tokens of the prompt, those that were read before included.
        output_tokens: Tokens of the reply.
        seconds: How long it took.
        energy: What it used; null where that was not metered.
        co2e: What that gave off; null where that was not metered.
        like: What everyday thing uses as much energy; empty where that was not metered.
    """

    engine: str
    model: str
    prompt_tokens: int
    output_tokens: int
    seconds: float
    energy: EnergyView | None
    co2e: CarbonView | None
    like: str


class SumView(Message):
    """What several calls of models cost together.

    Attributes:
        calls: How many.
        tokens: Read and written.
        watt_hours: Energy; with `low` and `high`, the range that it may lie in.
        low: The least.
        high: The most.
        grams: CO2e.
        like: What everyday thing uses as much energy.
    """

    calls: int
    tokens: int
    watt_hours: float
    low: float
    high: float
    grams: float
    like: str


class CostsReply(Message):
    """What models cost the learner since this server was asked first, and in the notebook.

    Attributes:
        session: Since then.
        notebook: In all exercises of the notebook, whenever.
        warning: A sentence when most of today's budget is used up; empty before.
    """

    session: SumView
    notebook: SumView
    warning: str
