"""What our engines add to the official clients that they are made of, and when they let go.

    python benchmarks/engine_overhead.py [--runs N] [--litellm COMMAND]

A server in a process of its own sends tokens at a steady pace (`token_server.py`). In turns, with
the order changed each time, each engine and the same library used as its documentation shows are
asked for the same reply:

- ``first token``: seconds until the first piece, with 50 ms before the server's first token;
- ``CPU a token``: seconds of processor of this process for each token of 400 that come at once;
- ``streams``: the 95th percentile of the time between two tokens, 40 ms apart, in 100 streams;
- ``left``: tokens that the server sent after the stream was closed, and milliseconds until the
  last of them, at 5 ms a token.

``--litellm`` starts its proxy in front of the same server, and asks that by the official client of
OpenAI: what it adds is read in the same run. ``first_token.py`` measures the whole way.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import huggingface_hub
import ollama
import openai
import psutil  # type: ignore[import-untyped]
import token_server

from jupyter_llm_teach.engines.huggingface_endpoint import HuggingFaceEngine
from jupyter_llm_teach.engines.llamacpp_client import LlamaCppClient, chat
from jupyter_llm_teach.engines.ollama import OllamaEngine
from jupyter_llm_teach.engines.openai_compatible import OpenAiEngine
from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.ports import Generation, Message, Piece, Usage

_WARMING = 5
_LONG = "400 0 0"
_FIRST = "4 0.05 0"
_LEFT = "400 0.05 0.005"
_LEFT_AFTER = 10
_STEADY = "60 0.2 0.04"
_STREAMS = 100
_PROXY_KEY = "sk-measured-on-this-machine-alone"
Speak = Callable[[str], AsyncIterator[str]]
"""Asks for a reply; gives its texts as they come."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An engine of ours, and its library alone."""

    name: str
    ours: Speak
    theirs: Speak


async def main(runs: int, litellm: str) -> None:
    """Measure and print."""
    with _token_server() as url:
        async with contextlib.AsyncExitStack() as stack:
            pairs = [
                _embedded(url, stack),
                _openai(url, stack),
                _huggingface(url, stack),
                _ollama(url, stack),
            ]
            print(f"medians of {runs} runs each; ours / library alone = ratio (difference)")
            added = {pair.name: await _compared(pair, runs) for pair in pairs}
            if litellm:
                with _proxy(litellm, url) as (proxy, process):
                    through = _official(proxy, _PROXY_KEY, stack)
                    named = Pair("litellm proxy", through, pairs[1].theirs)
                    theirs = await _compared(named, runs)
                    own = await _cpu_of(process, through)
                share = added["openai"] / theirs
                print(
                    f"first token, added by our engine / by the proxy: {share:.3f}; CPU a token of "
                    f"the proxy's own process: {own * 1e6:.1f} us"
                )
            for pair in pairs:
                await _leave(pair, url, runs)
            await _crowd(pairs[1])


