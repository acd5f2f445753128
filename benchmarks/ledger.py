"""What metering costs, whether calls add up to what was counted, and how well tokens tell energy.

    python benchmarks/ledger.py [--model NAME] [--calls N]

The cost of metering is that of the same replies of an engine that needs no time, with and without
it, in turns, as means: what other threads of the process do meanwhile (the writing of rows, the
fits) is counted wherever it falls. The first opening of the ledger is not. Closure and
the error of the fit are of a real embedded engine: two learners ask at once and leave in the middle
of every fourth reply, and what the engine's process used from the first call to the last is read
apart from the meter. The fit is found on every second call and tried on the others.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from pathlib import Path
from statistics import mean, median

from jupyter_llm_teach.app import SystemClock
from jupyter_llm_teach.engines.catalogue import model_named
from jupyter_llm_teach.engines.llamacpp import LlamaCppEngine
from jupyter_llm_teach.engines.scripted import ScriptedEngine
from jupyter_llm_teach.engines.store import ModelStore, default_model_folder
from jupyter_llm_teach.metering.counter import Books
from jupyter_llm_teach.metering.engine import MeteredEngine
from jupyter_llm_teach.metering.fits import Fits
from jupyter_llm_teach.metering.processor import ProcessorMeter, processor_seconds, thread_watts
from jupyter_llm_teach.ports import Asked, Engine, Generation, Key, Message, Piece, Usage
from jupyter_llm_teach.storage.ledger import SqlLedger
from jupyter_llm_teach.teaching.ledger.fit import Sample, fitted
from jupyter_llm_teach.teaching.ledger.total import sum_of

KEY = Key("bench", "bench", "bench")
WORDS = ("list", "loop", "value", "sum", "window", "mean", "index", "range", "count", "string")
ROUNDS, FAST_CALLS, PIECES = 60, 50, 32
SECONDS = 300.0


class InstantEngine(ScriptedEngine):
    """Says replies of about as many pieces without any wait; no two in a row cost the same."""

    _said = 0

    async def _stream(
        self,
        request: object,  # noqa: ARG002 - it always says the same
        prompt: str,  # noqa: ARG002
        deadline: float,  # noqa: ARG002
    ) -> AsyncIterator[Piece | Usage]:
        self._said += 1
        pieces = PIECES - 8 + self._said % 17
        for _ in range(pieces):
            yield Piece(" word")
        yield Usage(100 + self._said % 61, 20, pieces, 0.01, "stop")


def asking(words: int, tokens: int, chance: random.Random) -> Generation:
    """A request with a prompt that nobody asked before."""
    text = " ".join(chance.choice(WORDS) for _ in range(words))
    return Generation((Message("user", f"Go on: {text}"),), max_tokens=tokens, key=KEY)


async def read(engine: Engine, request: Generation, pieces: int = 0) -> None:
    """Read a reply, all of it or some pieces."""
    async with aclosing(engine.generate(request, deadline=SECONDS)) as stream:  # type: ignore[type-var]
        count = 0
        async for _ in stream:
            count += 1
            if count == pieces:
                return


async def timed(engine: Engine) -> tuple[float, float]:
    """Seconds of the clock and of the processor for some replies."""
    request = asking(20, PIECES, random.Random(1))  # noqa: S311 - no secret
    clock, processor = time.perf_counter(), time.process_time()
    for _ in range(FAST_CALLS):
        await read(engine, request)
    await asyncio.sleep(0)
    return time.perf_counter() - clock, time.process_time() - processor


async def metering_cost(folder: Path) -> dict[str, float]:
    """Milliseconds that metering adds to a call."""
    import os  # noqa: PLC0415 - our own process is the one that is metered

    bare = InstantEngine(["x"])
    async with aclosing(SqlLedger(folder / "cost.sqlite")) as ledger:
        fits = Fits(folder / "cost.json", "bench")
        books = Books(ledger, SystemClock(), fits, "FR")
        metered = MeteredEngine(bare, ProcessorMeter(os.getpid, thread_watts()), books)
        await timed(bare)
        await timed(metered)
        await ledger.totals("day", Asked())  # the first writing makes the table
        rounds = [(await timed(bare), await timed(metered)) for _ in range(ROUNDS)]
        before = time.process_time()
        await ledger.aclose()  # which writes what still waits
        fits.close()
        rest = time.process_time() - before
    a_call = 1000 / FAST_CALLS
    return {
        "clock_ms": mean(with_[0] - without[0] for without, with_ in rounds) * a_call,
        "processor_ms": mean(with_[1] - without[1] for without, with_ in rounds) * a_call
        + rest * 1000 / (FAST_CALLS * ROUNDS),
        "calls": FAST_CALLS * ROUNDS,
    }


async def closure(folder: Path, engine: LlamaCppEngine, calls: int) -> dict[str, float]:
    """The sum of calls over what the process used, and how much of it was cut off."""
    chance = random.Random(2)  # noqa: S311 - no secret
    watts = thread_watts()
    async with aclosing(SqlLedger(folder / "closure.sqlite")) as ledger:
        books = Books(ledger, SystemClock(), Fits(folder / "closure.json", "bench"), "FR")
        metered = MeteredEngine(engine, ProcessorMeter(lambda: engine.pid, watts), books)
        await read(engine, asking(10, 4, chance))

        async def learner() -> None:
            for number in range(calls // 2):
                pieces = 5 if number % 4 == 3 else 0  # noqa: PLR2004 - every fourth is cut off
                await read(metered, asking(chance.randint(20, 100), 16, chance), pieces)

        before = processor_seconds(engine.pid) or 0.0
        await asyncio.gather(learner(), learner())
        used = ((processor_seconds(engine.pid) or 0.0) - before) * watts / 3600
        whole = sum_of(await ledger.totals("day", Asked()))
    return {
        "ratio": whole.watt_hours.value / used,
        "calls": whole.calls,
        "cut": whole.cut,
        "milliwatt_hours": used * 1000,
    }


async def samples(folder: Path, engine: LlamaCppEngine, calls: int) -> Sequence[Sample]:
    """Calls that had the engine to themselves, of many lengths."""
    chance = random.Random(3)  # noqa: S311 - no secret
    fits = Fits(folder / "fit.json", "bench")
    async with aclosing(SqlLedger(folder / "fit.sqlite")) as ledger:
        books = Books(ledger, SystemClock(), fits, "FR")
        meter = ProcessorMeter(lambda: engine.pid, thread_watts())
        metered = MeteredEngine(engine, meter, books)
        for _ in range(calls):
            await read(metered, asking(chance.randint(10, 150), chance.randint(4, 32), chance))
    return fits.samples(engine.card().name)


def fit_error(found: Sequence[Sample]) -> dict[str, float]:
    """How wrong a fit on every second call is on the others: in sum, and for a usual call."""
    fit = fitted(found[::2])
    assert fit is not None, "there are enough calls"
    tried = [(fit.energy(e.prefilled, e.generated), e.watt_hours) for e in found[1::2]]
    wrong = [abs(told - used) for told, used in tried]
    return {
        "held_out": sum(wrong) / sum(used for _, used in tried),
        "median": median(abs(told - used) / used for told, used in tried),
        "milliwatt_hours_a_token_read": fit.read * 1000,
        "milliwatt_hours_a_token_written": fit.write * 1000,
        "milliwatt_hours_a_call": fit.call * 1000,
        "calls": len(found),
    }


async def measured(model: str, calls: int) -> dict[str, dict[str, float]]:
    """All of it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cost = await metering_cost(folder)
        store = ModelStore(default_model_folder())
        engine = LlamaCppEngine(model_named(model), store, folder / "engine")
        try:
            closed = await closure(folder, engine, calls)
            error = fit_error(await samples(folder, engine, calls))
        finally:
            await engine.aclose()
    return {"metering": cost, "closure": closed, "fit": error}


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="qwen2.5-coder-0.5b")
    parser.add_argument("--calls", type=int, default=40)
    arguments = parser.parse_args()
    found = asyncio.run(measured(arguments.model, arguments.calls))
    print(json.dumps({"model": arguments.model, **found}, indent=1))
    goals = (
        ("metering <= 0.1 ms a call", found["metering"]["processor_ms"] <= 0.1),  # noqa: PLR2004
        ("calls add up, 1 +- 0.01", abs(found["closure"]["ratio"] - 1) <= 0.01),  # noqa: PLR2004
        ("error of the fit <= 10 %", found["fit"]["held_out"] <= 0.1),  # noqa: PLR2004
    )
    for goal, is_met in goals:
        print(f"{'met' if is_met else 'NOT met'}: {goal}")


if __name__ == "__main__":
    main()
