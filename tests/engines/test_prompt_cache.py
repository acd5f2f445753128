"""What the embedded engine keeps of prompts that it has read, with a real small model."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from jupyter_llm_teach.engines.catalogue import CatalogueModel
from jupyter_llm_teach.engines.llamacpp import LlamaCppEngine
from jupyter_llm_teach.engines.rendezvous import Limits
from jupyter_llm_teach.engines.store import ModelStore
from jupyter_llm_teach.ports import Engine, Generation, Key, Message
from tests.contracts.engine_contract import reply_of

pytestmark = pytest.mark.anyio

SYSTEM = "You help a beginner in Python. " * 8
NOTEBOOKS = [f"Task: exercise {number} of sheet {number}. " * 12 for number in range(4)]
FIRST = "Write one question."
SECOND = "Your last answer was not whole: write complete sentences."


async def asked(engine: Engine, notebook: str, *lines: str) -> tuple[int, int]:
    """How many tokens a hint in a notebook has, and how many of them were read before."""
    messages = (Message("system", SYSTEM), Message("user", "\n".join([notebook, *lines])))
    request = Generation(messages, max_tokens=2, key=Key("ada", "course", notebook[:16]))
    _, usage = await reply_of(engine.generate(request, deadline=120))
    return usage.prompt_tokens, usage.cached_tokens


@pytest.fixture
async def engine(
    smollm2: CatalogueModel, store: ModelStore, tmp_path: Path
) -> AsyncIterator[LlamaCppEngine]:
    made = LlamaCppEngine(smollm2, store, tmp_path / "run", Limits(slots=2))
    yield made
    await made.aclose()


async def test_a_second_hint_in_a_notebook_reads_only_what_is_new(engine: Engine) -> None:
    await asked(engine, NOTEBOOKS[0], FIRST)
    tokens, cached = await asked(engine, NOTEBOOKS[0], FIRST, SECOND)

    assert tokens - cached < 30


async def test_a_notebook_stays_warm_while_more_notebooks_ask_than_there_are_slots(
    engine: Engine,
) -> None:
    for notebook in NOTEBOOKS:
        await asked(engine, notebook, FIRST)
    tokens, cached = await asked(engine, NOTEBOOKS[0], FIRST, SECOND)

    assert tokens - cached < 30


async def test_without_memory_for_them_prompts_of_other_notebooks_are_forgotten(
    smollm2: CatalogueModel, store: ModelStore, tmp_path: Path
) -> None:
    limits = Limits(slots=1, cache_mb=0)
    engine = LlamaCppEngine(smollm2, store, tmp_path / "run", limits)
    for notebook in NOTEBOOKS:
        await asked(engine, notebook, FIRST)
    tokens, cached = await asked(engine, NOTEBOOKS[0], FIRST, SECOND)
    await engine.aclose()

    assert tokens - cached > 60
