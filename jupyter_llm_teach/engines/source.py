"""Where settings of engines come from: the file `engines.toml`, and options of the program."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jupyter_llm_teach.errors import ConfigurationError, Fault
from jupyter_llm_teach.teaching.layers.layer import Place
from jupyter_llm_teach.toml.document import TomlError, TomlFile, text_in, toml_document

NAME: Final = "engines.toml"

_MOST_BYTES = 1_000_000
_MOST_PROBLEMS = 20
KeyPath = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Tables of settings, and where each of their keys is written.

    Attributes:
        document: The tables.
        place: Where a key stands, and which element of its list.
        folder: What paths of files are relative to.
    """

    document: Mapping[str, object]
    place: Callable[[KeyPath, int | None], Place]
    folder: Path


def file_source(path: Path) -> Source:
    """The tables of a file.

    Raises:
        ConfigurationError: It can't be read or is not TOML; the message names the line.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise ConfigurationError(f"{path} can't be opened.", _todo(path.name)) from error
    if len(content) > _MOST_BYTES:
        size = f"{path.name} is larger than {_MOST_BYTES // 1_000_000} MB."
        raise ConfigurationError(size, _todo(path.name))
    try:
        toml = toml_document(path.name, text_in(path.name, content))
    except TomlError as error:
        raise wrong([error.fault], path.name) from error
    return Source(toml.document, _place_in(toml), path.parent)


def _place_in(toml: TomlFile) -> Callable[[KeyPath, int | None], Place]:
    return lambda path, element: Place(toml.name, toml.line(path, element))


def option_source(options: Mapping[str, object], names: Mapping[str, str], folder: Path) -> Source:
    """The same tables from options of a program.

    Args:
        options: The tables.
        names: How the option of each table is called, such as ``TeachApp.engines``.
        folder: What paths of files are relative to.
    """
    tables = {name: _with_text_keys(table) for name, table in options.items()}
    return Source(tables, lambda path, _element: Place(names[path[0]]), folder)


def _with_text_keys(value: object) -> object:
    """A table as a file would hold it: an option of a program may have any keys."""
    if not isinstance(value, Mapping):
        return value
    return {str(key): _with_text_keys(each) for key, each in value.items()}


def wrong(faults: Sequence[Fault], name: str = NAME) -> ConfigurationError:
    """The error for what is wrong with settings; each is a line of its message."""
    lines = [f"{Place(each.file, each.line)}: {each.problem}" for each in faults]
    return ConfigurationError("\n".join(lines[:_MOST_PROBLEMS]), _todo(name))


def _todo(name: str) -> str:
    return f"Tell the administrator: correct {name}, and see docs/engines.md."
