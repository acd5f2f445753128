"""Models over all engines: what a server of Ollama has, and having it fetch one more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_llm_teach.cli.main import main
from tests.fakes.fake_ollama import FakeModel, FakeOllama
from tests.fakes.ollama_server import ollama_server

LAYERS = (900_000_000, 1_000)


@pytest.fixture
def file(own_folders: Path) -> Path:
    """Where the settings of the engines go; there is nothing there yet."""
    own_folders.mkdir(exist_ok=True)
    return own_folders / "engines.toml"


@pytest.fixture
def ollama(file: Path) -> Iterator[FakeOllama]:
    """A server that is configured, and has one model."""
    had = FakeModel()
    with ollama_server(FakeOllama({had.name: had}, library={"new:1b": LAYERS})) as running:
        file.write_text(
            f'[engines.here]\nkind = "ollama"\nmodel = "{had.name}"\nurl = "{running.url}"\n'
            '[engines.own]\nkind = "llamacpp"\n',
            encoding="utf-8",
        )
        yield running


def said(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_the_list_has_the_catalogue_and_what_each_server_has(
    ollama: FakeOllama, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", "list", "--json"]) == 0

    told = said(capsys)
    only = told["engines"][0]
    assert len(told["models"]) == 3
    assert len(told["engines"]) == 1
    assert (only["engine"], only["kind"], only["message"]) == ("here", "ollama", "")
    assert [each["name"] for each in only["models"]] == list(ollama.models)
    assert only["models"][0]["size"]


def test_for_people_the_models_of_a_server_stand_below_its_name(
    ollama: FakeOllama, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["models", "list"])

    told = capsys.readouterr().out
    assert "\nhere (ollama)\n" in told
    assert f"  {next(iter(ollama.models))}  " in told


def test_a_server_that_is_not_there_is_told_with_what_to_do(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = '[engines.here]\nkind = "ollama"\nmodel = "m"\nurl = "http://127.0.0.1:9"\n'
    file.write_text(text, encoding="utf-8")
    assert main(["models", "list", "--json"]) == 0

    only = said(capsys)["engines"][0]
    assert only["message"]
    assert [each["name"] for each in only["models"]] == ["m"]


def test_the_catalogue_is_told_even_where_the_settings_are_wrong(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text("engines = 3", encoding="utf-8")
    assert main(["models", "list"]) == 0

    told = capsys.readouterr()
    assert "SmolLM2" in told.out or "smollm2-135m" in told.out
    assert "engines.toml, line 1" in told.err


def test_a_server_fetches_a_model(ollama: FakeOllama, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "pull", "new:1b", "--engine", "here"]) == 0

    told = capsys.readouterr()
    assert "new:1b is ready at here." in told.out
    assert "from Ollama" in told.err
    assert "new:1b" in ollama.models


@pytest.mark.parametrize(
    ("engine", "told"),
    [("there", "Choose one of: here, own."), ("own", "fetches no models by this command")],
)
def test_an_engine_that_fetches_nothing_is_bad_input(
    ollama: FakeOllama, capsys: pytest.CaptureFixture[str], engine: str, told: str
) -> None:
    assert main(["models", "pull", "new:1b", "--engine", engine]) == 2
    assert told in capsys.readouterr().err


def test_a_model_that_nobody_offers_is_told(
    ollama: FakeOllama, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", "pull", "gpt-17", "--engine", "here"]) == 2
    assert "gpt-17" in capsys.readouterr().err
