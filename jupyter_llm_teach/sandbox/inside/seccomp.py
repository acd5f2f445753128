"""System calls that no exercise needs, denied by a seccomp filter (``man 2 seccomp``).

The filter makes `fork` bombs, signals to others, sessions of their own, network, tracing, mounts,
new user namespaces and memory that no limit counts fail with EPERM. It can't be taken off again.
"""

from __future__ import annotations

import ctypes
import os
import struct

_EPERM = 0x0005_0001  # SECCOMP_RET_ERRNO | EPERM
_ENOSYS = 0x0005_0026  # SECCOMP_RET_ERRNO | ENOSYS
_ALLOW = 0x7FFF_0000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NEW_NAMESPACES = 0x7E02_0080  # every CLONE_NEW*
_PR_SET_SECCOMP, _FILTER_MODE = 22, 2

# name: (x86_64, aarch64), from asm/unistd_64.h and asm-generic/unistd.h
_DENIED = {
    "socket": (41, 198),
    "connect": (42, 203),
    "bind": (49, 200),
    "ptrace": (101, 117),
    "kill": (62, 129),
    "tkill": (200, 130),
    "tgkill": (234, 131),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "pidfd_send_signal": (424, 424),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "setsid": (112, 157),
    "setpgid": (109, 154),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "open_by_handle_at": (304, 265),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "execve": (59, 221),
    "execveat": (322, 281),
    "personality": (135, 92),
    "fanotify_init": (300, 262),
    "kcmp": (312, 272),
}
_MACHINES = {"x86_64": (0, 0xC000_003E, 56), "aarch64": (1, 0xC000_00B7, 220)}
_CLONE3 = 435
_X32 = 0x4000_0000


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def deny() -> None:
    """Deny them for this process and all that come of it.

    Raises:
        OSError: the kernel or the machine has no such filter.
    """
    machine = _MACHINES.get(os.uname().machine)
    if machine is None:
        raise OSError(f"no filter of system calls for {os.uname().machine} machines")
    code = _program(*machine)
    libc = ctypes.CDLL(None, use_errno=True)
    program = _Program(len(code) // 8, code)
    if libc.prctl(_PR_SET_SECCOMP, _FILTER_MODE, ctypes.byref(program), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "the kernel took no filter of system calls")


def _program(column: int, architecture: int, clone: int) -> bytes:
    """The filter in classic BPF: jumps count the instructions that they skip."""
    denied = [numbers[column] for numbers in _DENIED.values()]
    lines = [
        (_LOAD, 0, 0, 4),  # the architecture
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _EPERM),
        (_LOAD, 0, 0, 0),  # the number of the call
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _EPERM),
        (_EQUAL, 0, 1, _CLONE3),  # its flags lie in memory, where no filter sees them
        (_RETURN, 0, 0, _ENOSYS),
    ]
    for number in denied:
        lines += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _EPERM)]
    lines += [
        (_EQUAL, 0, 3, clone),
        (_LOAD, 0, 0, 16),  # its flags
        (_ANY_BIT, 0, 1, _NEW_NAMESPACES),
        (_RETURN, 0, 0, _EPERM),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join([struct.pack("=HBBI", *line) for line in lines])
