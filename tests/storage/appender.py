"""Append hints until told to stop, and say the id of each once it is recorded.

Run as ``python -m tests.storage.appender JOURNAL NAME COUNT``.
"""

from __future__ import annotations

import sys
from datetime import datetime, timezone
from pathlib import Path

import anyio

from jupyter_llm_teach.ports import Key
from jupyter_llm_teach.storage.journal import SqlJournal
from jupyter_llm_teach.teaching.history import PastHint
from jupyter_llm_teach.teaching.rung import Rung

KEY = Key("local", "loops", "sum")


async def append(path: Path, name: str, count: int) -> None:
    """Append `count` hints whose texts are the name and a number."""
    journal = SqlJournal(path)
    for number in range(count):
        at = datetime.now(timezone.utc)
        hint = PastHint(Rung.ORIENT, name, at, f"{name}-{number}")
        await journal.add_hint(KEY, hint, "model")
        sys.stdout.write(f"{hint.text}\n")
        sys.stdout.flush()
    await journal.aclose()


if __name__ == "__main__":
    anyio.run(append, Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
