"""Where the values of a JSON text stand, so that some can be replaced and the rest stays."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True)
class Span:
    """From a first character to the one after the last."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """How a JSON text is laid out.

    Attributes:
        indent: What one level is indented by; None where the text has no line breaks.
        ascii: Whether other characters than ASCII are written as escapes.
    """

    indent: str | None
    ascii: bool

    def written(self, value: object, depth: int) -> str:
        """A value as it would be written at a depth of the text, its first line not indented."""
        text = json.dumps(value, indent=self.indent, ensure_ascii=self.ascii)
        return text if self.indent is None else text.replace("\n", "\n" + self.indent * depth)


def layout_of(text: str) -> Layout:
    """How a text is laid out, by its first member and its characters."""
    first = re.match(r"\s*[\[{][ \t]*\r?\n([ \t]*)\S", text)
    return Layout(
        indent=first[1] if first else None,
        ascii=text.isascii() and re.search(r"\\u[0-9a-fA-F]{4}", text) is not None,
    )


def members(text: str, at: int = 0) -> dict[str, Span]:
    """The values of the object that begins at a place, by key.

    Raises:
        ValueError: There is no object.
    """
    found: dict[str, Span] = {}
    for place in _items(text, at, "{", "}"):
        key, end = _DECODER.raw_decode(text, place)
        colon = _after_space(text, end)
        if not isinstance(key, str) or text[colon : colon + 1] != ":":
            raise ValueError("a key and a colon are expected")
        start = _after_space(text, colon + 1)
        found[key] = Span(start, _end(text, start))
    return found


def elements(text: str, at: int) -> tuple[Span, ...]:
    """The elements of the array that begins at a place, in order.

    Raises:
        ValueError: There is no array.
    """
    return tuple(Span(place, _end(text, place)) for place in _items(text, at, "[", "]"))


def replaced(text: str, changes: Iterable[tuple[Span, str]]) -> str:
    """The text with other texts in place of some spans that do not overlap."""
    parts: list[str] = []
    done = 0
    for span, new in sorted(changes, key=lambda change: change[0].start):
        parts += [text[done : span.start], new]
        done = span.end
    return "".join([*parts, text[done:]])


def _items(text: str, at: int, opening: str, closing: str) -> Iterator[int]:
    """Where each item of an object or an array begins."""
    place = _after_space(text, at)
    if text[place : place + 1] != opening:
        raise ValueError(f"{opening} is expected")
    place = _after_space(text, place + 1)
    while text[place : place + 1] not in (closing, ""):
        yield place
        place = _after_space(text, _item_end(text, place, opening))
        if text[place : place + 1] == ",":
            place = _after_space(text, place + 1)


def _item_end(text: str, place: int, opening: str) -> int:
    end = _end(text, place)
    if opening == "[":
        return end
    colon = _after_space(text, end)
    return _end(text, _after_space(text, colon + 1))


def _end(text: str, start: int) -> int:
    return int(_DECODER.raw_decode(text, start)[1])


def _after_space(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return found.end() if found else place
