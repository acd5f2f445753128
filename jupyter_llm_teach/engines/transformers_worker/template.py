"""Runs a model's chat template, which is a program of strangers.

`transformers` runs it in Jinja's sandbox, where it reaches no file and no attribute of Python's.
Here it has little time and memory as well: it could loop, or write gigabytes.
"""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final, NoReturn

_SECONDS: Final = 3.0
_BYTES: Final = 1 << 30

Turns = Sequence[tuple[str, str]]
"""Role and text of each turn."""


class TemplateError(Exception):
    """The template does what it must not do, or can't write these turns."""


class _Overdue(BaseException):
    """Its time is over; no `except Exception` on the way may swallow it."""


def rendered(turns: Turns, tokenizer: Any) -> str:
    """A conversation as the model's own template writes it; only the main thread can ask.

    Raises:
        TemplateError: it does not.
    """
    try:
        with _limited_time(), _limited_memory():
            try:
                return _written(turns, tokenizer)
            except Exception:  # noqa: BLE001 - some know no instructions and say so by an error
                return _written(_without_system(turns), tokenizer)
    except (Exception, _Overdue) as error:
        raise TemplateError(type(error).__name__) from error


def _written(turns: Turns, tokenizer: Any) -> str:
    return str(
        tokenizer.apply_chat_template(
            [{"role": role, "content": text} for role, text in turns],
            tokenize=False,
            add_generation_prompt=True,
            enable_thinking=False,  # for templates that know it: a hint needs no long thoughts
        )
    )


def _without_system(turns: Turns) -> Turns:
    """The same turns, with the instructions in front of what the person says."""
    told = [text for role, text in turns if role == "system"]
    rest = [(role, text) for role, text in turns if role != "system"]
    if not told or not rest:
        return turns
    (role, text), *others = rest
    return [(role, "\n\n".join([*told, text])), *others]


@contextmanager
def _limited_time() -> Iterator[None]:
    """A signal interrupts even a computation inside Python that no thread could."""

    def stop(_number: int, _frame: FrameType | None) -> NoReturn:
        raise _Overdue

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, _SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _limited_memory() -> Iterator[None]:
    """Let the process grow by a limited amount only."""
    import psutil  # type: ignore[import-untyped]  # noqa: PLC0415 - not while the server starts

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = int(psutil.Process().memory_info().vms) + _BYTES
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
