"""Which names mean the same without the learner's program: builtins, modules, a test's own."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from jupyter_llm_teach.teaching.exercise import Answer, Exercise
from jupyter_llm_teach.teaching.facts.source import bound, parsed, read

_ABOUT_THE_PROCESS = {"breakpoint", "compile", "eval", "exec", "globals", "input", "locals", "vars"}
BUILTINS = frozenset(name for name in dir(builtins) if name[0] != "_") - _ABOUT_THE_PROCESS
_ALONE = (
    *("collections", "copy", "datetime", "decimal", "fractions", "functools", "inspect", "io"),
    *("itertools", "json", "math", "numpy", "operator", "os", "pandas", "pytest", "random", "re"),
    *("statistics", "string", "sys", "time", "unittest"),
)
_CUSTOMARY = {
    **{name: f"import {name}" for name in _ALONE},
    "np": "import numpy as np",
    "pd": "import pandas as pd",
    "plt": "import matplotlib.pyplot as plt",
}
_PLAIN = ("collections", "datetime", "decimal", "fractions", "itertools", "math", "statistics")
# Whoever gives these another meaning wants to deceive; others may be a beginner's variables.
_ALWAYS_MODULES = frozenset({"itertools", "math", "np", "numpy", "pandas", "pd", "unittest"})
_CHANCE = frozenset({"datetime", "random", "secrets", "time", "uuid"})
_BINDING = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.FunctionDef, ast.ClassDef)
_FLEETING = (ast.Await, ast.Yield, ast.YieldFrom)


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of the programs around a test.

    Attributes:
        imports: The names of modules that earlier cells or the answer import under their
            customary names, each with the statement that does so.
        classes: The names of the classes that the exercise is about.
        asked: The names that the exercise asks for, be they those of builtins.
        shadowed: The names of builtins and of such modules that the learner gave another meaning.
    """

    imports: tuple[tuple[str, str], ...] = ()
    classes: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    shadowed: frozenset[str] = frozenset()


def around(exercise: Exercise, answer: Answer) -> Around:
    """What the programs around the tests of an exercise say.

    Whether something is a class is for the instructor's programs to say, where there are any: a
    learner could choose by it where a test is judged.
    """
    cells = [tree for text in (*answer.prelude, answer.code) if (tree := parsed(text)) is not None]
    own = [*exercise.references, exercise.starter]
    given = [tree for text in own if (tree := parsed(text)) is not None]
    about = given if exercise.references else [*given, *cells]
    made = [each for tree in about for each in ast.walk(tree) if isinstance(each, ast.ClassDef)]
    imported = {name: text for tree in cells for name, text in _imports(tree.body)}
    bound_here = frozenset(name for tree in cells for each in tree.body for name in _given(each))
    known = {name: _CUSTOMARY[name] for name in bound_here & _ALWAYS_MODULES} | imported
    asked = frozenset(name for tree in given for each in tree.body for name in _given(each))
    asked -= _ALWAYS_MODULES
    return Around(
        imports=tuple(sorted(known.items())),
        asked=asked,
        classes=frozenset(each.name for each in made),
        shadowed=bound_here & (BUILTINS | known.keys()) - asked,
    )


def _imports(body: Iterable[ast.stmt]) -> Iterator[tuple[str, str]]:
    """The customary names that statements give to modules and to what is in them."""
    for node in body:
        match node:
            case ast.Import(names=names):
                for each in names:
                    name, text = each.asname or each.name, ast.unparse(ast.Import([each]))
                    if _CUSTOMARY.get(name) == text:
                        yield name, text
            case ast.ImportFrom(module=str(module), names=names, level=0) if module in _PLAIN:
                for each in names:
                    if not each.asname and each.name not in BUILTINS and each.name != "*":
                        yield each.name, f"from {module} import {each.name}"
            case _:
                continue


