"""The lines of a stream of bytes."""

from __future__ import annotations


class Lines:
    """Finds the lines in a stream of bytes, wherever it is cut."""

    def __init__(self) -> None:
        self._open: list[bytes] = []

    def feed(self, data: bytes) -> list[bytes]:
        """The lines that are complete now that more bytes have come, without their ends."""
        if b"\n" not in data:
            self._open.append(data)
            return []
        *whole, rest = data.split(b"\n")
        if self._open:
            whole[0] = b"".join((*self._open, whole[0]))
        self._open = [rest] if rest else []
        return whole

    def close(self) -> list[bytes]:
        """The last line, where nothing ended it."""
        left, self._open = self._open, []
        return [b"".join(left)] if left else []
