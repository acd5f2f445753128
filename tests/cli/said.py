"""What a command said."""

from __future__ import annotations

import json
from typing import Any

import pytest


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The JSON that it printed."""
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found
