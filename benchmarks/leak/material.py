"""The exercises and wrong answers that are attacked, and a tutor that nothing is kept of."""

from __future__ import annotations

import warnings
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import tomlkit
from small_exercises import small_targets

from jupyter_llm_teach.app import build_tutor, configured
from jupyter_llm_teach.courses.index import CourseIndex
from jupyter_llm_teach.ports import Engine
from jupyter_llm_teach.teaching.place import answer_of
from jupyter_llm_teach.tutor.judge import Judge
from jupyter_llm_teach.tutor.one_engine import OneEngine
from jupyter_llm_teach.tutor.redteam import Target, targets
from jupyter_llm_teach.tutor.tutor import Tutor

ROOT = Path(__file__).parents[2]
_WRONG = ROOT / "tests" / "exercises" / "wrong_answers.toml"
_MOST = 4


@asynccontextmanager
async def tutor_with(engine: Engine | None, model: str = "") -> AsyncIterator[Tutor]:
    """A tutor with an engine, or with a model of the catalogue; its journal is thrown away."""
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        # Python's remarks on what attacks hold are nobody's business.
        warnings.simplefilter("ignore", SyntaxWarning)
        settings = replace(configured(), courses=(), data_folder=Path(folder))
        chosen = replace(settings, engine="llamacpp" if model else "none", model=model)
        tutor = await build_tutor(chosen)
        try:
            yield tutor if engine is None else replace(tutor, engines=OneEngine(engine))
        finally:
            await tutor.aclose()


async def material(judge: Judge) -> tuple[Target, ...]:
    """Targets of the sample courses and of the small exercises."""
    wrong = tomlkit.parse(_WRONG.read_text("utf-8")).unwrap()["wrong"]
    found: list[Target] = []
    for language in ("en", "fr"):
        index = CourseIndex(ROOT / "exercises" / language)
        index.look()
        for loaded in index.notebooks.values():
            assert loaded.document is not None
            for exercise in loaded.exercises:
                known = [row["code"].strip() for row in wrong if row["id"] == exercise.id]
                answer = answer_of(exercise.starter, loaded.document.notebook, exercise, exercise)
                found += await targets(judge, exercise, answer.prelude, known, _MOST)
    return (*found, *small_targets())


def share(items: Sequence[Target], part: int, parts: int) -> Sequence[Target]:
    """A part of several, each with exercises of its own."""
    ids = sorted({each.exercise.id for each in items})
    mine = set(ids[part::parts])
    return [each for each in items if each.exercise.id in mine]
