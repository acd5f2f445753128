"""Messages of a stream as texts, its failures included."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing

from pydantic import BaseModel

from jupyter_llm_teach.errors import TeachError
from jupyter_llm_teach.server import views

_log = logging.getLogger(__name__)


async def texts(messages: AsyncGenerator[BaseModel, None]) -> AsyncGenerator[str, None]:
    """Messages as JSON texts; a failure becomes the last one."""
    async with aclosing(messages) as open_messages:
        try:
            async for message in open_messages:
                yield message.model_dump_json()
        except TeachError as error:
            yield views.failure_view(error).model_dump_json()
        except Exception:  # noqa: BLE001 - process boundary: a sentence for the browser, the rest logged
            _log.exception("An answer failed")
            failure = TeachError(
                "Something went wrong on the server.", "Try again; the server's log says more."
            )
            yield views.failure_view(failure).model_dump_json()
