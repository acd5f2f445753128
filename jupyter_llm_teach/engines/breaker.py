"""Keeps requests from an engine that fails, and lets one through after a while to see."""

from __future__ import annotations

from collections.abc import Callable

from jupyter_llm_teach.errors import TeachError

_TOLERATED = 1
_FIRST_PAUSE = 2.0
_LONGEST_PAUSE = 60.0
_SHORTEST_PAUSE = 0.5


class Breaker:
    """A circuit breaker: closed, open for a pause, then half open for one request.

    Failures one after another open it, each for twice as long as the one before. After the pause,
    one request may try: others are refused until it is known how that one ended.

    Args:
        clock: Seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._failures = 0
        self._opened = 0
        self._until = 0.0
        self._probing = False
        self.trouble: TeachError | None = None
        """How it failed last; None once it answered."""

    def refuses(self) -> bool:
        """Whether a request would be in vain now."""
        return self._probing or self._clock() < self._until

    def begin(self) -> bool:
        """Let a request through; True where it is the one that tries, whose end must be told."""
        probes = self._opened > 0 and not self._probing
        self._probing = self._probing or probes
        return probes

    def answered(self) -> None:
        """The engine began to answer: others may ask again."""
        self._until = 0.0
        self._probing = False

    def succeeded(self) -> None:
        """The engine answered to the end."""
        self.answered()
        self._failures = self._opened = 0
        self.trouble = None

    def failed(self, trouble: TeachError, *, at_once: bool = False) -> None:
        """The engine failed.

        Args:
            trouble: How.
            at_once: Whether one more request would cost too much to try.
        """
        was_probing, self._probing = self._probing, False
        self.trouble = trouble
        self._failures += 1
        if self._clock() < self._until:
            return  # requests that were under way when it opened say nothing new
        if at_once or was_probing or self._failures > _TOLERATED:
            self._open(_FIRST_PAUSE * 2.0 ** min(self._opened, 10))

    def busy(self, trouble: TeachError, retry_after: float | None) -> None:
        """The engine has no room: it is left alone as long as it said."""
        self._probing = False
        self.trouble = trouble
        self._open(_FIRST_PAUSE if retry_after is None else retry_after)

    def given_up(self) -> None:
        """The request that tried ended without a word on the engine: another one may try."""
        self._probing = False

    def _open(self, seconds: float) -> None:
        self._opened += 1
        self._until = self._clock() + min(max(seconds, _SHORTEST_PAUSE), _LONGEST_PAUSE)
