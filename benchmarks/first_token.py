"""Time to the first text through the whole way, against the engine asked directly, in one run.

Usage: python benchmarks/first_token.py [runs over a mock] [runs over a model]

A real Jupyter server with the extension, on a course of equal exercises. Its doors, and the engine
adapter alone, are each asked in turns with the engine itself, which gets the very body that the
server sends it:

- ``complete``: until the line is there that may be inserted; a line is shown when it is whole,
  because the guard reads it. In a notebook without exercises (``free``), in an exercise in a
  program that was seen before (``seen``), and in one that changes with every request (``typing``);
- ``hint``: until the first sentence of a learner's first question about an exercise whose tests
  were run before: events, facts, journal, ladder, prompt and guard are part of it;
- ``adapter``: until the first piece of a reply.

The engine is a mock that answers at once, then Qwen2.5-Coder 0.5B in the embedded engine, with the
prompt in its cache for both.
"""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asked_course
import asking
import httpx
import mock_engine
from server_process import Running, running

from jupyter_llm_teach.engines import lease as leases
from jupyter_llm_teach.engines.catalogue import model_named
from jupyter_llm_teach.engines.lease import Plan
from jupyter_llm_teach.engines.llamacpp_client import Call, LlamaCppClient, chat, infill
from jupyter_llm_teach.engines.rendezvous import Limits
from jupyter_llm_teach.engines.store import ModelStore, default_model_folder
from jupyter_llm_teach.ports import FillIn, Generation, Message
from jupyter_llm_teach.teaching.completion.line import window
from jupyter_llm_teach.teaching.sentences import finished_sentences

_MODEL = model_named("qwen2.5-coder-0.5b")
_WARMING = 5  # the first few fill caches
_PREFIX = "def running_mean(xs, k):\n    means = []\n    count ="
_SUFFIX = "\n    return means\n" + "\n" * 10  # what follows is out of the model's sight
_HELLO = chat(Generation((Message("user", "Say hello."),), max_tokens=4, temperature=0.0))
_LINE = infill(FillIn(*window(_PREFIX, _SUFFIX), max_tokens=32, stop=("\n",)))
Timed = Callable[[int], Awaitable[float]]
Place = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Served:
    """A server under measurement: its learner's places, and the engine behind it."""

    server: Running
    places: list[Place]
    engine: asking.Engine


async def main(mock_runs: int, model_runs: int) -> None:
    """Measure over both engines and print a line for each door."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with mock_engine.standing_in(_plan(folder)) as mock:
            engine = asking.Engine(mock.http, mock_engine.KEY)
            with _served(folder, mock_runs, engine) as served:
                hint = await _hint_call(served, mock)
                await _measure("mock", served, hint, mock_runs)
            asked = set(mock.asked[hint.path]) - {_HELLO.body}
            assert asked == {hint.body}, "every exercise must ask the model the same"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        held = await leases.lease(_plan(folder))
        engine = asking.Engine(await held.http(), held.key)
        with _served(folder, model_runs, engine) as served:
            await _measure(_MODEL.title, served, hint, model_runs)
        await held.aclose()


def _plan(folder: Path) -> Plan:
    store = ModelStore(default_model_folder())
    assert store.state(_MODEL) == "present", "run `make models-for-tests` first"
    runtime = folder / "served" / "runtime" / "llm-teach"
    return Plan(store.path(_MODEL), _MODEL.sha256, runtime, Limits())


@contextlib.contextmanager
def _served(folder: Path, runs: int, engine: asking.Engine) -> Iterator[Served]:
    home, course = folder / "served", folder / "course"
    places = asked_course.write(course, home / "root", runs + _WARMING + 1)
    command = [sys.executable, "-m", "jupyter_server", f"--TeachApp.courses={course}"]
    command += [f"--TeachApp.model={_MODEL.name}"]
    with running(command, home, {"jupyter_llm_teach": True}) as server:
        yield Served(server, places, engine)


async def _hint_call(served: Served, mock: mock_engine.Mock) -> Call:
    """What the server asks the engine for a hint."""
    place = served.places[0]
    async with asking.browser(served.server) as browser:
        await _what_came_before(browser, place)
        await asking.stream(browser, "hint", {"where": place, "rung": "question"})
    return Call(_HELLO.path, mock.asked[_HELLO.path][-1], _HELLO.text, _HELLO.ended)


async def _measure(name: str, served: Served, hint: Call, runs: int) -> None:
    adapter = LlamaCppClient(served.engine.where, served.engine.key)
    async with asking.browser(served.server) as browser, asking.bare(served.engine) as bare:
        for place in served.places[1:]:
            await _what_came_before(browser, place)

        def alone(call: Call, enough: Callable[[str], object]) -> Timed:
            return lambda _: asking.itself(bare, call, enough)

        def completed(asked: Callable[[int], Place]) -> Timed:
            return lambda run: asking.value(browser, "complete", asked(run))

        def hinted(run: int) -> Awaitable[float]:
            asked = {"where": served.places[run + 1], "rung": "question"}
            return asking.stream(browser, "hint", asked)

        first = served.places[0]
        line = alone(_LINE, _is_whole)
        doors: dict[str, tuple[Timed, Timed]] = {
            "complete, free": (completed(lambda _: _cursor(asked_course.elsewhere(first))), line),
            "complete, seen": (completed(lambda _: _cursor(first)), line),
            "complete, typing": (completed(lambda run: _cursor(first, f"# {run}\n")), line),
            "hint": (hinted, alone(hint, finished_sentences)),
            "adapter": (lambda _: asking.adapter(adapter, _HELLO), alone(_HELLO, bool)),
        }
        for door, (ours, theirs) in doors.items():
            _print(name, door, await _in_turns(ours, theirs, runs))
    await adapter.aclose()


async def _in_turns(ours: Timed, theirs: Timed, runs: int) -> list[tuple[float, float]]:
    found = []
    await theirs(0)  # the prompt is in the engine's cache from now on
    for run in range(runs + _WARMING):
        if run % 2:
            one = await ours(run)
            found.append((one, await theirs(run)))
        else:
            other = await theirs(run)
            found.append((await ours(run), other))
    return found[_WARMING:]


def _print(name: str, door: str, found: list[tuple[float, float]]) -> None:
    one = statistics.median(each[0] for each in found) * 1000
    other = statistics.median(each[1] for each in found) * 1000
    print(
        f"{name:18} {door:16} {len(found):3} runs: through us {one:8.2f} ms, engine alone "
        f"{other:8.2f} ms, difference {one - other:+7.2f} ms, ratio {one / other:.3f}",
        flush=True,
    )


async def _what_came_before(browser: httpx.AsyncClient, place: Place) -> None:
    """The tests were run, and the first hint was read."""
    await browser.post("check", json=place)
    await browser.post("hint", json={"where": place, "rung": "orient"})


def _cursor(place: Place, ending: str = "") -> Place:
    suffix = _SUFFIX + ending
    typed = asked_course.with_answer(place, _PREFIX + suffix)
    return {"where": typed, "prefix": _PREFIX, "suffix": suffix}


def _is_whole(text: str) -> bool:
    return "\n" in text


if __name__ == "__main__":
    wanted = [int(each) for each in sys.argv[1:]]
    asyncio.run(main(*(wanted + [200, 40][len(wanted) :])))
