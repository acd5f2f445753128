"""What a model cost, in payloads of events and back."""

from __future__ import annotations

from typing import Any

from jupyter_llm_teach.storage.event import Details
from jupyter_llm_teach.teaching.ledger.amount import Amount, Carbon, Energy
from jupyter_llm_teach.teaching.request import Spent


def details_of(spent: Spent) -> dict[str, Details]:
    """What the journal keeps; energy and CO2e where they were metered."""
    kept: dict[str, Details] = {
        "engine": spent.engine,
        "model": spent.model,
        "prompt_tokens": spent.prompt_tokens,
        "output_tokens": spent.output_tokens,
        "seconds": spent.seconds,
    }
    if spent.energy is not None:
        kept["energy"] = {**_amount(spent.energy.watt_hours), "method": spent.energy.method}
    if spent.carbon is not None:
        carbon = spent.carbon
        named: dict[str, Details] = {"grid": carbon.grid, "source": carbon.source}
        kept["co2e"] = {**_amount(carbon.grams), **named, "year": carbon.year}
    return kept


def spent_in(kept: Any) -> Spent:
    """What a model cost, from what the journal kept of it."""
    energy, carbon = kept.get("energy"), kept.get("co2e")
    return Spent(
        engine=kept["engine"],
        model=kept["model"],
        prompt_tokens=kept["prompt_tokens"],
        output_tokens=kept["output_tokens"],
        seconds=kept["seconds"],
        energy=None if energy is None else Energy(_figure(energy), energy["method"]),
        carbon=None
        if carbon is None
        else Carbon(_figure(carbon), carbon["grid"], carbon["source"], carbon["year"]),
    )


def _amount(amount: Amount) -> dict[str, Details]:
    return {"value": amount.value, "low": amount.low, "high": amount.high}


def _figure(kept: Any) -> Amount:
    return Amount(kept["value"], kept["low"], kept["high"])
