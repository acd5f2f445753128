"""A Jupyter server of our own to measure: its own settings, no browser, ended with the block."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

TOKEN = "benchmark"  # noqa: S105 - of a server that lives for seconds
_READY_SECONDS = 120.0
_POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers.

    Attributes:
        pid: Its process.
        url: Its base address, with a slash at its end.
        log: The file that it writes its messages to.
        began: When it was started, by the monotonic clock.
    """

    pid: int
    url: str
    log: Path
    began: float


@contextlib.contextmanager
def running(
    command: Sequence[str], folder: Path, extensions: Mapping[str, bool]
) -> Iterator[Running]:
    """A server that answers at ``/api/status``.

    Args:
        command: What starts it, without the options that every server gets.
        folder: Its root, its log and all that it keeps.
        extensions: Its server extensions, and whether each is switched on.

    Raises:
        RuntimeError: it did not start; the message ends with its log.
    """
    _settle(folder, extensions)
    port, log = _free_port(), folder / "log"
    options = ["--no-browser", f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    options += [f"--ServerApp.root_dir={folder / 'root'}"]
    options += ["--allow-root"] if os.geteuid() == 0 else []
    began = time.monotonic()
    with (
        log.open("wb") as out,
        subprocess.Popen(
            [*command, *options],
            env=_environment(folder),
            stdout=out,
            stderr=out,
            start_new_session=True,
        ) as process,
    ):
        try:
            _wait(process, port, log)
            yield Running(process.pid, f"http://127.0.0.1:{port}/", log, began)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _settle(folder: Path, extensions: Mapping[str, bool]) -> None:
    place = folder / "config" / "jupyter_server_config.d"
    place.mkdir(parents=True)
    (folder / "root").mkdir(exist_ok=True)
    stated = json.dumps({"ServerApp": {"jpserver_extensions": dict(extensions)}})
    # Named to come after the files that the environment itself may hold.
    (place / "zz_benchmark.json").write_text(stated)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def _environment(folder: Path) -> dict[str, str]:
    # The user's own settings must neither help nor hurt.
    return {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "JUPYTER_PREFER_ENV_PATH": "0",
        "JUPYTER_TOKEN": TOKEN,
    }


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    ends = time.monotonic() + _READY_SECONDS
    while not _answers(port):
        if process.poll() is not None or time.monotonic() > ends:
            raise RuntimeError(f"The server did not start:\n{log.read_text()[-2000:]}")
        time.sleep(_POLL_SECONDS)


def _answers(port: int) -> bool:
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/status", headers={"Authorization": f"token {TOKEN}"}
    )
    try:
        with urllib.request.urlopen(asked, timeout=10) as reply:  # noqa: S310 - always http
            return bool(reply.status == 200)  # noqa: PLR2004
    except (urllib.error.URLError, ConnectionError):
        return False
