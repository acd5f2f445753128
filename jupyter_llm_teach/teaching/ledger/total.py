"""What calls cost together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from jupyter_llm_teach.teaching.ledger.amount import NOTHING, Amount, Method
from jupyter_llm_teach.teaching.ledger.call import NO_TOKENS, Call, Tokens

By = Literal["student", "exercise", "model", "day"]


@dataclass(frozen=True, slots=True, order=True)
class Mix:
    """The electricity that was counted with: region, whose figure, and its year."""

    grid: str
    source: str
    year: int


@dataclass(frozen=True, slots=True)
class Total:
    """What some calls cost together.

    Attributes:
        name: The student, exercise, model or day; empty where the calls had none, and for all.
        calls: How many.
        cut: How many of them were cut off by whoever asked.
        failed: How many of them the engine did not finish.
        tokens: All that was read and written.
        seconds: Of models' work.
        watt_hours: Energy.
        grams: CO2 equivalents.
        methods: How energy was found.
        mixes: Which electricity was counted with.
    """

    name: str = ""
    calls: int = 0
    cut: int = 0
    failed: int = 0
    tokens: Tokens = NO_TOKENS
    seconds: float = 0.0
    watt_hours: Amount = NOTHING
    grams: Amount = NOTHING
    methods: tuple[Method, ...] = ()
    mixes: tuple[Mix, ...] = ()

    def __add__(self, other: Total) -> Total:
        """Both together, under the name of the first."""
        return Total(
            name=self.name,
            calls=self.calls + other.calls,
            cut=self.cut + other.cut,
            failed=self.failed + other.failed,
            tokens=Tokens(
                self.tokens.prefilled + other.tokens.prefilled,
                self.tokens.reused + other.tokens.reused,
                self.tokens.generated + other.tokens.generated,
                self.tokens.thought + other.tokens.thought,
                self.tokens.estimated or other.tokens.estimated,
            ),
            seconds=self.seconds + other.seconds,
            watt_hours=self.watt_hours + other.watt_hours,
            grams=self.grams + other.grams,
            methods=tuple(sorted({*self.methods, *other.methods})),
            mixes=tuple(sorted({*self.mixes, *other.mixes})),
        )


def total_of(call: Call) -> Total:
    """One call as a total, without a name."""
    return Total(
        calls=1,
        cut=int(call.ended == "cut"),
        failed=int(call.ended == "failed"),
        tokens=call.tokens,
        seconds=call.seconds,
        watt_hours=call.energy.watt_hours,
        grams=call.carbon.grams,
        methods=(call.energy.method,),
        mixes=(Mix(call.carbon.grid, call.carbon.source, call.carbon.year),),
    )


def by_name(totals: Iterable[Total]) -> tuple[Total, ...]:
    """One total for each name, in the order of names."""
    found: dict[str, Total] = {}
    for each in totals:
        found[each.name] = found[each.name] + each if each.name in found else each
    return tuple(found[name] for name in sorted(found))


def sum_of(totals: Sequence[Total]) -> Total:
    """All together, without a name."""
    whole = Total()
    for each in totals:
        whole += each
    return replace(whole, name="")
