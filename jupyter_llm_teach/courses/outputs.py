"""What the last run of a code cell left in a notebook file, as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_LONGEST = 20_000


def printed(cell: Mapping[str, Any]) -> str:
    """What a cell of a format 4 document printed; what is longer than we read is left out."""
    return _short("".join(_printed(cell)))


def result(cell: Mapping[str, Any]) -> str:
    """The text of the value that a cell of a format 4 document ended with."""
    found = ""
    for each in _outputs(cell):
        content = each.get("data")
        if each.get("output_type") in ("execute_result", "pyout") and isinstance(content, dict):
            found = _joined(content.get("text/plain"))
    return _short(found)


def _printed(cell: Mapping[str, Any]) -> Iterator[str]:
    for each in _outputs(cell):
        if each.get("output_type") == "stream" and each.get("name", "stdout") == "stdout":
            yield _joined(each.get("text"))


def _outputs(cell: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    outputs = cell.get("outputs")
    for each in outputs if isinstance(outputs, list) else ():
        if isinstance(each, dict):
            yield each


def _joined(text: object) -> str:
    if isinstance(text, list):
        text = "".join(each for each in text if isinstance(each, str))
    return text.replace("\r\n", "\n") if isinstance(text, str) else ""


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else ""
