"""Time to the first token through our engine adapter against the bare server, in one run.

Usage: python benchmarks/first_token.py [runs]

Each run asks the same server twice, once through the adapter and once by a bare HTTP stream, in
alternating order: a mock that answers at once, and SmolLM2 in the embedded engine. What Jupyter's
own handler adds is not part of it.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

import httpx

from jupyter_llm_teach.engines import lease as leases
from jupyter_llm_teach.engines.catalogue import model_named
from jupyter_llm_teach.engines.llamacpp_client import Call, LlamaCppClient, chat
from jupyter_llm_teach.engines.rendezvous import Limits
from jupyter_llm_teach.engines.store import ModelStore, default_model_folder
from jupyter_llm_teach.ports import Generation, Message, Piece

_WARMING = 5  # the first few fill caches
_EVENTS = (
    b'data: {"choices":[{"delta":{"content":"Hello"},"finish_reason":null}]}\n\n'
    b'data: {"choices":[{"delta":{},"finish_reason":"stop"}],"timings":'
    b'{"prompt_n":1,"cache_n":0,"predicted_n":1}}\n\n'
)
_REPLY = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n"
    b"Content-Length: %d\r\n\r\n" % len(_EVENTS)
) + _EVENTS


async def main(runs: int) -> None:
    """Measure both servers and print a line for each."""
    call = chat(Generation((Message("user", "Say hello."),), max_tokens=4, temperature=0.0))
    mock = await asyncio.start_server(_answer, "127.0.0.1", 0)
    port = mock.sockets[0].getsockname()[1]
    await _compare("mock", f"tcp:127.0.0.1:{port}", "key", call, runs)
    mock.close()
    model = model_named("smollm2-135m")
    store = ModelStore(default_model_folder())
    with tempfile.TemporaryDirectory() as folder:
        plan = leases.Plan(store.path(model), model.sha256, Path(folder), Limits())
        held = await leases.lease(plan)
        await _compare("SmolLM2", await held.http(), held.key, call, runs)
        await held.aclose()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(_REPLY)
    await writer.drain()
    writer.close()


async def _compare(name: str, where: str, key: str, call: Call, runs: int) -> None:
    client = LlamaCppClient(where, key)
    bare = _bare(where, key)
    ours: list[float] = []
    theirs: list[float] = []
    for run in range(runs + _WARMING):
        first, second = (_adapter(client, call), _raw(bare, call))
        pair = [await first, await second] if run % 2 else [await second, await first][::-1]
        if run >= _WARMING:
            ours.append(pair[0])
            theirs.append(pair[1])
    await client.aclose()
    await bare.aclose()
    one, other = statistics.median(ours) * 1000, statistics.median(theirs) * 1000
    print(
        f"{name:8} {runs} runs: adapter {one:.2f} ms, bare {other:.2f} ms, "
        f"difference {one - other:+.2f} ms, ratio {one / other:.3f}"
    )


async def _adapter(client: LlamaCppClient, call: Call) -> float:
    began = time.monotonic()
    seconds = 0.0
    async for part in client.stream(call, began, 60.0):
        if isinstance(part, Piece) and not seconds:
            seconds = time.monotonic() - began
    return seconds


async def _raw(http: httpx.AsyncClient, call: Call) -> float:
    began = time.monotonic()
    seconds = 0.0
    async with http.stream("POST", call.path, content=call.body) as reply:
        async for line in reply.aiter_lines():
            if '"content":"' in line and not seconds:
                seconds = time.monotonic() - began
    return seconds


def _bare(where: str, key: str) -> httpx.AsyncClient:
    kind, _, rest = where.partition(":")
    uds, base = (rest, "http://engine") if kind == "unix" else (None, f"http://{rest}")
    return httpx.AsyncClient(
        transport=httpx.AsyncHTTPTransport(
            uds=uds, limits=httpx.Limits(max_keepalive_connections=0)
        ),
        base_url=base,
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
        timeout=60.0,
        trust_env=False,
    )


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
