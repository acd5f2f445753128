"""Where exercises come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from jupyter_llm_teach.teaching.data_file import DataFile
from jupyter_llm_teach.teaching.exercise import Answer, Exercise
from jupyter_llm_teach.teaching.layers.layer import Layer, Target
from jupyter_llm_teach.teaching.layers.resolve import Resolved, resolve
from jupyter_llm_teach.teaching.named_files import NamedFiles
from jupyter_llm_teach.teaching.notebook import Notebook
from jupyter_llm_teach.teaching.policy import Policy


@dataclass(frozen=True, slots=True)
class Course:
    """A course and where it stands.

    Attributes:
        id: From `teach.toml`, else the folder's name.
        title: For people.
        folder: Absolute.
        policy: The rules for all of it; what holds where no layer says anything.
        layers: Where its rules come from, the site's first.
        accepted_answers: The folder inside the course with learners' notebooks whose passing
            answers may be compared with; empty where the instructor did not allow it.
    """

    id: str
    title: str
    folder: Path
    policy: Policy
    layers: tuple[Layer, ...] = ()
    accepted_answers: str = ""

    def policy_of(self, exercise: str, learner: str = "") -> Policy:
        """The rules in force for the exercise of an id, and for a learner."""
        return self.rules(Target(exercise, learner=learner)).policy

    def rules(self, target: Target, more: Sequence[Layer] = ()) -> Resolved:
        """The rules in force, and where each of them comes from.

        Args:
            target: For whom and what.
            more: Layers that its notebooks hold.
        """
        layers = [each for each in (*more, *self.layers) if each.applies(target)]
        return resolve(layers) if self.layers else resolve(layers, self.policy)


class Courses(Protocol):
    """The instructor's courses, read again when a file changes. Never writes into them."""

    def all(self) -> Sequence[Course]:
        """The configured courses.

        Raises:
            CourseUnreadableError: a `teach.toml` is wrong; the message names file and line.
        """
        ...

    def read(self, notebook: Notebook) -> tuple[Exercise, ...]:
        """The exercises of a notebook, in whatever dialect it marks them; empty where none.

        Raises:
            DuplicateExerciseError: two of them share an id.
        """
        ...

    def find(self, exercise: str, notebook: str) -> tuple[Course, Exercise] | None:
        """The instructor's version of an exercise, hidden tests and references included.

        Args:
            exercise: Its id.
            notebook: Path of the student's notebook, to choose between notebooks that share an id;
                its last name alone will do where they have different ones.

        Raises:
            CourseUnreadableError: the course can't be read.
            DuplicateExerciseError: the id stands twice in the course that holds it, and the path
                does not tell which is meant.
        """
        ...

    def rules(self, exercise: str, notebook: str, learner: str) -> Resolved:
        """The rules in force for a learner, and where each of them comes from.

        Args:
            exercise: The id; empty for what holds outside of exercises.
            notebook: Path of the student's notebook, as `find` has it; where no course knows it,
                the site's rules are all that there is.
            learner: Who works on it.

        Raises:
            CourseUnreadableError: a rule is wrong; the message names file and line.
            DuplicateExerciseError: as `find` has it.
        """
        ...

    def files(
        self, course: Course | None, notebook: str, named: NamedFiles
    ) -> tuple[DataFile, ...]:
        """The files beside a notebook that its programs name, as far as learners may have them.

        Args:
            course: The course that holds the exercise; None where the notebook stands alone.
            notebook: The instructor's notebook, relative to the course; else the learner's own.
            named: What the programs name.
        """
        ...

    def answers(self, exercise: str, notebook: str) -> tuple[Answer, ...]:
        """What other learners wrote for an exercise, where the instructor allowed to use it.

        Programs alone, nothing of who wrote them; whether they pass is not known yet. Takes and
        raises what `find` does.
        """
        ...
