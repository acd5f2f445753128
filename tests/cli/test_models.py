from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from jupyter_llm_teach.cli import models
from jupyter_llm_teach.cli.progress import Bar
from jupyter_llm_teach.engines.catalogue import model_named
from jupyter_llm_teach.engines.pulling import Progress
from jupyter_llm_teach.errors import ModelCorruptError, ModelMissingError, ModelUnknownError


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    models.add(parser.add_subparsers())
    args = parser.parse_args(["models", *words])
    return int(args.run(args))


def answer(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_the_list_names_every_model_and_one_default(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("list", "--json", "--folder", str(tmp_path)) == 0

    listed = answer(capsys)
    assert listed["schema"] == 1
    assert [each["state"] for each in listed["models"]] == ["absent"] * 3
    assert [each["default"] for each in listed["models"]].count(True) == 1


def test_the_list_for_people_tells_size_licence_memory_and_state(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("list", "--folder", str(tmp_path)) == 0

    shown = capsys.readouterr().out
    assert "98 MB" in shown
    assert "Apache-2.0" in shown
    assert "memory" in shown
    assert "not downloaded, the default here" in shown


def test_an_unknown_name_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(ModelUnknownError):
        run("pull", "gpt-17", "--folder", str(tmp_path))


def test_verifying_what_is_not_there_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match="pull smollm2-135m"):
        run("verify", "smollm2-135m", "--folder", str(tmp_path))


def test_verifying_a_damaged_file_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / model_named("smollm2-135m").file_name).write_bytes(b"GGUF")

    with pytest.raises(ModelCorruptError):
        run("verify", "smollm2-135m", "--folder", str(tmp_path))
    assert run("verify", "smollm2-135m", "--json", "--folder", str(tmp_path)) == 1
    assert answer(capsys)["model"]["state"] == "corrupt"


def test_removing_tells_what_came_free(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / model_named("smollm2-135m").file_name).write_bytes(b"GGUF")

    assert run("remove", "smollm2-135m", "--json", "--folder", str(tmp_path)) == 0
    assert answer(capsys)["freed"] == 4
    assert run("remove", "smollm2-135m", "--folder", str(tmp_path)) == 0
    assert "was not on this machine" in capsys.readouterr().out


def test_a_pull_that_has_nothing_to_do_says_where_the_model_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("pull", "smollm2-135m") == 0

    told = capsys.readouterr()
    assert "SmolLM2 135M is ready" in told.out


def test_progress_without_a_terminal_is_a_line_every_tenth(
    capsys: pytest.CaptureFixture[str],
) -> None:
    bar = Bar(terminal=False)
    for done in range(100):
        models._show(bar, Progress("tiny", "fetching", done, 100, "somewhere"))
    bar.close(keep=True)

    assert len(capsys.readouterr().err.splitlines()) == 10


def test_progress_on_a_terminal_stays_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    bar = Bar(terminal=True)
    models._show(bar, Progress("tiny", "waiting", 10, 100, ""))
    models._show(bar, Progress("tiny", "fetching", 50, 100, "somewhere"))
    bar.close(keep=True)

    shown = capsys.readouterr().err
    assert "another program is downloading it" in shown
    assert f"[{'#' * 15}{'.' * 15}]" in shown
    assert shown.count("\n") == 1
