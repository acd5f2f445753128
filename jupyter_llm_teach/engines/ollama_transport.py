"""The HTTP below Ollama's client: what it can't say itself, and no more than we want to read."""

from __future__ import annotations

import json
import math
from collections.abc import AsyncIterator, Mapping
from typing import Final

import httpx
from pydantic import SecretStr

_LONGEST_LINE: Final = 8 << 20
_LONGEST_REPLY: Final = 32 << 20
_ENDLESS: Final = "/api/pull"  # how far a download is may be told for days

# Ollama drops what does not fit into the context and answers the rest; since 0.12.6 it can be
# told not to. Earlier releases ignore both fields.
_WHOLE: Final[Mapping[str, bool]] = {"truncate": False, "shift": False}
_ASKING: Final = ("/api/chat", "/api/generate")


class EndlessReplyError(httpx.TransportError):
    """A reply, or a line of it, is longer than any that Ollama writes, or hides how long it is."""


class OllamaTransport(httpx.AsyncHTTPTransport):
    """Follows no proxy of the environment and keeps no connection.

    Args:
        key: Sent as a bearer token; where it is empty none is sent, not that of the environment.
    """

    def __init__(self, key: SecretStr) -> None:
        # A connection that is kept may be gone when it is next used; a new one costs microseconds.
        super().__init__(trust_env=False, limits=httpx.Limits(max_keepalive_connections=0))
        self._key = key

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and bound what is read."""
        response = await super().handle_async_request(self._complete(request))
        assert isinstance(response.stream, httpx.AsyncByteStream), "an asynchronous transport"
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            await response.aclose()
            raise EndlessReplyError("The reply is packed, which we did not ask for.")
        longest = math.inf if request.url.path.endswith(_ENDLESS) else _LONGEST_REPLY
        response.stream = _Bounded(response.stream, longest)
        return response

    def _complete(self, request: httpx.Request) -> httpx.Request:
        headers = request.headers.copy()
        headers["accept-encoding"] = "identity"  # small as sent, endless when unpacked
        headers["user-agent"] = "jupyter-llm-teach"  # nothing of this machine
        headers.pop("authorization", None)
        if self._key.get_secret_value():
            headers["authorization"] = f"Bearer {self._key.get_secret_value()}"
        content = request.content
        if request.url.path.endswith(_ASKING):
            content = json.dumps({**json.loads(content), **_WHOLE}).encode()
        headers.pop("content-length", None)
        return httpx.Request(
            request.method,
            request.url,
            headers=headers,
            content=content,
            extensions=request.extensions,
        )


class _Bounded(httpx.AsyncByteStream):
    """A body of which no line, and not the whole, is endless."""

    def __init__(self, stream: httpx.AsyncByteStream, longest: float) -> None:
        self._stream = stream
        self._longest = longest

    async def __aiter__(self) -> AsyncIterator[bytes]:
        line = total = 0
        async for block in self._stream:
            newline = block.rfind(b"\n")
            line = line + len(block) if newline < 0 else len(block) - newline
            total += len(block)
            if line > _LONGEST_LINE or total > self._longest:
                raise EndlessReplyError("The reply never ends.")
            yield block

    async def aclose(self) -> None:
        await self._stream.aclose()
