"""Started inside a sandbox: shuts itself in, waits for one job, runs it, and ends.

Run as a script with one argument, the JSON of its `Setup`. The job comes as JSON on standard
input, framed by its length, and then the contents of its files; standard output carries
length-framed JSON back.

Where it is told to serve again, it forks for each job a worker that does all that, in namespaces
and a scratch folder of its own, and itself never touches a learner's program. The next one is
forked when the kernel has ended everything of the last.
"""

from __future__ import annotations

import gc
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
_UNASKED, _REFUSED = 4, 5  # exit codes: no job came; no namespaces of its own


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
    again_bytes: int


def main() -> int:
    """Live a worker's life; gives the exit code."""
    setup = Setup(**json.loads(sys.argv[1]))
    _find_own_package()
    from jupyter_llm_teach.sandbox.inside import confine, watch  # noqa: F401, PLC0415 - loaded early

    for name in setup.packages:
        if name not in sys.path:
            sys.path.append(name)
    if setup.again_bytes:
        ended = _serve_again(setup)
        if ended != _REFUSED:
            return ended
    parent = os.getppid()
    _shut_in(setup, signal.SIGTERM)
    if os.getppid() != parent:
        return _UNASKED
    _warm(setup.imports)
    return _serve(setup, '{"ready":true}', -1)


def _serve_again(setup: Setup) -> int:
    """Fork a worker for each job, one after the other; gives how the last one ended."""
    from jupyter_llm_teach.sandbox.inside import confine  # noqa: PLC0415

    confine.hide_from_ptrace()
    imports = setup.imports
    ended = 0
    while ended == 0:
        _warm(imports)
        gc.freeze()  # what is here stays as it is, shared with all that are forked
        learned, learn = os.pipe2(os.O_CLOEXEC)
        pid = os.fork()
        if pid == 0:
            os._exit(_in_own_namespaces(setup, learn))
        os.close(learn)
        ended = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        with os.fdopen(learned, "rb") as told:
            imports = json.loads(told.read() or b"[]")
    return ended


def _in_own_namespaces(setup: Setup, learn: int) -> int:
    """Start the worker of one job where it sees nothing of others; gives how it ended.

    The process identifiers in there end with it, so that nothing of the job is left.
    """
    from jupyter_llm_teach.sandbox.inside import confine  # noqa: PLC0415

    try:
        confine.die_with_parent(signal.SIGKILL)
        confine.enter_own_namespaces(setup.scratch, setup.again_bytes)
        pid = os.fork()
    except OSError:
        return _REFUSED
    if pid == 0:
        _shut_in(setup, signal.SIGKILL)
        os._exit(_serve(setup, '{"ready":"again"}', learn))
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _shut_in(setup: Setup, ended_by: signal.Signals) -> None:
    from jupyter_llm_teach.sandbox.inside import confine  # noqa: PLC0415

    os.chdir(setup.scratch)
    if setup.uid is not None:
        confine.become(setup.uid, reads_any_file=setup.reads_any_file)
    else:
        confine.drop_capabilities()
    confine.hide_from_ptrace()
    confine.adopt_orphans()
    confine.die_with_parent(ended_by)
    if setup.landlock:
        confine.restrict_files(setup.readable, setup.scratch)


def _serve(setup: Setup, ready: str, learn: int) -> int:
    """Take a job and run it; `learn` takes the names of the libraries that it needs."""
    os.dup2(1, _OUT, inheritable=False)
    _report(ready)
    request = _job(setup.idle_seconds)
    if request is None:
        return _UNASKED
    _report('{"taken":true}')
    if learn >= 0:
        os.write(learn, json.dumps(request["imports"]).encode())
        os.close(learn)
    silent = os.open("/dev/null", os.O_RDWR)
    for place in (0, 1, 2):
        os.dup2(silent, place)
    os.close(silent)
    _run(request)
    return 0


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
        os._exit(main())
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        os._exit(3)
