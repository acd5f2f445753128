"""Seconds until the first text that counts, asked of our server and of an engine itself."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
from server_process import TOKEN, Running

from jupyter_llm_teach.engines.llamacpp_client import Call, LlamaCppClient
from jupyter_llm_teach.ports import Piece


@dataclass(frozen=True, slots=True)
class Engine:
    """Where the engine answers, and its key."""

    where: str
    key: str


def browser(server: Running) -> httpx.AsyncClient:
    """A client of our server that keeps its connection, as browsers do."""
    return httpx.AsyncClient(
        base_url=f"{server.url}llm-teach/",
        headers={"Authorization": f"token {TOKEN}", "Content-Type": "application/json"},
        timeout=60.0,
        trust_env=False,
    )


def bare(engine: Engine) -> httpx.AsyncClient:
    """A client of the engine itself."""
    kind, _, rest = engine.where.partition(":")
    uds, base = (rest, "http://engine") if kind == "unix" else (None, f"http://{rest}")
    return httpx.AsyncClient(
        transport=httpx.AsyncHTTPTransport(
            uds=uds, limits=httpx.Limits(max_keepalive_connections=0)
        ),
        base_url=base,
        headers={"Authorization": f"Bearer {engine.key}", "Content-Type": "application/json"},
        timeout=60.0,
        trust_env=False,
    )


async def value(client: httpx.AsyncClient, door: str, asked: dict[str, Any]) -> float:
    """Until a door that answers at once has given a text, or says that the guard keeps it."""
    body = json.dumps(asked)
    began = time.monotonic()
    reply = await client.post(door, content=body)
    seconds = time.monotonic() - began
    answer = reply.json()
    assert answer["text"] or answer["withheld"] == "guard", reply.text
    return seconds


async def stream(client: httpx.AsyncClient, door: str, asked: dict[str, Any]) -> float:
    """Until a door that streams has given a first piece of text."""
    body = json.dumps(asked)
    began = time.monotonic()
    seconds = 0.0
    said = ""
    async with client.stream("POST", door, content=body) as reply:
        async for line in reply.aiter_lines():
            said += line
            if '"event":"piece"' in line and not seconds:
                seconds = time.monotonic() - began
    assert seconds, said
    return seconds


async def itself(client: httpx.AsyncClient, call: Call, enough: Callable[[str], object]) -> float:
    """Until the engine has given enough; its last event ends the line."""
    began = time.monotonic()
    seconds = 0.0
    text = ""
    async with client.stream("POST", call.path, content=call.body) as reply:
        async for line in reply.aiter_lines():
            if line.startswith("data: {"):
                event = json.loads(line[6:])
                text += call.text(event) + ("\n" if event.get("stop") else "")
                if not seconds and enough(text):
                    seconds = time.monotonic() - began
    assert seconds, text
    return seconds


async def adapter(client: LlamaCppClient, call: Call) -> float:
    """Until our engine adapter, without a server, has given a first piece."""
    began = time.monotonic()
    seconds = 0.0
    async for part in client.stream(call, began, 60.0):
        if isinstance(part, Piece) and not seconds:
            seconds = time.monotonic() - began
    return seconds
