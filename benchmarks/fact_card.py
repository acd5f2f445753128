"""Time from asking for a check to the fact card, over the sample course's wrong answers.

Usage: python benchmarks/fact_card.py
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from datetime import datetime, timezone
from pathlib import Path

import tomlkit

from jupyter_llm_teach.courses.folder import FolderCourses
from jupyter_llm_teach.courses.notebook_file import read_notebook
from jupyter_llm_teach.ports import Key
from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.sandbox.choose import best_sandbox
from jupyter_llm_teach.storage.journal import SqlJournal
from jupyter_llm_teach.teaching.exercise import Answer
from jupyter_llm_teach.teaching.facts.shown import shown
from jupyter_llm_teach.teaching.phrasing import summary
from jupyter_llm_teach.teaching.place import answer_in
from jupyter_llm_teach.tutor.check import check
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work

ROOT = Path(__file__).parents[1]


class _Clock:
    def now(self) -> datetime:
        return datetime.now(timezone.utc)


async def main() -> None:
    """Measure and print one line."""
    wrong = tomlkit.parse((ROOT / "tests/exercises/wrong_answers.toml").read_text("utf-8"))
    courses = FolderCourses([ROOT / "exercises"])
    with tempfile.TemporaryDirectory() as folder:
        sandbox = await best_sandbox(Path(folder))
        journal = SqlJournal(Path(folder) / "journal.sqlite")
        tutor = Tutor(courses, sandbox, journal, _Clock(), load_wording)
        times = [await _seconds(tutor, each["id"], each["code"]) for each in wrong["wrong"]]
        await tutor.aclose()
    ordered = sorted(times)
    print(
        f"fact card, {len(times)} wrong answers, sandbox {sandbox.name}: "
        f"median {statistics.median(ordered) * 1000:.0f} ms, "
        f"p90 {ordered[int(len(ordered) * 0.9)] * 1000:.0f} ms, max {ordered[-1] * 1000:.0f} ms"
    )


async def _seconds(tutor: Tutor, name: str, code: str) -> float:
    found = tutor.courses.find(str(name), "")
    assert found is not None
    course, exercise = found
    answer = _answer(course.folder, exercise.notebook, tutor, str(name), str(code))
    work = Work(
        key=Key("benchmark", course.id, exercise.id),
        exercise=exercise,
        local=exercise,
        answer=answer,
        policy=course.policy,
        language=course.policy.language or "en",
        course=course.title,
    )
    began = time.perf_counter()
    facts = await check(tutor, work)
    summary(shown(facts, None), tutor.wording(work.language))
    return time.perf_counter() - began


def _answer(folder: Path, notebook: str, tutor: Tutor, name: str, code: str) -> Answer:
    read = read_notebook(folder / notebook)
    local = next(each for each in tutor.courses.read(read) if each.id == name)
    return Answer(code, answer_in(read, local, local).prelude)


if __name__ == "__main__":
    asyncio.run(main())
