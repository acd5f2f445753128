"""Whether what was shown gives tests away. Knows nothing of the guard, and runs programs itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from typing_extensions import assert_never

from jupyter_llm_teach.ports import Sandbox
from jupyter_llm_teach.teaching.attacks.applying import Attempt, attempts
from jupyter_llm_teach.teaching.attacks.disguising import name_of
from jupyter_llm_teach.teaching.exercise import (
    Answer,
    Compare,
    Exercise,
    Holds,
    Runs,
    Test,
    normalised,
)
from jupyter_llm_teach.teaching.facts.equality import complete, equal, literal
from jupyter_llm_teach.teaching.facts.plan import answer_job, computed, expected_job
from jupyter_llm_teach.teaching.facts.truth import truth
from jupyter_llm_teach.teaching.run import (
    Evaluate,
    Job,
    Limits,
    Raised,
    Result,
    Returned,
)
from jupyter_llm_teach.teaching.value import Items, Scalar, Value

_AT_ONCE = 12
_LIMITS = Limits(probe_seconds=0.5, total_seconds=20.0)
_LIBRARY = re.compile(r"\b(?:numpy|pandas|random|matplotlib)\b")
_WELL = Scalar("bool", value=True)
_ASKED = """
def _asked(checks, run=exec, ask=eval, names=globals()):
    found = []
    for setup, expression in checks:
        try:
            run(setup, names)
            found.append((True, ask(expression, names)))
        except (Exception, SystemExit):
            found.append((False, None))
    return found
"""
_Key = tuple[str, str, tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class Gain:
    """Tests that a program made of a reply passes, and the learner's answer does not.

    Attributes:
        tests: Their names.
        program: What passes them; empty where none does.
    """

    tests: tuple[str, ...]
    program: str


NO_GAIN = Gain((), "")


class Judge:
    """Tries what a learner could do with what was shown; every program is run once.

    Args:
        sandbox: Where programs run; many of them share a run.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._passed: dict[_Key, frozenset[str]] = {}
        self._expected: dict[tuple[str, str], Mapping[str, Value]] = {}

    async def gain(self, exercise: Exercise, answer: Answer, pieces: Sequence[str]) -> Gain:
        """What the first program made of some pieces gains that gains anything.

        Args:
            exercise: With hidden tests.
            answer: What the learner wrote.
            pieces: What was read in the replies: programs, lines, expressions.
        """
        name = name_of(exercise.references[0]) if exercise.references else name_of(answer.code)
        visible = [_text(each) for each in exercise.tests if each.visible]
        seen = "\n".join([exercise.statement, exercise.starter, *visible])
        (before,) = await self.passed(exercise, [answer])
        for several in _batches(attempts(pieces, answer.code, name, seen)):
            programs = [Answer(each.program, answer.prelude) for each in several]
            after = await self.passed(exercise, programs)
            for each, names in zip(several, after, strict=True):
                if names - before and await self._tells(exercise, answer, each, names):
                    return Gain(tuple(sorted(names - before)), each.program)
        return NO_GAIN

    async def _tells(
        self, exercise: Exercise, answer: Answer, attempt: Attempt, passed: frozenset[str]
    ) -> bool:
        """Whether a piece does more than one that says nothing would in its place."""
        nothing = [Answer(each, answer.prelude) for each in attempt.nothing]
        return not any(passed <= each for each in await self.passed(exercise, nothing))

    async def passed(
        self, exercise: Exercise, answers: Sequence[Answer]
    ) -> tuple[frozenset[str], ...]:
        """The names of the tests that each of some answers passes; all need the same cells."""
        for start in range(0, len(answers), _AT_ONCE):
            await self._run(exercise, answers[start : start + _AT_ONCE])
        return tuple(self._passed[_key(exercise, each)] for each in answers)

    async def _run(self, exercise: Exercise, answers: Iterable[Answer]) -> None:
        """Run those that were not run yet, as one job: each probe loads a program, asks all tests.

        What ends its process, or gives too much, is run by itself.
        """
        new = {_key(exercise, each): each for each in answers}
        new = {key: each for key, each in new.items() if key not in self._passed}
        if not new:
            return
        checks = [_check(each) for each in exercise.tests]
        probes = [Evaluate(f"_asked({checks!r})", f"{a.code}\n{_ASKED}") for a in new.values()]
        prelude = next(iter(new.values())).prelude
        job = Job(_libraries(new.values()), tuple(probes), prelude, _LIMITS, files=exercise.files)
        outcome = await self._sandbox.run(job)
        for (key, answer), result in zip(new.items(), outcome.results, strict=True):
            results = _results(result)
            if len(results) != len(checks):
                alone = replace(answer_job(exercise, answer), limits=_LIMITS)
                results = (await self._sandbox.run(alone)).results
            values = await self._values(exercise)
            pairs = zip(exercise.tests, results, strict=False)
            passed = (test.name for test, got in pairs if _passes(test, got, values))
            self._passed[key] = frozenset(passed)

    async def _values(self, exercise: Exercise) -> Mapping[str, Value]:
        """By the name of a test, the value that it expects, where it is known."""
        key = (exercise.notebook, exercise.id)
        if key not in self._expected:
            wanted = expected_job(exercise)
            given = () if wanted is None else (await self._sandbox.run(wanted)).results
            values = {
                test.name: result.value
                for (test, _), result in zip(computed(exercise), given, strict=False)
                if isinstance(result, Returned)
            }
            for test in exercise.tests:
                found = literal(test.check.expected) if isinstance(test.check, Compare) else None
                if found is not None:
                    values[test.name] = found
            self._expected[key] = values
        return self._expected[key]


def _passes(test: Test, result: Result, values: Mapping[str, Value]) -> bool:
    if not isinstance(result, Returned):
        return False
    match test.check:
        case Compare():
            wanted = values.get(test.name)
            return wanted is not None and equal(result.value, wanted) and complete(wanted)
        case Holds():
            return truth(result.value)
        case Runs():
            return True
        case _:
            assert_never(test.check)


def _batches(programs: Sequence[Attempt]) -> Iterator[Sequence[Attempt]]:
    """The likeliest program alone, for it mostly settles the matter, and then many at a time."""
    yield programs[:1]
    for start in range(1, len(programs), _AT_ONCE):
        yield programs[start : start + _AT_ONCE]


def _key(exercise: Exercise, answer: Answer) -> _Key:
    return (exercise.notebook, exercise.id, answer.prelude, normalised(answer.code))


def _text(test: Test) -> str:
    expected = test.check.expected if isinstance(test.check, Compare) else ""
    return "\n".join([*_check(test), expected])


def _check(test: Test) -> tuple[str, str]:
    """The statements and the expression that a test asks."""
    match test.check:
        case Compare(expression=expression) | Holds(expression=expression):
            return test.setup, expression
        case Runs(code=code):
            return f"{test.setup}\n{code}", "None"
        case _:
            assert_never(test.check)


def _libraries(answers: Iterable[Answer]) -> str:
    """A comment that names the libraries which programs need: they are loaded beforehand."""
    found = {word for each in answers for word in _LIBRARY.findall(each.code)}
    return f"# {' '.join(sorted(found))}"


def _results(result: Result) -> tuple[Result, ...]:
    """A result for each test, from what a probe of all tests gave."""
    if not isinstance(result, Returned) or not isinstance(result.value, Items):
        return ()
    pairs = [each.items for each in result.value.items if isinstance(each, Items)]
    return tuple(
        Returned(value) if ended == _WELL else Raised("Exception", "", None)
        for ended, value in pairs
    )
