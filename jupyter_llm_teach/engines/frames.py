"""Messages between two processes: JSON, each with its length before it."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any, Final

Message = dict[str, Any]
"""One message as it was decoded; whoever reads it makes values of it."""

_HEAD: Final = struct.Struct(">I")
_LONGEST: Final = 32 << 20


class FrameError(Exception):
    """What came is no message."""


def packed(message: Mapping[str, Any]) -> bytes:
    """A message as it is sent."""
    body = json.dumps(message).encode()
    return _HEAD.pack(len(body)) + body


class Unpacker:
    """Finds the messages in a stream of bytes, wherever it is cut."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, data: bytes) -> list[Message]:
        """The messages that are complete now that more bytes have come.

        Raises:
            FrameError: they are no messages.
        """
        self._held += data
        found = []
        while len(self._held) >= _HEAD.size:
            (length,) = _HEAD.unpack_from(self._held)
            if length > _LONGEST:
                raise FrameError
            end = _HEAD.size + length
            if len(self._held) < end:
                break
            found.append(_message(bytes(self._held[_HEAD.size : end])))
            del self._held[:end]
        return found


def _message(body: bytes) -> Message:
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise FrameError from error
    if not isinstance(message, dict):
        raise FrameError
    return message
