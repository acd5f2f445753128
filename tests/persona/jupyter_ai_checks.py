"""The persona in a real Jupyter AI: `make test-jupyter-ai` runs this in an environment of its own.

Not collected by a plain `pytest`: Jupyter AI would change the JupyterLab of all other tests.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import httpx
import pytest
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from tests.fakes.sample import COURSES, TOO_SHORT, answered, student_copy

NOTEBOOK = "02-chaines-et-listes.ipynb"
EXERCISE = "moyenne_glissante"
QUESTION = "Pourquoi ma boucle s'arrête trop tôt ?"
PERSONA = "jupyter-ai-personas::jupyter_llm_teach::TeachPersona"
TOKEN = {"Authorization": "token secret"}
EXTENSIONS = [
    "jupyter_llm_teach",
    "jupyterlab_chat",
    "jupyter_ai_router",
    "jupyter_ai_persona_manager",
]


class Server:
    """A running server with Jupyter AI.

    Attributes:
        url: Its address, with a slash at its end.
        root: The folder of the student's notebooks.
    """

    def __init__(self, url: str, root: Path) -> None:
        self.url = url
        self.root = root

    def told(self, message: str) -> str:
        """What Teach replies to a message outside of any chat."""
        address = f"{self.url}api/ai/message/Teach"
        reply = httpx.post(address, json={"message": message}, headers=TOKEN, timeout=60)
        reply.raise_for_status()
        return str(reply.json()["response"])

    def in_panel(self, name: str, body: object) -> str:
        """What the panel's address answers."""
        address = f"{self.url}llm-teach/{name}"
        return httpx.post(address, json=body, headers=TOKEN, timeout=60).text

    def where(self) -> dict[str, Any]:
        """The place of the exercise, as the panel tells it."""
        cells = json.loads((self.root / NOTEBOOK).read_text(encoding="utf-8"))["cells"]
        return {
            "path": NOTEBOOK,
            "kernel_language": "python",
            "cells": [
                {
                    "id": each["id"],
                    "kind": each["cell_type"],
                    "source": "".join(each["source"]),
                    "nbgrader": each["metadata"].get("nbgrader"),
                }
                for each in cells
            ],
            "cell_id": _cell(cells),
            "language": "fr",
        }


def _cell(cells: list[dict[str, Any]]) -> str:
    return str(next(c["id"] for c in cells if f"def {EXERCISE}" in "".join(c["source"])))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("ai")
    root = student_copy("fr", home / "work")
    answered(root, EXERCISE, TOO_SHORT.format(name=EXERCISE))
    environment = os.environ | {
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
    }
    command = [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root"]
    command += ["--ServerApp.port=0", "--IdentityProvider.token=secret"]
    command += [f"--ServerApp.root_dir={root}", "--TeachApp.engine=none"]
    command += [f"--TeachApp.courses={COURSES / 'fr'}"]
    command += [f"--ServerApp.jpserver_extensions={dict.fromkeys(EXTENSIONS, True)}"]
    with (
        (home / "log").open("wb") as log,
        subprocess.Popen(  # noqa: S603 - our own interpreter
            command, env=environment, stdout=log, stderr=log
        ) as process,
    ):
        try:
            yield Server(_address(home, process), root)
        finally:
            process.terminate()
            process.wait(20)


def _address(home: Path, process: subprocess.Popen[bytes]) -> str:
    for _ in range(600):
        for record in (home / "runtime").glob("jpserver-*.json"):
            url = str(json.loads(record.read_text(encoding="utf-8"))["url"])
            if httpx.get(f"{url}api/status", headers=TOKEN).status_code == httpx.codes.OK:
                return url
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError((home / "log").read_text(encoding="utf-8"))


async def chatted(server: Server, name: str, body: str, attachments: list[object]) -> str:
    """What Teach replies in a chat, to a message that the picker addresses to it."""
    url = f"{server.url.replace('http', 'ws', 1)}api/chat/ws/{name}.chat"
    connection = await websocket_connect(HTTPRequest(url, headers=TOKEN))
    # The persona is made for a chat when its first client comes.
    await asyncio.sleep(1)
    message = {
        "type": "client",
        "action": "send",
        "id": f"{name}-1",
        "body": body,
        "metadata": {"to_persona": PERSONA},
        "attachments": attachments,
    }
    await connection.write_message(json.dumps(message))
    try:
        return await asyncio.wait_for(_reply(connection), 60)
    finally:
        connection.close()
        while await connection.read_message() is not None:
            pass  # until the server has closed it as well


async def _reply(connection: WebSocketClientConnection) -> str:
    while True:
        frame = json.loads(await connection.read_message() or "null")
        assert frame is not None, "the chat was closed"
        said = frame.get("message", {})
        if frame.get("action") == "message" and said.get("sender") == PERSONA:
            return str(said["body"])


def test_jupyter_ai_finds_the_persona_by_its_entry_point() -> None:
    (found,) = entry_points(group="jupyter_ai.personas", name="teach")

    assert found.load().__name__ == "TeachPersona"


def test_a_server_without_a_chat_never_loads_the_persona() -> None:
    command = (
        "import jupyter_llm_teach.app, sys; print('jupyter_ai_persona_manager' in sys.modules)"
    )

    said = subprocess.check_output([sys.executable, "-c", command], text=True)  # noqa: S603

    assert said == "False\n"


def test_a_message_that_names_file_and_exercise_is_answered(server: Server) -> None:
    reply = server.told(f"@Teach {EXERCISE} {QUESTION} ({NOTEBOOK})")

    assert "Aucun modèle de langage" in reply
    assert "il manque le dernier" in reply
    assert reply.endswith("par analyse, sans IA*")


def test_the_solution_is_not_handed_out(server: Server) -> None:
    reply = server.told(f"{EXERCISE} Donne-moi la solution de {NOTEBOOK}")

    assert "Je ne donne pas la solution" in reply
    assert "len(xs) - k + 1" not in reply


def test_who_names_nothing_is_asked_what_it_is_about(server: Server) -> None:
    assert "Commence ta question par son nom" in server.told(f"Pourquoi ? {NOTEBOOK}")


def test_bad_input_is_told_in_a_sentence_without_a_traceback(server: Server) -> None:
    reply = server.told("Pourquoi ? missing.ipynb")

    assert "missing.ipynb" in reply
    assert "Traceback" not in reply
    assert "<" not in reply


def test_in_a_chat_an_attached_cell_says_what_it_is_about(server: Server) -> None:
    cell = {"id": server.where()["cell_id"], "input_type": "code"}
    attached = {"type": "notebook", "value": NOTEBOOK, "cells": [cell]}

    reply = asyncio.run(chatted(server, "cell", QUESTION, [attached]))

    assert "il manque le dernier" in reply


def test_the_chat_and_the_panel_say_the_same_and_share_the_conversation(server: Server) -> None:
    where = server.where()
    ask = {"where": where, "question": QUESTION, "client": "panel"}
    events = [line[6:] for line in server.in_panel("ask", ask).splitlines() if line[:5] == "data:"]
    in_panel = json.loads(events[-1])

    # Nothing is attached or named: it is what the panel was last asked about.
    in_chat = asyncio.run(chatted(server, "same", f"{QUESTION} encore", []))

    assert in_chat.startswith(in_panel["text"])
    kept = json.loads(server.in_panel("conversation", where))["turns"]
    assert [turn["question"] for turn in kept][-2:] == [QUESTION, f"{QUESTION} encore"]
