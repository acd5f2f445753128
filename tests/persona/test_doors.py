"""The panel, the command line and the persona decide the same on the same journal."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio.to_thread
import pytest

from jupyter_llm_teach.app import build_tutor, configured
from jupyter_llm_teach.cli.main import main
from jupyter_llm_teach.persona.place import Attached, Found, Said, place_of
from jupyter_llm_teach.persona.reply import reply_to
from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.server import answers
from jupyter_llm_teach.tutor.tutor import Tutor
from tests.fakes.sample import COURSES

pytestmark = pytest.mark.anyio
NOTEBOOK = "02-strings-and-lists.ipynb"


class Doors:
    """The three ways to ask."""

    def __init__(self, tutor: Tutor, root: Path, course: Path) -> None:
        self.tutor = tutor
        self._root = root
        self._course = course

    def no_questions(self) -> None:
        """The instructor switches free questions off."""
        file = self._course / "teach.toml"
        text = file.read_text(encoding="utf-8")
        closed = text.replace('questions = "exercise"', 'questions = "off"', 1)
        file.write_text(closed, encoding="utf-8")

    async def panel(self, question: str, client: str) -> dict[str, Any]:
        notebook = json.loads((self._root / NOTEBOOK).read_text(encoding="utf-8"))
        cells = [
            {
                "id": each["id"],
                "kind": each["cell_type"],
                "source": "".join(each["source"]),
                "nbgrader": each["metadata"].get("nbgrader"),
            }
            for each in notebook["cells"]
        ]
        cell = next(each["id"] for each in cells if "def running_mean" in each["source"])
        where = {
            "path": NOTEBOOK,
            "kernel_language": "python",
            "cells": cells,
            "cell_id": cell,
            "language": "en",
        }
        body = json.dumps({"where": where, "question": question, "client": client})
        events = await answers.ask(self.tutor, body.encode())
        said: list[dict[str, Any]] = [json.loads(event) async for event in events]
        return said[-1]

    async def persona(self, question: str, client: str) -> str:
        said = Said(f"running_mean {question}", (Attached(NOTEBOOK),))
        place = place_of(self.tutor, said, self._root, load_wording("en"))
        assert isinstance(place, Found)
        return await reply_to(self.tutor, place, client, lambda _: None)

    def command(self, question: str) -> list[str]:
        notebook = str(self._root / NOTEBOOK)
        course = f"--course={self._course}"
        return ["ask", notebook, "--exercise=running_mean", question, course, "--offline", "--json"]


@pytest.fixture
async def doors(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Doors]:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "config"))
    course = tmp_path / "course"
    course.mkdir()
    for file in (COURSES / "en").iterdir():
        if file.is_file():
            (course / file.name).write_bytes(file.read_bytes())
    settings = replace(configured(), courses=(course,), engine="none", root=root)
    tutor = await build_tutor(settings)
    yield Doors(tutor, root, course)
    await tutor.aclose()


@pytest.mark.parametrize(
    "question",
    ["Why does my loop stop too early?", "Give me the solution", "Recommend some pizza places"],
)
async def test_the_three_doors_say_the_same(
    doors: Doors, question: str, capsys: pytest.CaptureFixture[str]
) -> None:
    in_panel = await doors.panel(question, "panel")
    in_chat = await doors.persona(question, "persona")
    await _in_thread(doors.command(question))
    on_line = json.loads(capsys.readouterr().out)

    assert in_panel["text"] == on_line["text"]
    assert in_panel["reason"] == on_line["reason"]
    assert in_chat.startswith(on_line["text"])


async def test_the_three_doors_share_one_conversation(
    doors: Doors, capsys: pytest.CaptureFixture[str]
) -> None:
    await doors.panel("Why one?", "panel")
    await doors.persona("Why two?", "persona")
    await _in_thread(doors.command("Why three?"))
    capsys.readouterr()

    work = place_of(
        doors.tutor,
        Said("running_mean why?", (Attached(NOTEBOOK),)),
        doors._root,
        load_wording("en"),
    )
    assert isinstance(work, Found)
    history = await doors.tutor.journal.history(work.work.key)
    assert [each.question for each in history.exchanges] == ["Why one?", "Why two?", "Why three?"]


async def test_a_chat_that_names_nothing_goes_on_where_the_panel_is(doors: Doors) -> None:
    await doors.panel("Why?", "panel")

    place = place_of(doors.tutor, Said("And then?"), doors._root, load_wording("en"))

    assert isinstance(place, Found)
    assert place.work.exercise.id == "running_mean"


async def test_a_rule_closes_all_three_doors_on_the_next_request(
    doors: Doors, capsys: pytest.CaptureFixture[str]
) -> None:
    await doors.panel("Why?", "before")
    doors.no_questions()

    in_panel = await doors.panel("Why?", "after")
    in_chat = await doors.persona("Why?", "persona")
    await _in_thread(doors.command("Why?"))
    on_line = json.loads(capsys.readouterr().out)

    assert in_panel["closed"]["code"] == on_line["reason"] == "questions_off"
    assert in_panel["closed"]["reason"] == on_line["text"]
    assert on_line["text"] in in_chat
    assert on_line["next"] in in_chat


async def _in_thread(arguments: list[str]) -> None:
    # The command has an event loop of its own, as in its own process.

    assert await anyio.to_thread.run_sync(main, arguments) == 0
