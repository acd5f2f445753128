from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from jupyter_llm_teach.ports import Journal
from jupyter_llm_teach.storage.journal import SqlJournal
from tests.contracts.journal_contract import JournalContract
from tests.fakes.memory_journal import MemoryJournal


class TestMemoryJournal(JournalContract):
    @pytest.fixture
    def journal(self) -> Journal:
        return MemoryJournal()


class TestSqlJournal(JournalContract):
    @pytest.fixture
    async def journal(self, tmp_path: Path) -> AsyncIterator[Journal]:
        journal = SqlJournal(tmp_path / "data" / "journal.db")
        yield journal
        await journal.aclose()
