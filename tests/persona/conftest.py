from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from jupyter_llm_teach.courses.folder import FolderCourses
from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.sandbox.choose import best_sandbox
from jupyter_llm_teach.tutor.tutor import Tutor
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_journal import MemoryJournal
from tests.fakes.sample import COURSES, TOO_SHORT, answered, student_copy


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of a server with a student's notebooks; one answer is too short."""
    folder = student_copy("en", tmp_path / "root")
    answered(folder, "running_mean", TOO_SHORT.format(name="running_mean"))
    return folder


@pytest.fixture
async def tutor(tmp_path: Path, root: Path) -> AsyncIterator[Tutor]:
    sandbox = await best_sandbox(tmp_path / "scratch")
    yield Tutor(
        courses=FolderCourses([COURSES / "en"], root=root),
        sandbox=sandbox,
        journal=MemoryJournal(),
        clock=FixedClock(),
        wording=load_wording,
    )
    await sandbox.aclose()
