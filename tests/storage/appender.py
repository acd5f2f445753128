"""Answer requests until told to stop, and say of each how far it is once that is recorded.

Run as ``python -m tests.storage.appender JOURNAL NAME CLIENTS COUNT``: the requests have the
clients CLIENTS-0, CLIENTS-1 and so on, and the texts NAME-0, NAME-1 and so on.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import anyio

from jupyter_llm_teach.storage.journal import SqlJournal
from jupyter_llm_teach.teaching.request import Busy, Repeated, Reserved
from tests.contracts.journal_contract import DELIVERED, KEY, REQUEST


async def answer(path: Path, name: str, clients: str, count: int) -> None:
    """Answer `count` requests; one that another process is answering is waited for."""
    journal = SqlJournal(path)
    for number in range(count):
        request = replace(REQUEST, client=f"{clients}-{number}")
        # Another process has no event to wait on.
        while isinstance(begun := await journal.begin(KEY, request), Busy):  # noqa: ASYNC110
            await anyio.sleep(0.001)
        match begun:
            case Reserved(id=identity):
                say(f"reserved {request.client}")
                told = replace(DELIVERED, text=f"{name}-{number}", cost=1.0)
                stands = await journal.finish(identity, told)
            case Repeated(delivered=stands):
                pass
        say(f"shown {stands.text}")
    await journal.aclose()


def say(line: str) -> None:
    """Tell the parent process."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    anyio.run(answer, Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]))
