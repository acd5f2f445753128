"""The models of a server of Ollama: listing, showing, fetching, and finding the server."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import aclosing

import anyio
import pytest

from jupyter_llm_teach.engines.ollama_discovery import discovered, server_in
from jupyter_llm_teach.engines.ollama_models import model_card, models, pull
from jupyter_llm_teach.engines.pulling import Progress
from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.errors import (
    DiskFullError,
    DownloadFailedError,
    EngineUnavailableError,
    ModelMissingError,
    ModelUnknownError,
)
from tests.fakes.fake_ollama import FakeModel, FakeOllama, Raw
from tests.fakes.ollama_server import ollama_server

pytestmark = pytest.mark.anyio

LAYERS = (900_000_000, 1_000)
NOBODY = EngineSpec("nobody", "ollama", url="http://127.0.0.1:9")


@pytest.fixture
def ollama() -> Iterator[FakeOllama]:
    cloud = FakeModel("big:cloud", size=384, remote_host="https://ollama.com:443")
    had = {each.name: each for each in (FakeModel(), cloud)}
    with ollama_server(FakeOllama(had, library={"new:1b": LAYERS})) as running:
        yield running


@pytest.fixture
def spec(ollama: FakeOllama) -> EngineSpec:
    return EngineSpec("here", "ollama", url=ollama.url)


async def fetched(spec: EngineSpec, name: str = "new:1b") -> list[Progress]:
    return [progress async for progress in pull(spec, name)]


class TestList:
    async def test_models_come_with_what_the_list_says(self, spec: EngineSpec) -> None:
        here, _ = await models(spec)

        assert (here.name, here.parameters, here.quantisation) == ("tiny:latest", "1.5B", "Q4_K_M")
        assert (here.local, here.disk_bytes) == (True, 986_061_892)

    async def test_one_of_the_cloud_is_not_said_to_be_here(self, spec: EngineSpec) -> None:
        _, cloud = await models(spec)

        assert (cloud.name, cloud.local, cloud.operator) == ("big:cloud", False, "ollama.com")

    async def test_an_early_release_writes_null_for_none(
        self, ollama: FakeOllama, spec: EngineSpec
    ) -> None:
        ollama.raw["/api/tags"] = Raw([b'{"models": null}'])

        assert await models(spec) == ()

    async def test_a_server_that_does_not_run_is_told(self) -> None:
        with pytest.raises(EngineUnavailableError, match="ollama serve"):
            await models(NOBODY)


class TestShow:
    async def test_a_model_is_described(self, spec: EngineSpec) -> None:
        card = await model_card(spec, "tiny")

        assert (card.name, card.licence, card.fills_in) == ("tiny", "Apache-2.0", True)
        assert (card.context, card.disk_bytes) == (32768, 986_061_892)

    @pytest.mark.parametrize(
        ("licence", "info", "name"),
        [
            ("MIT License\n\nCopyright (c) 2023 DeepSeek", {}, "MIT"),
            ("", {"general.license": "apache-2.0"}, "Apache-2.0"),
            ("", {"general.license": "other"}, "other"),
            ("LLAMA 3.2 COMMUNITY LICENSE AGREEMENT", {}, "Llama 3.2 Community License"),
            ("Gemma Terms of Use\n\nLast modified", {}, "Gemma Terms of Use"),
            ("All rights reserved.", {}, ""),
        ],
    )
    async def test_its_licence_is_named_where_we_know_it(
        self, ollama: FakeOllama, spec: EngineSpec, licence: str, info: dict[str, object], name: str
    ) -> None:
        ollama.models["tiny:latest"] = FakeModel(licence=licence, info=info)

        assert (await model_card(spec, "tiny")).licence == name

    async def test_one_that_is_not_there_says_how_to_get_it(self, spec: EngineSpec) -> None:
        with pytest.raises(ModelMissingError, match="ollama pull new:1b"):
            await model_card(spec, "new:1b")

    async def test_a_path_is_no_name(self, ollama: FakeOllama, spec: EngineSpec) -> None:
        with pytest.raises(ModelUnknownError, match="can't be the name"):
            await model_card(spec, "../../tiny")
        with pytest.raises(ModelUnknownError, match="can't be the name"):
            await fetched(spec, "../new")

        assert ollama.asked == []


class TestPull:
    async def test_it_tells_how_far_it_is(self, ollama: FakeOllama, spec: EngineSpec) -> None:
        told = await fetched(spec)

        assert told[0] == Progress("new:1b", "fetching", 0, LAYERS[0], "Ollama")
        assert told[-1] == Progress("new:1b", "checking", sum(LAYERS), sum(LAYERS), "")
        assert [each.done for each in told] == sorted(each.done for each in told)
        assert "new:1b" in ollama.models

    async def test_a_cancelled_one_stops_and_goes_on_where_it_stopped(
        self, ollama: FakeOllama, spec: EngineSpec
    ) -> None:
        ollama.gate.clear()
        async with aclosing(pull(spec, "new:1b")) as news:  # type: ignore[type-var]
            async for progress in news:
                if progress.done == LAYERS[0] // 2:
                    break
        ollama.gate.set()
        told = await fetched(spec)

        assert next(each.done for each in told if each.done) > LAYERS[0] // 2
        assert "new:1b" in ollama.models

    async def test_a_task_that_is_cancelled_lets_go_of_the_server(
        self, ollama: FakeOllama, spec: EngineSpec
    ) -> None:
        ollama.gate.clear()
        with anyio.move_on_after(0.5):
            await fetched(spec)
        ollama.gate.set()

        assert "new:1b" not in ollama.models

    async def test_without_a_name_it_is_the_usual_model(
        self, ollama: FakeOllama, spec: EngineSpec
    ) -> None:
        ollama.library["qwen2.5-coder:1.5b"] = LAYERS
        await fetched(spec, "")

        assert "qwen2.5-coder:1.5b" in ollama.models

    async def test_a_full_disk_is_told(self, ollama: FakeOllama, spec: EngineSpec) -> None:
        ollama.free_bytes = LAYERS[0] // 3

        with pytest.raises(DiskFullError, match="does not fit"):
            await fetched(spec)

    async def test_an_unknown_name_is_told(self, spec: EngineSpec) -> None:
        with pytest.raises(ModelUnknownError, match="no model qwen99"):
            await fetched(spec, "qwen99")

    async def test_a_network_that_fails_is_told(self, ollama: FakeOllama, spec: EngineSpec) -> None:
        ollama.pull_fails = "dial tcp: lookup registry.ollama.ai: no such host"

        with pytest.raises(DownloadFailedError, match="Check the network"):
            await fetched(spec)

    async def test_one_that_says_nothing_more_is_given_up(
        self, ollama: FakeOllama, spec: EngineSpec
    ) -> None:
        ollama.gate.clear()

        with pytest.raises(DownloadFailedError, match="goes on where it stopped"):
            [progress async for progress in pull(spec, "new:1b", stalled=0.3)]

    async def test_one_that_ends_too_soon_is_told(
        self, ollama: FakeOllama, spec: EngineSpec
    ) -> None:
        ollama.pull_breaks = True

        with pytest.raises(DownloadFailedError, match="goes on where it stopped"):
            await fetched(spec)

    async def test_a_server_that_does_not_run_is_told(self) -> None:
        with pytest.raises(EngineUnavailableError, match="ollama serve"):
            await fetched(NOBODY)


class TestDiscovery:
    async def test_a_running_server_is_found_with_a_model_that_runs_here(
        self, ollama: FakeOllama
    ) -> None:
        found = await discovered(f"127.0.0.1:{ollama.port}")

        assert found == EngineSpec("ollama", "ollama", model="tiny:latest", url=ollama.url)

    async def test_where_nobody_answers_nothing_is_found(self) -> None:
        assert await discovered("127.0.0.1:9") is None

    async def test_something_else_is_not_taken_for_it(self) -> None:
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            assert await discovered(f"127.0.0.1:{listening.getsockname()[1]}") is None

    async def test_another_machine_is_not_asked(self) -> None:
        with anyio.fail_after(1):
            assert await discovered("192.0.2.1") is None

    async def test_a_server_without_models_is_found(self) -> None:
        with ollama_server(FakeOllama()) as empty:
            found = await discovered(str(empty.url))

        assert found == EngineSpec("ollama", "ollama", url=empty.url)

    @pytest.mark.parametrize(
        ("host", "where"),
        [
            ("", ("http", "127.0.0.1", 11434)),
            ("0.0.0.0", ("http", "127.0.0.1", 11434)),  # noqa: S104 - what a server listens on
            ("0.0.0.0:8080", ("http", "127.0.0.1", 8080)),
            (":8080", ("http", "127.0.0.1", 8080)),
            ("localhost", ("http", "localhost", 11434)),
            ("[::1]:8080", ("http", "::1", 8080)),
            ("[::]", ("http", "127.0.0.1", 11434)),
            ("https://ollama.example", ("https", "ollama.example", 443)),
            ("http://ollama.example", ("http", "ollama.example", 80)),
            ('"192.0.2.1:1"', ("http", "192.0.2.1", 1)),
        ],
    )
    def test_the_variable_is_read_as_ollama_reads_it(
        self, host: str, where: tuple[str, str, int]
    ) -> None:
        found = server_in(host)

        assert found is not None
        assert (found.scheme, found.host, found.port) == where

    @pytest.mark.parametrize("host", ["127.0.0.1:port", "ftp://here", "http://me:it@here", "a b"])
    def test_what_is_no_address_is_none(self, host: str) -> None:
        assert server_in(host) is None
