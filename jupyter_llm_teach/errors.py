"""The one tree of errors: a stable code, a sentence for the person, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


class TeachError(Exception):
    """Something that stopped an answer, told so that a beginner understands it.

    Args:
        message: One sentence: what went wrong.
        todo: One sentence: what the person can do next. May be empty.
    """

    code: ClassVar[str] = "teach_error"

    def __init__(self, message: str, todo: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.todo = todo

    def __str__(self) -> str:
        return f"{self.message} {self.todo}".strip()


class BadInputError(TeachError):
    """What the person gave can't be used as it is."""

    code = "bad_input"


class NotebookUnreadableError(BadInputError):
    """A notebook is missing, not JSON, or not a notebook."""

    code = "notebook_unreadable"


class NotebookTooLargeError(BadInputError):
    """A notebook is larger than we read."""

    code = "notebook_too_large"


class NoExercisesError(BadInputError):
    """A notebook holds no exercise that we can recognise."""

    code = "no_exercises"


class UnknownExerciseError(BadInputError):
    """An exercise id, or a cell, belongs to no exercise."""

    code = "unknown_exercise"


class DuplicateExerciseError(BadInputError):
    """Two exercises share an id, so that we can't know which one is meant."""

    code = "duplicate_exercise"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong in a file.

    Attributes:
        file: Its name, relative to its course.
        problem: One sentence.
        line: From 1; None where it has none.
        cell: Which cell of a notebook, from 1.
    """

    file: str
    problem: str
    line: int | None = None
    cell: int | None = None


class CourseUnreadableError(BadInputError):
    """A course folder or its `teach.toml` can't be used; the message names file and line.

    Args:
        message: As of any error.
        todo: The same.
        faults: What the message tells, one by one; empty where it is about no place in a file.
    """

    code = "course_unreadable"

    def __init__(self, message: str, todo: str = "", faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(message, todo)
        self.faults = faults


class ConfigurationError(TeachError):
    """The administrator's configuration is wrong; the message names the option."""

    code = "configuration"


class EngineError(TeachError):
    """A model could not answer. Help goes on from analysis alone."""

    code = "engine_error"


class EngineUnavailableError(EngineError):
    """No engine can be started or reached."""

    code = "engine_unavailable"


class EngineBusyError(EngineUnavailableError):
    """The engine has no room for another request now.

    Args:
        message: As of any error.
        todo: The same.
        retry_after: Seconds after which it may have room; None where it did not say.
    """

    code = "engine_busy"

    def __init__(self, message: str, todo: str = "", retry_after: float | None = None) -> None:
        super().__init__(message, todo)
        self.retry_after = retry_after


class EngineRefusedError(EngineUnavailableError):
    """The engine does not take a request as it was asked.

    Args:
        message: As of any error.
        todo: The same.
        parameter: What it does not know, where it said so, such as ``response_format``.
    """

    code = "engine_refused"

    def __init__(self, message: str, todo: str = "", parameter: str = "") -> None:
        super().__init__(message, todo)
        self.parameter = parameter


class EngineGoneError(EngineError):
    """The engine died or dropped the connection in the middle of an answer."""

    code = "engine_gone"


class PromptTooLongError(EngineError):
    """The prompt does not fit into the model's context."""

    code = "prompt_too_long"


class DeadlineError(TeachError):
    """A wait took longer than its deadline."""

    code = "deadline"


class ModelError(TeachError):
    """A model file can't be had or used."""

    code = "model_error"


class ModelUnknownError(BadInputError):
    """No model of that name is in the catalogue."""

    code = "model_unknown"


class ModelMissingError(ModelError):
    """The model's file is not on this machine yet."""

    code = "model_missing"


class ModelCorruptError(ModelError):
    """A model file is truncated or its digest is not the published one."""

    code = "model_corrupt"


class DownloadFailedError(ModelError):
    """No source of a model could be reached."""

    code = "download_failed"


class DiskFullError(TeachError):
    """There is not enough space to store something."""

    code = "disk_full"


class SandboxUnavailableError(TeachError):
    """This machine offers no way to run a learner's program safely."""

    code = "sandbox_unavailable"


class JournalError(TeachError):
    """The journal can't be read or written."""

    code = "journal_error"
