"""How a test is tried on an answer: what runs with it, and what is then judged without it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from typing_extensions import assert_never

from jupyter_llm_teach.teaching.exercise import (
    Answer,
    Compare,
    Exercise,
    Holds,
    Runs,
    Test,
)
from jupyter_llm_teach.teaching.facts.judging.cut import Cut, cut, names_of
from jupyter_llm_teach.teaching.facts.judging.expectation import Expectation, expected_exception
from jupyter_llm_teach.teaching.facts.judging.known import Around, Names, around
from jupyter_llm_teach.teaching.facts.judging.script import (
    Act,
    Ask,
    Line,
    NotStraightError,
    straight,
)
from jupyter_llm_teach.teaching.facts.judging.wrapped import opened
from jupyter_llm_teach.teaching.facts.source import bound, parsed, read
from jupyter_llm_teach.teaching.facts.watching import watching
from jupyter_llm_teach.teaching.run import Evaluate, Execute, Probe


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to judge.

    Attributes:
        names: What the learner's values are called, in the order in which they come.
        before: The statements that it needs, none of which needs the learner's program.
        code: An expression, or an assertion.
    """

    names: tuple[str, ...]
    before: str
    code: str


@dataclass(frozen=True, slots=True)
class Replay:
    """Judged in a process of its own.

    Attributes:
        steps: In order.
        asks: Whether the value of the last one is asked for, or only whether all end well.
        is_long: Whether the learner's process gives a value for each step, instead of one.
        doubled: Whether its last value is that of the whole question, which must be true as well.
    """

    steps: tuple[Step, ...]
    asks: bool
    is_long: bool
    doubled: bool = False


@dataclass(frozen=True, slots=True)
class AsItIs:
    """The value, or that there is none, is what is judged.

    Attributes:
        inside: Whether it is a verdict that the learner's process comes to.
    """

    inside: bool = False


Judging: TypeAlias = Replay | Expectation | AsItIs


@dataclass(frozen=True, slots=True)
class Trial:
    """How a test is tried.

    Attributes:
        probe: What runs with the learner's program.
        judging: What becomes of the value.
    """

    probe: Probe
    judging: Judging


def trials(
    exercise: Exercise, answer: Answer, inside: frozenset[int] = frozenset()
) -> tuple[Trial, ...]:
    """How each test of an exercise is tried on an answer.

    Args:
        exercise: The instructor's version, hidden tests included.
        answer: What the learner wrote.
        inside: The indices of the tests that are left to the learner's process.
    """
    known = around(exercise, answer)
    return tuple(
        trial_inside(test) if number in inside else trial(test, known)
        for number, test in enumerate(exercise.tests)
    )


@lru_cache(maxsize=512)  # the same tests are tried on one answer after another
def trial(test: Test, known: Around) -> Trial:
    """How a test is tried, with nothing in the learner's process that is not needed there."""
    try:
        found = _trial(test, known)
    except (NotStraightError, RecursionError):
        found = None
    return found or trial_inside(test)


def trial_inside(test: Test) -> Trial:
    """How a test is tried whose verdict is that of the learner's process."""
    match test.check:
        case Compare(expression=expression) | Holds(expression=expression):
            return Trial(watching(expression, test.setup), AsItIs(inside=True))
        case Runs(code=code):
            probe = Execute("\n".join(part for part in (test.setup, code) if part.strip()))
            return Trial(probe, AsItIs(inside=True))
        case _:
            assert_never(test.check)


def _trial(test: Test, known: Around) -> Trial | None:
    setup = parsed(test.setup)
    if setup is None:
        return None
    match test.check:
        case Compare(expression=text):
            return _asked(test, text, setup, known)
        case Holds(expression=text):
            return _asked(test, text, setup, known)
        case Runs(code=code):
            body = parsed(code)
            return None if body is None else _run(test, code, setup, body, known)
        case _:
            assert_never(test.check)


def _asked(test: Test, text: str, setup: ast.Module, known: Around) -> Trial | None:
    """An expression: its value is compared, or must be true."""
    asked = parsed(f"({text}\n)")
    if asked is None or len(asked.body) != 1 or not isinstance(asked.body[0], ast.Expr):
        return None
    names = Names(known)
    for node in setup.body:
        names.take(node)
    found = cut(asked.body[0].value, names)
    if found.weak:
        return None
    plain = found.is_plain if isinstance(test.check, Compare) else found.is_whole
    if plain or not found.parts:
        alone = not found.parts and isinstance(test.check, Holds)
        return Trial(watching(text, test.setup), AsItIs(inside=alone))
    lines: list[Line] = [*map(Act, setup.body), Ask(asked.body[0])]
    holds = isinstance(test.check, Holds)
    return _Splitting(lines, known, holds).trial((test.setup, text), asks=True)


def _run(test: Test, code: str, setup: ast.Module, body: ast.Module, known: Around) -> Trial | None:
    """Statements that must end well."""
    within = opened(setup.body, body.body)
    expected = expected_exception(within.body)
    if expected is not None:
        before = map(ast.unparse, within.setup)
        return Trial(Execute("\n".join((*before, expected.code))), expected)
    lines = straight(within.setup, within.body)
    if not any(isinstance(each, Ask) for each in lines):
        plain = not any(isinstance(each, (ast.Assert, ast.Raise)) for each in ast.walk(body))
        return Trial(trial_inside(test).probe, AsItIs(inside=not plain))
    return _Splitting(lines, known).trial((f"{test.setup}\n{code}", "None"), asks=False)


