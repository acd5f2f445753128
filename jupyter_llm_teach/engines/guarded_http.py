"""HTTP to one server of models: nothing else is reached, and nothing that it sends does harm.

The official clients send their requests through this. It alone holds the key, and its errors are
ours before a client of theirs could put a server's words, or a key, into one of its own.
"""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Final

import anyio
import httpx2
from pydantic import SecretStr

from jupyter_llm_teach.engines import refusals

_EVENTS: Final = "text/event-stream"
_LONGEST_EVENT: Final = 256 << 10  # bytes
_LONGEST_REPLY: Final = 4 << 20  # such as a company's list of models
_LONGEST_REFUSAL: Final = 64 << 10
_KEPT_SECONDS: Final = 30.0
_CONNECT_SECONDS: Final = 5.0
_SENT: Final = ("host", "content-type", "content-length", "transfer-encoding")
_ENDS: Final = (b"\n\n", b"\r\n\r\n", b"\r\r")
_TAIL: Final = max(map(len, _ENDS)) - 1
_FAULTS: Final = (httpx2.HTTPError, httpx2.StreamError, OSError, anyio.EndOfStream)


def guarded(key: SecretStr, model: str, ca_file: str = "") -> httpx2.AsyncClient:
    """A client for one server.

    Args:
        key: Sent to that server with every request; empty for none.
        model: What the server is asked for, to name it where it has none of that name.
        ca_file: Certificates to trust, as PEM; empty: those of the system.

    Raises:
        OSError: the file can't be read, or holds no certificate.
    """
    return httpx2.AsyncClient(
        transport=GuardedTransport(key, model, ca_file),
        timeout=None,
        trust_env=False,
        follow_redirects=False,
    )


class GuardedTransport(httpx2.AsyncBaseTransport):
    """Sends what is needed and no more, and gives replies that can be read without harm."""

    def __init__(self, key: SecretStr, model: str, ca_file: str) -> None:
        self._key = key
        self._model = model
        # As many at once as are asked: the queue is ours, not the pool's.
        limits = httpx2.Limits(
            max_connections=None, max_keepalive_connections=8, keepalive_expiry=_KEPT_SECONDS
        )
        trusted = ssl.create_default_context(cafile=ca_file) if ca_file else True
        self._wire = httpx2.AsyncHTTPTransport(verify=trusted, trust_env=False, limits=limits)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer with a reply that is a model's.

        Raises:
            TeachError: it is none; see `refusals`.
        """
        request.headers = self._headers(request.headers)
        request.extensions = {"timeout": {"connect": _CONNECT_SECONDS}}
        try:
            response = await self._wire.handle_async_request(request)
        except httpx2.ConnectTimeout as error:
            raise refusals.unreachable() from error
        except (httpx2.ConnectError, ssl.SSLError) as error:
            raise refusals.failure(error) from error
        except _FAULTS as error:
            raise refusals.gone() from error
        if response.status_code != HTTPStatus.OK:
            raise refusals.refusal(
                response.status_code, await _beginning(response), response.headers, self._model
            )
        kind = response.headers.get("content-type", "")
        if "html" in kind.lower():
            await response.aclose()
            raise refusals.not_a_model()
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            await response.aclose()
            raise refusals.garbled()
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        return httpx2.Response(
            HTTPStatus.OK,
            headers={"content-type": kind},
            stream=_Bounded(response.stream, _LONGEST_EVENT if _EVENTS in kind else _LONGEST_REPLY),
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        """Drop the connections."""
        await self._wire.aclose()

    def _headers(self, given: httpx2.Headers) -> httpx2.Headers:
        """Ours alone: clients add what they find in the environment, and tell of this machine."""
        kept = {name: given[name] for name in _SENT if name in given}
        if self._key:
            kept["authorization"] = f"Bearer {self._key.get_secret_value()}"
        # Without compression, so that a small reply can't become a large one.
        more = {"accept": "*/*", "accept-encoding": "identity", "user-agent": "jupyter-llm-teach"}
        return httpx2.Headers({**kept, **more})


class _Bounded(httpx2.AsyncByteStream):
    """A body without parts that never end; an empty line ends a part."""

    def __init__(self, wire: httpx2.AsyncByteStream, longest: int) -> None:
        self._wire = wire
        self._longest = longest

    async def __aiter__(self) -> AsyncIterator[bytes]:
        open_bytes, tail = 0, b""
        try:
            async for chunk in self._wire:
                seen = tail + chunk
                last = max(seen.rfind(end) for end in _ENDS)
                open_bytes = open_bytes + len(chunk) if last < 0 else len(seen) - last
                if open_bytes > self._longest:
                    raise refusals.garbled()
                tail = seen[-_TAIL:]
                yield chunk
        except _FAULTS as error:
            raise refusals.gone() from error

    async def aclose(self) -> None:
        await self._wire.aclose()


async def _beginning(response: httpx2.Response) -> str:
    """The first part of a refusal, as text; what is cut of it is of no use anyway."""
    body = b""
    try:
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) > _LONGEST_REFUSAL:
                break
    except _FAULTS:
        pass  # the status says enough
    finally:
        await response.aclose()
    return body[:_LONGEST_REFUSAL].decode(errors="replace")
