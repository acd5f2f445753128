"""A hint tells what it cost, and a session and a notebook what all of it cost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from jupyter_llm_teach.engines.scripted import ScriptedEngine
from jupyter_llm_teach.metering.counter import Books
from jupyter_llm_teach.metering.engine import MeteredEngine
from jupyter_llm_teach.metering.fits import Fits
from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.server.cost_views import sum_view, usage_view
from jupyter_llm_teach.teaching.ledger.total import Total
from jupyter_llm_teach.teaching.request import Spent
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.tutor.costs import Costs, costs
from jupyter_llm_teach.tutor.hint import Hint
from jupyter_llm_teach.tutor.one_engine import OneEngine
from jupyter_llm_teach.tutor.tutor import Tutor
from tests.contracts.ledger_contract import CALL
from tests.fakes.fake_meter import FakeMeter
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_ledger import MemoryLedger
from tests.tutor.bench import Bench, asked

pytestmark = pytest.mark.anyio

GOOD = '{"focus": "the last window", "question": "How many windows fit into four values?"}'
ENGLISH = load_wording("en")


@pytest.fixture
def ledger() -> MemoryLedger:
    return MemoryLedger()


@pytest.fixture
def tutor(bench: Bench, ledger: MemoryLedger, tmp_path: Path) -> Tutor:
    books = Books(ledger, FixedClock(), Fits(tmp_path / "fits.json", "machine"), "FR")
    engine = MeteredEngine(ScriptedEngine([GOOD]), FakeMeter(step=0.05), books)
    return replace(bench.tutor(), engines=OneEngine(engine), ledger=ledger, clock=FixedClock())


async def test_a_hint_is_written_down_for_its_learner_and_exercise(
    bench: Bench, tutor: Tutor, ledger: MemoryLedger
) -> None:
    work = bench.work()
    hint = (await asked(tutor, work, Rung.QUESTION))[-1]
    assert isinstance(hint, Hint)

    assert [each.account.exercise for each in ledger.calls] == ["running_mean"]
    assert [each.account.learner for each in ledger.calls] == [work.key.learner]
    assert ledger.calls[0].account.purpose == "phrasing"


async def test_a_hint_tells_what_it_cost(bench: Bench, tutor: Tutor, ledger: MemoryLedger) -> None:
    hint = (await asked(tutor, bench.work(), Rung.QUESTION))[-1]
    assert isinstance(hint, Hint)
    view = usage_view(hint.spent, ENGLISH)
    assert view is not None
    assert view.energy is not None
    assert view.co2e is not None

    assert (view.energy.value, view.energy.method) == (0.05, "rapl")
    assert view.energy.low < 0.05 < view.energy.high
    assert (view.co2e.grid, view.co2e.year) == ("FR", 2023)
    assert view.like == "as much as a phone screen for 3 minutes"


async def test_a_session_and_a_notebook_are_summed_up(
    bench: Bench, tutor: Tutor, ledger: MemoryLedger
) -> None:
    work = bench.work()
    here = replace(CALL.account, learner=work.key.learner, exercise="running_mean")
    earlier = tutor.began - timedelta(days=1)
    ledger.add(replace(CALL, at=tutor.began, account=here))
    ledger.add(replace(CALL, at=earlier, account=here))
    ledger.add(replace(CALL, at=tutor.began, account=replace(here, exercise="elsewhere")))
    ledger.add(replace(CALL, at=tutor.began, account=replace(here, learner="somebody else")))
    found = await costs(tutor, bench.notebook, work.key.learner)

    assert (found.session.calls, found.notebook.calls) == (2, 2)
    assert sum_view(found.session, ENGLISH).tokens == 300


async def test_without_a_ledger_nothing_was_spent(bench: Bench, tutor: Tutor) -> None:
    bare = replace(tutor, ledger=None)

    assert await costs(bare, bench.notebook) == Costs(Total(), Total())
    assert sum_view(Total(), ENGLISH).like == ""


def test_a_reply_that_was_not_metered_tells_the_rest() -> None:
    view = usage_view(Spent("llamacpp", "tiny", 100, 20, 1.23456), ENGLISH)
    assert view is not None

    assert (view.energy, view.co2e, view.like, view.seconds) == (None, None, "", 1.235)
    assert usage_view(None, ENGLISH) is None
