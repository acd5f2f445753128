"""A TOML file, and on which line everything in it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from jupyter_llm_teach.errors import Fault
from jupyter_llm_teach.toml.lines import key_lines


class TomlError(Exception):
    """A file is not TOML, or not UTF-8 text.

    Attributes:
        fault: The file, the line where it is known, and what is wrong.
    """

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.problem)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A TOML file.

    Attributes:
        name: Relative to its course, or as people call it.
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


def text_in(name: str, content: bytes) -> str:
    """The text that bytes hold.

    Raises:
        TomlError: They are not UTF-8.
    """
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise TomlError(Fault(name, "this is not UTF-8 text.", line)) from error


@lru_cache(maxsize=64)
def toml_document(name: str, text: str) -> TomlFile:
    """The file of a text.

    Raises:
        TomlError: It is not TOML.
    """
    return TomlFile(name, _document(name, text), key_lines(text))


def _document(name: str, text: str) -> Mapping[str, object]:
    import tomlkit  # noqa: PLC0415 - not needed before the first file is read
    from tomlkit.exceptions import ParseError, TOMLKitError  # noqa: PLC0415

    try:
        return tomlkit.parse(text).unwrap()
    except ParseError as error:
        problem = str(error).split(" at line ")[0]
        fault = Fault(name, f"this is not valid TOML ({problem}).", error.line)
        raise TomlError(fault) from error
    except (TOMLKitError, ValueError, LookupError, RecursionError) as error:
        where = _repeated(text)
        if where is None:
            raise TomlError(Fault(name, "this is not valid TOML.")) from error
        fault = Fault(name, "this is not valid TOML (a table or key is set twice).", where)
        raise TomlError(fault) from error


def _repeated(text: str) -> int | None:
    seen: set[tuple[str, ...]] = set()
    for path, line in key_lines(text):
        if path in seen:
            return line
        seen.add(path)
    return None
