"""Engines as an administrator writes them down, from the file to what a learner is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from jupyter_llm_teach.app import configured
from jupyter_llm_teach.cli.engine_report import standings, tried
from jupyter_llm_teach.cli.main import main
from tests.fakes.faulty_server import SECRET, events, faulty, status
from tests.fakes.sample import COURSES

COURSE = f"--course={COURSES / 'fr'}"
EXERCISE = "--exercise=moyenne_glissante"
ASK = [EXERCISE, "Why does it fail?", COURSE, "--language=en", "--json"]
NOWHERE = "http://127.0.0.1:9/v1"
SERVERS = """\
[engines.class]
kind = "openai"
model = "tiny"
url = "{url}"
key_env = "CLASS_KEY"

[engines.own]
kind = "llamacpp"
model = "smollm2-135m"

[purposes]
completion = ["own"]
"""


@pytest.fixture
def file(own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the settings of the engines go; there is nothing there yet."""
    monkeypatch.setenv("CLASS_KEY", SECRET)
    own_folders.mkdir(exist_ok=True)
    return own_folders / "engines.toml"


def write(file: Path, url: str = NOWHERE) -> None:
    """The settings of two engines, one of them at an address."""
    file.write_text(SERVERS.format(url=url), encoding="utf-8")


def said(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_without_a_file_there_is_the_embedded_engine(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["engines", "--json"]) == 0

    told = said(capsys)
    only = told["engines"][0]
    assert (told["schema"], told["file"], len(told["engines"])) == (1, None, 1)
    assert (only["name"], only["kind"], only["local"]) == ("embedded", "llamacpp", True)
    assert only["purposes"] == ["completion", "phrasing", "chat", "embeddings"]


def test_the_file_says_which_there_are_and_what_each_is_asked_for(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(file)
    assert main(["engines", "--json"]) == 0

    told = said(capsys)
    shared, own = told["engines"]
    assert told["file"] == str(file)
    assert (shared["name"], shared["model"], shared["where"]) == (
        "class",
        "tiny",
        "http://127.0.0.1",
    )
    assert (shared["state"], own["local"]) == ("unavailable", True)
    assert shared["message"]
    assert shared["purposes"] == ["phrasing", "chat", "embeddings"]
    assert own["purposes"] == ["completion", "phrasing", "chat", "embeddings"]
    assert SECRET not in json.dumps(told)


def test_for_people_each_engine_has_a_line_with_where_it_is_and_what_to_do(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(file)
    main(["engines"])

    told = capsys.readouterr().out
    assert "✗ class (openai): tiny, on this machine, can't answer" in told
    assert "own (llamacpp): SmolLM2 135M, on this machine" in told
    assert f"Settings: {file}" in told


def test_a_server_elsewhere_is_told_with_its_operator_and_law(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(
        '[engines.far]\nkind = "openai"\nmodel = "m"\nurl = "https://llm.invalid/v1"\n'
        'operator = "University of Lyon"\n[allow]\nurls = ["https://llm.invalid"]\n',
        encoding="utf-8",
    )
    main(["engines"])

    told = capsys.readouterr().out
    assert "at https://llm.invalid (University of Lyon, jurisdiction unknown)" in told


@pytest.mark.parametrize("command", [["engines"], ["engines", "--test", "class"]])
def test_wrong_settings_are_told_with_their_lines_and_without_the_key(
    file: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    text = SERVERS.format(url="https://evil.example").replace("llamacpp", "lama")
    file.write_text(text, encoding="utf-8")
    assert main(command) == 1

    told = capsys.readouterr().err
    assert "engines.toml, line 4: https://evil.example is not allowed" in told
    assert 'engines.toml, line 8: "kind" can\'t be "lama"' in told
    assert SECRET not in told


def test_an_option_that_the_embedded_engine_does_not_have_is_told_with_its_engine(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text('[engines.own]\nkind = "llamacpp"\noptions = {tempo = 3}\n', encoding="utf-8")
    assert main(["engines"]) == 1

    assert '[engines.own]: we don\'t know the option "tempo"' in capsys.readouterr().err


def test_options_of_the_embedded_engine_are_numbers(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = '[engines.own]\nkind = "llamacpp"\noptions = {{threads = {}, cache_mb = 64}}\n'
    file.write_text(own.format('"many"'), encoding="utf-8")
    wrong = main(["engines"])
    told = capsys.readouterr().err
    file.write_text(own.format(1), encoding="utf-8")

    assert (wrong, main(["engines"])) == (1, 0)
    assert 'the option "threads" must be a whole number, not "many"' in told


def test_an_unknown_model_of_the_embedded_engine_is_told(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text('[engines.own]\nkind = "llamacpp"\nmodel = "gpt-17"\n', encoding="utf-8")
    assert main(["engines"]) == 1

    assert "[engines.own]: No model is called 'gpt-17'." in capsys.readouterr().err


def test_who_tries_an_engine_that_is_not_there_is_told_which_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["engines", "--test", "class"]) == 2
    assert "Choose one of: embedded." in capsys.readouterr().err


def test_an_engine_that_gives_no_answer_is_told_why(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(file)
    assert main(["engines", "--test", "class", "--json"]) == 1

    error = said(capsys)["test"]["error"]
    assert error["code"] == "engine_unavailable"
    assert error["message"]
    assert error["todo"]


@pytest.mark.anyio
async def test_a_try_tells_how_long_it_took_and_what_was_said(file: Path) -> None:
    async with faulty(events("Hello", " there."), models={"data": [{"id": "tiny"}]}) as server:
        write(file, server.url)
        outcome = await tried(configured(), "class")

    assert (outcome.name, outcome.model, outcome.text) == ("class", "tiny", "Hello there.")
    assert outcome.error is None
    assert outcome.first_token is not None
    assert outcome.first_token > 0
    assert outcome.output_tokens == 10
    assert server.asked[0].headers["authorization"] == f"Bearer {SECRET}"


@pytest.mark.anyio
async def test_a_refusal_of_a_server_tells_nothing_that_is_secret(file: Path) -> None:
    async with faulty(status(401)) as server:
        write(file, server.url)
        outcome = await tried(configured(), "class")
        found = await standings(configured())

    assert outcome.error is not None
    assert SECRET not in repr(outcome)
    assert SECRET not in repr(found)


def test_a_learner_has_the_facts_and_a_sentence_where_no_engine_answers(
    file: Path, wrong: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = SERVERS.format(url=NOWHERE).replace('kind = "llamacpp"', 'kind = "ollama"')
    text = text.replace('model = "smollm2-135m"', f'model = "m"\nurl = "{NOWHERE}"')
    file.write_text(text, encoding="utf-8")
    assert main(["ask", str(wrong), *ASK]) == 0

    told = said(capsys)
    assert (told["source"], told["usage"]) == ("analysis", None)
    assert told["text"].startswith("The model could not answer just now")
    assert "What the tests say" in told["text"]


def test_a_hint_that_no_engine_could_phrase_says_so_before_its_text(
    file: Path, wrong: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = SERVERS.format(url=NOWHERE).partition("[engines.own]")[0]
    file.write_text(text, encoding="utf-8")
    main(["hint", str(wrong), EXERCISE, COURSE, "--language=en", "--rung=question"])

    assert capsys.readouterr().out.startswith("The model could not answer just now")


def test_a_learner_has_the_facts_where_the_settings_are_wrong(
    file: Path, wrong: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text("engines = 3", encoding="utf-8")
    assert main(["ask", str(wrong), *ASK]) == 0

    assert "What the tests say" in said(capsys)["text"]


def test_one_engine_alone_is_chosen_by_its_name(
    file: Path, own_folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(file)
    config = own_folders / "jupyter_server_config.py"
    config.write_text('c.TeachApp.engine = "own"\n', encoding="utf-8")
    main(["engines", "--json"])

    assert [each["name"] for each in said(capsys)["engines"]] == ["own"]


def test_a_name_that_no_engine_has_is_told_with_those_that_there_are(
    own_folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own_folders.mkdir(exist_ok=True)
    config = own_folders / "jupyter_server_config.py"
    config.write_text('c.TeachApp.engine = "clas"\n', encoding="utf-8")

    assert main(["engines"]) == 1
    assert 'TeachApp.engine: no engine is called "clas".' in capsys.readouterr().err


def test_options_of_the_server_say_the_same_as_the_file(
    own_folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own_folders.mkdir(exist_ok=True)
    (own_folders / "jupyter_server_config.py").write_text(
        'c.TeachApp.engines = {"far": {"kind": "openai", "url": "https://llm.invalid/v1"}}\n'
        'c.TeachApp.allowed_urls = ["https://llm.invalid/v1"]\n'
        'c.TeachApp.purposes = {"chat": ["far"]}\n'
        'c.TeachApp.region = "FR"\n',
        encoding="utf-8",
    )
    main(["engines", "--json"])

    told = said(capsys)
    assert [each["name"] for each in told["engines"]] == ["far"]
    assert told["region"] == "FR"


def test_the_doctor_looks_at_every_engine(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(file)
    main(["doctor", "--json"])

    told = [each["message"] for each in said(capsys)["checks"] if each["name"] == "engine"]
    assert any(each.startswith("class: ") for each in told)
    assert any(each.startswith("own: ") for each in told)
