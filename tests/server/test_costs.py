"""What the status bar is told."""

from __future__ import annotations

from tests.server.client import Client

EXERCISE = "moyenne_glissante"
NOTHING = {
    "calls": 0,
    "tokens": 0,
    "watt_hours": 0.0,
    "low": 0.0,
    "high": 0.0,
    "grams": 0.0,
    "like": "",
}


def test_before_the_first_call_nothing_was_spent(server: Client) -> None:
    said = server.post("costs", server.where(EXERCISE)).json()

    assert said == {"session": NOTHING, "notebook": NOTHING, "warning": ""}


def test_a_notebook_without_exercises_costs_nothing(server: Client) -> None:
    where = server.where(EXERCISE) | {"cells": [], "cell_id": "none"}

    assert server.post("costs", where).json()["notebook"] == NOTHING


def test_costs_are_for_those_who_are_signed_in(server: Client) -> None:
    assert server.post("costs", server.where(EXERCISE), headers={}).status_code == 403
