"""What the browser is told of a ladder with conditions, and what opens its rungs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests.fakes.sample import COURSES, RIGHT
from tests.server.client import Client
from tests.server.conftest import running

EXERCISE = "moyenne_glissante"
RULES = """
[course]
id = "echelle"
title = "L'échelle"
language = "fr"

[policy]
highest_rung = "solution"
instructor = "Ada"
rungs.question = { cost = 0.5 }
rungs.concept = { reflection = true, cost = "10 %" }
rungs.locate = { attempts = 9 }
rungs.outline = { minutes = 90 }
rungs.solution = { after_passing = true }
"""


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server whose course has conditions for its rungs."""
    course = tmp_path_factory.mktemp("strict") / "course"
    shutil.copytree(COURSES / "fr", course)
    (course / "teach.toml").write_text(RULES, encoding="utf-8")
    with running(tmp_path_factory.mktemp("home"), course) as client:
        yield client


def rung(reply: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in reply["ladder"] if each["rung"] == name)
    return found


def ask(server: Client, name: str | None) -> dict[str, Any]:
    return server.events("hint", {"where": server.where(EXERCISE), "rung": name})[-1]


def test_the_ladder_says_costs_reasons_and_when_a_rung_opens(strict: Client) -> None:
    said = strict.post("exercise", strict.where(EXERCISE)).json()["exercise"]

    assert rung(said, "question")["cost"] == {"amount": 0.5, "percent": False, "points": 0.5}
    assert rung(said, "concept")["cost"] == {"amount": 10.0, "percent": True, "points": 0.3}
    assert rung(said, "concept")["code"] == "reflect_first"
    assert rung(said, "locate")["missing"] == 9
    assert 5300 < rung(said, "outline")["opens_in"] <= 5400
    assert said["standing"]["changes_in"] == rung(said, "outline")["opens_in"]


def test_help_used_is_counted_and_a_hint_shown_again_is_free(strict: Client) -> None:
    ask(strict, "question")
    again = ask(strict, "question")

    assert (again["standing"]["hints"], again["standing"]["cost"]) == (1, 0.5)
    assert rung(again, "question")["cost"] is None


def test_a_few_words_open_a_rung_once(strict: Client) -> None:
    where = strict.where(EXERCISE)
    assert ask(strict, "concept")["code"] == "reflect_first"

    short = strict.post("reflect", {"where": where, "text": "je sais pas"}).json()
    enough = strict.post(
        "reflect", {"where": where, "text": "J'ai compté les fenêtres, il en manque une"}
    ).json()

    assert (short["accepted"], enough["accepted"]) == (False, True)
    assert short["message"].startswith("Écris-en un peu plus")
    assert rung(short, "concept")["state"] == "closed"
    assert rung(enough, "concept")["state"] == "next"
    assert ask(strict, "concept")["event"] == "hint"


def test_a_note_is_recorded_with_the_facts_and_given_back(strict: Client) -> None:
    reply = strict.post("note", {"where": strict.where(EXERCISE), "text": "Pourquoi ?"}).json()

    assert reply["instructor"] == "Ada"
    assert "Pourquoi ?" in reply["text"]
    assert "Ce que disent les tests" in reply["text"]
    assert "def moyenne_glissante(xs, k):" in reply["text"]


def test_the_solution_opens_when_all_tests_pass(strict: Client) -> None:
    assert ask(strict, "solution")["code"] == "before_passing"
    where = strict.where(EXERCISE)
    for cell in where["cells"]:
        if cell["id"] == where["cell_id"]:
            cell["source"] = RIGHT.format(name=EXERCISE)

    checked = strict.events("check", where)[-1]

    assert rung(checked, "solution")["state"] == "next"
    assert rung(checked, "concept")["code"] == "solved"
    hint = strict.events("hint", {"where": where, "rung": None})[-1]
    assert (hint["event"], hint["rung"]) == ("hint", "solution")


def test_where_no_instructor_is_named_a_note_is_refused_in_a_sentence(server: Client) -> None:
    reply = server.post("note", {"where": server.where(EXERCISE), "text": "Pourquoi ?"})

    assert reply.status_code == 400
    assert reply.json()["todo"]


@pytest.mark.parametrize("name", ["note", "reflect"])
def test_a_text_of_a_book_is_refused(server: Client, name: str) -> None:
    reply = server.post(name, {"where": server.where(EXERCISE), "text": "x" * 4001})

    assert reply.status_code == 400
    assert "xxx" not in reply.text
