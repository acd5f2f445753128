"""A browser's side of the wire, for tests."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

TOKEN = {"Authorization": "token secret"}


@dataclass(frozen=True)
class Client:
    """Talks to a running server.

    Attributes:
        url: The server's base address, with a slash at its end.
        work: The folder of the student's notebooks.
    """

    url: str
    work: Path

    def post(self, name: str, body: object, headers: dict[str, str] = TOKEN) -> httpx.Response:
        """The reply to a request."""
        return httpx.post(f"{self.url}llm-teach/{name}", json=body, headers=headers, timeout=60)

    def events(self, name: str, body: object) -> list[dict[str, Any]]:
        """All events of a stream."""
        text = self.post(name, body).text
        return [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: ")]

    def where(self, exercise: str, **changes: object) -> dict[str, Any]:
        """The place of an exercise's answer cell, in its notebook as it stands on disk."""
        for path in sorted(self.work.rglob("*.ipynb")):
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            for cell in cells:
                if cell["metadata"].get("nbgrader", {}).get("grade_id") == exercise:
                    return {
                        "path": path.name,
                        "kernel_language": "python",
                        "cells": [_cell(each) for each in cells],
                        "cell_id": cell["id"],
                        "language": "en",
                    } | changes
        raise LookupError(exercise)


def _cell(cell: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": cell["id"],
        "kind": cell["cell_type"],
        "source": "".join(cell["source"]),
        "nbgrader": cell["metadata"].get("nbgrader"),
    }
