"""Progress on standard error: one moving line on a terminal, else a line every 10 %."""

from __future__ import annotations

import sys
from types import TracebackType

from typing_extensions import Self

_BAR = 30


class Progress:
    """How far a long step is; nothing is shown of one that is over at once.

    Args:
        what: What is being done, such as ``Reading notebooks``.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._told = -1
        self._open = False
        self._terminal = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._open:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()

    def show(self, done: int, total: int) -> None:
        """Show that some of all steps are done."""
        percent = 100 * done // total if total else 100
        step = percent if self._terminal else percent // 10
        if step == self._told:
            return
        self._told = step
        text = f"{self._what}: {done} of {total}"
        if not self._terminal:
            sys.stderr.write(f"{text}\n")
            return
        full = _BAR * percent // 100
        sys.stderr.write(f"\r\x1b[2K{text} [{'#' * full}{'.' * (_BAR - full)}]")
        sys.stderr.flush()
        self._open = True