def _given(node: ast.stmt) -> frozenset[str]:
    """The names that a statement binds, customary imports apart."""
    return bound(node) - {name for name, _ in _imports([node])}


@dataclass(slots=True)
class Names:
    """The names of a test, as one statement of it after another is taken in.

    Attributes:
        around: The programs around it.
        own: The names that the test itself gives a value without the learner's program.
        changeable: Those of them that somebody who is handed the value could change.
        objects: Names for an object of a class that the exercise is about.
        helpers: The functions that the test defines and that need the learner's program.
        bound: All that the test gives a value.
    """

    around: Around
    own: set[str] = field(default_factory=set)
    changeable: set[str] = field(default_factory=set)
    objects: set[str] = field(default_factory=set)
    helpers: dict[str, ast.FunctionDef] = field(default_factory=dict)
    bound: set[str] = field(default_factory=set)

    def copied(self) -> Names:
        """The same names, to go another way with."""
        sets = (set(self.own), set(self.changeable), set(self.objects))
        return Names(self.around, *sets, dict(self.helpers), set(self.bound))

    def learners(self, node: ast.AST, inner: frozenset[str] = frozenset()) -> frozenset[str]:
        """The names that a node reads and that mean nothing without the learner's program."""
        return frozenset(name for name in read(node) - inner if not self.is_known(name))

    def is_known(self, name: str) -> bool:
        """Whether a name means the same without the learner's program."""
        if name in self.bound:
            return name in self.own
        known = name in BUILTINS or name in dict(self.around.imports)
        return known and name not in self.around.asked

    def take(self, node: ast.stmt) -> bool:
        """Take in a statement that comes before what is asked; whether it needs no learner."""
        pure = self._is_pure(node)
        names = bound(node)
        self.bound |= names
        self.objects -= names
        if pure:
            self.own |= names
            kept = isinstance(node, (ast.Import, ast.ImportFrom, ast.FunctionDef))
            fixed = kept or (isinstance(node, ast.Assign) and _is_fixed(node.value))
            self.changeable = (self.changeable - names) | (set() if fixed else names)
            return True
        self.touch(read(node))
        self.own -= names
        if isinstance(node, ast.FunctionDef):
            self.helpers[node.name] = node
        if isinstance(node, ast.Assign) and self.is_object(node.value):
            self.objects |= names
        return False

    def touch(self, names: Iterable[str]) -> None:
        """Count with it that the learner's program changes the values of these names."""
        changed = self.changeable.intersection(names)
        self.own -= changed
        self.changeable -= changed

    def is_object(self, node: ast.expr) -> bool:
        """Whether an expression gives an object of a class that the exercise is about."""
        match node:
            case ast.Name(id=name):
                return name in self.objects or name in self.around.classes
            case ast.Call(func=ast.Name(id=name)):
                return name in self.around.classes
            case ast.BinOp(left=left, right=right):
                return self.is_object(left) or self.is_object(right)
            case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
                return any(map(self.is_object, parts))
            case _:
                return False

    def _is_pure(self, node: ast.stmt) -> bool:
        if isinstance(node, ast.ImportFrom) and (node.level or node.names[0].name == "*"):
            return False
        if self.learners(node) or any(isinstance(each, _FLEETING) for each in ast.walk(node)):
            return False
        deleted = any(isinstance(each, ast.Delete) for each in ast.walk(node))
        return not deleted and not (isinstance(node, _BINDING) and _is_chance(node))


def _is_fixed(node: ast.expr) -> bool:
    """Whether nobody can change a value."""
    match node:
        case ast.Constant():
            return True
        case ast.UnaryOp(operand=inner):
            return _is_fixed(inner)
        case ast.Tuple(elts=parts):
            return all(map(_is_fixed, parts))
        case _:
            return False


def _is_chance(node: ast.AST) -> bool:
    """Whether what a statement binds may differ from run to run."""
    spelled = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
    return not _CHANCE.isdisjoint(spelled | read(node))
