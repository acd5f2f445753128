"""What every ledger does; a test class of each adapter inherits it and gives the ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from jupyter_llm_teach.ports import Asked, Ledger
from jupyter_llm_teach.teaching.ledger.amount import Amount, Carbon, Energy
from jupyter_llm_teach.teaching.ledger.call import Account, Call, Tokens
from jupyter_llm_teach.teaching.ledger.total import Mix, Total, sum_of
from jupyter_llm_teach.teaching.request import Used

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=timezone.utc)
A_DAY = timedelta(days=1)
LOOPS = Account("ada", "python", "loops", "phrasing")
CALL = Call(
    at=NOON,
    account=LOOPS,
    engine="llamacpp",
    model="tiny",
    local=True,
    tokens=Tokens(prefilled=100, reused=20, generated=30, thought=5),
    seconds=1.5,
    ended="stop",
    energy=Energy(Amount(0.25, 0.125, 0.5), "cpu_seconds"),
    carbon=Carbon(Amount(0.5, 0.25, 1.0), "FR", "Ember", 2023),
)
CUT = replace(
    CALL,
    at=NOON + A_DAY,
    account=replace(LOOPS, exercise="lists"),
    tokens=Tokens(prefilled=10, generated=3, estimated=True),
    seconds=0.5,
    ended="cut",
)
OF_BOB = replace(
    CALL,
    account=replace(LOOPS, learner="bob"),
    model="large",
    local=False,
    ended="failed",
    energy=Energy(Amount(1.0, 0.5, 2.0), "table"),
)
FRENCH = Mix("FR", "Ember", 2023)
ONE = Total(
    "",
    1,
    0,
    0,
    Tokens(100, 20, 30, 5),
    1.5,
    Amount(0.25, 0.125, 0.5),
    Amount(0.5, 0.25, 1.0),
    ("cpu_seconds",),
    (FRENCH,),
)


def filled(ledger: Ledger) -> Ledger:
    for each in (CALL, CUT, OF_BOB):
        ledger.add(each)
    return ledger


class LedgerContract:
    """Subclasses give the fixture `ledger`."""

    pytestmark = pytest.mark.anyio

    async def test_an_empty_ledger_has_no_totals(self, ledger: Ledger) -> None:
        assert tuple(await ledger.totals("student", Asked())) == ()
        assert await ledger.used("ada", NOON) == Used(0, 0.0, 0.0)

    async def test_a_call_is_found_at_once_with_all_that_it_cost(self, ledger: Ledger) -> None:
        ledger.add(CALL)

        assert tuple(await ledger.totals("student", Asked())) == (replace(ONE, name="ada"),)

    @pytest.mark.parametrize(
        ("by", "names"),
        [
            ("student", ["ada", "bob"]),
            ("exercise", ["lists", "loops"]),
            ("model", ["large", "tiny"]),
            ("day", ["2026-01-05", "2026-01-06"]),
        ],
    )
    async def test_totals_are_in_order(self, ledger: Ledger, by: str, names: list[str]) -> None:
        totals = await filled(ledger).totals(by, Asked())  # type: ignore[arg-type]

        assert [each.name for each in totals] == names

    @pytest.mark.parametrize("by", ["student", "exercise", "model", "day"])
    async def test_totals_add_up_however_they_are_grouped(self, ledger: Ledger, by: str) -> None:
        whole = sum_of(await filled(ledger).totals(by, Asked()))  # type: ignore[arg-type]

        assert whole == Total(
            "",
            calls=3,
            cut=1,
            failed=1,
            tokens=Tokens(210, 40, 63, 10, estimated=True),
            seconds=3.5,
            watt_hours=Amount(1.5, 0.75, 3.0),
            grams=Amount(1.5, 0.75, 3.0),
            methods=("cpu_seconds", "table"),
            mixes=(FRENCH,),
        )

    async def test_calls_from_a_moment_on_are_asked_for(self, ledger: Ledger) -> None:
        found = await filled(ledger).totals("student", Asked(since=NOON + A_DAY))

        assert [(each.name, each.calls) for each in found] == [("ada", 1)]

    async def test_calls_of_a_learner_are_asked_for(self, ledger: Ledger) -> None:
        found = await filled(ledger).totals("exercise", Asked(learner="bob"))

        assert [(each.name, each.calls) for each in found] == [("loops", 1)]

    async def test_calls_on_some_exercises_are_asked_for(self, ledger: Ledger) -> None:
        found = await filled(ledger).totals("student", Asked(exercises=("lists",)))
        none = await ledger.totals("student", Asked(exercises=()))

        assert [(each.name, each.calls) for each in found] == [("ada", 1)]
        assert tuple(none) == ()

    async def test_what_a_learner_used_counts_the_calls_that_were_cut_off(
        self, ledger: Ledger
    ) -> None:
        assert await filled(ledger).used("ada", NOON) == Used(163, 2.0, 0.5)
        assert await ledger.used("ada", NOON + A_DAY) == Used(13, 0.5, 0.25)
