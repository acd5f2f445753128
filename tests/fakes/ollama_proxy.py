"""A server that speaks Ollama's API and is not ours, in front of our embedded llama.cpp."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from anyio.from_thread import start_blocking_portal

from jupyter_llm_teach.engines.catalogue import CatalogueModel
from jupyter_llm_teach.engines.lease import Plan, lease
from jupyter_llm_teach.engines.rendezvous import Limits
from jupyter_llm_teach.engines.store import ModelStore

MODEL = "embedded/smollm2-135m"
_SERVER = "from ollama_proxy.cli import main; main()"


@dataclass(frozen=True)
class Proxied:
    """The server, and the llama.cpp behind it.

    Attributes:
        url: Of the server.
        behind: The llama.cpp, as its clients name it.
        key: Of the llama.cpp.
    """

    url: str
    behind: str
    key: str


@contextmanager
def proxied(store: ModelStore, model: CatalogueModel, folder: Path) -> Iterator[Proxied]:
    """Both, running."""
    # Too long for a socket's name: llama.cpp is then at a port, where the proxy can reach it.
    plan = Plan(store.path(model), model.sha256, folder / ("long" * 25), Limits())
    with start_blocking_portal() as portal:
        held = portal.call(lease, plan)
        behind = portal.call(held.http)
        with _proxy(behind.removeprefix("tcp:"), held.key, folder) as url:
            yield Proxied(url, behind, held.key)
        portal.call(held.aclose)


@contextmanager
def _proxy(behind: str, key: str, folder: Path) -> Iterator[str]:
    settings = {
        "PROVIDERS_EMBEDDED_BASE_URL": f"http://{behind}/v1",
        "PROVIDERS_EMBEDDED_API_KEY": key,
        "EXTRA_MODELS": MODEL,
    }
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    command = [sys.executable, "-c", _SERVER, "--host", "127.0.0.1", "--port", str(port)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603
        command, env=settings, cwd=folder, stdout=quiet, stderr=quiet
    ) as process:
        try:
            while not _answers(f"http://127.0.0.1:{port}/api/version"):
                assert process.poll() is None, "the proxy runs"
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, trust_env=False).is_success
    except httpx.ConnectError:
        return False
