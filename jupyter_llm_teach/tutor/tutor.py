"""The tutor: the ports that its use cases work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from jupyter_llm_teach.ports import Clock, Courses, Engines, Gauge, Journal, Ledger, Sandbox
from jupyter_llm_teach.teaching.policy import Language
from jupyter_llm_teach.teaching.wording import Wording
from jupyter_llm_teach.tutor.bank import Bank
from jupyter_llm_teach.tutor.given import Given
from jupyter_llm_teach.tutor.one_engine import OneEngine
from jupyter_llm_teach.tutor.recent import Recent
from jupyter_llm_teach.tutor.tests import TestRunner


@dataclass(frozen=True, slots=True)
class Tutor:
    """What the use cases of this package need.

    Attributes:
        courses: The instructor's courses.
        sandbox: Runs learners' programs.
        journal: What happened so far.
        clock: What time it is.
        wording: Gives the sentences of a language.
        engines: Phrase help; none where help comes from analysis alone.
        deadline: Seconds for one reply of the engine, its start included.
        ledger: What calls of models cost; None where nobody counts.
        gauge: Measures this machine for models; None where nobody does.
    """

    courses: Courses
    sandbox: Sandbox
    journal: Journal
    clock: Clock
    wording: Callable[[Language], Wording]
    engines: Engines = field(default_factory=OneEngine)
    deadline: float = 90.0
    ledger: Ledger | None = None
    gauge: Gauge | None = None
    bank: Bank = field(default_factory=Bank)
    given: Given = field(default_factory=Given)
    recent: Recent = field(default_factory=Recent)
    runner: TestRunner = field(init=False)
    began: datetime = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "runner", TestRunner(self.sandbox))
        object.__setattr__(self, "began", self.clock.now())

    def local_time(self) -> datetime:
        """Now, in this machine's zone: times are told in it, and its midnight begins a new day."""
        return self.clock.now().astimezone()

    async def aclose(self) -> None:
        """Let go of the engines, the sandbox, the ledger and the journal."""
        await self.engines.aclose()
        if self.ledger is not None:
            await self.ledger.aclose()
        await self.sandbox.aclose()
        await self.journal.aclose()
