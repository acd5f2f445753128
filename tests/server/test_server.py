from __future__ import annotations

import json

import httpx
import pytest

from jupyter_llm_teach.server.handlers import routes
from tests.server.client import Client

EXERCISE = "moyenne_glissante"


async def _no_tutor() -> None:
    raise AssertionError


ADDRESSES = [pattern.rsplit("/", 1)[-1] for pattern, _, _ in routes("/", _no_tutor)]  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_address_refuses_a_stranger(server: Client, name: str, method: str) -> None:
    reply = httpx.request(method, f"{server.url}llm-teach/{name}", content=b"{}")

    assert reply.status_code in (401, 403, 405)
    assert EXERCISE not in reply.text


def test_the_status_names_the_sandbox_and_the_courses(server: Client) -> None:
    reply = httpx.get(f"{server.url}llm-teach/status", headers={"Authorization": "token secret"})

    said = reply.json()
    assert said["sandbox"] in ("bubblewrap", "landlock")
    assert len(said["courses"]) == 1
    assert said["model"]["status"] == "unavailable"


def test_the_exercise_at_a_cell_comes_with_its_ladder(server: Client) -> None:
    said = server.post("exercise", server.where(EXERCISE)).json()

    assert said["exercise"]["id"] == EXERCISE
    assert said["exercise"]["language"] == "fr"
    assert said["exercise"]["ladder"][0]["rung"] == "orient"
    assert said["exercises_in_notebook"] > 0
    assert said["first_answer"]


def test_checking_sends_the_fact_card_first(server: Client) -> None:
    events = server.events("check", server.where(EXERCISE))

    assert [event["event"] for event in events] == ["progress", "facts", "checked"]
    card = events[1]["card"]
    assert card["state"] == "failed"
    assert card["case"]["expected"] != card["case"]["got"]
    assert card["summary"]


def test_a_hint_ends_with_the_new_ladder(server: Client) -> None:
    events = server.events("hint", {"where": server.where(EXERCISE), "rung": "orient"})

    last = events[-1]
    assert (last["event"], last["rung"], last["source"]) == ("hint", "orient", "analysis")
    assert last["ladder"][0]["state"] == "used"


def test_a_rung_above_the_policy_is_withheld_with_a_reason(server: Client) -> None:
    events = server.events("hint", {"where": server.where(EXERCISE), "rung": "solution"})

    last = events[-1]
    assert (last["event"], last["code"]) == ("withheld", "above_highest")
    assert last["reason"]
    assert last["next"]


def test_nothing_secret_is_on_the_wire(server: Client) -> None:
    everything = server.post("check", server.where(EXERCISE)).text
    everything += server.post("hint", {"where": server.where(EXERCISE), "rung": "outline"}).text
    everything += server.post("exercise", server.where(EXERCISE)).text

    assert "BEGIN" not in everything
    assert "range(len(xs) - k + 1)" not in everything


@pytest.mark.parametrize("body", [{}, {"where": 3, "rung": None}, [], "x"])
def test_a_request_that_can_not_be_read_is_told_in_a_sentence(server: Client, body: object) -> None:
    reply = server.post("hint", body)

    assert reply.status_code == 400
    assert reply.json()["code"] == "bad_input"
    assert "Traceback" not in reply.text


def test_a_cell_outside_any_exercise_is_told(server: Client) -> None:
    reply = server.post("check", server.where(EXERCISE, cell_id="nowhere"))

    assert reply.status_code == 404
    assert reply.json()["todo"]


def test_a_notebook_that_is_too_large_is_refused(server: Client) -> None:
    where = server.where(EXERCISE)
    where["cells"] = [dict(where["cells"][0], source="x" * 900_000)] * 10

    reply = server.post("exercise", where)

    assert reply.status_code == 413
    assert json.loads(reply.text)["code"] == "notebook_too_large"


def test_a_bomb_leaves_the_server_up(server: Client) -> None:
    where = server.where(EXERCISE)
    bomb = "import os\nwhile True:\n    os.fork()\n"
    for cell in where["cells"]:
        if cell["id"] == where["cell_id"]:
            cell["source"] = bomb

    events = server.events("check", where)

    assert events[1]["card"]["state"] == "error"
    assert server.events("check", server.where(EXERCISE))[1]["card"]["state"] == "failed"


def test_feedback_on_a_hint_is_taken(server: Client) -> None:
    events = server.events("hint", {"where": server.where(EXERCISE), "rung": "orient"})
    body = {"hint_id": events[-1]["id"], "exercise": EXERCISE, "path": "x.ipynb", "helpful": True}

    reply = server.post("feedback", body)

    assert reply.status_code == 204


def test_completion_without_a_model_is_withheld_and_says_why(server: Client) -> None:
    body = {"where": server.where(EXERCISE), "prefix": "x = ", "suffix": ""}

    assert server.post("complete", body).json() == {"text": "", "withheld": "no_completion"}
