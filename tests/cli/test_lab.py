from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from jupyter_llm_teach.app import configured
from jupyter_llm_teach.cli.lab import _pulls

TWO = """\
[engines.small]
kind = "llamacpp"
model = "smollm2-135m"
[engines.laptop]
kind = "ollama"
"""


def test_without_settings_the_model_is_fetched_that_suits_this_machine() -> None:
    assert _pulls(configured()) == [[]]


def test_only_models_of_embedded_engines_are_fetched(own_folders: Path) -> None:
    own_folders.mkdir()
    (own_folders / "engines.toml").write_text(TWO, encoding="utf-8")

    assert _pulls(configured()) == [["smollm2-135m"]]


def test_they_go_into_the_configured_folder(tmp_path: Path) -> None:
    settings = replace(configured(), model="smollm2-135m", model_folder=tmp_path)

    assert _pulls(settings) == [["smollm2-135m", f"--folder={tmp_path}"]]


def test_where_no_model_is_wanted_none_is_fetched() -> None:
    assert _pulls(replace(configured(), engine="none")) == []
