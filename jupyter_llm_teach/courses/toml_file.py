"""Reads a TOML file of a course; what is wrong with it is told with file and line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jupyter_llm_teach.errors import CourseUnreadableError, Fault
from jupyter_llm_teach.teaching.layers.layer import Place
from jupyter_llm_teach.toml.document import TomlError, TomlFile, text_in, toml_document

MOST_BYTES = 1_000_000
MOST_PROBLEMS = 20


def todo(name: str) -> str:
    """What to do about a file that is wrong."""
    return f"Correct {name:.80} in the course folder and save it."


def unreadable(name: str, faults: Sequence[Fault]) -> CourseUnreadableError:
    """The error for what is wrong with a file; each is a line of its message."""
    told = [f"{Place(each.file, each.line, each.cell)}: {each.problem}" for each in faults]
    return CourseUnreadableError("\n".join(told[:MOST_PROBLEMS]), todo(name), tuple(faults))


def text_of(path: Path, name: str) -> str | None:
    """The text of a file; None where there is none.

    Raises:
        CourseUnreadableError: It can't be opened, is too large, or is not UTF-8.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CourseUnreadableError(f"{name:.80} can't be opened.", todo(name)) from error
    if len(content) > MOST_BYTES:
        size = f"{name} is larger than {MOST_BYTES // 1_000_000} MB."
        raise CourseUnreadableError(size, todo(name))
    try:
        return text_in(name, content)
    except TomlError as error:
        raise unreadable(name, [error.fault]) from error


def toml_file(name: str, text: str) -> TomlFile:
    """The file of a text.

    Raises:
        CourseUnreadableError: It is not TOML; the message names the line.
    """
    try:
        return toml_document(name, text)
    except TomlError as error:
        raise unreadable(name, [error.fault]) from error
