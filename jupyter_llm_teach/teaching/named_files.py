"""Which files beside a notebook the programs of an exercise name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from typing_extensions import assert_never

from jupyter_llm_teach.teaching.exercise import Answer, Compare, Exercise, Holds, Runs, Test
from jupyter_llm_teach.teaching.facts.source import parsed

_MOST = 100
_PATH = re.compile(r"(?:\./)?[^/~\\:*?\"<>|\s.](?:[^\\:*?\"<>|\n\r\t\0]{0,198}[^\\:*?\"<>|\s])?")
_ENDING = re.compile(r"\.\w{1,10}$")


@dataclass(frozen=True, slots=True)
class NamedFiles:
    """What may be the name of a file; whether there is one, only its folder tells.

    Attributes:
        files: Relative paths with an ending, such as ``data/poem.txt``.
        folders: What may be a folder that is put before one of them, such as ``data``.
        modules: What is imported, such as ``shapes`` for ``shapes.py``.
    """

    files: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to look for; folders alone are nothing."""
        return bool(self.files or self.modules)


def named_files(exercise: Exercise, answer: Answer) -> NamedFiles:
    """What the answer, the earlier cells that it needs, the tests and the references name.

    Args:
        exercise: The instructor's version, hidden tests included.
        answer: What the learner wrote.
    """
    tests = (source for test in exercise.tests for source in _sources(test))
    return named_in([answer.code, *answer.prelude, *exercise.references, *tests])


def named_in(programs: Iterable[str]) -> NamedFiles:
    """What some programs name by a text of their own; names that are computed are not found.

    No path leads up or is absolute. Of each kind, the first hundred.
    """
    found = [_named(each) for each in programs]
    return NamedFiles(
        _first(name for each in found for name in each.files),
        _first(name for each in found for name in each.folders),
        _first(name for each in found for name in each.modules),
    )


def paths_in(node: ast.AST) -> tuple[str, ...]:
    """The relative paths with an ending that stand as texts in a part of a program."""
    return tuple(path for path in _paths(ast.walk(node)) if _ENDING.search(path))


def _sources(test: Test) -> tuple[str, ...]:
    match test.check:
        case Compare(expression=expression, expected=expected):
            return test.setup, expression, expected
        case Holds(expression=text) | Runs(code=text):
            return test.setup, text
        case _:
            assert_never(test.check)


@lru_cache(maxsize=512)  # while a learner types, the other programs stay as they are
def _named(program: str) -> NamedFiles:
    tree = parsed(program)
    nodes = () if tree is None else tuple(ast.walk(tree))
    paths = tuple(_paths(nodes))
    return NamedFiles(
        _first(path for path in paths if _ENDING.search(path)),
        _first(path for path in paths if not _ENDING.search(path)),
        _first(_modules(nodes)),
    )


def _paths(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for each in nodes:
        match each:
            case ast.Constant(value=str(text)) if _PATH.fullmatch(text):
                path = text.removeprefix("./").rstrip("/")
                if ".." not in path.split("/"):
                    yield path
            case _:
                continue


def _modules(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for each in nodes:
        match each:
            case ast.Import(names=names):
                yield from (alias.name.split(".")[0] for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module.split(".")[0]
            case _:
                continue


def _first(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))[:_MOST]
