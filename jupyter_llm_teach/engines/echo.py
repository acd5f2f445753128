"""Some servers repeat the prompt before the reply, as models that only continue texts do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_SHORTEST: Final = 40  # a reply may well begin with a few words of the question


class Echo:
    """Leaves out of one reply the texts of the prompt that it begins with.

    Args:
        texts: Of the prompt.

    Attributes:
        heard: Whether the reply repeated one of them.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = [text.strip() for text in texts if len(text.strip()) >= _SHORTEST]
        self._held = ""
        self._past = not self._texts
        self.heard = False

    def feed(self, text: str) -> str:
        """What of the reply is certain now that another piece has come."""
        if self._past:
            return text
        self._held += text
        start = self._held.lstrip()
        while (repeated := self._beginning(start)) is not None:
            self.heard = True
            self._texts.remove(repeated)
            self._held = start = start[len(repeated) :].lstrip()
        undecided = not start or any(each.startswith(start) for each in self._texts)
        return "" if undecided else self.close()

    def close(self) -> str:
        """What was held back and is no echo after all."""
        self._past = True
        left, self._held = self._held, ""
        return left.lstrip() if self.heard else left

    def _beginning(self, start: str) -> str | None:
        return next((each for each in self._texts if start.startswith(each)), None)
