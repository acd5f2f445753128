"""A model's card on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from jupyter_llm_teach.cli.card_report import card_json, print_card
from jupyter_llm_teach.cli.main import main
from jupyter_llm_teach.teaching.cards.suited import Suited
from jupyter_llm_teach.teaching.cards.suiting import Speed
from jupyter_llm_teach.teaching.model_card import CardSource, ModelCard


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATA", "CONFIG", "RUNTIME"):
        monkeypatch.setenv(f"JUPYTER_{name}_DIR", str(tmp_path / name.lower()))
    return tmp_path


def show(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["models", "show", *arguments]) == 0
    return capsys.readouterr().out


def shown(capsys: pytest.CaptureFixture[str], name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(show(capsys, name, "--json"))
    return found


def test_a_model_of_the_catalogue_is_known_whole(capsys: pytest.CaptureFixture[str]) -> None:
    said = shown(capsys, "qwen2.5-coder-0.5b")

    assert said["schema"] == 1
    assert (said["parameters"], said["quantisation"]) == ("0.5B", "Q4_K_M")
    assert "4 bits" in said["quantisation_explained"]
    assert (said["openness"], said["architecture"]) == ("open_weights", "dense")
    assert (said["disk_bytes"], said["memory_mb"], said["memory_estimated"]) == (
        *(491_400_064, 900),
        False,
    )
    assert said["runs"] == {"local": True, "operator": None, "jurisdiction": None}
    assert said["sources"][0]["url"].startswith("https://")


def test_a_model_that_no_engine_has_is_told_from_the_table(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = shown(capsys, "deepseek-r1:7b")

    assert said["distilled_from"] == "DeepSeek-R1, into Qwen2.5-Math 7B"
    assert (said["engine"], said["fills_in"], said["speed"]) == (None, None, None)
    assert said["memory_estimated"] is True


def test_a_closed_model_says_how_little_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    said = show(capsys, "gpt-4o")

    assert "Parameters:     unknown" in said
    assert "closed: it is only offered as a service" in said
    assert "elsewhere, as a service of OpenAI; it is not configured here" in said
    assert "It does not run on this machine." in said


def test_a_model_that_is_too_large_is_said_to_be(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, "llama3.1:405b-instruct-fp16")["suits"] == "too_large"


def test_a_name_that_nobody_knows_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "show", "our-secret-model"]) == 2
    assert "Nothing is known of a model our-secret-model" in capsys.readouterr().err


def test_a_model_that_no_engine_runs_cant_be_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "show", "deepseek-r1:7b", "--measure"]) == 1
    assert "No configured engine runs DeepSeek-R1 7B" in capsys.readouterr().err


FULL = ModelCard(
    *("big", "Big", "openai", False, "47B", "Q4_K_M", "Apache-2.0", True),
    operator="University of Lyon",
    jurisdiction="FR",
    context=8192,
    maker="Somebody",
    architecture="mixture",
    active_parameters="13B",
    openness="open_source",
    training_data="published",
    sources=(CardSource("https://example.org/card", 2026),),
)


def test_a_server_of_the_university_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    speed = Speed(0.0, 40.0, 0.25, "2026-01-05")
    print_card(Suited(FULL, None, True, None, speed, "elsewhere"))  # noqa: FBT003 - a plain row
    said = capsys.readouterr().out

    assert "elsewhere, by University of Lyon, under the law of FR; questions are sent there" in said
    assert "47B, a mixture of experts: 13B of them work on a token" in said
    assert "40.0 tokens a second, the first after 0.2 s (2026-01-05)" in said
    assert "8192 tokens of prompt and reply together" in said
    assert "open source: anybody may use" in said


def test_what_is_unknown_is_null() -> None:
    bare = ModelCard("x", "X", "ollama", True, "", "", "", False)  # noqa: FBT003 - a plain row
    said = card_json(Suited(bare, None, True, None, None, "unknown"))  # noqa: FBT003
    assert isinstance(said, dict)

    unknown = ("maker", "parameters", "architecture", "openness", "context", "memory_mb", "licence")
    assert [said[each] for each in unknown] == [None] * len(unknown)


def test_a_bare_card_says_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    bare = ModelCard("x", "X", "ollama", True, "", "??", "", False)  # noqa: FBT003 - a plain row
    print_card(Suited(bare, None, True, None, None, "unknown"))  # noqa: FBT003
    said = capsys.readouterr().out

    assert said.count("unknown") >= 5
    assert "Quantisation:   ??" in said
    assert "try it with --measure" in said
