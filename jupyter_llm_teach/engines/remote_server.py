"""A server of models: met at the first question, asked how it stands, let go in the end."""

from __future__ import annotations

import math
import time
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from contextlib import aclosing, contextmanager
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

import anyio
import anyio.to_thread

from jupyter_llm_teach.engines.remote_card import Listed
from jupyter_llm_teach.engines.remote_options import RemoteOptions
from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.engines.thinking import thinks
from jupyter_llm_teach.errors import (
    ConfigurationError,
    EngineRefusedError,
    ModelMissingError,
    TeachError,
)
from jupyter_llm_teach.ports import EngineState, Generation, Piece, Usage

if TYPE_CHECKING:
    from jupyter_llm_teach.engines.chat_events import Delta
    from jupyter_llm_teach.engines.conversation import Conversation
    from jupyter_llm_teach.engines.listing import Listing
    from jupyter_llm_teach.engines.manners import Manners

_LISTING_SECONDS: Final = 2.0
_FRESH_SECONDS: Final = 60.0  # an engine that has just answered is not asked whether it does
_KNOWN_SECONDS: Final = 5.0


class Client(Protocol):
    """Sends requests to a server."""

    def chat(self, body: Mapping[str, Any]) -> AsyncGenerator[Delta, None]:
        """Stream a reply; closing it ends the server's work."""
        ...

    async def listing(self) -> Listing:
        """The models that it lists."""
        ...

    async def aclose(self) -> None:
        """Drop the connections."""
        ...


ClientT = TypeVar("ClientT", bound=Client)


class RemoteServer(Generic[ClientT]):
    """What we know of a server, and what is said with it.

    Args:
        spec: What the administrator says of it.
        options: The same, of servers.
        connect: Makes a client, which contacts nobody yet; raises `OSError` where the certificates
            to trust can't be read.
    """

    def __init__(
        self, spec: EngineSpec, options: RemoteOptions, connect: Callable[[], ClientT]
    ) -> None:
        self._spec = spec
        self._options = options
        self._connect = connect
        self._client: ClientT | None = None
        self._listing: Listing | None = None
        self._conversation: Conversation | None = None
        self._meeting = anyio.Lock()
        self._answered = -math.inf
        self._state = EngineState("idle")
        self._state_at = -math.inf

    @property
    def listed(self) -> Listed:
        """What the server says of the model; nothing before it was met."""
        return Listed() if self._listing is None else self._listing.of(self._spec.model)

    @property
    def listing(self) -> Listing | None:
        """What the server lists; None before it was met."""
        return self._listing

    @property
    def model(self) -> str:
        """What the server is asked for: the first model that it lists where none is configured."""
        return self._spec.model or self.listed.name or "default"

    async def reply(
        self, request: Generation, deadline: float
    ) -> AsyncGenerator[Piece | Usage, None]:
        """Stream a reply."""
        began = time.monotonic()
        await self.met(deadline)
        assert self._conversation is not None, "a server that was met is talked with"
        left = began + deadline - time.monotonic()
        with self.watched():
            async with aclosing(self._conversation.reply(request, left)) as parts:
                async for part in parts:
                    yield part

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Remember whether the server answers what is asked within the block."""
        try:
            yield
        except TeachError:
            self._answered = -math.inf
            raise
        self._answered = time.monotonic()

    async def met(self, deadline: float) -> ClientT:
        """A client of the server, of which we know by then what it lists.

        Raises:
            ConfigurationError: the certificates to trust can't be read.
            DeadlineError: its library was not loaded in time.
            ModelMissingError: the server has one model only, and that is another one.
        """
        from jupyter_llm_teach.engines.refusals import no_model, overdue  # noqa: PLC0415

        try:
            with anyio.fail_after(deadline):
                async with self._meeting:
                    client = await self._connected()
                    if self._listing is None:
                        self._listing = await _listed(client)
                        self._conversation = self._begun()
                    listing = self._listing
        except TimeoutError as error:
            raise overdue() from error
        if listing.lacks(self._spec.model):
            self._listing = None  # it may have it the next time
            raise no_model(self._spec.model)
        return client

    async def state(self) -> EngineState:
        """How it stands; the server is asked for its list of models, a few seconds apart."""
        now = time.monotonic()
        if now - self._answered < _FRESH_SECONDS:
            return EngineState("ready")
        if now - self._state_at >= _KNOWN_SECONDS:
            self._state = await self._asked()
            self._state_at = time.monotonic()
        return self._state

    async def aclose(self) -> None:
        """Drop the connections."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def _asked(self) -> EngineState:
        from jupyter_llm_teach.engines.refusals import no_model, overdue  # noqa: PLC0415

        try:
            with anyio.fail_after(_LISTING_SECONDS):
                async with self._meeting:
                    client = await self._connected()
                listing = await client.listing()
            if listing.lacks(self._spec.model):
                raise no_model(self._spec.model)
        except EngineRefusedError:
            return EngineState("ready")  # it answers, and has no such list
        except ModelMissingError as error:
            return EngineState("missing_model", error.message, error.todo)
        except TimeoutError:
            late = overdue()
            return EngineState("unavailable", late.message, late.todo)
        except TeachError as error:
            return EngineState("unavailable", error.message, error.todo)
        return EngineState("ready")

    async def _connected(self) -> ClientT:
        if self._client is None:
            try:
                # In a thread: the first one loads a library, which takes a second.
                self._client = await anyio.to_thread.run_sync(self._connect, abandon_on_cancel=True)
            except OSError as error:
                raise ConfigurationError(
                    f"The certificates of the engine {self._spec.name} (ca_file) can't be read.",
                    "Tell whoever set up this engine.",
                ) from error
        return self._client

    def _begun(self) -> Conversation:
        from jupyter_llm_teach.engines.conversation import Conversation  # noqa: PLC0415
        from jupyter_llm_teach.engines.manners import Manners  # noqa: PLC0415

        known = thinks(self.model)
        return Conversation(self._ask, Manners(thinks=known, begun=known, room=self._options.room))

    def _ask(self, request: Generation, manners: Manners) -> AsyncGenerator[Delta, None]:
        assert self._client is not None, "a server that was met has a client"
        return self._client.chat({**manners.body(request, self.model), **self._options.extra})


async def _listed(client: Client) -> Listing:
    """What the server lists; nothing where it does not, or not soon."""
    from jupyter_llm_teach.engines.listing import Listing  # noqa: PLC0415

    try:
        with anyio.move_on_after(_LISTING_SECONDS):
            return await client.listing()
    except TeachError:
        pass  # if it is serious, the question itself will tell
    return Listing()
