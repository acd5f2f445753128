"""The one table from failure to HTTP status."""

from __future__ import annotations

from jupyter_llm_teach.errors import (
    BadInputError,
    CourseUnreadableError,
    DeadlineError,
    DiskFullError,
    EngineError,
    JournalError,
    ModelError,
    NotebookTooLargeError,
    SandboxUnavailableError,
    TeachError,
    UnknownExerciseError,
)

_STATUS: tuple[tuple[type[TeachError], int], ...] = (
    (NotebookTooLargeError, 413),
    (UnknownExerciseError, 404),
    (CourseUnreadableError, 500),
    (BadInputError, 400),
    (EngineError, 503),
    (ModelError, 503),
    (SandboxUnavailableError, 503),
    (DeadlineError, 504),
    (DiskFullError, 507),
    (JournalError, 500),
    (TeachError, 500),
)


def status_of(error: TeachError) -> int:
    """The HTTP status that tells a browser what kind of failure it was."""
    return next(status for kind, status in _STATUS if isinstance(error, kind))
