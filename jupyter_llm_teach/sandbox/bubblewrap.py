"""Runs learners' programs in bubblewrap: no network, no files but the interpreter's, no root."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import subprocess
from functools import cache
from pathlib import Path

from jupyter_llm_teach.errors import SandboxUnavailableError
from jupyter_llm_teach.sandbox import command
from jupyter_llm_teach.sandbox.worker import Launch
from jupyter_llm_teach.sandbox.workers import Workers

_SCRATCH = "/scratch"  # a file system of its own inside
_SCRATCH_BYTES = 64 * 2**20
_ALONE = (
    "--unshare-ipc",
    "--unshare-pid",
    "--unshare-net",
    "--unshare-uts",
    "--unshare-cgroup-try",
    "--die-with-parent",
    "--new-session",
    "--clearenv",
)
# Root needs no user namespace; it keeps what it takes to become somebody else, and drops it then.
_AS_ROOT = ("--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID")
_KEEP_READING = ("--cap-add", "CAP_DAC_READ_SEARCH")
# So that each job has namespaces of its own; dropped before a program runs.
_MAKE_NAMESPACES = ("--cap-add", "CAP_SYS_ADMIN")
# A kernel that has a user of its own to count counts only what runs inside.
_OWN_COUNT = 10
# Numbers that systemd leaves free, so that nothing else of this machine runs under them.
_FIRST_USER, _USERS = 60_600, 500
# The first to go when memory runs out is the learner's program.
_GIVE_WAY = (
    "/bin/sh",
    "-c",
    'echo 1000 2>/dev/null >/proc/self/oom_score_adj; exec "$@"',
    "sh",
)


class BubblewrapSandbox(Workers):
    """A sandbox by ``bwrap``, for root and for ordinary users.

    Args:
        pool: How many workers wait for jobs.
        idle_seconds: How long one waits.
    """

    def __init__(self, *, pool: int = 1, idle_seconds: float = 300.0) -> None:
        self._idle_seconds = idle_seconds
        super().__init__("bubblewrap", lambda: _OWN_COUNT, pool)

    def _launch(self, imports: tuple[str, ...]) -> Launch:
        program = shutil.which("bwrap")
        if program is None:
            raise SandboxUnavailableError("bubblewrap is not installed.", "Install `bubblewrap`.")
        root = os.getuid() == 0
        readable = command.readable()
        setup = command.Setup(
            scratch=_SCRATCH,
            readable=(),
            packages=command.packages(),
            landlock=False,
            uid=free_user() if root else None,
            reads_any_file=root and command.is_private(readable),
            imports=imports,
            idle_seconds=self._idle_seconds,
            again_bytes=_SCRATCH_BYTES if self._size > 0 else 0,
        )
        walls = (*_ALONE, *_user_options(program, setup), *_files(program, readable))
        inside = (*command.interpreter(), setup.json())
        return Launch((*_GIVE_WAY, program, *walls, "--", *inside), {}, lambda: None)


def free_user() -> int:
    """A user that owns nothing and runs nothing."""
    return _FIRST_USER + secrets.randbelow(_USERS)


def _user_options(program: str, setup: command.Setup) -> tuple[str, ...]:
    if setup.uid is not None:
        reading = _KEEP_READING if setup.reads_any_file else ()
        return (*_AS_ROOT, *reading, *_MAKE_NAMESPACES)
    nested = ("--disable-userns",) if "--disable-userns" in _options(program) else ()
    # One that takes root's rights by itself gives none of them on; then each job starts anew.
    gives_rights = not Path(program).stat().st_mode & stat.S_ISUID
    return ("--unshare-user", *nested, *(_MAKE_NAMESPACES if gives_rights else ()))


def _files(program: str, readable: tuple[str, ...]) -> tuple[str, ...]:
    found: list[str] = []
    for name, value in command.environment(_SCRATCH).items():
        found += ["--setenv", name, value]
    for path in sorted(readable):
        found += ["--dev-bind" if path.startswith("/dev/") else "--ro-bind", path, path]
    found += ["--dev-bind", "/dev/null", "/dev/null"]
    if "--perms" in _options(program):
        found += ["--perms", "1777"]
    if "--size" in _options(program):
        found += ["--size", str(_SCRATCH_BYTES)]
    return (*found, "--tmpfs", _SCRATCH, "--remount-ro", "/", "--chdir", _SCRATCH)


@cache
def _options(program: str) -> frozenset[str]:
    """The options that this version knows."""
    shown = subprocess.run(  # noqa: S603 - found on the PATH by its name
        [program, "--help"], capture_output=True, text=True, check=False, timeout=10
    )
    return frozenset(word for word in shown.stdout.split() if word.startswith("--"))
