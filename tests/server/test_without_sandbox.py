"""A machine that can't contain a learner's program."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_llm_teach.courses.folder import FolderCourses
from jupyter_llm_teach.courses.notebook_file import read_notebook
from jupyter_llm_teach.sandbox.refuse import RefuseSandbox
from jupyter_llm_teach.server import answers
from jupyter_llm_teach.tutor.tutor import Tutor
from tests.fakes.sample import COURSES, TOO_SHORT, answered, student_copy
from tests.server.client import Client
from tests.tutor.bench import Bench

pytestmark = pytest.mark.anyio


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return student_copy("en", tmp_path / "copy")


@pytest.fixture
def tutor(folder: Path) -> Tutor:
    path = answered(folder, "running_mean", TOO_SHORT.format(name="running_mean"))
    return Bench(FolderCourses([COURSES / "en"]), RefuseSandbox(), read_notebook(path)).tutor()


@pytest.fixture
def where(folder: Path, tutor: Tutor) -> dict[str, Any]:
    return Client("", folder).where("running_mean")


async def sent(stream: AsyncIterator[str]) -> list[dict[str, Any]]:
    return [json.loads(text) async for text in stream]


async def test_the_card_says_that_nothing_was_run(tutor: Tutor, where: dict[str, Any]) -> None:
    events = await sent(await answers.check(tutor, json.dumps(where).encode()))

    card = next(event["card"] for event in events if event["event"] == "facts")
    assert card["state"] == "not_run"
    assert "no safe place to run programs" in card["summary"]


async def test_a_hint_is_given_all_the_same(tutor: Tutor, where: dict[str, Any]) -> None:
    body = json.dumps({"where": where, "rung": "orient"}).encode()

    events = await sent(await answers.hint(tutor, body))

    assert events[-1]["event"] == "hint"
    assert events[-1]["text"]
