"""What the instructor allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from jupyter_llm_teach.teaching.rung import Rung

Language = Literal["en", "fr"]


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules in force for an exercise.

    Attributes:
        highest_rung: No help above this rung.
        new_attempt_between_hints: A further hint needs a changed answer since the last one.
        completion: Whether code is completed while typing.
        language: The language of help; None: the learner's own.
        avoid: Constructs that an answer must do without, as `teaching.facts.constructs` has them.
        require: Constructs that an answer must use.
    """

    highest_rung: Rung = Rung.EXAMPLE
    new_attempt_between_hints: bool = False
    completion: bool = True
    language: Language | None = None
    avoid: tuple[str, ...] = ()
    require: tuple[str, ...] = ()
