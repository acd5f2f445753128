"""Exercises as plain data, the form of the golden files."""

from __future__ import annotations

from dataclasses import asdict

from jupyter_llm_teach.teaching.exercise import Exercise


def as_data(exercise: Exercise) -> dict[str, object]:
    """An exercise as it would be in JSON; each check is named by its class."""
    data = asdict(exercise)
    del data["scope"], data["files"]  # nothing that a single notebook could tell
    data["answer_cells"] = list(exercise.answer_cells)
    data["test_cells"] = list(exercise.test_cells)
    data["references"] = list(exercise.references)
    data["tests"] = [
        {
            "name": test.name,
            "visible": test.visible,
            "check": {type(test.check).__name__: asdict(test.check)},
            "setup": test.setup,
            "message": test.message,
        }
        for test in exercise.tests
    ]
    return data
