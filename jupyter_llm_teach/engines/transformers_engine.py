"""HuggingFace's `transformers` in a process of its own, which gives the memory back."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable
from contextlib import aclosing
from pathlib import Path
from typing import Final, TypeVar

import anyio

from jupyter_llm_teach.engines import refusals
from jupyter_llm_teach.engines.model_files import ModelFiles, model_files
from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.engines.transformers_cards import card, context_of, stub
from jupyter_llm_teach.engines.transformers_hub import located
from jupyter_llm_teach.engines.transformers_options import HubModel, LocalModel, options_of
from jupyter_llm_teach.engines.transformers_order import (
    Ask,
    Ended,
    NotLoaded,
    Order,
    Refused,
    Said,
)
from jupyter_llm_teach.engines.transformers_process import Reply, Worker, WorkerGoneError, started
from jupyter_llm_teach.engines.transformers_troubles import (
    missing,
    not_loaded,
    not_started,
    refused,
)
from jupyter_llm_teach.errors import (
    DeadlineError,
    EngineUnavailableError,
    ModelError,
    TeachError,
)
from jupyter_llm_teach.ports import EngineState, FillIn, Generation, Piece, Usage
from jupyter_llm_teach.teaching.model_card import ModelCard

_ATTEMPTS: Final = 2
_Result = TypeVar("_Result")


class TransformersEngine:
    """One model. It is loaded at the first request; nothing is imported or fetched before.

    Args:
        spec: Its options are in `transformers_options`.
        folder: Private to the user: logs are written there.

    Raises:
        ConfigurationError: the name of the model, or an option, can't be one.
    """

    def __init__(self, spec: EngineSpec, folder: Path) -> None:
        self._spec = spec
        self._options = options_of(spec)
        digest = hashlib.sha256(repr((spec.name, spec.model)).encode()).hexdigest()[:16]
        self._log = folder / f"transformers-{digest}.log"
        self._files: ModelFiles | None = None
        self._seen: frozenset[tuple[str, int, int]] = frozenset()
        self._worker: Worker | None = None
        self._failure: TeachError | None = None
        self._starting = anyio.Lock()

    def card(self) -> ModelCard:
        """The model that answers; most of it is known once its state was asked."""
        if self._files is None:
            return stub(self._options)
        facts = self._worker.facts if self._worker is not None else None
        return card(self._spec, self._options, self._files, facts)

    @property
    def pid(self) -> int:
        """The process that answered last; 0 where we hold none."""
        return self._worker.pid if self._worker is not None else 0

    @property
    def working(self) -> int:
        """Requests that the worker has not ended; a cancelled one counts until it has."""
        return self._worker.working if self._worker is not None and self._worker.alive else 0

    async def state(self) -> EngineState:
        """How it stands, without starting anything."""
        if self._worker is not None and self._worker.alive:
            return EngineState("ready" if self._worker.facts is not None else "starting")
        try:
            await self._look()
        except ModelError as error:
            return EngineState("missing_model", error.message, error.todo)
        except EngineUnavailableError as error:
            return EngineState("unavailable", error.message, error.todo)
        if self._failure is not None:
            return EngineState("unavailable", self._failure.message, self._failure.todo)
        return EngineState("idle")

    async def generate(
        self, request: Generation, *, deadline: float
    ) -> AsyncIterator[Piece | Usage]:
        """Stream a reply; the model's own chat template is applied."""
        ask = Ask(
            0,
            turns=tuple((each.role, each.text) for each in request.messages),
            schema=request.schema or "",
            max_tokens=request.max_tokens,
            temperature=request.temperature,
            stop=request.stop,
            seed=request.seed,
        )
        async with aclosing(self._stream(ask, deadline)) as parts:
            async for part in parts:
                yield part

    async def fill_in(self, request: FillIn, *, deadline: float) -> AsyncIterator[Piece | Usage]:
        """Stream the code that belongs between a prefix and a suffix."""
        files = self._files or await self._look()
        if not files.fills_in:  # known without loading it
            raise refusals.no_completion(self.card().title)
        ask = Ask(
            0,
            prefix=request.prefix,
            suffix=request.suffix,
            max_tokens=request.max_tokens,
            stop=request.stop,
        )
        async with aclosing(self._stream(ask, deadline)) as parts:
            async for part in parts:
                yield part

    async def aclose(self) -> None:
        """End the worker; its memory is free when this returns."""
        worker, self._worker = self._worker, None
        if worker is not None:
            await worker.aclose()

    async def _stream(self, ask: Ask, deadline: float) -> AsyncGenerator[Piece | Usage, None]:
        """A reply; asked once more of a new worker where the old one broke before it began."""
        began = time.monotonic()
        for attempt in range(1, _ATTEMPTS + 1):
            silent = True
            try:
                worker = await self._loaded(began + deadline)
                async with aclosing(worker.ask(ask)) as replies:
                    async for part in self._parts(replies, began, deadline):
                        silent = False
                        yield part
            except WorkerGoneError as error:
                if not silent or attempt == _ATTEMPTS:
                    raise refusals.gone() from error
            else:
                return

    async def _parts(
        self, replies: AsyncGenerator[Reply, None], began: float, deadline: float
    ) -> AsyncGenerator[Piece | Usage, None]:
        while True:
            match await _before(began + deadline, anext(replies), refusals.overdue()):
                case Said(text=text):
                    yield Piece(text)
                case Ended() as ended:
                    yield _usage(ended, time.monotonic() - began)
                    return
                case Refused(trouble=trouble):
                    raise refused(trouble, self.card().title)

    async def _loaded(self, until: float) -> Worker:
        late = DeadlineError("The model is still starting.", "Try again in a few seconds.")
        return await _before(until, self._running(), late)

    async def _running(self) -> Worker:
        """The worker, once it answers."""
        async with self._starting:
            if self._worker is None or not self._worker.alive:
                await self.aclose()
                self._worker = await self._started(await self._look())
            worker = self._worker
        try:
            told = await worker.loaded()
        except WorkerGoneError as error:
            if worker.facts is not None:
                raise  # it ended after it had worked: a new one will do
            self._failure = not_started(self.card().title, str(self._log))
            raise self._failure from error
        if isinstance(told, NotLoaded):
            if self._worker is worker:  # nobody has started another one since
                await self.aclose()
            self._failure = not_loaded(told, self.card().title)
            raise self._failure
        self._failure = None
        return worker

    async def _started(self, files: ModelFiles) -> Worker:
        options = self._options
        order = Order(
            folder=str(files.folder),
            gguf=files.gguf,
            parameters=files.parameters,
            cache_values=files.cache_values,
            context=context_of(self._spec, files),
            device=options.device,
            dtype=options.dtype,
            four_bit=options.four_bit,
            threads=options.threads,
            idle_seconds=options.idle_seconds,
        )
        try:
            return await started(order, self._log)
        except OSError as error:
            raise EngineUnavailableError(
                f"The engine can't use the folder {self._log.parent}.",
                "Check that you may write into it and that the disk is not full.",
            ) from error

    async def _look(self) -> ModelFiles:
        """The model's files, looked at again: they may have come, or changed."""
        lacking = missing()
        if lacking is not None:
            raise lacking
        return await asyncio.to_thread(self._found)

    def _found(self) -> ModelFiles:
        path = self._path()
        seen = _seen(path)
        if self._files is None or seen != self._seen:
            self._files = None
            self._files = model_files(path, self._options.file)
            self._seen, self._failure = seen, None
        return self._files

    def _path(self) -> Path:
        match self._options.model:
            case LocalModel(path=path):
                return path
            case HubModel() as model:
                return located(model, offline=self._options.offline)


def _seen(path: Path) -> frozenset[tuple[str, int, int]]:
    """By which files that changed are told from those that were read; empty where none can be."""
    try:
        files = path.iterdir() if path.is_dir() else iter([path])
        facts = [(each.name, each.stat()) for each in files if each.is_file()]
    except OSError:
        return frozenset()
    return frozenset((name, fact.st_size, fact.st_mtime_ns) for name, fact in facts)


def _usage(ended: Ended, seconds: float) -> Usage:
    return Usage(
        prompt_tokens=ended.prompt_tokens,
        cached_tokens=ended.cached_tokens,
        output_tokens=ended.output_tokens,
        seconds=seconds,
        ended="length" if ended.ending == "length" else "stop",
        prefill_seconds=ended.prefill_seconds,
        thinking_tokens=ended.thinking_tokens,
    )


async def _before(moment: float, answer: Awaitable[_Result], late: DeadlineError) -> _Result:
    """An answer that comes in time."""
    try:
        with anyio.fail_after(max(0.0, moment - time.monotonic())):
            return await answer
    except TimeoutError as error:
        raise late from error
