"""Where the tests of courses are judged, and whether it makes a difference to honest programs.

Run as ``python benchmarks/judging.py COURSE...``. Each reference and each starter is run twice: as
it is done, and with every test in the process of the program itself, as it was before 0015. Prints
how many tests were judged outside each way, and each test that came out another way.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from jupyter_llm_teach.courses.index import CourseIndex
from jupyter_llm_teach.sandbox.choose import best_sandbox
from jupyter_llm_teach.teaching.exercise import Answer, Compare, Exercise
from jupyter_llm_teach.teaching.facts.fact import Facts, Place
from jupyter_llm_teach.teaching.facts.plan import answer_job, expected_job
from jupyter_llm_teach.teaching.facts.results import facts
from jupyter_llm_teach.teaching.place import answer_of
from jupyter_llm_teach.tutor.tests import TestRunner


def programs(course: Path) -> Iterator[tuple[Exercise, Answer]]:
    """The exercises of a course, each with its references and its starter."""
    index = CourseIndex(course)
    index.look()
    for loaded in index.notebooks.values():
        if loaded.document is None or loaded.source is None:
            continue
        for exercise in loaded.source.exercises:
            if exercise.language in ("", "python") and exercise.tests:
                for code in (*exercise.references, exercise.starter):
                    yield exercise, answer_of(code, loaded.document.notebook, exercise, exercise)


async def before(runner: TestRunner, exercise: Exercise, answer: Answer) -> Facts:
    """The facts with every test in the program's own process."""
    wanted = expected_job(exercise)
    expected = None if wanted is None else await runner.ran(wanted)
    return facts(exercise, answer, await runner.ran(answer_job(exercise, answer)), expected)


async def main(courses: list[Path]) -> None:
    """Print a line for each course."""
    with tempfile.TemporaryDirectory() as folder:
        sandbox = await best_sandbox(Path(folder))
        runner = TestRunner(sandbox)
        for course in courses:
            places: Counter[Place] = Counter()
            checks: Counter[str] = Counter()
            seen: set[Exercise] = set()
            for exercise, answer in programs(course):
                now, then = await runner.facts_of(exercise, answer), None
                then = await before(runner, exercise, answer)
                for test, new, old in zip(exercise.tests, now.tests, then.tests, strict=True):
                    if exercise not in seen:
                        places[new.judged] += 1
                        checks[type(test.check).__name__] += 1
                        if new.judged is Place.INSIDE:
                            print(f"    inside: {test.name}: {new.call!r}")
                    if (new.state, new.not_judged) != (old.state, old.not_judged):
                        print(f"    differs: {test.name}: {new.call!r} {old.state} -> {new.state}")
                seen.add(exercise)
            compared = checks[Compare.__name__]
            print(f"{course}: {sum(places.values())} tests; outside {compared} -> ", end="")
            print(f"{places[Place.OUTSIDE]}, inside {places[Place.INSIDE]}")
        await sandbox.aclose()


asyncio.run(main([Path(each) for each in sys.argv[1:]]))
