"""The metadata that stands in a cell's first line: JSON, or ``key=value`` pairs.

Source: https://jupytext.readthedocs.io/en/latest/formats-scripts.html
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping

_KEY = re.compile(r"(?:^|(?<=\s))([A-Za-z_.][\w.-]*)\s*=\s*")
_WORD = re.compile(r"'(?:[^'\\]|\\.)*'|\S+")
_ATTRIBUTE = re.compile(r"(?:\s|^)\.[\w.-]+(?=\s|$)")
_DECODER = json.JSONDecoder(strict=False)


def title_and_metadata(text: str) -> tuple[str, Mapping[str, object]]:
    """What stands before a cell's metadata, and the metadata; what is odd is left out."""
    brace, equals = text.find("{"), text.find("=")
    if brace >= 0 and (equals < 0 or brace < equals):
        return text[:brace].strip(), _mapping(text[brace:])
    first = _KEY.search(text)
    title = text[: first.start()] if first else text
    attributes = {each.strip(): None for each in _ATTRIBUTE.findall(title)}
    found: dict[str, object] = dict(attributes)
    place = first
    while place is not None:
        value, end = _value(text, place.end())
        found[place[1]] = value
        place = _KEY.search(text, end)
    return _ATTRIBUTE.sub("", title).strip(), found


def without_entry(text: str, key: str, inner: str) -> str:
    """The text of a cell's first line without an entry of the mapping that a key names.

    The key goes with its last entry, and braces with their last key; what stands before stays.
    """
    brace, equals = text.find("{"), text.find("=")
    if brace >= 0 and (equals < 0 or brace < equals):
        metadata = _mapping(text[brace:])
        rest = _shortened(metadata.get(key), inner)
        if rest is None:
            return text
        kept = {each: value for each, value in metadata.items() if each != key}
        kept |= {key: rest} if rest else {}
        said = json.dumps(kept, ensure_ascii=False, default=str) if kept else ""
        return (text[:brace] + said).rstrip() + _tail(text)
    place = _KEY.search(text)
    while place is not None:
        value, end = _value(text, place.end())
        rest = _shortened(value, inner) if place[1] == key else None
        if rest is not None:
            said = f"{key}={json.dumps(rest, ensure_ascii=False, default=str)}" if rest else ""
            before, after = text[: place.start()], text[end:]
            return before + said + after if said else before.rstrip() + after
        place = _KEY.search(text, end)
    return text


def _shortened(value: object, inner: str) -> dict[str, object] | None:
    """A mapping without an entry; None where it has none."""
    if not isinstance(value, dict) or inner not in value:
        return None
    return {each: held for each, held in value.items() if each != inner}


def _tail(text: str) -> str:
    return text[len(text.rstrip()) :]


def _mapping(text: str) -> Mapping[str, object]:
    value, _ = _value(text, 0)
    if not isinstance(value, dict):
        value = _literal(text.strip())
    return value if isinstance(value, dict) else {}


def _value(text: str, start: int) -> tuple[object, int]:
    try:
        return _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        word = _WORD.match(text, start)
        return (_literal(word[0]), word.end()) if word else (None, start)


def _literal(text: str) -> object:
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return None
