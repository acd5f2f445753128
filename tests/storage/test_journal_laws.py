"""Whatever the order in which requests begin and end, each has one outcome and is paid once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import anyio
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_llm_teach.ports import Journal
from jupyter_llm_teach.storage.event import Intact
from jupyter_llm_teach.storage.journal import SqlJournal
from jupyter_llm_teach.teaching.request import Busy, Delivered, Repeated, Reserved
from tests.contracts.journal_contract import DELIVERED, KEY, REFUSAL, REQUEST, TEN
from tests.fakes.memory_journal import MemoryJournal


@dataclass(frozen=True)
class Step:
    """What one of two servers does about the request of a client."""

    verb: Literal["begin", "finish", "cancel", "refuse"]
    server: int
    client: str


STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from(["begin", "begin", "finish", "cancel", "refuse"]),
        st.integers(0, 1),
        st.sampled_from(["a", "b", "c"]),
    ),
    max_size=25,
)


@dataclass
class Story:
    """Plays steps on the journals of two servers, and keeps what they answered."""

    servers: Sequence[Journal]
    asked: list[str] = field(default_factory=list)
    outcomes: dict[str, Delivered] = field(default_factory=dict)
    _mine: dict[tuple[int, str], str] = field(default_factory=dict)

    async def play(self, steps: Sequence[Step]) -> None:
        """Play all steps; those that make no sense in the order are left out."""
        for number, step in enumerate(steps):
            if step.verb == "begin":
                await self._begin(step)
            elif (step.server, step.client) in self._mine:
                await self._end(step, number)

    async def _begin(self, step: Step) -> None:
        request = replace(REQUEST, client=step.client)
        match await self.servers[step.server].begin(KEY, request):
            case Repeated(delivered=delivered):
                assert delivered == self.outcomes[step.client]
            case Busy():
                assert self._mine
            case Reserved(id=name):
                assert not self._mine
                self._mine[step.server, step.client] = name
                self.asked += [step.client] if step.client not in self.asked else []

    async def _end(self, step: Step, number: int) -> None:
        name = self._mine.pop((step.server, step.client))
        journal = self.servers[step.server]
        match step.verb:
            case "finish":
                told = replace(DELIVERED, text=f"text {number}", cost=float(number))
                self.outcomes[step.client] = await journal.finish(name, told)
            case "cancel":
                await journal.cancel(name, TEN)
            case _:
                await journal.refuse(name, REFUSAL)


async def judged(journal: Journal, story: Story) -> None:
    """Check what a journal tells against what was answered."""
    history = await journal.history(KEY)
    told = Counter((hint.text, hint.cost) for hint in history.hints)
    assert told == Counter((each.text, each.cost) for each in story.outcomes.values())
    assert sum(hint.cost for hint in history.hints) == sum(
        each.cost for each in story.outcomes.values()
    )
    assert len(history.asked) == len(story.asked)


@given(STEPS)
def test_in_memory(steps: list[Step]) -> None:
    async def run() -> None:
        journal = MemoryJournal()
        story = Story((journal, journal))
        await story.play(steps)
        await judged(journal, story)

    anyio.run(run)


@settings(max_examples=60)
@given(STEPS)
def test_in_a_file_that_two_servers_share(steps: list[Step]) -> None:
    async def run(folder: str) -> None:
        path = Path(folder) / "journal.db"
        one, two = SqlJournal(path), SqlJournal(path)
        story = Story((one, two))
        await story.play(steps)
        await judged(one, story)
        await judged(two, story)
        assert isinstance(await one.verify(), Intact)
        await one.aclose()
        await two.aclose()

    with TemporaryDirectory() as folder:
        anyio.run(run, folder)
