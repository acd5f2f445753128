"""llama.cpp in a process of its own, shared by the servers of one user."""

from __future__ import annotations

import asyncio
import functools
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import anyio

from jupyter_llm_teach.engines import lease as leases
from jupyter_llm_teach.engines import refusals
from jupyter_llm_teach.engines.catalogue import CatalogueModel
from jupyter_llm_teach.engines.installed import missing
from jupyter_llm_teach.engines.lease import Lease, LoadError, Plan
from jupyter_llm_teach.engines.rendezvous import Limits
from jupyter_llm_teach.engines.store import ModelState, ModelStore, corrupt
from jupyter_llm_teach.errors import (
    DeadlineError,
    EngineError,
    EngineGoneError,
    EngineUnavailableError,
    ModelCorruptError,
    ModelMissingError,
)
from jupyter_llm_teach.ports import EngineState, FillIn, Generation, Piece, Usage
from jupyter_llm_teach.teaching.model_card import ModelCard

if TYPE_CHECKING:
    from jupyter_llm_teach.engines.llamacpp_client import Call, LlamaCppClient

_ATTEMPTS: Final = 2
_NEWS_SECONDS: Final = 0.1  # until the system tells us that a process has died
_STATE_SECONDS: Final = 0.8
_NO_LIMITS: Final = Limits()


class LlamaCppEngine:
    """The embedded engine.

    Args:
        model: What to run.
        store: Where its file is.
        folder: Private to the user and shared by that user's servers: sockets, records, logs.
        limits: What the process may use.
    """

    def __init__(
        self,
        model: CatalogueModel,
        store: ModelStore,
        folder: Path,
        limits: Limits = _NO_LIMITS,
    ) -> None:
        self._model = model
        self._store = store
        self._plan = Plan(store.path(model), model.sha256, folder, limits)
        self._lease: Lease | None = None
        self._client: LlamaCppClient | None = None
        self._starting = anyio.Lock()

    def card(self) -> ModelCard:
        """The model that answers."""
        return replace(self._model.card("llamacpp"), context=self._plan.limits.context)

    @property
    def pid(self) -> int:
        """The process that answered last; 0 where we hold none."""
        return self._lease.pid if self._lease is not None else 0

    async def state(self) -> EngineState:
        """How it stands, without starting anything."""
        if self._lease is not None and self._lease.alive and self._lease.loaded:
            return EngineState("ready")  # asked at every completion: nothing else is looked at
        lacking = missing()
        if lacking is not None:
            return EngineState("unavailable", lacking.message, lacking.todo)
        trouble = self._trouble(self._store.glance(self._model))
        if trouble is not None:
            return EngineState("missing_model", trouble.message, trouble.todo)
        if self._lease is not None and self._lease.alive:
            return EngineState("starting")
        running = await leases.lease_on_running(self._plan)
        if running is None:
            return EngineState("idle")
        with anyio.move_on_after(_STATE_SECONDS), suppress(LoadError):
            await running.http()
        await running.aclose()
        return EngineState("ready" if running.loaded else "starting")

    async def generate(
        self, request: Generation, *, deadline: float
    ) -> AsyncIterator[Piece | Usage]:
        """Stream a reply; the model's own chat template is applied."""
        from jupyter_llm_teach.engines.llamacpp_client import chat  # noqa: PLC0415 - heavy

        async with aclosing(self._stream(functools.partial(chat, request), deadline)) as parts:
            async for part in parts:
                yield part

    async def fill_in(self, request: FillIn, *, deadline: float) -> AsyncIterator[Piece | Usage]:
        """Stream the code that belongs between a prefix and a suffix."""
        from jupyter_llm_teach.engines.llamacpp_client import infill  # noqa: PLC0415 - heavy

        if not self._model.fills_in:
            raise refusals.no_completion(self._model.title)
        async with aclosing(self._stream(functools.partial(infill, request), deadline)) as parts:
            async for part in parts:
                yield part

    async def aclose(self) -> None:
        """Let go; the process ends seconds after the last server did."""
        client, lease = self._client, self._lease
        self._client = self._lease = None
        if client is not None:
            await client.aclose()
        if lease is not None:
            await lease.aclose()

    async def _stream(
        self, call: Callable[[], Call], deadline: float
    ) -> AsyncGenerator[Piece | Usage, None]:
        """Run a call, once more on a fresh connection when it broke before the first piece."""
        began = time.monotonic()
        for attempt in range(1, _ATTEMPTS + 1):
            silent = True
            try:
                client, lease = await self._within(began, deadline)
                async with (
                    _counted(lease),
                    aclosing(client.stream(call(), began, deadline)) as parts,
                ):
                    async for part in parts:
                        silent = False
                        yield part
            except EngineGoneError:
                if not silent or attempt == _ATTEMPTS:
                    raise
                await anyio.sleep(_NEWS_SECONDS)
            else:
                return

    async def _within(self, began: float, deadline: float) -> tuple[LlamaCppClient, Lease]:
        try:
            with anyio.fail_after(began + deadline - time.monotonic()):
                return await self._connected()
        except TimeoutError as error:
            raise DeadlineError(
                "The model is still starting.", "Try again in a few seconds."
            ) from error

    async def _connected(self) -> tuple[LlamaCppClient, Lease]:
        async with self._starting:
            for _ in range(_ATTEMPTS):  # the process that we found may be about to end
                if self._lease is not None and not self._lease.alive:
                    await self.aclose()
                try:
                    return await self._leased()
                except LoadError:
                    await self.aclose()
            raise await self._load_failed()

    async def _leased(self) -> tuple[LlamaCppClient, Lease]:
        if self._lease is None:
            lacking = missing()
            if lacking is not None:
                raise lacking
            await self._check_file()
            try:
                self._lease = await leases.lease(self._plan)
            except OSError as error:
                raise EngineUnavailableError(
                    f"The engine can't use the folder {self._plan.folder}.",
                    "Check that you may write into it and that the disk is not full.",
                ) from error
        if self._client is None:
            self._client = await self._new_client(self._lease)
        return self._client, self._lease

    async def _new_client(self, lease: Lease) -> LlamaCppClient:
        from jupyter_llm_teach.engines.llamacpp_client import LlamaCppClient  # noqa: PLC0415

        return LlamaCppClient(await lease.http(), lease.key)

    async def _check_file(self) -> None:
        found = await asyncio.to_thread(self._store.state, self._model)
        trouble = self._trouble(found)
        if trouble is not None:
            raise trouble

    def _trouble(self, found: ModelState) -> ModelMissingError | ModelCorruptError | None:
        match found:
            case "present":
                return None
            case "corrupt":
                return corrupt(self._model)
            case "absent" | "partial":
                return ModelMissingError(
                    f"The model {self._model.title} is not on this machine yet.",
                    f"Run `jupyter teach models pull {self._model.name}`.",
                )

    async def _load_failed(self) -> EngineError | ModelCorruptError:
        """Why the process could not load: the file is read again to know."""
        if await asyncio.to_thread(self._store.verify, self._model) == "corrupt":
            return corrupt(self._model)
        return EngineUnavailableError(
            f"The model {self._model.title} can't be started on this machine.",
            f"It needs {self._model.memory_mb} MB of free memory. Close other programs, or choose "
            "a smaller model (`jupyter teach models list`).",
        )


@asynccontextmanager
async def _counted(lease: Lease) -> AsyncIterator[None]:
    """Let the process know that somebody waits for it."""
    lease.begin()
    try:
        yield
    finally:
        lease.end()
