"""Reads a TOML file of a course, and knows on which line everything in it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from jupyter_llm_teach.courses.toml_lines import key_lines
from jupyter_llm_teach.errors import CourseUnreadableError, Fault
from jupyter_llm_teach.teaching.layers.layer import Place

MOST_BYTES = 1_000_000
MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A TOML file.

    Attributes:
        name: Relative to its course.
        document: What it holds.
        lines: Every table and key, with its line, in the order of the file.
    """

    name: str
    document: Mapping[str, object] = field(default_factory=dict)
    lines: tuple[tuple[tuple[str, ...], int], ...] = ()

    def line(self, path: tuple[str, ...], element: int | None = None) -> int:
        """Where a key stands, or an element of its list; else where the table around it does."""
        if element is not None:
            for inner in (path, (*path, "start"), (*path, "end")):
                found = [line for each, line in self.lines if each == inner]
                if element < len(found) and (inner != path or len(found) > 1):
                    return found[element]
        while path:
            known = next((line for each, line in self.lines if each == path), None)
            if known is not None:
                return known
            path = path[:-1]
        return 1


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
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise unreadable(name, [Fault(name, "this is not UTF-8 text.", line)]) from error


@lru_cache(maxsize=64)
def toml_file(name: str, text: str) -> TomlFile:
    """The file of a text.

    Raises:
        CourseUnreadableError: It is not TOML; the message names the line.
    """
    return TomlFile(name, _document(name, text), key_lines(text))


def _document(name: str, text: str) -> Mapping[str, object]:
    import tomlkit  # noqa: PLC0415 - not needed before the first course is read
    from tomlkit.exceptions import ParseError, TOMLKitError  # noqa: PLC0415

    try:
        return tomlkit.parse(text).unwrap()
    except ParseError as error:
        problem = str(error).split(" at line ")[0]
        fault = Fault(name, f"this is not valid TOML ({problem}).", error.line)
        raise unreadable(name, [fault]) from error
    except (TOMLKitError, ValueError, LookupError, RecursionError) as error:
        where = _repeated(text)
        if where is None:
            raise CourseUnreadableError(f"{name} is not valid TOML.", todo(name)) from error
        fault = Fault(name, "this is not valid TOML (a table or key is set twice).", where)
        raise unreadable(name, [fault]) from error


def _repeated(text: str) -> int | None:
    seen: set[tuple[str, ...]] = set()
    for path, line in key_lines(text):
        if path in seen:
            return line
        seen.add(path)
    return None
