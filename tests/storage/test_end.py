"""A process that used the journal can end, even where the loop stops in the middle of a request."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import asyncio, sys
from pathlib import Path
from jupyter_llm_teach.ports import Key
from jupyter_llm_teach.storage.journal import SqlJournal

async def request(journal):
    await journal.history(Key("me", "course", "exercise"))
    asyncio.get_running_loop().stop()  # as a server does that gets SIGTERM
    await asyncio.sleep(3600)

loop = asyncio.new_event_loop()
task = loop.create_task(request(SqlJournal(Path(sys.argv[1]))))
loop.run_forever()
"""


def test_a_server_that_is_ended_during_a_request_ends(tmp_path: Path) -> None:
    ended = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", PROGRAM, str(tmp_path / "journal.sqlite")], timeout=60, check=False
    )

    assert ended.returncode == 0
