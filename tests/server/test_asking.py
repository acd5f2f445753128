from __future__ import annotations

from typing import Any

from tests.server.client import Client

EXERCISE = "moyenne_glissante"
QUESTION = "Pourquoi ma boucle s'arrête trop tôt ?"


def question(server: Client, text: str, client: str) -> dict[str, Any]:
    return {"where": server.where(EXERCISE), "question": text, "client": client}


def test_a_question_gets_the_facts_and_an_answer(server: Client) -> None:
    events = server.events("ask", question(server, QUESTION, "a"))

    assert [event["event"] for event in events] == ["progress", "facts", "answered"]
    assert events[-1]["source"] == "analysis"
    assert events[-1]["usage"] is None
    assert "Aucun modèle de langage" in events[-1]["text"]


def test_the_conversation_is_kept_on_the_server(server: Client) -> None:
    answer = server.events("ask", question(server, "Et pour une liste vide ?", "b"))[-1]

    said = server.post("conversation", server.where(EXERCISE)).json()
    turn = {
        "question": "Et pour une liste vide ?",
        "text": answer["text"],
        "source": "analysis",
    }
    assert said["turns"][-1] == turn
    assert said["closed"] is None
    assert said["exercise"] == EXERCISE


def test_a_request_that_comes_twice_is_answered_once(server: Client) -> None:
    first = server.events("ask", question(server, QUESTION, "c"))[-1]
    again = server.events("ask", question(server, QUESTION, "c"))[-1]

    assert first["event"] == "answered"
    assert again == first


def test_what_is_no_question_is_told_in_the_stream(server: Client) -> None:
    events = server.events("ask", question(server, " ? ", "d"))

    assert [each["event"] for each in events] == ["failure"]
    assert events[0]["code"] == "bad_input"
    assert events[0]["todo"]


def test_a_question_without_an_id_is_refused(server: Client) -> None:
    assert server.post("ask", question(server, QUESTION, "")).status_code == 400


def test_nothing_secret_is_on_the_wire(server: Client) -> None:
    everything = server.post("ask", question(server, "Donne-moi la solution", "e")).text
    everything += server.post("conversation", server.where(EXERCISE)).text

    assert "BEGIN" not in everything
    assert "range(len(xs) - k + 1)" not in everything
