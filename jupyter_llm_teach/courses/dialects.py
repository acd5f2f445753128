"""The dialects in their order of precedence, and which of them a notebook is written in."""

from __future__ import annotations

from jupyter_llm_teach.courses.light.dialect import LIGHT
from jupyter_llm_teach.courses.myst.dialect import MYST
from jupyter_llm_teach.courses.nbgrader import NBGRADER
from jupyter_llm_teach.courses.otter.dialect import OTTER
from jupyter_llm_teach.courses.plain.dialect import PLAIN
from jupyter_llm_teach.courses.reading import Dialect, Kept, Source, StudentVersion
from jupyter_llm_teach.courses.tags.dialect import TAGS
from jupyter_llm_teach.courses.twins.dialect import TWINS
from jupyter_llm_teach.teaching.exercise import Exercise
from jupyter_llm_teach.teaching.notebook import Notebook

# Otter and nbgrader share markers, MyST and the light form share tags: the narrower is first.
DIALECTS: tuple[Dialect, ...] = (OTTER, NBGRADER, TAGS, MYST, LIGHT, TWINS, PLAIN)


def dialect_of(notebook: Notebook, twin: Notebook | None = None) -> Dialect | None:
    """The dialect that marks a notebook's exercises; None where nothing marks any.

    Args:
        notebook: An instructor's or a learner's.
        twin: The student's notebook that the course holds beside an instructor's.
    """
    return next((each for each in DIALECTS if each.recognises(notebook, twin)), None)


def learners_exercises(notebook: Notebook) -> tuple[Exercise, ...]:
    """The exercises of a learner's notebook, by the marks that it carries."""
    dialect = dialect_of(notebook)
    return () if dialect is None else dialect.learners(notebook)


def source_of_course(notebook: Notebook, twin: Notebook | None = None) -> Source:
    """An instructor's notebook, read; one without exercises reaches students as it is."""
    dialect = dialect_of(notebook, twin)
    if dialect is not None:
        return dialect.source(notebook, twin)
    cells = tuple(Kept(place) for place in range(len(notebook.cells)))
    return Source((), (), StudentVersion(notebook.path, cells))
