"""Measurements of models are kept for the next time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_llm_teach.engines.catalogue import model_named
from jupyter_llm_teach.errors import DiskFullError
from jupyter_llm_teach.metering.gauge import FileGauge
from jupyter_llm_teach.metering.speeds import Speeds
from jupyter_llm_teach.teaching.cards.suiting import Speed

CARD = model_named("qwen2.5-coder-0.5b").card("llamacpp")
SPEED = Speed(read=0.0, written=21.5, first=0.4, day="2026-01-05")


def gauge(folder: Path) -> FileGauge:
    return FileGauge(Speeds(folder / "speeds.json", "laptop"), lambda: 2048)


def test_what_was_measured_is_there_the_next_time(tmp_path: Path) -> None:
    gauge(tmp_path).keep(CARD, SPEED)

    assert gauge(tmp_path).speed(CARD) == SPEED
    assert gauge(tmp_path).free_memory_mb() == 2048


def test_the_same_model_in_another_engine_has_a_speed_of_its_own(tmp_path: Path) -> None:
    gauge(tmp_path).keep(CARD, SPEED)

    assert gauge(tmp_path).speed(replace(CARD, engine="ollama")) is None


def test_a_disk_that_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(DiskFullError):
        gauge(tmp_path / "file").keep(CARD, SPEED)
