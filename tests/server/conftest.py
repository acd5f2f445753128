from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.fakes.sample import COURSES, TOO_SHORT, answered, student_copy
from tests.server.client import Client


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A real Jupyter server with the extension, on the French course, without a model."""
    with running(tmp_path_factory.mktemp("server"), COURSES / "fr") as client:
        yield client


@contextmanager
def running(home: Path, course: Path) -> Iterator[Client]:
    """A real Jupyter server on a course, for a student of the French one."""
    work = student_copy("fr", home / "work")
    answered(work, "moyenne_glissante", TOO_SHORT.format(name="moyenne_glissante"))
    environment = os.environ | {
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
    }
    command = [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root"]
    command += ["--ServerApp.port=0", "--IdentityProvider.token=secret"]
    command += [f"--ServerApp.root_dir={work}", "--TeachApp.engine=none"]
    command += [f"--TeachApp.courses={course}"]
    command += ["--ServerApp.jpserver_extensions={'jupyter_llm_teach': True}"]
    with (
        (home / "log").open("wb") as log,
        subprocess.Popen(  # noqa: S603 - our own interpreter
            command, env=environment, stdout=log, stderr=log
        ) as process,
    ):
        try:
            yield Client(_address(home / "runtime", home / "log", process), work)
        finally:
            process.terminate()
            process.wait(20)


def _address(runtime: Path, log: Path, process: subprocess.Popen[bytes]) -> str:
    for _ in range(300):
        for record in runtime.glob("jpserver-*.json"):
            url = str(json.loads(record.read_text(encoding="utf-8"))["url"])
            with_server = httpx.get(f"{url}api/status", headers={"Authorization": "token secret"})
            if with_server.status_code == httpx.codes.OK:
                return url
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(log.read_text(encoding="utf-8"))
