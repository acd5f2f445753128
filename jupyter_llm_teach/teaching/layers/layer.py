"""A layer of rules: who sets them, for whom, and where each one is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

_SOURCE = "source/"


class Which(Enum):
    """Whose rules a layer holds; a later one comes later and overrides earlier ones."""

    SITE = "site"
    COURSE = "course"
    ASSIGNMENT = "assignment"
    EXERCISE = "exercise"
    GROUP = "group"
    STUDENT = "student"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is written.

    Attributes:
        file: Name of the file, relative to its course.
        line: From 1; None where it has none, as in a cell's metadata.
        cell: Which cell of a notebook, from 1.
        preset: The preset that says it, where the file only names one.
    """

    file: str
    line: int | None = None
    cell: int | None = None
    preset: str = ""

    def __str__(self) -> str:
        cell = "" if self.cell is None else f", cell {self.cell}"
        line = "" if self.line is None else f", line {self.line}"
        return f"{self.file}{cell}{line}"


@dataclass(frozen=True, slots=True)
class Setting:
    """A key, its value as `keys` reads it, and where it is written."""

    key: str
    value: object
    place: Place


@dataclass(frozen=True, slots=True)
class Lock:
    """A key that the layers below may only narrow, and where that is written."""

    key: str
    place: Place


@dataclass(frozen=True, slots=True)
class Target:
    """Whom and what rules are asked for.

    Attributes:
        exercise: The id; empty outside of exercises.
        notebooks: The paths by which the course knows the notebook, the instructor's first.
        learner: Who works on it.
    """

    exercise: str = ""
    notebooks: tuple[str, ...] = ()
    learner: str = ""


@dataclass(frozen=True, slots=True)
class Layer:
    """Rules of one kind for one thing or one person.

    Attributes:
        which: Whose rules they are.
        name: Of the assignment, exercise, group or student; empty for the site and the course.
        settings: In the order in which they count: of two for one key, the later one.
        locks: What the layers below may only narrow.
        members: The students of a group.
        place: Where the layer begins.
        assignment: The only assignment for which rules of a group or a student are; else empty.
    """

    which: Which
    name: str = ""
    settings: tuple[Setting, ...] = ()
    locks: tuple[Lock, ...] = ()
    members: tuple[str, ...] = ()
    place: Place = Place("")
    assignment: str = ""

    def applies(self, target: Target) -> bool:
        """Whether it counts for somebody on something."""
        if self.assignment and not _is_at(self.assignment, target):
            return False
        match self.which:
            case Which.SITE | Which.COURSE:
                return True
            case Which.ASSIGNMENT:
                return _is_at(self.name, target)
            case Which.EXERCISE:
                exact = (f"{_bare(path)}#{target.exercise}" for path in target.notebooks)
                return bool(target.exercise) and self.name in (target.exercise, *exact)
            case Which.GROUP:
                return target.learner in self.members
            case Which.STUDENT:
                return bool(target.learner) and target.learner == self.name


def in_order(layers: Iterable[Layer]) -> tuple[Layer, ...]:
    """Layers in the order in which they count.

    Of two assignments, the longer path is later; so are the rules of a group or a student for one
    assignment, after those for all.
    """
    order = list(Which)

    def rank(layer: Layer) -> tuple[int, int]:
        path = layer.name if layer.which is Which.ASSIGNMENT else layer.assignment
        return order.index(layer.which), path.strip("/").count("/") + 1 if path else 0

    return tuple(sorted(layers, key=rank))


def _is_at(name: str, target: Target) -> bool:
    return any(names(name, path) for path in target.notebooks)


def names(name: str, path: str) -> bool:
    """Whether a notebook at a path is named by its path, its file name, or one of its folders.

    The ending does not matter, nor a first folder `source`, as nbgrader has it.
    """
    wanted, bare = name.strip("/").removeprefix(_SOURCE), _bare(path)
    if bare.startswith(f"{wanted}/") or wanted == ".":
        return True
    return _stem(wanted) in (_stem(bare), _stem(bare).rsplit("/", 1)[-1])


def _bare(path: str) -> str:
    return path.removeprefix(_SOURCE)


def _stem(path: str) -> str:
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}{name.rpartition('.')[0] or name}"
