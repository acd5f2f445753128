"""The small real model, fetched by the store itself."""

from __future__ import annotations

import anyio
import pytest

from jupyter_llm_teach.engines.catalogue import CatalogueModel, model_named
from jupyter_llm_teach.engines.pulling import pull
from jupyter_llm_teach.engines.store import ModelStore, default_model_folder


@pytest.fixture(scope="session")
def smollm2() -> CatalogueModel:
    return model_named("smollm2-135m")


@pytest.fixture(scope="session")
def store(smollm2: CatalogueModel) -> ModelStore:
    made = ModelStore(default_model_folder())
    anyio.run(pull, made, smollm2, lambda _: None)
    return made
