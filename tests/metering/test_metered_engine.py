"""Every call of an engine has its row in the ledger, however it ends."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import anyio
import pytest

from jupyter_llm_teach.engines.scripted import ScriptedEngine
from jupyter_llm_teach.errors import DeadlineError, EngineUnavailableError
from jupyter_llm_teach.metering.counter import Books
from jupyter_llm_teach.metering.engine import MeteredEngine
from jupyter_llm_teach.metering.fits import Fits
from jupyter_llm_teach.ports import Engine, FillIn, Generation, Key, Message, Piece, Usage
from jupyter_llm_teach.teaching.ledger.call import Account, Tokens
from jupyter_llm_teach.teaching.ledger.fit import Sample
from jupyter_llm_teach.teaching.model_card import ModelCard
from tests.contracts.engine_contract import Busy, EngineContract
from tests.fakes.fake_meter import FakeMeter
from tests.fakes.fixed_clock import MORNING, FixedClock
from tests.fakes.memory_ledger import MemoryLedger

pytestmark = pytest.mark.anyio

KEY = Key("ada", "python", "loops")
REQUEST = Generation((Message("user", "What is a loop in Python ?"),), key=KEY, purpose="chat")
REPLY = "It does something again and again."
CARD = ModelCard("tiny", "Tiny", "scripted", True, "1B", "", "", True)  # noqa: FBT003
REMOTE = replace(CARD, local=False, jurisdiction="FR", operator="University of Lyon")


class Case:
    """A metered engine, and all that it writes into."""

    def __init__(self, folder: Path, *replies: str | Exception, card: ModelCard = CARD) -> None:
        self.ledger = MemoryLedger()
        self.meter = FakeMeter(step=0.5)
        self.fits = Fits(folder / "fits.json", "machine")
        self.books = Books(self.ledger, FixedClock(), self.fits, "SE")
        self.scripted = ScriptedEngine(replies or (REPLY,), card, pause=0.001)  # type: ignore[arg-type]
        self.engine = MeteredEngine(self.scripted, self.meter, self.books)


async def told(stream: AsyncIterator[Piece | Usage]) -> Usage:
    parts = [part async for part in stream]
    assert isinstance(parts[-1], Usage)
    return parts[-1]


class TestContract(EngineContract):
    @pytest.fixture
    def engine(self, tmp_path: Path) -> Engine:
        story = "word " * 3000
        replies = {"hello": "Hello there, dear learner !", "very long": story}
        return _Answering(Case(tmp_path).books, replies)

    @pytest.fixture
    def busy(self, engine: Engine) -> Busy:
        assert isinstance(engine, _Answering)

        async def working() -> int:
            return engine.scripted.working

        return working


class _Answering(MeteredEngine):
    """Chooses its script by what is asked, as the contract's questions want it."""

    def __init__(self, books: Books, replies: dict[str, str]) -> None:
        self.scripted = _ByQuestion(replies)
        super().__init__(self.scripted, FakeMeter(step=0.1), books)


class _ByQuestion(ScriptedEngine):
    def __init__(self, replies: dict[str, str]) -> None:
        super().__init__(["Hello there, dear learner !"], pause=0.001, context=4096)
        self._by = replies

    def _next(self, request: Generation | FillIn, prompt: str) -> str:
        chosen = super()._next(request, prompt)
        if isinstance(request, Generation) and request.schema is not None:
            return '{"question": "How often does it run ?"}'
        found = (text for key, text in self._by.items() if key in prompt)
        return next(found, chosen if "count" not in prompt else "one two three four five")


async def test_a_reply_is_written_down_with_all_that_it_cost(tmp_path: Path) -> None:
    case = Case(tmp_path)
    usage = await told(case.engine.generate(REQUEST, deadline=5))
    (call,) = case.ledger.calls

    assert (call.at, call.account) == (MORNING, Account("ada", "python", "loops", "chat"))
    assert (call.engine, call.model, call.local, call.ended) == ("scripted", "tiny", True, "stop")
    assert call.tokens == Tokens(prefilled=7, generated=6)
    assert (call.energy.watt_hours.value, call.energy.method) == (0.5, "rapl")
    assert call.carbon.grid == "SE"
    assert call.carbon.grams.value == pytest.approx(0.5 * 0.0407)
    assert (usage.energy, usage.carbon) == (call.energy, call.carbon)


async def test_a_completion_is_written_down_for_its_learner(tmp_path: Path) -> None:
    case = Case(tmp_path)
    await told(case.engine.fill_in(FillIn("for i in", ":", key=KEY), deadline=5))

    assert case.ledger.calls[0].account == Account("ada", "python", "loops", "completion")


