from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from jupyter_llm_teach.courses.folder import FolderCourses
from jupyter_llm_teach.courses.notebook_file import read_notebook
from jupyter_llm_teach.ports import Sandbox
from jupyter_llm_teach.sandbox.choose import best_sandbox
from tests.fakes.sample import COURSES, TOO_SHORT, answered, student_copy
from tests.tutor.bench import Bench


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[Sandbox]:
    found = await best_sandbox(tmp_path / "scratch")
    yield found
    await found.aclose()


@pytest.fixture
def bench(tmp_path: Path, sandbox: Sandbox) -> Bench:
    folder = student_copy("en", tmp_path / "copy")
    path = answered(folder, "running_mean", TOO_SHORT.format(name="running_mean"))
    return Bench(FolderCourses([COURSES / "en"]), sandbox, read_notebook(path))
