"""A tutor on the sample course, with a real sandbox and a scripted engine."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone

from jupyter_llm_teach.engines.scripted import ScriptedEngine
from jupyter_llm_teach.errors import TeachError
from jupyter_llm_teach.ports import Courses, Sandbox
from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.teaching.exercise import Answer
from jupyter_llm_teach.teaching.notebook import Notebook
from jupyter_llm_teach.teaching.policy import Policy
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.tutor.hint import HintEvent, hint
from jupyter_llm_teach.tutor.one_engine import OneEngine
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work, work_on
from tests.fakes.memory_journal import MemoryJournal


class _Clock:
    def now(self) -> datetime:
        return datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)


@dataclass
class Bench:
    """What a test of the tutor starts from."""

    courses: Courses
    sandbox: Sandbox
    notebook: Notebook
    journal: MemoryJournal = field(default_factory=MemoryJournal)

    def tutor(self, *replies: str | TeachError) -> Tutor:
        """A tutor whose engine says these replies; without any, there is no engine."""
        return Tutor(
            courses=self.courses,
            sandbox=self.sandbox,
            journal=self.journal,
            clock=_Clock(),
            wording=load_wording,
            engines=OneEngine(ScriptedEngine(replies) if replies else None),
        )

    def work(self, policy: Policy | None = None, code: str | None = None) -> Work:
        """The work on the running mean, under a policy, with an answer."""
        found = work_on(self.courses, self.notebook, "running_mean", "en")
        answer = found.answer if code is None else Answer(code, found.answer.prelude)
        return replace(found, policy=policy or Policy(), answer=answer)


async def asked(tutor: Tutor, work: Work, rung: Rung | None) -> list[HintEvent]:
    """All events of one request."""
    async with aclosing(hint(tutor, work, rung)) as events:
        return [event async for event in events]
