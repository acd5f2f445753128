"""The JSON object in a reply that was asked for in words, if it follows its schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any


def formed(text: str, schema: str) -> str | None:
    """The first JSON object in a text that follows a schema, as JSON; None where there is none.

    Models like to put words or a fence around it.
    """
    from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # noqa: PLC0415

    validator = Draft202012Validator(json.loads(schema))
    for found in _objects(text):
        if validator.is_valid(found):
            return json.dumps(found, ensure_ascii=False)
    return None


def _objects(text: str) -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder()
    place = text.find("{")
    while place >= 0:
        try:
            found, end = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            place = text.find("{", place + 1)
            continue
        yield found
        place = text.find("{", end)
