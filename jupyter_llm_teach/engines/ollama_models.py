"""The models of an Ollama server: which there are, what they are, and having one more."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

import anyio

from jupyter_llm_teach.engines import refusals
from jupyter_llm_teach.engines.ollama_cards import listed_card, shown_card, stub
from jupyter_llm_teach.engines.ollama_names import DEFAULT_MODEL, USUAL_URL, checked
from jupyter_llm_teach.engines.ollama_said import Layer
from jupyter_llm_teach.engines.pulling import Progress
from jupyter_llm_teach.errors import DeadlineError, DownloadFailedError
from jupyter_llm_teach.teaching.model_card import ModelCard

if TYPE_CHECKING:
    from jupyter_llm_teach.engines.ollama_client import OllamaClient
    from jupyter_llm_teach.engines.spec import EngineSpec

_SECONDS: Final = 10.0
_STALLED_SECONDS: Final = 120.0  # a large layer is checked without a word
_Answer = TypeVar("_Answer")


async def models(spec: EngineSpec) -> tuple[ModelCard, ...]:
    """The models that a server has, as its list describes them.

    Raises:
        EngineError: the server can't be asked.
        DeadlineError: it does not answer.
    """
    from jupyter_llm_teach.engines.ollama_faults import FAULTS, told  # noqa: PLC0415 - heavy

    async with _client(spec) as client:
        try:
            listed = await _soon(client.listed(), _SECONDS)
        except FAULTS as error:
            raise told(error, spec.model) from error
    return tuple(listed_card(spec, each, _url(spec)) for each in listed)


async def model_card(spec: EngineSpec, name: str) -> ModelCard:
    """All that a server says of one of its models.

    Raises:
        ModelUnknownError: the name can't be one.
        ModelMissingError: the server does not have it.
        EngineError: the server can't be asked.
        DeadlineError: it does not answer.
    """
    from jupyter_llm_teach.engines.ollama_served import ServedModel  # noqa: PLC0415 - heavy

    async with _client(spec) as client:
        served = ServedModel(client, checked(name))
        shown = await _soon(served.learn(), _SECONDS)
    known = stub(spec, name, _url(spec))
    if served.listed is not None:
        known = replace(listed_card(spec, served.listed, _url(spec)), name=name, title=name)
    return shown_card(known, spec, shown)


async def pull(
    spec: EngineSpec, name: str, stalled: float = _STALLED_SECONDS
) -> AsyncIterator[Progress]:
    """Have a server fetch a model; gives how far it is, a few times a second.

    Closing the stream, or cancelling its task, stops the server; what it has fetched stays, and
    the next pull goes on from there.

    Args:
        spec: The server.
        name: The model; empty: the usual one.
        stalled: Seconds without any news after which it is given up.

    Raises:
        ModelUnknownError: the name can't be one, or nobody offers a model of that name.
        DiskFullError: the model does not fit on the server's disk.
        DownloadFailedError: the server can't reach what it fetches from, or has stopped.
        EngineError: the server can't be asked.
    """
    from jupyter_llm_teach.engines.ollama_faults import FAULTS, told_of_pull  # noqa: PLC0415

    sizes: dict[str, tuple[int, int]] = {}
    name = checked(name or DEFAULT_MODEL)
    async with _client(spec) as client, aclosing(client.layers(name)) as layers:
        while True:
            try:
                layer = await _soon(anext(layers, None), stalled)
            except FAULTS as error:
                raise told_of_pull(error, name) from error
            except DeadlineError as error:
                raise _stopped(name) from error
            if layer is None:
                raise _stopped(name)
            if layer.total:
                sizes[layer.digest] = (layer.done, layer.total)
            if sizes:
                yield _progress(name, layer, tuple(sizes.values()))
            if layer.is_last:
                return


def _progress(name: str, layer: Layer, sizes: Sequence[tuple[int, int]]) -> Progress:
    done, total = sum(each for each, _ in sizes), sum(each for _, each in sizes)
    if layer.total:
        return Progress(name, "fetching", done, total, "Ollama")
    return Progress(name, "checking", total, total, "")


def _stopped(name: str) -> DownloadFailedError:
    return DownloadFailedError(
        f"Ollama has stopped fetching {name}.",
        "Check the network, then pull it again; it goes on where it stopped.",
    )


def _url(spec: EngineSpec) -> str:
    return spec.url or USUAL_URL


@asynccontextmanager
async def _client(spec: EngineSpec) -> AsyncGenerator[OllamaClient, None]:
    from jupyter_llm_teach.engines.ollama_client import OllamaClient  # noqa: PLC0415 - heavy

    client = OllamaClient(_url(spec), spec.key)
    try:
        yield client
    finally:
        with anyio.CancelScope(shield=True):
            await client.aclose()


async def _soon(answer: Awaitable[_Answer], seconds: float) -> _Answer:
    """An answer that comes in time."""
    try:
        with anyio.fail_after(seconds):
            return await answer
    except TimeoutError as error:
        raise refusals.overdue() from error
