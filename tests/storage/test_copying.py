"""A copy of a journal holds all that was recorded, and what is added to it stays in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_llm_teach.errors import JournalError
from jupyter_llm_teach.storage.copying import copy_journal
from jupyter_llm_teach.storage.journal import SqlJournal
from tests.contracts.journal_contract import HINT, KEY, WRONG, given

pytestmark = pytest.mark.anyio


async def test_a_copy_holds_what_was_recorded_while_the_journal_is_open(tmp_path: Path) -> None:
    journal, copy = SqlJournal(tmp_path / "journal"), SqlJournal(tmp_path / "copy")
    await given(journal)

    copy_journal(tmp_path / "journal", tmp_path / "copy")
    await copy.add_attempt(KEY, WRONG)

    assert (await copy.history(KEY)).hints == (HINT,)
    assert (await copy.history(KEY)).attempts == (WRONG,)
    assert (await journal.history(KEY)).attempts == ()
    await journal.aclose()
    await copy.aclose()


def test_where_there_is_no_journal_there_is_no_copy(tmp_path: Path) -> None:
    copy_journal(tmp_path / "none", tmp_path / "copy")

    assert not (tmp_path / "copy").exists()


def test_what_is_no_journal_is_told(tmp_path: Path) -> None:
    (tmp_path / "journal").write_text("no database " * 100)

    with pytest.raises(JournalError, match="is damaged"):
        copy_journal(tmp_path / "journal", tmp_path / "copy")
