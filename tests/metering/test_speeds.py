"""Speeds are kept for each machine, whatever becomes of the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_llm_teach.metering.speeds import Speeds
from jupyter_llm_teach.teaching.cards.suiting import Speed

SPEED = Speed(read=0.0, written=21.5, first=0.4, day="2026-01-05")


def test_a_measurement_is_kept_for_its_machine(tmp_path: Path) -> None:
    path = tmp_path / "data" / "speeds.json"
    Speeds(path, "laptop").keep("tiny", SPEED)
    Speeds(path, "server").keep("tiny", Speed(0.0, 99.0, 0.1, "2026-01-06"))

    assert Speeds(path, "laptop").of("tiny") == SPEED
    assert Speeds(path, "laptop").of("large") is None


@pytest.mark.parametrize("content", ["", "[]", "{", '{"laptop": {"tiny": {"fast": true}}}'])
def test_a_file_that_somebody_changed_is_measured_again(tmp_path: Path, content: str) -> None:
    path = tmp_path / "speeds.json"
    path.write_text(content, encoding="utf-8")
    speeds = Speeds(path, "laptop")

    assert speeds.of("tiny") is None
    speeds.keep("tiny", SPEED)
    assert speeds.of("tiny") == SPEED
