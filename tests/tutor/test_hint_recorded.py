"""What the journal knows of hints: each is reserved, delivered once, and else costs nothing."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime, timezone

import anyio
import pytest

from jupyter_llm_teach.engines.scripted import ScriptedEngine
from jupyter_llm_teach.errors import DiskFullError, EngineGoneError
from jupyter_llm_teach.ports import Generation, Piece, Usage
from jupyter_llm_teach.teaching.guard.verdict import Ruling
from jupyter_llm_teach.teaching.ladder import Reason
from jupyter_llm_teach.teaching.policy import Cost, Policy, RungRule
from jupyter_llm_teach.teaching.request import Refusal
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.tutor.hint import FactsFound, Hint, HintEvent, Refused, hint
from jupyter_llm_teach.tutor.one_engine import OneEngine
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work
from tests.fakes.sample import TOO_SHORT
from tests.tutor.bench import Bench

pytestmark = pytest.mark.anyio

GOOD = json.dumps(
    {"question": "How many windows of two neighbours can you write down by hand for this list?"}
)
LEAK = json.dumps(
    {"question": "Did you try `for i in range(len(xs) - k + 1):` instead of your own loop?"}
)
FULL = DiskFullError("There is no space left.", "Delete files.")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)
PRICED = Policy(rungs=((Rung.QUESTION, RungRule(cost=Cost(50, percent=True))),))


async def asked(
    tutor: Tutor, work: Work, rung: Rung | None = Rung.QUESTION, client: str = ""
) -> list[HintEvent]:
    """All events of one request."""
    async with aclosing(hint(tutor, work, rung, client)) as events:
        return [event async for event in events]


def slow(bench: Bench) -> Tutor:
    """A tutor whose engine takes its time."""
    return replace(bench.tutor(), engines=OneEngine(ScriptedEngine([GOOD], pause=0.05)))


class FillingEngine(ScriptedEngine):
    """Fills the disk while it answers."""

    def __init__(self, bench: Bench) -> None:
        super().__init__([GOOD])
        self._bench = bench

    def generate(self, request: Generation, *, deadline: float) -> AsyncIterator[Piece | Usage]:
        self._bench.journal.failure = FULL
        return super().generate(request, deadline=deadline)


async def listen(tutor: Tutor, work: Work, heard: list[HintEvent]) -> None:
    """Gather what comes, up to a failure."""
    async with aclosing(hint(tutor, work, Rung.QUESTION)) as events:
        async for event in events:
            heard.append(event)  # noqa: PERF401 - what came before a failure counts


async def begun(tutor: Tutor, work: Work, client: str) -> None:
    """Ask, and go away as soon as a model is at work."""
    async with aclosing(hint(tutor, work, Rung.QUESTION, client)) as events:
        async for event in events:
            if tutor.engines.engine.requests:  # type: ignore[attr-defined]
                assert not isinstance(event, Hint)
                return


async def test_a_request_that_is_sent_twice_is_answered_once(bench: Bench) -> None:
    tutor = bench.tutor(GOOD)

    first = (await asked(tutor, bench.work(), client="c"))[-1]
    again = (await asked(tutor, bench.work(), client="c"))[-1]

    assert again == first
    assert len(bench.journal.delivered) == 1
    assert len(tutor.engines.engine.requests) == 1  # type: ignore[attr-defined]


async def test_a_request_that_is_sent_twice_at_once_is_answered_once(bench: Bench) -> None:
    tutor, last = slow(bench), []

    async def post() -> None:
        last.append((await asked(tutor, bench.work(), client="c"))[-1])

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(post)
        tasks.start_soon(post)

    assert isinstance(last[0], Hint)
    assert last[0] == last[1]
    assert len(bench.journal.delivered) == 1
    assert len(tutor.engines.engine.requests) == 1  # type: ignore[attr-defined]


async def test_a_repeated_request_keeps_its_hint_when_the_answer_has_changed(
    bench: Bench,
) -> None:
    tutor = bench.tutor(GOOD)
    changed = bench.work(code=TOO_SHORT.format(name="running_mean"))

    first = (await asked(tutor, bench.work(), client="c"))[-1]
    again = (await asked(tutor, changed, client="c"))[-1]

    assert isinstance(first, Hint)
    assert isinstance(again, Hint)
    assert (again.id, again.text, again.rung) == (first.id, first.text, first.rung)
    assert len(bench.journal.delivered) == 1


async def test_a_learner_who_goes_away_pays_nothing_and_stops_the_model(bench: Bench) -> None:
    tutor, work = slow(bench), bench.work(PRICED)

    await begun(tutor, work, "c")

    history = await bench.journal.history(work.key)
    assert (history.hints, len(history.asked)) == ((), 1)
    assert len(bench.journal.cancelled) == 1
    assert tutor.engines.engine.working == 0  # type: ignore[attr-defined]


async def test_a_lost_connection_is_resumed_by_the_same_id(bench: Bench) -> None:
    tutor, work = slow(bench), bench.work(PRICED)
    await begun(tutor, work, "c")

    last = (await asked(tutor, work, client="c"))[-1]

    history = await bench.journal.history(work.key)
    assert isinstance(last, Hint)
    assert [each.text for each in history.hints] == [last.text]
    assert len(history.asked) == 1


async def test_a_cancelled_task_pays_nothing_either(bench: Bench) -> None:
    tutor, work = slow(bench), bench.work(PRICED)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(asked, tutor, work, Rung.QUESTION, "c")
        while not tutor.engines.engine.requests:  # type: ignore[attr-defined] # noqa: ASYNC110
            await anyio.sleep(0.01)
        tasks.cancel_scope.cancel()

    assert (await bench.journal.history(work.key)).hints == ()
    assert len(bench.journal.cancelled) == 1


async def test_two_requests_at_once_share_a_quota_of_one(bench: Bench) -> None:
    tutor, work, last = slow(bench), bench.work(Policy(hints_per_day=1)), []

    async def post(rung: Rung) -> None:
        last.append((await asked(tutor, work, rung))[-1])

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(post, Rung.QUESTION)
        tasks.start_soon(post, Rung.CONCEPT)

    assert sorted(type(each).__name__ for each in last) == ["Hint", "Refused"]
    assert [each.decision.reason for each in last if isinstance(each, Refused)] == [Reason.QUOTA]


async def test_what_a_hint_costs_is_told_and_remembered(bench: Bench) -> None:
    work = bench.work(PRICED)
    last = (await asked(bench.tutor(GOOD), work))[-1]

    history = await bench.journal.history(work.key)
    assert isinstance(last, Hint)
    assert last.cost == work.exercise.points / 2 > 0
    assert [each.cost for each in history.hints] == [last.cost]


async def test_the_same_hint_on_the_same_answer_costs_nothing_more(bench: Bench) -> None:
    work, tutor = bench.work(PRICED), bench.tutor(GOOD)
    await asked(tutor, work)

    last = (await asked(tutor, work))[-1]

    assert isinstance(last, Hint)
    assert last.cost == 0


async def test_what_the_guard_held_back_is_recorded_with_its_rules(bench: Bench) -> None:
    await asked(bench.tutor(LEAK), bench.work())

    (delivered,) = bench.journal.delivered.values()
    assert (delivered.source, delivered.ruling) == ("analysis", Ruling.BLOCKED)
    assert delivered.rules
    assert delivered.held_back == (LEAK, LEAK)
    assert delivered.spent is not None


async def test_a_draft_that_was_held_back_before_a_good_one_is_recorded(bench: Bench) -> None:
    await asked(bench.tutor(LEAK, GOOD), bench.work())

    (delivered,) = bench.journal.delivered.values()
    assert (delivered.source, delivered.ruling) == ("model", Ruling.CLEAN)
    assert delivered.held_back == (LEAK,)


async def test_an_engine_that_dies_leaves_a_hint_that_is_recorded(bench: Bench) -> None:
    gone = EngineGoneError("The model stopped.", "Try again.")
    await asked(bench.tutor(gone), bench.work())

    (delivered,) = bench.journal.delivered.values()
    assert delivered.source == "analysis"


async def test_a_refusal_is_recorded_with_its_reason(bench: Bench) -> None:
    work = bench.work(Policy(highest_rung=Rung.CONCEPT))
    await asked(bench.tutor(), work, Rung.LOCATE)

    ((_, refusal),) = bench.journal.refused
    assert refusal == Refusal("above_highest", NOW, Rung.LOCATE)
    assert (await bench.journal.history(work.key)).asked == (NOW,)


async def test_the_rules_in_force_are_recorded_when_they_change(bench: Bench) -> None:
    tutor = bench.tutor()
    await asked(tutor, bench.work(), Rung.ORIENT)
    await asked(tutor, bench.work(), Rung.QUESTION)
    await asked(tutor, bench.work(Policy(highest_rung=Rung.CONCEPT)), Rung.QUESTION)

    assert [text for _, text in bench.journal.policies] == ["{}", '{"highest_rung": "concept"}']


async def test_the_facts_come_even_where_nothing_can_be_recorded(bench: Bench) -> None:
    bench.journal.failure = FULL
    tutor, heard = bench.tutor(GOOD), list[HintEvent]()

    with pytest.raises(DiskFullError):
        await listen(tutor, bench.work(), heard)

    assert isinstance(heard[-1], FactsFound)
    assert not tutor.engines.engine.requests  # type: ignore[attr-defined]


async def test_a_disk_that_fills_up_on_the_way_shows_no_hint_and_charges_none(
    bench: Bench,
) -> None:
    work, heard = bench.work(PRICED), list[HintEvent]()
    tutor = replace(bench.tutor(), engines=OneEngine(FillingEngine(bench)))

    with pytest.raises(DiskFullError):
        await listen(tutor, work, heard)
    bench.journal.failure = None

    assert not [event for event in heard if isinstance(event, Hint)]
    assert (await bench.journal.history(work.key)).hints == ()
    assert isinstance((await asked(bench.tutor(GOOD), work))[-1], Hint)
