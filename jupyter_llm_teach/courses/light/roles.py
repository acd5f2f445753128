"""The cell tags of our own light form, in English and French, and what looks like one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

from jupyter_llm_teach.courses.naming import slug
from jupyter_llm_teach.teaching.notebook import Cell

_ALIKE = 0.85
_SHORTEST = 4


class Role(Enum):
    """What a cell is for; the value is the English tag."""

    EXERCISE = "exercise"
    ANSWER = "answer"
    SOLUTION = "solution"
    TESTS = "tests"
    HIDDEN_TESTS = "hidden-tests"
    NOTES = "notes"

    @property
    def is_secret(self) -> bool:
        """Whether students don't get what such a cell holds."""
        return self in (Role.SOLUTION, Role.HIDDEN_TESTS, Role.NOTES)


# Accents, capitals, spaces and underscores make no difference.
_TAGS = {
    "exercise": Role.EXERCISE,
    "exercises": Role.EXERCISE,
    "exercice": Role.EXERCISE,
    "exercices": Role.EXERCISE,
    "answer": Role.ANSWER,
    "answers": Role.ANSWER,
    "reponse": Role.ANSWER,
    "reponses": Role.ANSWER,
    "solution": Role.SOLUTION,
    "solutions": Role.SOLUTION,
    "corrige": Role.SOLUTION,
    "corriges": Role.SOLUTION,
    "correction": Role.SOLUTION,
    "test": Role.TESTS,
    "tests": Role.TESTS,
    "hidden-test": Role.HIDDEN_TESTS,
    "hidden-tests": Role.HIDDEN_TESTS,
    "test-cache": Role.HIDDEN_TESTS,
    "tests-caches": Role.HIDDEN_TESTS,
    "notes": Role.NOTES,
    "teacher": Role.NOTES,
    "enseignant": Role.NOTES,
    "enseignants": Role.NOTES,
}
_FRENCH_SOLUTIONS = ("corrige", "corriges", "correction")


@dataclass(frozen=True, slots=True)
class Misspelled:
    """A tag that is none of ours and looks like one.

    Attributes:
        tag: As it is written.
        meant: The tag that it looks like.
        role: What that one stands for.
    """

    tag: str
    meant: str
    role: Role


def roles_of(cell: Cell) -> tuple[Role, ...]:
    """The roles that the tags of a cell give it, each once; one is as it should be."""
    found = (_TAGS.get(slug(tag)) for tag in cell.tags)
    return tuple(dict.fromkeys(role for role in found if role is not None))


def role_of(cell: Cell) -> Role | None:
    """What a cell is for; of several roles the most secret one, to be on the safe side."""
    found = roles_of(cell)
    is_answer = Role.SOLUTION in found or Role.ANSWER in found
    if cell.teach is not None and cell.teach.hidden and not is_answer:
        is_test = cell.kind == "code" and Role.NOTES not in found
        return Role.HIDDEN_TESTS if is_test else Role.NOTES
    return min(found, key=lambda role: (not role.is_secret, found.index(role)), default=None)


def students_tags(cell: Cell) -> tuple[str, ...]:
    """The tags of an answer cell as students get it, in the language that the instructor used."""
    made = [tag for tag in cell.tags if _TAGS.get(slug(tag)) is not Role.SOLUTION]
    if Role.ANSWER in roles_of(cell):
        return tuple(made)
    return ("réponse" if is_french(cell) else "answer", *made)


def is_french(cell: Cell) -> bool:
    """Whether the instructor tagged a solution in French."""
    return any(slug(tag) in _FRENCH_SOLUTIONS for tag in cell.tags)


def misspelled(cell: Cell) -> Iterator[Misspelled]:
    """The tags of a cell that look like ours and are not."""
    for tag in cell.tags:
        plain = slug(tag)
        if plain in _TAGS or len(plain) < _SHORTEST:
            continue
        nearest = max(_TAGS, key=lambda each: _likeness(plain, each))
        if _likeness(plain, nearest) >= _ALIKE:
            yield Misspelled(tag, nearest, _TAGS[nearest])


def _likeness(one: str, other: str) -> float:
    if sorted(one) == sorted(other):
        return 1.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
