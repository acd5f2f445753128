"""What the panel's badge opens."""

from __future__ import annotations

import httpx
import pytest

from jupyter_llm_teach.engines.catalogue import model_named
from jupyter_llm_teach.server.model_cards import card_view
from jupyter_llm_teach.teaching.cards.suited import suited
from jupyter_llm_teach.teaching.cards.suiting import Machine, Speed
from jupyter_llm_teach.teaching.model_card import CardSource, ModelCard
from tests.server.client import TOKEN, Client

SERVICE = ModelCard(
    name="x",
    title="X",
    engine="openai",
    local=False,
    parameters="",
    quantisation="",
    licence="",
    fills_in=False,
    operator="University of Lyon",
    jurisdiction="FR",
    sources=(CardSource("https://example.org", 2026),),
)
NOWHERE = Machine(None, runs_now=False)


def test_without_a_model_there_is_no_card(server: Client) -> None:
    said = httpx.get(f"{server.url}llm-teach/card", headers=TOKEN)

    assert (said.status_code, said.json()) == (200, {"card": None})


def test_without_a_model_nothing_is_measured(server: Client) -> None:
    said = server.post("measure", {})

    assert (said.status_code, said.json()["code"]) == (503, "engine_unavailable")
    assert server.post("measure", {}, headers={}).status_code == 403


def test_the_card_is_for_those_who_are_signed_in(server: Client) -> None:
    assert httpx.get(f"{server.url}llm-teach/card").status_code == 403


def test_of_a_service_its_operator_and_law_are_told_and_no_address() -> None:
    said = card_view(suited(SERVICE, NOWHERE, None), "class")

    assert (said.engine_name, said.operator, said.jurisdiction) == (
        *("class", "University of Lyon"),
        "FR",
    )
    assert (said.suits, said.quantisation, said.speed) == ("elsewhere", None, None)
    assert [each.model_dump() for each in said.sources] == [
        {"url": "https://example.org", "year": 2026}
    ]


@pytest.mark.parametrize(
    ("name", "bits", "loss"),
    [("F16", 16, "none"), ("Q8_0", 8, "hardly"), ("Q4_K_M", 4, "little"), ("odd", None, None)],
)
def test_what_a_quantisation_costs_is_told(name: str, bits: int | None, loss: str | None) -> None:
    card = ModelCard("x", "X", "llamacpp", True, "1B", name, "", False)  # noqa: FBT003

    said = card_view(suited(card, NOWHERE, None), "").quantisation

    assert said is not None
    assert (said.name, said.bits, said.loss) == (name, bits, loss)


def test_how_fast_it_was_here_is_told() -> None:
    card = model_named("qwen2.5-coder-0.5b").card("llamacpp")
    speed = Speed(read=0.0, written=21.5, first=0.4, day="2026-01-05")

    said = card_view(suited(card, NOWHERE, speed), "embedded")

    assert said.speed is not None
    assert said.speed.model_dump() == {"written": 21.5, "first": 0.4, "day": "2026-01-05"}
    assert (said.disk_bytes, said.memory_mb) == (491_400_064, 900)
