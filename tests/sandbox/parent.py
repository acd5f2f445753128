"""A server that dies: keeps one worker waiting and one job running, until it is killed.

Its arguments: ``bubblewrap`` or ``landlock``, and a folder.
"""

from __future__ import annotations

import sys
from pathlib import Path

import anyio

from jupyter_llm_teach.sandbox.bubblewrap import BubblewrapSandbox
from jupyter_llm_teach.sandbox.landlock import LandlockSandbox
from jupyter_llm_teach.teaching.run import Evaluate, Job, Limits

_LONG = Limits(probe_seconds=100.0, total_seconds=100.0)
_FAMILY = "import os, time\ndef f():\n    os.fork(), os.fork()\n    time.sleep(100)\n"


async def main(*words: str) -> None:
    kind, folder = words
    sandbox = BubblewrapSandbox() if kind == "bubblewrap" else LandlockSandbox(Path(folder))
    async with anyio.create_task_group() as group:
        group.start_soon(sandbox.run, Job(_FAMILY, (Evaluate("f()"),), limits=_LONG))
        await anyio.sleep(0.8)
        await sandbox.warm()
        sys.stdout.write("ready\n")
        sys.stdout.flush()


anyio.run(main, *sys.argv[1:])
