from tests.server.client import Client

CELLS = [
    {
        "id": "a",
        "kind": "code",
        "source": "def lines():\n    return open('poem.txt').read().split()",
        "tags": ["answer"],
    },
    {"id": "t", "kind": "code", "source": "assert lines() == ['la', 'mer']", "tags": ["tests"]},
]
WHERE = {
    "path": "poems/own.ipynb",
    "kernel_language": "python",
    "cells": CELLS,
    "cell_id": "a",
    "language": "en",
}


def states(server: Client, where: object) -> list[str]:
    return [each["card"]["state"] for each in server.events("check", where) if "card" in each]


def test_a_file_beside_the_notebook_can_be_read(server: Client) -> None:
    (server.work / "poems").mkdir()
    (server.work / "poems" / "poem.txt").write_text("la\nmer\n")

    assert states(server, WHERE) == ["passed"]


def test_a_file_that_changed_is_another_program(server: Client) -> None:
    (server.work / "changing").mkdir()
    poem = server.work / "changing" / "poem.txt"
    where = WHERE | {"path": "changing/own.ipynb"}

    poem.write_text("la\nmer\n")
    before = states(server, where)
    poem.write_text("le ciel\n")
    after = states(server, where)

    assert (before, after) == (["passed"], ["failed"])


def test_no_path_leads_out_of_the_servers_folder(server: Client) -> None:
    (server.work.parent / "poem.txt").write_text("la\nmer\n")

    assert states(server, WHERE | {"path": "../own.ipynb"}) == ["failed"]