async def _compared(pair: Pair, runs: int) -> float:
    """Print what an engine costs beside its library; gives the seconds added to a first token."""
    firsts = await _in_turns(pair, runs, _first)
    cpus = await _in_turns(pair, max(10, runs // 5), _cpu)
    one, two = firsts
    mine, alone = cpus
    print(
        f"{pair.name:14} first token {one * 1e3:7.2f} / {two * 1e3:7.2f} ms = {one / two:.3f} "
        f"({(one - two) * 1e3:+6.2f} ms)   CPU a token {mine * 1e6:6.1f} / {alone * 1e6:6.1f} us = "
        f"{mine / alone:.3f} ({(mine - alone) * 1e6:+6.1f} us)",
        flush=True,
    )
    return one - two


async def _in_turns(
    pair: Pair, runs: int, measure: Callable[[Speak], Awaitable[float]]
) -> tuple[float, float]:
    found: dict[Speak, list[float]] = {pair.ours: [], pair.theirs: []}
    for run in range(runs + _WARMING):
        order = (pair.ours, pair.theirs) if run % 2 else (pair.theirs, pair.ours)
        for speak in order:
            found[speak].append(await measure(speak))
    ours, theirs = (statistics.median(found[each][_WARMING:]) for each in (pair.ours, pair.theirs))
    return ours, theirs


async def _first(speak: Speak) -> float:
    began, seconds = time.monotonic(), 0.0
    async for text in speak(_FIRST):
        seconds = seconds or (time.monotonic() - began if text else 0.0)
    return seconds


async def _cpu(speak: Speak) -> float:
    began, tokens = time.process_time(), 0
    async for text in speak(_LONG):
        tokens += bool(text)
    return (time.process_time() - began) / tokens


async def _cpu_of(process: psutil.Process, speak: Speak) -> float:
    """Seconds of processor that another process, with its children, takes for a token."""
    everyone = [process, *process.children(recursive=True)]
    before, tokens = _spent(everyone), 0
    for _ in range(10):
        async for text in speak(_LONG):
            tokens += bool(text)
    return (_spent(everyone) - before) / tokens


def _spent(everyone: list[psutil.Process]) -> float:
    return float(sum(sum(each.cpu_times()[:2]) for each in everyone))


async def _leave(pair: Pair, url: str, runs: int) -> None:
    """Print what a server still does after our engine has let go of it."""
    late, last = [], []
    async with httpx.AsyncClient(trust_env=False) as bystander:
        for _ in range(runs):
            heard = 0
            async with aclosing(pair.ours(_LEFT)) as stream:  # type: ignore[type-var]
                async for _text in stream:
                    heard += 1
                    if heard == _LEFT_AFTER:
                        left = time.monotonic()
                        break
            await asyncio.sleep(0.1)
            sent = (await bystander.get(f"{url}/sent")).json()
            late.append(sum(moment > left for moment in sent))
            last.append(max(0.0, sent[-1] - left))
    print(
        f"{pair.name:14} left: tokens sent after it, median {statistics.median(late):.0f}, most "
        f"{max(late)}; last after {statistics.median(last) * 1e3:.1f} ms, at most "
        f"{max(last) * 1e3:.1f} ms ({runs} runs)",
        flush=True,
    )


async def _crowd(pair: Pair) -> None:
    """Print how regularly tokens come in many streams at once, held by this one process."""
    gaps: dict[str, list[float]] = {"ours": [], "library alone": []}
    for _ in range(3):
        for name, speak in zip(gaps, (pair.ours, pair.theirs), strict=True):
            found = await asyncio.gather(*(_gaps(speak) for _ in range(_STREAMS)))
            gaps[name] += [gap for each in found for gap in each]
    ours, theirs = (statistics.quantiles(each, n=20)[-1] for each in gaps.values())
    print(
        f"{pair.name:14} {_STREAMS} streams: p95 between two tokens {ours * 1e3:.1f} / "
        f"{theirs * 1e3:.1f} ms = {ours / theirs:.3f} ({len(gaps['ours'])} gaps each)",
        flush=True,
    )


async def _gaps(speak: Speak) -> list[float]:
    moments = [time.monotonic() async for text in speak(_STEADY) if text]
    return [later - earlier for earlier, later in itertools.pairwise(moments)]


def _embedded(url: str, stack: contextlib.AsyncExitStack) -> Pair:
    client = LlamaCppClient("tcp:" + url.rpartition("/")[2], "key")
    bare = httpx.AsyncClient(base_url=url, trust_env=False, timeout=60.0)
    stack.push_async_callback(client.aclose)
    stack.push_async_callback(bare.aclose)

    async def ours(question: str) -> AsyncIterator[str]:
        stream = client.stream(chat(_request(question)), time.monotonic(), 60.0)
        async with aclosing(stream) as parts:
            async for part in parts:
                yield _text(part)

    async def theirs(question: str) -> AsyncIterator[str]:
        body = chat(_request(question)).body
        async with bare.stream("POST", "/v1/chat/completions", content=body) as reply:
            async for line in reply.aiter_lines():
                if line.startswith("data: {"):
                    for choice in json.loads(line[6:])["choices"]:
                        yield choice["delta"].get("content") or ""

    return Pair("embedded", ours, theirs)


def _openai(url: str, stack: contextlib.AsyncExitStack) -> Pair:
    spec = EngineSpec("measured", "openai", model=token_server.NAME, url=f"{url}/v1")
    return Pair("openai", _engine(OpenAiEngine(spec), stack), _official(f"{url}/v1", "x", stack))


def _official(url: str, key: str, stack: contextlib.AsyncExitStack) -> Speak:
    client = openai.AsyncOpenAI(base_url=url, api_key=key, max_retries=0)
    stack.push_async_callback(client.close)

    async def speak(question: str) -> AsyncIterator[str]:
        stream = await client.chat.completions.create(
            model=token_server.NAME,
            messages=[{"role": "user", "content": question}],
            stream=True,
            stream_options={"include_usage": True},
        )
        async for event in stream:
            for choice in event.choices:
                yield choice.delta.content or ""

    return speak


def _huggingface(url: str, stack: contextlib.AsyncExitStack) -> Pair:
    spec = EngineSpec("measured", "huggingface", model=token_server.NAME, url=url)
    client = huggingface_hub.AsyncInferenceClient(base_url=url, token="x")  # noqa: S106
    stack.push_async_callback(client.close)

    async def theirs(question: str) -> AsyncIterator[str]:
        stream = await client.chat_completion([{"role": "user", "content": question}], stream=True)
        async for event in stream:
            for choice in event.choices:
                yield choice.delta.content or ""

    return Pair("huggingface", _engine(HuggingFaceEngine(spec), stack), theirs)


def _ollama(url: str, stack: contextlib.AsyncExitStack) -> Pair:
    spec = EngineSpec("measured", "ollama", model=token_server.NAME, url=url)
    client = ollama.AsyncClient(host=url)

    async def theirs(question: str) -> AsyncIterator[str]:
        messages = [{"role": "user", "content": question}]
        stream = await client.chat(token_server.NAME, messages=messages, stream=True)
        async for event in stream:
            yield event.message.content or ""

    return Pair("ollama", _engine(OllamaEngine(spec), stack), theirs)


def _engine(engine: Any, stack: contextlib.AsyncExitStack) -> Speak:
    stack.push_async_callback(engine.aclose)

    async def speak(question: str) -> AsyncIterator[str]:
        async with aclosing(engine.generate(_request(question), deadline=60.0)) as parts:
            async for part in parts:
                yield _text(part)

    return speak


def _request(question: str) -> Generation:
    return Generation((Message("user", question),), max_tokens=500)


def _text(part: Piece | Usage) -> str:
    return part.text if isinstance(part, Piece) else ""


@contextlib.contextmanager
def _token_server() -> Iterator[str]:
    script = Path(__file__).with_name("token_server.py")
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        try:
            yield run.stdout.readline().strip()
        finally:
            run.kill()


@contextlib.contextmanager
def _proxy(command: str, url: str) -> Iterator[tuple[str, psutil.Process]]:
    """LiteLLM's proxy in front of the server; nothing of it is logged or looked up."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    listed = {"model": f"openai/{token_server.NAME}", "api_base": f"{url}/v1", "api_key": "x"}
    settings = {
        "model_list": [{"model_name": token_server.NAME, "litellm_params": listed}],
        "litellm_settings": {"telemetry": False},
    }
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.yaml"
        config.write_text(json.dumps(settings))
        options = ["--config", str(config), "--host", "127.0.0.1", "--port", str(port)]
        quiet = {
            **os.environ,
            "LITELLM_LOCAL_MODEL_COST_MAP": "True",
            "LITELLM_LOG": "ERROR",
            "LITELLM_MASTER_KEY": _PROXY_KEY,
        }
        with (
            (Path(folder) / "log").open("wb") as log,
            subprocess.Popen([command, *options], env=quiet, stdout=log, stderr=log) as run,
        ):
            try:
                _wait(f"http://127.0.0.1:{port}/health/liveliness")
                yield f"http://127.0.0.1:{port}/v1", psutil.Process(run.pid)
            finally:
                run.kill()


def _wait(url: str) -> None:
    for _ in range(600):
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(url, timeout=2.0, trust_env=False).is_success:
                return
        time.sleep(0.2)
    raise RuntimeError("The proxy did not start.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="What engines add to their libraries.")
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--litellm", default="", help="the command of its proxy")
    arguments = parser.parse_args()
    asyncio.run(main(arguments.runs, arguments.litellm))
