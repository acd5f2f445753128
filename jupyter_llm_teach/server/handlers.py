"""HTTP only: authentication, bytes in, bytes out. What is answered stands in `answers.py`.

Importing this module loads nothing beyond what Jupyter Server has loaded already.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado import web
from tornado.iostream import StreamClosedError

from jupyter_llm_teach.errors import NotebookTooLargeError, TeachError
from jupyter_llm_teach.server.errors import status_of
from jupyter_llm_teach.server.sse import send

if TYPE_CHECKING:
    from jupyter_llm_teach.tutor.tutor import Tutor

_MAX_BODY = 8_000_000
OpenTutor = Callable[[], Awaitable["Tutor"]]


class TeachHandler(APIHandler):
    """What all our addresses share: the tutor, the limit on requests, and errors as messages.

    `APIHandler` asks for a token or a cookie with XSRF protection before any method runs.
    """

    def initialize(self, open_tutor: OpenTutor, answer: str) -> None:
        """Take what the route was made with: how to get the tutor, and the answer's name."""
        self._open_tutor = open_tutor
        self._answer = answer
        self._task: asyncio.Task[None] | None = None

    async def _run(self, work: Coroutine[Any, Any, None]) -> None:
        self._task = asyncio.ensure_future(work)
        with suppress(asyncio.CancelledError, StreamClosedError):
            await self._task

    def on_connection_close(self) -> None:
        """The browser left: stop the work, up to the engine."""
        if self._task is not None:
            self._task.cancel()
        super().on_connection_close()

    def _body(self) -> bytes:
        body: bytes = self.request.body
        if len(body) > _MAX_BODY:
            raise NotebookTooLargeError(
                f"This notebook is larger than {_MAX_BODY // 1_000_000} MB without its outputs.",
                "Split it into smaller notebooks.",
            )
        return body

    def _function(self) -> Any:
        # Deferred: the answers load pydantic and the tutor, which a start must not pay for.
        return getattr(import_module("jupyter_llm_teach.server.answers"), self._answer)

    def _fail(self, error: TeachError) -> None:
        self.set_status(status_of(error))
        failure = {
            "event": "failure",
            "code": error.code,
            "message": error.message,
            "todo": error.todo,
        }
        self.finish(json.dumps(failure))


class ValueHandler(TeachHandler):
    """An address that answers with one message."""

    @web.authenticated
    async def get(self) -> None:
        """Answer a question without a body."""
        await self._run(self._reply())

    @web.authenticated
    async def post(self) -> None:
        """Answer a request."""
        await self._run(self._reply())

    async def _reply(self) -> None:
        try:
            body = self._body()
            tutor = await self._open_tutor()
            text = await self._function()(tutor, body)
        except TeachError as error:
            self._fail(error)
            return
        if text is None:
            self.set_status(204)
            self.finish()
        else:
            self.set_header("Content-Type", "application/json")
            self.finish(text)


class StreamHandler(TeachHandler):
    """An address that answers with server-sent events."""

    @web.authenticated
    async def post(self) -> None:
        """Answer a request as it goes."""
        await self._run(self._stream())

    async def _stream(self) -> None:
        try:
            body = self._body()
            tutor = await self._open_tutor()
            events = await self._function()(tutor, body)
        except TeachError as error:
            self._fail(error)
            return
        self.set_header("Content-Type", "text/event-stream")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Accel-Buffering", "no")
        await send(self, events)
        self.finish()


def routes(base_url: str, open_tutor: OpenTutor) -> list[tuple[str, type[TeachHandler], Any]]:
    """Every address of the extension."""
    table: tuple[tuple[str, type[TeachHandler]], ...] = (
        ("status", ValueHandler),
        ("exercise", ValueHandler),
        ("check", StreamHandler),
        ("hint", StreamHandler),
        ("feedback", ValueHandler),
        ("complete", ValueHandler),
        ("reflect", ValueHandler),
        ("note", ValueHandler),
        ("ask", StreamHandler),
        ("conversation", ValueHandler),
        ("costs", ValueHandler),
        ("card", ValueHandler),
        ("measure", ValueHandler),
    )
    return [
        (
            url_path_join(base_url, "llm-teach", name),
            handler,
            {"open_tutor": open_tutor, "answer": name},
        )
        for name, handler in table
    ]
