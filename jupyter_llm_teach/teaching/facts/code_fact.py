"""What the text of a program says against it, before anything of it runs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class CodeKind(Enum):
    """What is noticed in the text of a program."""

    UNDEFINED_NAME = "undefined_name"
    BEFORE_ASSIGNMENT = "before_assignment"
    UNUSED_NAME = "unused_name"
    UNUSED_LOOP_NAME = "unused_loop_name"
    SHADOWED_NAME = "shadowed_name"
    SHADOWED_BUILTIN = "shadowed_builtin"
    OVERWRITTEN_PARAMETER = "overwritten_parameter"
    UNREACHABLE = "unreachable"
    COMPARISON_DROPPED = "comparison_dropped"
    ASSIGNED_NOT_COMPARED = "assigned_not_compared"
    RESULT_DROPPED = "result_dropped"
    NEVER_RETURNS = "never_returns"
    MISSING_BRANCH = "missing_branch"
    FIRST_TURN = "first_turn"
    BORDER = "border"
    PAST_THE_END = "past_the_end"
    MUTABLE_DEFAULT = "mutable_default"
    TEXT_AND_NUMBER = "text_and_number"
    IDENTITY = "identity"
    ALWAYS_TRUE = "always_true"
    NOT_CALLED = "not_called"
    NONE_KEPT = "none_kept"
    CHANGED_WHILE_ITERATED = "changed_while_iterated"
    NO_BASE_CASE = "no_base_case"
    SAME_ARGUMENT = "same_argument"
    AVOIDED = "avoided"
    REQUIRED = "required"


RULES = frozenset({CodeKind.AVOIDED, CodeKind.REQUIRED})
"""What the instructor's rules say; all other kinds may explain why a test fails."""


@dataclass(frozen=True, slots=True)
class CodeFact:
    """Something noticed in the text of an answer.

    Attributes:
        kind: What it is.
        line: Where, from 1; None where it has no line, or where the line may not be told.
        names: The names it is about, such as an undefined name and the nearest known one.
        source: Who says so: ``pyflakes``, ``ast``, ``tests`` (with what failing tests show) or
            ``policy`` (the instructor's rules).
        confidence: From 0 to 1, how sure it is that this is not meant so.
    """

    kind: CodeKind
    line: int | None
    names: tuple[str, ...]
    source: str
    confidence: float
