"""What models cost, as messages for the browser."""

from __future__ import annotations

from jupyter_llm_teach import wire
from jupyter_llm_teach.teaching.ledger.amount import Carbon, Energy
from jupyter_llm_teach.teaching.ledger.comparison import compared
from jupyter_llm_teach.teaching.ledger.total import Total
from jupyter_llm_teach.teaching.request import Spent
from jupyter_llm_teach.teaching.wording import Wording

_DIGITS = 9


def usage_view(spent: Spent | None, wording: Wording) -> wire.UsageView | None:
    """What phrasing cost; None where no model was asked."""
    if spent is None:
        return None
    energy = spent.energy
    return wire.UsageView(
        engine=spent.engine,
        model=spent.model,
        prompt_tokens=spent.prompt_tokens,
        output_tokens=spent.output_tokens,
        seconds=round(spent.seconds, 3),
        energy=None if energy is None else _energy_view(energy),
        co2e=None if spent.carbon is None else _carbon_view(spent.carbon),
        like="" if energy is None else compared(energy.watt_hours.value, wording),
    )


def sum_view(total: Total, wording: Wording) -> wire.SumView:
    """What several calls cost."""
    used = total.watt_hours
    return wire.SumView(
        calls=total.calls,
        tokens=total.tokens.all,
        watt_hours=_rounded(used.value),
        low=_rounded(used.low),
        high=_rounded(used.high),
        grams=_rounded(total.grams.value),
        like=compared(used.value, wording) if total.calls else "",
    )


def _energy_view(energy: Energy) -> wire.EnergyView:
    used = energy.watt_hours
    return wire.EnergyView(
        value=_rounded(used.value),
        low=_rounded(used.low),
        high=_rounded(used.high),
        method=energy.method,
    )


def _carbon_view(carbon: Carbon) -> wire.CarbonView:
    grams = carbon.grams
    return wire.CarbonView(
        value=_rounded(grams.value),
        low=_rounded(grams.low),
        high=_rounded(grams.high),
        grid=carbon.grid,
        source=carbon.source,
        year=carbon.year,
    )


def _rounded(figure: float) -> float:
    return round(figure, _DIGITS)
