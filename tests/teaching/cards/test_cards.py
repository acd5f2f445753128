"""The table of models is found by whatever name an engine uses."""

from __future__ import annotations

import re

import pytest

from jupyter_llm_teach.teaching.cards.closed_models import CLOSED_MODELS
from jupyter_llm_teach.teaching.cards.family import Family
from jupyter_llm_teach.teaching.cards.known import completed, known
from jupyter_llm_teach.teaching.cards.names import plain, quantisation_in, size_in
from jupyter_llm_teach.teaching.cards.open_models import OPEN_MODELS
from jupyter_llm_teach.teaching.cards.quantisation import quantisation
from jupyter_llm_teach.teaching.cards.size import billions, memory_estimate_mb, size_of
from jupyter_llm_teach.teaching.cards.suiting import READING, Machine, Speed, suits
from jupyter_llm_teach.teaching.ledger.remote import UNKNOWN_SIZE, Size
from jupyter_llm_teach.teaching.model_card import CardSource, ModelCard


def card(name: str, *, local: bool = True, parameters: str = "", memory: int = 0) -> ModelCard:
    return ModelCard(
        *(name, name, "ollama", local, parameters, "", "", False), memory_mb=memory or None
    )


@pytest.mark.parametrize(
    ("name", "title", "quantised"),
    [
        ("hf.co/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF:Q4_K_M", "Qwen2.5-Coder 1.5B", "Q4_K_M"),
        ("qwen2.5-coder:1.5b-instruct-q4_K_M", "Qwen2.5-Coder 1.5B", "Q4_K_M"),
        ("qwen2.5-coder-0.5b-instruct-q4_k_m.gguf", "Qwen2.5-Coder 0.5B", "Q4_K_M"),
        ("Qwen/Qwen2.5-7B-Instruct-AWQ", "Qwen2.5 7B", "AWQ"),
        ("SmolLM2-135M-Instruct-Q4_1.gguf", "SmolLM2 135M", "Q4_1"),
        (r"C:\models\llama-3-8b.Q5_K_M.gguf", "Llama 3 8B", "Q5_K_M"),
        ("meta-llama/Llama-3.1-8B-Instruct", "Llama 3.1 8B", ""),
        ("llama3.2:3b-instruct-fp16", "Llama 3.2 3B", "FP16"),
        ("gemma3:4b-it-qat", "Gemma 3 4B", ""),
        ("mistral:latest", "Mistral 7B", ""),
        ("codestral:latest", "Codestral", ""),
        ("codestral-latest", "Codestral (service)", ""),
        ("gpt-4o-mini-2024-07-18", "GPT-4o mini and the small o models", ""),
        ("claude-sonnet-4-5-20250929", "Claude Sonnet", ""),
        ("models/gemini-2.5-pro", "Gemini Pro", ""),
        ("DeepSeek-R1-Distill-Llama-8B-Q4_K_M-00001-of-00002.gguf", "DeepSeek-R1 8B", "Q4_K_M"),
        ("gpt-oss:20b", "gpt-oss 21B", ""),
    ],
)
def test_a_model_is_known_by_any_of_its_names(name: str, title: str, quantised: str) -> None:
    found = completed(card(name))

    assert (found.title, found.quantisation) == (title, quantised)
    assert found.openness
    assert found.sources


def test_what_nobody_knows_stays_unknown() -> None:
    own = card("our-own-model")

    assert known("our-own-model") is None
    assert completed(own) == own
    assert size_of(own) == UNKNOWN_SIZE
    assert memory_estimate_mb(own) is None


def test_what_an_engine_says_goes_first() -> None:
    said = ModelCard(
        *("qwen2.5-coder:7b", "Our coder", "ollama", True, "7.6B", "Q8_0", "MIT", True),
        maker="Us",
        sources=(CardSource("https://example.org", 2026),),
    )
    found = completed(said)

    assert (found.title, found.parameters, found.quantisation) == ("Our coder", "7.6B", "Q8_0")
    assert (found.licence, found.maker, found.sources) == ("MIT", "Us", said.sources)
    assert (found.openness, found.architecture) == ("open_weights", "dense")


def test_a_mixture_of_experts_says_how_much_of_it_works() -> None:
    found = completed(card("qwen3:30b-a3b"))

    assert (found.architecture, found.parameters, found.active_parameters) == (
        *("mixture", "30.5B"),
        "3.3B",
    )
    assert size_of(card("qwen3:30b-a3b")) == Size(30.5, 3.3, 3.3)


def test_a_distilled_model_says_from_what() -> None:
    assert completed(card("deepseek-r1:7b")).distilled_from == "DeepSeek-R1, into Qwen2.5-Math 7B"
    assert completed(card("deepseek-r1:671b")).distilled_from == ""


