"""Ready-made rules, by name; written as a course would write them. docs/policy.md explains them."""

from __future__ import annotations

from collections.abc import Mapping

# No help at all, always: for exams that are notebooks of their own.
_EXAM: Mapping[str, object] = {
    "ai": False,
    "highest_rung": "orient",
    "completion": "off",
    "completion_in_exercises": "off",
    "completion_after_passing": "off",
    "error_help": "facts",
    "questions": "off",
    "off_topic": "decline",
    "remote": False,
}

# Questions and ideas, never where or how.
_SOCRATIC: Mapping[str, object] = {
    "highest_rung": "concept",
    "new_attempt_between_hints": True,
    "cool_down": 60,
    "completion": "on_demand",
    "completion_in_exercises": "off",
    "error_help": "cause",
    "questions": "exercise",
    "off_topic": "decline",
    "tone": "encouraging",
    "longest_hint": 120,
    "rungs": {"concept": {"attempts": 1, "test_run": True}},
}

# Step by step, each after some work of the learner's own.
_GUIDED: Mapping[str, object] = {
    "highest_rung": "outline",
    "new_attempt_between_hints": True,
    "cool_down": 30,
    "completion": "line",
    "completion_in_exercises": "on_demand",
    "completion_after_passing": "line",
    "error_help": "cause",
    "questions": "exercise",
    "off_topic": "decline",
    "tone": "encouraging",
    "stuck_minutes": 20,
    "rungs": {
        "locate": {"attempts": 2, "test_run": True},
        "outline": {"attempts": 3, "minutes": 5, "test_run": True},
    },
}

# Much help, as soon as it is wanted; the solution to compare with, once the tests pass.
_PRACTICE: Mapping[str, object] = {
    "highest_rung": "solution",
    "new_attempt_between_hints": False,
    "completion": "line",
    "completion_in_exercises": "line",
    "error_help": "suggestion",
    "questions": "exercise",
    "off_topic": "decline",
    "tone": "encouraging",
    "stuck_minutes": 10,
    "rungs": {"example": {"attempts": 1}, "solution": {"after_passing": True}},
}

# Everything, for people who set their own limits.
_OPEN: Mapping[str, object] = {
    "highest_rung": "solution",
    "new_attempt_between_hints": False,
    "cool_down": 0,
    "hints_per_day": "any",
    "completion": "block",
    "completion_in_exercises": "same",
    "completion_after_passing": "same",
    "error_help": "suggestion",
    "questions": "course",
    "off_topic": "answer",
}

PRESETS: Mapping[str, Mapping[str, object]] = {
    "exam": _EXAM,
    "socratic": _SOCRATIC,
    "guided": _GUIDED,
    "practice": _PRACTICE,
    "open": _OPEN,
}
