"""Started inside a sandbox: shuts itself in, waits for one job, runs it, and ends.

Run as a script with one argument, the JSON of its `Setup`. The job comes as JSON on standard
input, framed by its length, and then the contents of its files; standard output carries
length-framed JSON back.
"""

from __future__ import annotations

import importlib
import json
import os
import select
import signal
import sys
import types
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

_HEAD = 8
_OUT = 201


@dataclass(frozen=True)
class Setup:
    """How this worker shuts itself in; see `jupyter_llm_teach.sandbox.command.Setup`."""

    scratch: str
    readable: list[str]
    packages: list[str]
    landlock: bool
    uid: int | None
    reads_any_file: bool
    imports: list[str]
    idle_seconds: float


def main() -> None:
    """Live a worker's life."""
    setup = Setup(**json.loads(sys.argv[1]))
    _find_own_package()
    from jupyter_llm_teach.sandbox.inside import confine, watch  # noqa: F401, PLC0415 - loaded early

    parent = os.getppid()
    os.chdir(setup.scratch)
    if setup.uid is not None:
        confine.become(setup.uid, reads_any_file=setup.reads_any_file)
    confine.hide_from_ptrace()
    confine.adopt_orphans()
    confine.die_with_parent(signal.SIGTERM)
    if os.getppid() != parent:
        return
    if setup.landlock:
        confine.restrict_files(setup.readable, setup.scratch)
    _serve(setup)


def _serve(setup: Setup) -> None:
    os.dup2(1, _OUT, inheritable=False)
    for name in setup.packages:
        if name not in sys.path:
            sys.path.append(name)
    _warm(setup.imports)
    _report('{"ready":true}')
    request = _job(setup.idle_seconds)
    if request is None:
        return
    _report('{"taken":true}')
    silent = os.open("/dev/null", os.O_RDWR)
    for place in (0, 1, 2):
        os.dup2(silent, place)
    os.close(silent)
    _run(request)


def _run(request: dict[str, Any]) -> None:
    from jupyter_llm_teach.sandbox.inside.plan import Plan, Question  # noqa: PLC0415
    from jupyter_llm_teach.sandbox.inside.watch import Watch  # noqa: PLC0415

    _warm(request.pop("imports"))
    others = request.pop("others")
    asked = request.pop("questions")
    questions = [
        Question(setup, wanted, tuple(names), tuple(map(tuple, earlier)), drained)
        for setup, wanted, names, earlier, drained in asked
    ]
    prelude = tuple(request.pop("prelude"))
    plan = Plan(prelude=prelude, questions=tuple(questions), **request)
    watch = Watch(plan, _report, others)

    def stop(*_: object) -> None:
        watch.kill()
        os._exit(0)

    signal.signal(signal.SIGTERM, stop)
    watch.run()
    _report('{"done":true}')


def _report(text: str) -> None:
    data = text.encode()
    rest = f"{len(data):0{_HEAD}d}".encode() + data
    while rest:
        rest = rest[os.write(_OUT, rest) :]


def _job(idle_seconds: float) -> dict[str, Any] | None:
    """The one job; None when nobody sent one in time or the parent is gone."""
    if not select.select([0], [], [], idle_seconds)[0]:
        return None
    length = _read(_HEAD)
    if not length:
        return None
    found = json.loads(_read(int(length)))
    if not isinstance(found, dict):
        return None
    found["files"] = tuple((path, _read(size)) for path, size in found["files"])
    return found


def _read(size: int) -> bytes:
    found = bytearray()
    while len(found) < size:
        chunk = os.read(0, size - len(found))
        if not chunk:
            return b""
        found += chunk
    return bytes(found)


def _warm(names: list[str]) -> None:
    """Load libraries ahead, so that they count against no limit; one that fails fails later."""
    for name in names:
        with suppress(Exception):
            importlib.import_module(name)


def _find_own_package() -> None:
    """Make this folder importable by its full name, without the rest of the package."""
    here = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - cold start
    sys.path.remove(here)
    for name, above in (("jupyter_llm_teach.sandbox", 1), ("jupyter_llm_teach", 2)):
        stub = types.ModuleType(name)
        stub.__path__ = [here.rsplit("/", above)[0]]
        sys.modules[name] = stub


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        os._exit(3)
    finally:
        with suppress(Exception):
            sys.stdout.flush()
    os._exit(0)
