"""Stop strings, enforced here as well: some servers ignore them, and one takes only four."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

SENT: Final = 4
"""How many a server is sent: OpenAI's own refuses more."""


class Stops:
    """Cuts one reply at the first of some strings, wherever its pieces are cut.

    Args:
        strings: What ends the reply; empty ones are nothing.

    Attributes:
        reached: Whether one came; nothing is given after it.
    """

    def __init__(self, strings: Sequence[str]) -> None:
        self._strings = tuple(each for each in strings if each)
        self._held = ""
        self.reached = False

    def feed(self, text: str) -> str:
        """What of the reply is certain now that another piece has come."""
        if self.reached or not self._strings:
            return "" if self.reached else text
        self._held += text
        places = [place for each in self._strings if (place := self._held.find(each)) >= 0]
        if places:
            self.reached = True
            said, self._held = self._held[: min(places)], ""
            return said
        kept = max(_overlap(self._held, each) for each in self._strings)
        said, self._held = (
            self._held[: len(self._held) - kept],
            self._held[len(self._held) - kept :],
        )
        return said

    def close(self) -> str:
        """What was held back and is no stop string after all."""
        left, self._held = self._held, ""
        return left


def _overlap(text: str, stop: str) -> int:
    """How many characters at the end of a text begin a stop string."""
    for length in range(min(len(text), len(stop) - 1), 0, -1):
        if text.endswith(stop[:length]):
            return length
    return 0
