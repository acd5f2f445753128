"""Budgets are kept by the ledger: calls that were cut off count, and energy as it was metered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_llm_teach.engines.scripted import ScriptedEngine
from jupyter_llm_teach.errors import JournalError
from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.teaching.ledger.amount import Amount, Energy
from jupyter_llm_teach.teaching.ledger.call import Account, Tokens
from jupyter_llm_teach.teaching.permission import NoModel
from jupyter_llm_teach.teaching.policy import Policy
from jupyter_llm_teach.teaching.request import Used
from jupyter_llm_teach.tutor.one_engine import OneEngine
from jupyter_llm_teach.tutor.permitted import permitted
from jupyter_llm_teach.tutor.spending import budget_warning, used_today
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work
from tests.contracts.ledger_contract import A_DAY, CALL
from tests.fakes.fake_courses import FakeCourses
from tests.fakes.fake_sandbox import FakeSandbox
from tests.fakes.fixed_clock import MORNING, FixedClock
from tests.fakes.memory_journal import MemoryJournal
from tests.fakes.memory_ledger import MemoryLedger
from tests.tutor.bench import Bench

pytestmark = pytest.mark.anyio

CUT = replace(
    CALL,
    at=MORNING,
    account=Account("ada", "", "", "completion"),
    tokens=Tokens(prefilled=80, generated=5, estimated=True),
    ended="cut",
    energy=Energy(Amount(0.9, 0.5, 1.2), "cpu_seconds"),
)


@pytest.fixture
def ledger() -> MemoryLedger:
    return MemoryLedger()


@pytest.fixture
def tutor(ledger: MemoryLedger) -> Tutor:
    return Tutor(
        courses=FakeCourses(),
        sandbox=FakeSandbox(),
        journal=MemoryJournal(),
        clock=FixedClock(),
        wording=load_wording,
        engines=OneEngine(ScriptedEngine(["yes"])),
        ledger=ledger,
    )


async def refusal(tutor: Tutor, policy: Policy, learner: str = "ada") -> NoModel | None:
    return (await permitted(tutor, [policy], learner, "chat")).refusal


async def test_a_call_that_was_cut_off_uses_up_tokens(tutor: Tutor, ledger: MemoryLedger) -> None:
    before = await refusal(tutor, Policy(tokens_per_day=85))
    ledger.add(CUT)

    assert (before, await refusal(tutor, Policy(tokens_per_day=85))) == (None, NoModel.TOKENS)


async def test_energy_is_used_up_as_it_was_metered(tutor: Tutor, ledger: MemoryLedger) -> None:
    ledger.add(CUT)

    assert await refusal(tutor, Policy(watt_hours_per_day=1.0)) is None
    assert await refusal(tutor, Policy(watt_hours_per_day=0.9)) is NoModel.ENERGY


async def test_yesterday_and_others_do_not_count(tutor: Tutor, ledger: MemoryLedger) -> None:
    ledger.add(replace(CUT, at=MORNING - A_DAY))
    ledger.add(replace(CUT, account=replace(CUT.account, learner="bob")))

    assert await refusal(tutor, Policy(tokens_per_day=1)) is None


async def test_without_a_ledger_the_journal_tells(tutor: Tutor) -> None:
    assert await used_today(replace(tutor, ledger=None), "ada") == Used()


@pytest.fixture
def work(bench: Bench) -> Work:
    found = bench.work(Policy(watt_hours_per_day=1.0))
    return replace(found, key=replace(found.key, learner="ada"))


async def test_a_learner_is_warned_before_a_budget_ends(
    tutor: Tutor, ledger: MemoryLedger, work: Work
) -> None:
    before = await budget_warning(tutor, work)
    ledger.add(CUT)

    assert before == ""
    assert (await budget_warning(tutor, work)).startswith("You have used 90 % of the energy")


async def test_without_a_budget_nobody_is_warned(
    tutor: Tutor, ledger: MemoryLedger, work: Work
) -> None:
    ledger.add(CUT)

    assert await budget_warning(tutor, replace(work, policy=Policy())) == ""


async def test_a_reply_is_shown_though_its_price_cant_be_read(
    tutor: Tutor, ledger: MemoryLedger, work: Work
) -> None:
    ledger.failure = JournalError("The journal is damaged.", "Move it aside.")

    assert await budget_warning(tutor, work) == ""


async def test_closing_the_tutor_closes_the_ledger(tutor: Tutor) -> None:
    await tutor.aclose()
    await replace(tutor, ledger=None).aclose()
