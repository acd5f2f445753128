"""What a worker gives up before it takes a job: privileges, files, time and memory."""

from __future__ import annotations

import builtins
import ctypes
import mmap
import os
import resource
import struct

__builtins__ = dict(vars(builtins))  # type: ignore[assignment]  # a copy that stays as it is

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_KEEPCAPS = 1, 4, 8
_PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS = 36, 38
_CAPABILITY_VERSION = 0x2008_0522
_READ_ANY_FILE = 1 << 2  # CAP_DAC_READ_SEARCH
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_READ = (1 << 2) | (1 << 3)  # files and folders; not execute
_READ_FILE, _WRITE_FILE, _TRUNCATE, _IOCTL = 1 << 2, 1 << 1, 1 << 14, 1 << 15
_FILE_RIGHTS = _READ_FILE | _WRITE_FILE | _TRUNCATE
_MAX_FILES = 256
_BIG = 1 << 46

_NEW_MOUNTS, _NEW_IPC, _NEW_PROCESSES = 0x0002_0000, 0x0800_0000, 0x2000_0000
_NO_SETUID, _NO_DEVICES = 2, 4

_libc = ctypes.CDLL(None, use_errno=True)


def _prctl(option: int, value: int) -> None:
    if _libc.prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), f"prctl {option} was refused")


def die_with_parent(signal: int) -> None:
    """Get a signal when the parent ends."""
    _prctl(_PR_SET_PDEATHSIG, signal)


def adopt_orphans() -> None:
    """Become the parent of descendants whose own parent ends."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def hide_from_ptrace() -> None:
    """Let no process of the same user look into this one; gain no privilege by running files."""
    _prctl(_PR_SET_DUMPABLE, 0)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def become(uid: int, *, reads_any_file: bool) -> None:
    """Change from root to a user that owns nothing.

    Args:
        uid: The user, and the group of the same number.
        reads_any_file: Keep the capability to read; for an interpreter below a private folder,
            where something else says what may be read.
    """
    _prctl(_PR_SET_KEEPCAPS, int(reads_any_file))
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    _keep_capabilities(_READ_ANY_FILE if reads_any_file else 0)


def drop_capabilities() -> None:
    """Give up every privilege that the sandbox was started with."""
    _keep_capabilities(0)


def _keep_capabilities(kept: int) -> None:
    header = struct.pack("=Ii", _CAPABILITY_VERSION, 0)
    wanted = struct.pack("=6I", kept, kept, 0, 0, 0, 0)
    if _libc.capset(header, wanted) != 0:
        raise OSError(ctypes.get_errno(), "the privileges of root could not be given up")


def enter_own_namespaces(scratch: str, size: int) -> None:
    """See mounts and shared memory of its own; what is forked next starts numbers of its own.

    See ``man 7 pid_namespaces``: when its first process ends, the kernel ends all of them.

    Args:
        scratch: The folder that gets a new, empty file system.
        size: Bytes that fit into it.

    Raises:
        OSError: the kernel refuses; nothing may be run then.
    """
    if _libc.unshare(_NEW_MOUNTS | _NEW_IPC | _NEW_PROCESSES) != 0:
        raise OSError(ctypes.get_errno(), "the kernel refused namespaces")
    options = f"size={size},mode=1777".encode()
    flags = _NO_SETUID | _NO_DEVICES
    if _libc.mount(b"tmpfs", scratch.encode(), b"tmpfs", flags, options) != 0:
        raise OSError(ctypes.get_errno(), "the kernel refused an empty folder")


def landlock_version() -> int:
    """The version of Landlock that the kernel offers; 0 for none."""
    return max(0, int(_libc.syscall(_CREATE_RULESET, None, 0, 1)))


def restrict_files(readable: list[str], writable: str) -> None:
    """Let Landlock allow reading some paths and writing one folder, and no TCP.

    See https://docs.kernel.org/userspace-api/landlock.html.

    Raises:
        OSError: the kernel has no Landlock.
    """
    version = landlock_version()
    if version == 0:
        raise OSError("the kernel offers no Landlock")
    rights = (1 << 13) - 1
    rights |= (1 << 13) if version >= 2 else 0  # noqa: PLR2004 - REFER
    rights |= _TRUNCATE if version >= 3 else 0  # noqa: PLR2004
    rights |= _IOCTL if version >= 5 else 0  # noqa: PLR2004
    network = 3 if version >= 4 else 0  # noqa: PLR2004 - bind and connect
    scoped = 3 if version >= 6 else 0  # noqa: PLR2004 - abstract sockets and signals
    fields = struct.pack("=3Q", rights, network, scoped)
    size = 24 if version >= 6 else 16 if version >= 4 else 8  # noqa: PLR2004
    ruleset = _libc.syscall(_CREATE_RULESET, fields, size, 0)
    if ruleset < 0:
        raise OSError(ctypes.get_errno(), "Landlock took no rules")
    for path in readable:
        _allow(ruleset, path, _READ)
    _allow(ruleset, "/dev/null", _FILE_RIGHTS & rights)
    _allow(ruleset, writable, rights & ~_IOCTL & ~1)
    if _libc.syscall(_RESTRICT_SELF, ruleset, 0) != 0:
        raise OSError(ctypes.get_errno(), "Landlock could not be switched on")
    os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there, nobody can read
    if not os.path.isdir(path):  # noqa: PTH112 - pathlib would cost a cold start 5 ms
        rights &= _FILE_RIGHTS
    rule = struct.pack("=Qi", rights, place)
    failed = _libc.syscall(_ADD_RULE, ruleset, 1, rule, 0)
    os.close(place)
    if failed:
        raise OSError(ctypes.get_errno(), f"Landlock took no rule for {path}")


def limit(cpu_seconds: int, memory_mb: int, processes: int, file_mb: int) -> None:
    """Set the limits of one run; the hard ones, so that nobody can raise them again.

    Args:
        cpu_seconds: For each process.
        memory_mb: Address space beyond what is used now.
        processes: For all of the user, those that run already included.
        file_mb: The largest file.
    """
    space = _address_space() + memory_mb * 2**20
    wanted = (
        (resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1),
        (resource.RLIMIT_NPROC, processes, processes),
        (resource.RLIMIT_FSIZE, file_mb * 2**20, file_mb * 2**20),
        (resource.RLIMIT_NOFILE, _MAX_FILES, _MAX_FILES),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_MEMLOCK, 0, 0),
        (resource.RLIMIT_AS, space, space),
    )
    for name, soft, hard in wanted:
        most = resource.getrlimit(name)[1]
        known = most != resource.RLIM_INFINITY
        resource.setrlimit(
            name, (min(soft, most) if known else soft, min(hard, most) if known else hard)
        )


def _address_space() -> int:
    """Bytes of address space in use, found without /proc: the least limit that allows a page."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    low, high = 0, _BIG
    while high - low > 2**20:
        middle = (low + high) // 2
        if _page_fits(middle, hard):
            high = middle
        else:
            low = middle
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    return high


def _page_fits(space: int, hard: int) -> bool:
    try:
        resource.setrlimit(resource.RLIMIT_AS, (space, hard))
        mmap.mmap(-1, mmap.PAGESIZE).close()
    except (OSError, ValueError, MemoryError):
        return False
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    return True
