"""What each learner worked on last, for whoever is asked without being told about what."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from jupyter_llm_teach.teaching.notebook import Notebook
from jupyter_llm_teach.teaching.policy import Language

_KEPT = 256


@dataclass(frozen=True, slots=True)
class Place:
    """An exercise in a learner's notebook, as it stood when it was last looked at.

    Attributes:
        notebook: The notebook.
        exercise: The id of the exercise.
        language: The learner's own.
    """

    notebook: Notebook
    exercise: str
    language: Language


class Recent:
    """Keeps a place for each learner; it forgets the one who has been away the longest."""

    def __init__(self) -> None:
        self._places: OrderedDict[str, Place] = OrderedDict()

    def at(self, learner: str, place: Place) -> None:
        """Remember where a learner is."""
        self._places[learner] = place
        self._places.move_to_end(learner)
        while len(self._places) > _KEPT:
            self._places.popitem(last=False)

    def of(self, learner: str) -> Place | None:
        """Where a learner was last; None where nobody saw."""
        return self._places.get(learner)
