from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.engines.transformers_options import (
    HubModel,
    LocalModel,
    Options,
    options_of,
)
from jupyter_llm_teach.errors import ConfigurationError

HUB = "HuggingFaceTB/SmolLM2-135M-Instruct"


def spec(model: str, **options: str) -> EngineSpec:
    return EngineSpec("here", "transformers", model=model, options=tuple(options.items()))


def test_what_nobody_says_is_chosen() -> None:
    assert options_of(spec(HUB)) == Options(HubModel(HUB))


def test_every_option_can_be_set() -> None:
    found = options_of(
        spec(
            HUB,
            device="cuda:1",
            dtype="bfloat16",
            quantisation="4bit",
            file="model-q4.gguf",
            revision="v1.0",
            offline="true",
            threads="3",
            idle_seconds="1.5",
        )
    )

    assert found == Options(
        HubModel(HUB, "v1.0"),
        device="cuda:1",
        dtype="bfloat16",
        four_bit=True,
        file="model-q4.gguf",
        offline=True,
        threads=3,
        idle_seconds=1.5,
    )


@pytest.mark.parametrize("path", ["/models/smol", "/models/smol.gguf"])
def test_a_full_path_is_a_model_on_this_machine(path: str) -> None:
    assert options_of(spec(path)).model == LocalModel(Path(path))


def test_a_path_may_begin_with_the_home_folder() -> None:
    assert options_of(spec("~/smol")).model == LocalModel(Path.home() / "smol")


@pytest.mark.parametrize(
    "model",
    [
        "",
        "smol",
        "../../etc",
        "org/../../etc",
        "org/..",
        "org/name/more",
        "org\\name",
        "./smol",
        "https://example.org/model",
        "org/na\nme",
        "org/name\x00",
        "org/" + "x" * 200,
        "~nobody-of-that-name/smol",
    ],
)
def test_what_can_be_no_model_is_told_with_the_engine_s_name(model: str) -> None:
    with pytest.raises(ConfigurationError, match='Engine "here": model'):
        options_of(spec(model))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("device", "gpu"),
        ("dtype", "int3"),
        ("quantisation", "8bit"),
        ("file", "../x.gguf"),
        ("file", "weights.bin"),
        ("revision", "../main"),
        ("offline", "yes"),
        ("threads", "-1"),
        ("idle_seconds", "soon"),
        ("trust_remote_code", "true"),
    ],
)
def test_a_wrong_option_is_told_by_its_name(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        options_of(spec(HUB, **{name: value}))