async def test_a_stream_that_is_closed_counts_what_came_until_then(tmp_path: Path) -> None:
    case = Case(tmp_path)
    async with aclosing(case.engine.generate(REQUEST, deadline=5)) as stream:  # type: ignore[type-var]
        await anext(stream)
        await anext(stream)
    (call,) = case.ledger.calls

    assert call.ended == "cut"
    assert call.tokens == Tokens(prefilled=7, generated=2, estimated=True)
    assert call.energy.watt_hours.value == 0.5
    assert case.scripted.working == 0


async def test_a_task_that_is_cancelled_counts(tmp_path: Path) -> None:
    case = Case(tmp_path, "word " * 200)
    with anyio.move_on_after(0.05):
        await told(case.engine.generate(REQUEST, deadline=5))
    (call,) = case.ledger.calls

    assert call.ended == "cut"
    assert 0 < call.tokens.generated < 200


async def test_a_reply_that_fails_is_written_down_and_fails(tmp_path: Path) -> None:
    case = Case(tmp_path, EngineUnavailableError("The model is away.", "Wait."))
    with pytest.raises(EngineUnavailableError):
        await told(case.engine.generate(REQUEST, deadline=5))

    assert [(each.ended, each.tokens.generated) for each in case.ledger.calls] == [("failed", 0)]


async def test_a_deadline_is_a_failure(tmp_path: Path) -> None:
    case = Case(tmp_path, "word " * 5000)
    with pytest.raises(DeadlineError):
        await told(case.engine.generate(REQUEST, deadline=0.05))

    assert case.ledger.calls[0].ended == "failed"
    assert case.ledger.calls[0].tokens.generated > 0


async def test_a_reply_whose_reader_leaves_after_its_end_is_written_once(tmp_path: Path) -> None:
    case = Case(tmp_path)
    async with aclosing(case.engine.generate(REQUEST, deadline=5)) as stream:  # type: ignore[type-var]
        async for part in stream:
            if isinstance(part, Usage):
                break

    assert [each.ended for each in case.ledger.calls] == ["stop"]


async def test_a_model_elsewhere_is_counted_by_the_table_and_its_own_grid(tmp_path: Path) -> None:
    case = Case(tmp_path, card=REMOTE)
    await told(case.engine.generate(REQUEST, deadline=5))
    (call,) = case.ledger.calls

    assert (call.energy.method, call.carbon.grid, call.local) == ("table", "FR", False)
    assert call.energy.watt_hours.low < call.energy.watt_hours.value < call.energy.watt_hours.high


async def test_without_a_meter_only_the_time_tells(tmp_path: Path) -> None:
    case = Case(tmp_path)
    case.meter.watt_hours = None
    await told(case.engine.generate(REQUEST, deadline=5))

    assert case.ledger.calls[0].energy.method == "wall_seconds"


async def test_without_a_meter_what_was_learnt_before_tells(tmp_path: Path) -> None:
    case = Case(tmp_path)
    for number in range(1, 9):
        case.fits.add("tiny", Sample(10 * number, number * number, 10.0 * number + number**2))
    case.fits.close()
    case.meter.watt_hours = None
    await told(case.engine.generate(REQUEST, deadline=5))
    energy = case.ledger.calls[0].energy

    assert energy.method == "fitted"
    assert energy.watt_hours.value == pytest.approx(7 + 6)


async def test_what_tokens_cost_is_learnt_from_calls_that_were_alone(tmp_path: Path) -> None:
    case = Case(tmp_path)
    for _ in range(3):
        await told(case.engine.generate(REQUEST, deadline=5))
    async with anyio.create_task_group() as tasks:
        for _ in range(5):
            tasks.start_soon(told, case.engine.generate(REQUEST, deadline=5))

    assert len(case.fits.samples("tiny")) == 3


async def test_calls_at_once_add_up_to_the_window(tmp_path: Path) -> None:
    case = Case(tmp_path)
    async with anyio.create_task_group() as tasks:
        for _ in range(10):
            tasks.start_soon(told, case.engine.generate(REQUEST, deadline=5))
    used = sum(each.energy.watt_hours.value for each in case.ledger.calls)
    counted = 0.5 * (case.meter.looks - 1)

    assert used / counted == pytest.approx(1.0, abs=0.01)


async def test_a_call_takes_two_looks_at_the_meter(tmp_path: Path) -> None:
    case = Case(tmp_path)
    await told(case.engine.generate(REQUEST, deadline=5))

    assert case.meter.looks == 2
