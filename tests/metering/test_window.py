"""What a meter counts is shared among the calls that were under way, all of it and nothing else."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.metering.window import Entry, Window, since_start
from jupyter_llm_teach.teaching.ledger.fit import Fit
from tests.fakes.fake_meter import FakeMeter

FIT = Fit(read=1.0, write=3.0, call=0.0, samples=8, error=0.0)


def window(meter: FakeMeter) -> Window:
    return Window(meter, lambda: FIT)


def test_a_call_that_was_alone_used_all_that_was_counted() -> None:
    meter = FakeMeter()
    watched = window(meter)
    entry = watched.enter(reading=10)
    entry.pieces = 5
    meter.watt_hours = 2.5
    watched.leave(entry)

    assert (entry.watt_hours, entry.is_known, entry.was_alone) == (2.5, True, True)


def test_what_is_counted_between_calls_belongs_to_none() -> None:
    meter = FakeMeter()
    watched = window(meter)
    watched.leave(watched.enter(reading=1))
    meter.watt_hours = 100.0
    entry = watched.enter(reading=1)
    watched.leave(entry)

    assert entry.watt_hours == 0.0


def test_two_calls_share_by_the_cost_of_what_they_did() -> None:
    meter = FakeMeter()
    watched = window(meter)
    reader, writer = watched.enter(reading=30), watched.enter(reading=0)
    writer.pieces = 10
    meter.watt_hours = 6.0
    watched.leave(reader)
    watched.leave(writer)

    assert (reader.watt_hours, writer.watt_hours) == (3.0, 3.0)
    assert (reader.was_alone, writer.was_alone) == (False, False)


def test_a_prompt_costs_until_the_first_piece_and_not_after() -> None:
    meter = FakeMeter()
    watched = window(meter)
    first = watched.enter(reading=10)
    first.pieces = 1
    second = watched.enter(reading=10)
    second.pieces = 1
    meter.watt_hours = 16.0
    watched.leave(first)
    watched.leave(second)

    assert (first.watt_hours, second.watt_hours) == (0.0, 16.0)


def test_calls_that_did_nothing_to_be_seen_share_alike() -> None:
    meter = FakeMeter()
    watched = window(meter)
    entries = [watched.enter(reading=0) for _ in range(4)]
    meter.watt_hours = 8.0
    watched.leave(entries[0])

    assert [each.watt_hours for each in entries] == [2.0, 2.0, 2.0, 2.0]


@pytest.mark.parametrize(("watt_hours", "of"), [(None, "processor"), (5.0, "another process")])
def test_a_meter_that_fails_or_changes_leaves_the_call_unknown(
    watt_hours: float | None, of: str
) -> None:
    meter = FakeMeter()
    watched = window(meter)
    entry = watched.enter(reading=1)
    meter.watt_hours, meter.of = watt_hours, of
    watched.leave(entry)

    assert (entry.watt_hours, entry.is_known) == (0.0, False)


def test_an_engine_that_was_started_for_a_call_counts_whole() -> None:
    meter = FakeMeter()
    meter.watt_hours = None
    watched = window(meter)
    entry = watched.enter(reading=10)
    meter.watt_hours, meter.began = 3.0, since_start()
    watched.leave(entry)

    assert (entry.watt_hours, entry.is_known, entry.was_alone) == (3.0, True, False)


def test_an_engine_that_ran_before_is_unknown_until_the_next_call() -> None:
    meter = FakeMeter()
    meter.watt_hours = None
    watched = window(meter)
    first = watched.enter(reading=10)
    meter.watt_hours, meter.began = 90.0, since_start() - 60
    watched.leave(first)
    second = watched.enter(reading=10)
    meter.watt_hours = 91.0
    watched.leave(second)

    assert (first.is_known, second.is_known, second.watt_hours) == (False, True, 1.0)


def test_a_counter_that_goes_back_gives_nothing_back() -> None:
    meter = FakeMeter()
    meter.watt_hours = 9.0
    watched = window(meter)
    entry = watched.enter(reading=1)
    meter.watt_hours = 1.0
    watched.leave(entry)

    assert (entry.watt_hours, entry.is_known) == (0.0, True)


@given(
    st.lists(
        st.tuples(st.booleans(), st.integers(0, 400), st.integers(0, 40)), min_size=1, max_size=30
    )
)
def test_calls_add_up_to_what_was_counted(steps: list[tuple[bool, int, int]]) -> None:
    meter = FakeMeter(step=0.125)
    watched = window(meter)
    ended: list[Entry] = []
    open_: list[Entry] = []
    counted = 0.0
    for leaves, reading, pieces in steps:
        counted += 0.125 if open_ else 0.0
        for each in open_:
            each.pieces += pieces
        if leaves and open_:
            ended.append(open_.pop(0))
            watched.leave(ended[-1])
        else:
            open_.append(watched.enter(reading))

    used = sum(each.watt_hours for each in [*ended, *open_])
    assert math.isclose(used, counted, rel_tol=1e-9, abs_tol=1e-12)
