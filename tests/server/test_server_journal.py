"""What the browser gets again when it asks again, and what it gets when nothing can be recorded."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

from jupyter_llm_teach.storage.event import Whose
from jupyter_llm_teach.storage.journal import SqlJournal
from tests.contracts.journal_contract import NINE
from tests.server.client import TOKEN, Client

EXERCISE = "moyenne_glissante"


@pytest.fixture
def folder(server: Client) -> Path:
    """Where the server keeps its journal."""
    return server.work.parent / "data" / "llm-teach"


@pytest.fixture
def broken(folder: Path) -> Iterator[None]:
    """A journal that can neither be read nor written."""
    folder.mkdir(exist_ok=True, parents=True)
    aside = folder.rename(folder.with_name("aside"))
    folder.write_text("in the way")
    yield
    folder.unlink()
    aside.rename(folder)


def request(server: Client, client: str) -> dict[str, Any]:
    return {"where": server.where(EXERCISE), "rung": "orient", "client": client}


def events_of(folder: Path, hint: str) -> Counter[str]:
    """The kinds of the events of a hint."""

    async def read() -> Counter[str]:
        journal = SqlJournal(folder / "journal.sqlite")
        lines = await journal.export(Whose(), NINE, "the test")
        await journal.aclose()
        return Counter(line.event.kind for line in lines if line.event.request == hint)

    return anyio.run(read)


def test_the_same_request_twice_gives_the_same_hint_and_counts_once(
    server: Client, folder: Path
) -> None:
    body = request(server, str(uuid.uuid4()))

    first, again = server.events("hint", body)[-1], server.events("hint", body)[-1]

    assert (first["event"], again["event"]) == ("hint", "hint")
    assert (again["id"], again["text"]) == (first["id"], first["text"])
    assert again["standing"] == first["standing"]
    assert events_of(folder, first["id"]) == {"reserved": 1, "delivered": 1}


def test_the_same_request_four_times_at_once_counts_once(server: Client, folder: Path) -> None:
    body = request(server, str(uuid.uuid4()))
    with ThreadPoolExecutor(4) as threads:
        posts = [threads.submit(server.events, "hint", body) for _ in range(4)]
        last = [post.result()[-1] for post in posts]

    assert {each["event"] for each in last} == {"hint"}
    assert len({(each["id"], each["text"]) for each in last}) == 1
    assert events_of(folder, last[0]["id"]) == {"reserved": 1, "delivered": 1}


def test_a_connection_that_is_lost_is_resumed_by_the_same_id(server: Client, folder: Path) -> None:
    body = request(server, str(uuid.uuid4()))
    address = f"{server.url}llm-teach/hint"
    with httpx.stream("POST", address, json=body, headers=TOKEN, timeout=60) as reply:
        next(reply.iter_lines())

    last = server.events("hint", body)[-1]

    assert last["event"] == "hint"
    assert events_of(folder, last["id"])["delivered"] == 1


def test_requests_without_an_id_are_requests_of_their_own(server: Client) -> None:
    body = request(server, "")

    first, second = server.events("hint", body)[-1], server.events("hint", body)[-1]

    assert first["id"] != second["id"]


@pytest.mark.usefixtures("broken")
def test_a_check_gives_the_facts_and_says_that_it_was_not_recorded(server: Client) -> None:
    events = server.events("check", server.where(EXERCISE))

    assert [event["event"] for event in events] == ["progress", "facts", "failure"]
    assert events[1]["card"]["state"] == "failed"
    assert events[2]["code"] == "journal_error"
    assert events[2]["todo"]


@pytest.mark.usefixtures("broken")
def test_a_hint_gives_the_facts_alone(server: Client) -> None:
    events = server.events("hint", request(server, "c"))

    assert [event["event"] for event in events] == ["progress", "facts", "failure"]


@pytest.mark.usefixtures("broken")
def test_the_exercise_is_shown_all_the_same(server: Client) -> None:
    said = server.post("exercise", server.where(EXERCISE)).json()

    assert said["exercise"]["id"] == EXERCISE


def test_help_goes_on_once_the_journal_can_be_written_again(server: Client, folder: Path) -> None:
    folder.mkdir(exist_ok=True, parents=True)
    aside = folder.rename(folder.with_name("aside"))
    folder.write_text("in the way")
    failed = server.events("hint", request(server, "later"))[-1]
    folder.unlink()
    aside.rename(folder)

    last = server.events("hint", request(server, "later"))[-1]

    assert (failed["event"], last["event"]) == ("failure", "hint")
