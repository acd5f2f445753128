"""What a worker needs of this machine: an interpreter, its libraries, and nothing of anybody."""

from __future__ import annotations

import json
import os
import site
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

INSIDE = Path(__file__).parent / "inside"
_PIECES = ("lib", "lib64", "pyvenv.cfg")
_SYSTEM = (
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/usr/share/zoneinfo",
    "/usr/share/fonts",
    "/etc/ld.so.cache",
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/localtime",
    "/nix/store",
    "/dev/urandom",
    "/dev/zero",
)
_OTHERS_MAY_ENTER = 0o001
_ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "MPLBACKEND": "Agg",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",  # or each thread reserves address space, which the limit counts
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONNOUSERSITE": "1",
}


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker is told when it starts; it goes to it as JSON.

    Attributes:
        scratch: The only folder it may write into.
        readable: What Landlock lets it read.
        packages: Folders of libraries to search besides the interpreter's own.
        landlock: Whether it shuts itself in by Landlock.
        uid: The user to become; None to stay.
        reads_any_file: Whether it keeps the right to read, because the interpreter lies in a
            folder that only root may enter.
        imports: Libraries to load ahead.
        idle_seconds: How long it waits for a job.
        again_bytes: Where it may serve one job after the other, each in a fresh scratch folder,
            how much fits into that; 0 where it serves one job.
    """

    scratch: str
    readable: tuple[str, ...]
    packages: tuple[str, ...]
    landlock: bool
    uid: int | None
    reads_any_file: bool
    imports: tuple[str, ...]
    idle_seconds: float
    again_bytes: int = 0

    def json(self) -> str:
        """The text that the worker reads."""
        return json.dumps(asdict(self))


def environment(scratch: str) -> dict[str, str]:
    """All of the environment that a program sees."""
    return {**_ENVIRONMENT, "HOME": scratch, "TMPDIR": scratch}


def interpreter() -> tuple[str, ...]:
    """The command that starts a worker, without its `Setup`.

    The flag ``-I`` would also drop the fixed hash seed, so its parts are set one by one: the
    environment is ours alone, and the worker takes its folder off the search path itself.
    """
    return (sys.executable, "-s", "-B", str(INSIDE / "worker.py"))


def readable() -> tuple[str, ...]:
    """Paths of the interpreter, its libraries, the system's libraries and the worker."""
    prefixes = dict.fromkeys((sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix))
    found = [Path(prefix) / piece for prefix in prefixes for piece in _PIECES]
    found += [Path(sys.executable), Path(sys.executable).resolve()]
    found += [Path(path) for path in (*_SYSTEM, *packages())]
    found.append(INSIDE)
    return tuple(dict.fromkeys(str(path) for path in found if os.access(path, os.R_OK)))


def packages() -> tuple[str, ...]:
    """Folders of installed libraries, the person's own included."""
    names = [name for name in sys.path if Path(name).name in {"site-packages", "dist-packages"}]
    if site.ENABLE_USER_SITE:
        names.append(site.getusersitepackages())
    return tuple(dict.fromkeys(name for name in names if os.access(name, os.R_OK | os.X_OK)))


def is_private(paths: tuple[str, ...]) -> bool:
    """Whether some path lies in a folder that other users may not enter."""
    folders = {folder for path in paths for folder in Path(path).resolve().parents}
    return any(not folder.stat().st_mode & _OTHERS_MAY_ENTER for folder in folders)
