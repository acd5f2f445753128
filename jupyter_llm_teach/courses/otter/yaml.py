"""Reads YAML that an instructor wrote: safely, with the lines of what is wrong in it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jupyter_llm_teach.courses.regions import Fault

_LONGEST = 20_000
_CODE = "bad_configuration"


@dataclass(slots=True)
class Reading:
    """Reads the keys of a configuration, and remembers what is wrong with them.

    Attributes:
        lines: The configuration as it is written.
        first: The line of its cell that it begins at, from 1.
        faults: What is wrong with it.
    """

    lines: list[str]
    first: int
    faults: list[Fault] = field(default_factory=list)

    def add(self, key: str, message: str) -> None:
        """Remember a fault of a key, at the line that writes it."""
        pattern = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*:")
        line = next((n for n, text in enumerate(self.lines) if pattern.match(text)), 0)
        self.faults.append(Fault(self.first + line, message, _CODE))

    def flag(self, held: Mapping[str, Any], key: str, *, default: bool) -> bool:
        """A key that is true or false."""
        value = held.get(key, default)
        if isinstance(value, bool):
            return value
        self.add(key, f'"{key}" is neither true nor false')
        return default

    def number(self, held: Mapping[str, Any], key: str) -> float | None:
        """A key that is a number of points, or is not there."""
        value = held.get(key)
        if value is None or is_points(value):
            return None if value is None else float(value)
        self.add(key, f'"{key}" is not a number of points')
        return None

    def text(self, held: Mapping[str, Any], key: str) -> str | None:
        """A key that is a text, or is not there."""
        value = held.get(key)
        return None if value is None else str(value)


def mapping_in(text: str, first: int) -> tuple[dict[str, Any], list[Fault]]:
    """What a YAML text says, and why it says nothing.

    Args:
        text: Lines of a cell.
        first: The line of the cell that it begins at, from 1.
    """
    if len(text) > _LONGEST:
        return {}, [Fault(first, "This configuration is too long to read", _CODE)]
    made = _loaded(text, first)
    if isinstance(made, Fault):
        return {}, [made]
    if made is None:
        return {}, []
    if isinstance(made, dict):
        return {str(key): each for key, each in made.items()}, []
    return {}, [Fault(first, 'This configuration has no lines such as "name: q1"', _CODE)]


def _loaded(text: str, first: int) -> object:
    """The value of a YAML text, or the fault that is in the way of it."""
    import yaml  # noqa: PLC0415 - needed for notebooks of this dialect only

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        # an alias of an alias of an alias fills the memory
        if any(isinstance(each, yaml.AliasEvent) for each in yaml.parse(text, Loader=loader)):  # type: ignore[no-untyped-call]
            return Fault(first, "We read no YAML with aliases", _CODE)
        return yaml.load(text, Loader=loader)  # type: ignore[no-untyped-call]  # noqa: S506 - the safe one
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or "it can't be read"
        return Fault(first + (place.line if place else 0), f"This is no YAML: {why}", _CODE)
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError):
        # beside its own errors, the library lets those of odd dates and numbers through
        return Fault(first, "This is no YAML that we can read", _CODE)


def is_points(value: object) -> bool:
    """Whether a value is a number of points: finite, and not below zero."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number and math.isfinite(float(str(value))) and float(str(value)) >= 0