def test_a_name_without_a_size_is_the_whole_model_at_a_service_only() -> None:
    assert completed(card("deepseek-r1", local=False)).parameters == "671B"
    assert completed(card("deepseek-r1")).parameters == ""


def test_the_size_of_a_closed_model_is_assumed_and_not_shown() -> None:
    found = completed(card("gpt-4o", local=False))

    assert (found.parameters, found.openness, found.training_data) == ("", "closed", "undisclosed")
    assert size_of(found) == Size(440, 44, 132)


def test_a_licence_may_differ_within_a_family() -> None:
    assert completed(card("qwen2.5-coder:3b")).licence == "Qwen Research License"
    assert completed(card("qwen2.5-coder:7b")).licence == "Apache-2.0"


@pytest.mark.parametrize("family", [*OPEN_MODELS, *CLOSED_MODELS], ids=lambda each: each.title)
def test_every_line_of_the_table_is_sourced(family: Family) -> None:
    assert re.compile(family.pattern).pattern
    assert family.source.url.startswith("https://")
    assert 2023 <= family.source.year <= 2026


def test_names_are_made_plain() -> None:
    assert plain(" hf.co/Qwen/Qwen2.5_Coder--7B:Q4_K_M ") == "qwen2.5-coder-7b-q4-k-m"
    assert size_in("mixtral:8x7b-instruct") == "8x7b"
    assert size_in("phi4") == quantisation_in("phi4") == ""
    assert quantisation_in("some-model-int8") == "INT8"
    assert quantisation_in("some-model-4bit") == "4BIT"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("F32", "F32: 32 bits for each parameter, as in training."),
        ("BF16", "BF16: 16 bits for each parameter, that is, not made smaller."),
        (
            "Q4_K_M",
            (
                "Q4_K_M: about 4 bits for each parameter instead of 16. It takes 4.0 times less "
                "memory, and loses a little quality."
            ),
        ),
        (
            "INT8",
            (
                "INT8: about 8 bits for each parameter instead of 16. It takes 2.0 times less "
                "memory, and loses hardly any quality."
            ),
        ),
        (
            "AWQ",
            (
                "AWQ: about 4 bits for each parameter instead of 16. It takes 4.0 times less "
                "memory, and loses a little quality."
            ),
        ),
    ],
)
def test_a_quantisation_is_explained(name: str, sentence: str) -> None:
    found = quantisation(name)

    assert found is not None
    assert found.sentence == sentence


@pytest.mark.parametrize("name", ["", "unknown", "Q99"])
def test_what_is_no_quantisation_is_none(name: str) -> None:
    assert quantisation(name) is None


@pytest.mark.parametrize(
    ("text", "count"),
    [("1.5B", 1.5), ("135M", 0.135), ("8x7B", 56.0), ("6,7B", 6.7), ("", None), ("large", None)],
)
def test_parameters_are_counted(text: str, count: float | None) -> None:
    assert billions(text) == count


def test_memory_is_estimated_where_nobody_measured_it() -> None:
    quantised = completed(card("qwen2.5-coder:1.5b-q4_K_M"))

    assert memory_estimate_mb(quantised) == pytest.approx(1390, abs=10)
    assert memory_estimate_mb(completed(card("qwen2.5-coder:1.5b"))) == pytest.approx(3700, abs=10)
    assert memory_estimate_mb(card("x", memory=123)) == 123


FAST = Speed(read=100.0, written=READING * 2, first=0.5, day="2026-01-05")
SLOW = Speed(read=10.0, written=READING / 2, first=9.0, day="2026-01-05")


@pytest.mark.parametrize(
    ("needed", "free", "runs_now", "speed", "verdict"),
    [
        (1000, 2000, False, None, "runs_here"),
        (3000, 2000, False, None, "too_large"),
        (3000, 2000, False, FAST, "too_large"),
        (3000, 2000, True, FAST, "runs_here"),
        (1000, 2000, False, SLOW, "slow"),
        (None, 2000, False, None, "unknown"),
        (1000, None, False, None, "unknown"),
        (None, None, False, FAST, "runs_here"),
    ],
)
def test_a_model_suits_a_machine_or_not(
    needed: int | None, free: int | None, runs_now: object, speed: Speed | None, verdict: str
) -> None:
    machine = Machine(free, bool(runs_now))

    assert suits(local=True, needed_mb=needed, machine=machine, speed=speed) == verdict


def test_a_model_elsewhere_needs_nothing_here() -> None:
    machine = Machine(free_mb=10, runs_now=False)

    assert suits(local=False, needed_mb=900_000, machine=machine, speed=None) == "elsewhere"
