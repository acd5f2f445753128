"""Progress on standard error: one moving line on a terminal, else a line every 10 %."""

from __future__ import annotations

import sys
from types import TracebackType

from typing_extensions import Self

_BAR = 30


class Bar:
    """A line that says how far something is.

    Args:
        terminal: Whether somebody looks at a terminal.
    """

    def __init__(self, *, terminal: bool) -> None:
        self._terminal = terminal
        self._told = ("", -1)
        self._open = False

    def show(self, step: str, text: str, percent: int) -> None:
        """Show how far a step is.

        Args:
            step: What the step is called: another one is told at once.
            text: What to say.
            percent: How far it is.
        """
        told = (step, percent if self._terminal else percent // 10)
        if told == self._told:
            return
        self._told = told
        if not self._terminal:
            sys.stderr.write(f"{text}\n")
            return
        full = _BAR * percent // 100
        sys.stderr.write(f"\r\x1b[2K{text} [{'#' * full}{'.' * (_BAR - full)}]")
        sys.stderr.flush()
        self._open = True

    def close(self, *, keep: bool) -> None:
        """End the moving line; it stays or is wiped out."""
        if self._open:
            sys.stderr.write("\n" if keep else "\r\x1b[2K")
            sys.stderr.flush()


class Counted:
    """How many of some things are done.

    Args:
        what: What is being done, such as ``Reading notebooks``.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._bar = Bar(terminal=sys.stderr.isatty())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.close(keep=False)

    def show(self, done: int, total: int) -> None:
        """Show that some of all are done."""
        percent = 100 * done // total if total else 100
        self._bar.show(self._what, f"{self._what}: {done} of {total}", percent)
