from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_llm_teach.engines.catalogue import MODELS, model_named
from jupyter_llm_teach.engines.choice import chosen, default_model, free_memory_mb, preferred
from jupyter_llm_teach.engines.store import ModelStore
from jupyter_llm_teach.errors import ModelUnknownError


def on_disk(store: ModelStore, name: str) -> None:
    model = model_named(name)
    with store.path(model).open("wb") as file:
        file.truncate(model.size)


def test_a_roomy_machine_runs_the_larger_model() -> None:
    assert default_model(8000).name == "qwen2.5-coder-1.5b"


def test_a_small_machine_runs_the_smaller_model() -> None:
    assert default_model(3000).name == "qwen2.5-coder-0.5b"
    assert default_model(100).name == "qwen2.5-coder-0.5b"


def test_a_smaller_model_that_is_there_goes_before_a_larger_one_that_is_not(tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    on_disk(store, "qwen2.5-coder-0.5b")

    assert preferred(store, 8000).name == "qwen2.5-coder-0.5b"


def test_a_larger_model_that_does_not_fit_is_not_chosen_because_it_is_there(tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    on_disk(store, "qwen2.5-coder-1.5b")

    assert preferred(store, 2000).name == "qwen2.5-coder-0.5b"


def test_the_tiny_model_is_never_a_default(tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    on_disk(store, "smollm2-135m")

    assert preferred(store, 8000).name == "qwen2.5-coder-1.5b"


@pytest.mark.anyio
async def test_a_configured_name_wins(tmp_path: Path) -> None:
    assert (await chosen(ModelStore(tmp_path), "smollm2-135m")).name == "smollm2-135m"


@pytest.mark.anyio
async def test_without_a_name_the_machine_decides(tmp_path: Path) -> None:
    assert (await chosen(ModelStore(tmp_path), None)).everyday


@pytest.mark.anyio
async def test_an_unknown_name_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ModelUnknownError, match="smollm2-135m"):
        await chosen(ModelStore(tmp_path), "gpt-17")


def test_the_limit_of_a_container_counts(tmp_path: Path) -> None:
    (tmp_path / "memory.max").write_text(str(512 << 20), encoding="ascii")
    (tmp_path / "memory.current").write_text(str(112 << 20), encoding="ascii")

    assert free_memory_mb(tmp_path) == 400


def test_without_a_limit_the_machine_counts(tmp_path: Path) -> None:
    (tmp_path / "memory.max").write_text("max\n", encoding="ascii")

    assert free_memory_mb(tmp_path) > 0


def test_names_and_files_of_the_catalogue_are_unique() -> None:
    assert len({model.name for model in MODELS}) == len(MODELS)
    assert len({model.file_name for model in MODELS}) == len(MODELS)
