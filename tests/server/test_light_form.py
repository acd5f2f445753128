from tests.server.client import Client

ANSWER = {
    "id": "a",
    "kind": "code",
    "source": "def double(n):\n    return 2 * n",
    "tags": ["answer", "slide"],
    "teach": {"id": "double", "title": "Twice", "points": 2, "colour": "red"},
}
TESTS = {"id": "t", "kind": "code", "source": "assert double(2) == 4", "tags": ["tests"]}
WHERE = {
    "path": "own.ipynb",
    "kernel_language": "python",
    "cells": [ANSWER, TESTS],
    "cell_id": "a",
    "language": "en",
}


def test_a_tagged_cell_is_an_exercise(server: Client) -> None:
    found = server.post("exercise", WHERE).json()["exercise"]

    assert (found["id"], found["title"], found["points"]) == ("double", "Twice", 2)


def test_a_tagged_answer_is_checked(server: Client) -> None:
    cards = [each["card"] for each in server.events("check", WHERE) if each["event"] == "facts"]

    assert [card["state"] for card in cards] == ["passed"]