@dataclass(slots=True)
class _Splitting:
    """Lines of a test, each either the learner's process's or the judge's or both's."""

    lines: Sequence[Line]
    around: Around
    holds: bool = False

    def trial(self, original: tuple[str, str], *, asks: bool) -> Trial | None:
        """The trial; None where some part is a verdict itself."""
        cuts: dict[int, Cut] = {}
        pure: set[int] = set()
        names = Names(self.around)
        count = 0
        for number, line in enumerate(self.lines):
            if isinstance(line, Act):
                if names.take(line.node):
                    pure.add(number)
                continue
            found = cut(_question(line.node), names, count + 1)
            self._silence(line.node, names)
            count += len(found.parts)
            cuts[number] = found
            names.touch(name for part in found.parts for name in read(part))
        if any(each.weak for each in cuts.values()) or count == 0:
            return None
        probe = self._inside(cuts, pure, original)
        steps = self._steps(cuts, pure)
        doubled = self.holds and self._is_shadowed(cuts)
        return Trial(probe, Replay(steps, asks, is_long=bool(probe.earlier), doubled=doubled))

    def _silence(self, node: ast.stmt, names: Names) -> None:
        """Leave out a message that needs the learner's program: it would run when all is over."""
        if isinstance(node, ast.Assert) and node.msg and names.learners(node.msg):
            node.msg = None

    def _inside(self, cuts: dict[int, Cut], pure: set[int], original: tuple[str, str]) -> Evaluate:
        """What runs with the learner's program."""
        kept = self._needed_inside(cuts, pure)
        asked: list[tuple[str, str]] = []
        before: list[str] = []
        for number, line in enumerate(self.lines):
            if number in kept:
                before.append(ast.unparse(line.node))
            elif number in cuts and cuts[number].parts:
                asked.append(("\n".join(before), _all(cuts[number].parts)))
                before = []
        if self._is_shadowed(cuts):
            asked.append(original)
        *earlier, (setup, expression) = asked
        if earlier:
            return Evaluate(expression, setup, earlier=tuple(earlier), drained=True)
        return replace(watching(expression, setup), drained=True)

    def _needed_inside(self, cuts: dict[int, Cut], pure: set[int]) -> set[int]:
        wanted: set[str] = set()
        kept: set[int] = set()
        for number in reversed(range(len(self.lines))):
            node = self.lines[number].node
            if number in cuts:
                wanted |= {name for part in cuts[number].parts for name in read(part)}
            elif _must_run(node, is_pure=number in pure) or not wanted.isdisjoint(bound(node)):
                kept.add(number)
                wanted |= read(node)
        return kept

    def _is_shadowed(self, cuts: dict[int, Cut]) -> bool:
        """Whether the judge would take for a builtin what the learner's process would not.

        Then the test runs there as well, as it is, for the exception that it may end with.
        """
        own = {name for line in self.lines for name in bound(line.node)}
        used = {name for each in cuts.values() for name in read(each.rest)}
        return not self.around.shadowed.isdisjoint(used - own)

    def _steps(self, cuts: dict[int, Cut], pure: set[int]) -> tuple[Step, ...]:
        """What is judged, with the statements that each needs."""
        wanted: set[str] = set()
        kept: set[int] = set()
        for number in reversed(range(len(self.lines))):
            node = self.lines[number].node
            if number in cuts:
                wanted |= read(_rest(node, cuts[number]))
            elif number in pure and not wanted.isdisjoint(bound(node) | _changes(node)):
                kept.add(number)
                wanted |= read(node)
        imports = [text for name, text in self.around.imports if name in wanted]
        before = list(imports)
        steps: list[Step] = []
        count = 1
        for number, line in enumerate(self.lines):
            if number in kept:
                before.append(ast.unparse(line.node))
            elif number in cuts:
                found = cuts[number]
                called = tuple(names_of(found.parts, count))
                count += len(called)
                code = ast.unparse(_rest(line.node, found))
                steps.append(Step(called, "\n".join(before), code))
                before = []
        return tuple(steps)


def _question(node: ast.stmt) -> ast.expr:
    match node:
        case ast.Assert(test=asked) | ast.Expr(value=asked):
            return asked
        case _:
            raise NotStraightError


def _rest(node: ast.stmt, found: Cut) -> ast.stmt:
    """The statement with what is left of its question."""
    match node:
        case ast.Assert(msg=message):
            return ast.Assert(found.rest, message)
        case _:
            return ast.Expr(found.rest)


def _must_run(node: ast.stmt, *, is_pure: bool) -> bool:
    """Whether a statement may change what comes after, whoever reads the names that it binds."""
    defines = isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom))
    return not defines and (_acts(node) or not is_pure)


def _acts(node: ast.stmt) -> bool:
    """Whether a statement does more than give names a value."""
    binding = (ast.Assign, ast.AnnAssign, ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
    return not isinstance(node, binding)


def _changes(node: ast.stmt) -> frozenset[str]:
    """The names whose values a statement may change without binding them."""
    return read(node) if _acts(node) else frozenset()


def _all(parts: Iterable[ast.expr]) -> str:
    found = list(parts)
    if len(found) == 1:
        return ast.unparse(found[0])
    return ast.unparse(ast.Tuple(found, ast.Load()))
