"""How the servers of one user find the one engine process of a model.

The starter hands the new process an `Order` on its standard input. The process writes a `Record`
into a private folder and listens on a *lease* socket, whose protocol is one line at a time:

- a server sends the key; the engine answers ``loading``, then ``ready ADDRESS`` or ``failed``;
- the server sends ``+`` when a request begins and ``-`` when it ends;
- the connection is the lease: the system closes it when the server dies, however it dies, and an
  engine without leases ends.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import socket
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

# A Unix socket's path must fit into sockaddr_un: 104 bytes on macOS, 108 on Linux.
_LONGEST_SOCKET_PATH: Final = 100


@dataclass(frozen=True, slots=True)
class Limits:
    """What an engine process may use.

    Attributes:
        threads: That compute; 0 for all cores but one.
        context: Tokens of prompt and reply together, for each request.
        slots: Requests answered at once: a hint must not push a completion's prompt out.
        cache_mb: Memory for prompts that were read before.
        idle_seconds: Without a request, the process ends after this.
        grace_seconds: Without a lease, the process ends after this.
    """

    threads: int = 0
    context: int = 4096
    slots: int = 2
    cache_mb: int = 512
    idle_seconds: float = 600.0
    grace_seconds: float = 3.0


@dataclass(frozen=True, slots=True)
class Order:
    """What a new engine process is told.

    Attributes:
        model: Path of the model file.
        key: Secret that every connection must show.
        record: File to write, once connections are accepted.
        lease: Address to listen on for leases.
        http: Address to listen on for requests.
        log: The file that standard output and error go to.
        limits: What to keep to.
    """

    model: str
    key: str
    record: str
    lease: str
    http: str
    log: str
    limits: Limits

    def to_json(self) -> str:
        """For the process's standard input."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Order:
        """Read what `to_json` wrote."""
        fields = json.loads(text)
        return cls(**{**fields, "limits": Limits(**fields["limits"])})


@dataclass(frozen=True, slots=True)
class Record:
    """Where an engine process can be found.

    Attributes:
        pid: Its process.
        lease: Address for leases.
        key: Secret to show.
    """

    pid: int
    lease: str
    key: str

    def write(self, path: Path) -> None:
        """Write it at once, readable by this user only (the writer's umask is 0o077)."""
        draft = path.with_suffix(".new")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(asdict(self)), encoding="utf-8")
        draft.replace(path)

    @classmethod
    def read(cls, path: Path) -> Record | None:
        """The record of the process that runs, or ran; None where there is none."""
        try:
            fields = json.loads(path.read_text(encoding="utf-8"))
            return cls(int(fields["pid"]), str(fields["lease"]), str(fields["key"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None


def digest_of(model: Path, sha256: str, limits: Limits) -> str:
    """A short name for one engine process: the same model under the same limits."""
    facts = json.dumps([str(model), sha256, asdict(limits)])
    return hashlib.sha256(facts.encode()).hexdigest()[:16]


def address(socket_path: Path) -> str:
    """Where to listen: that Unix socket where the system can have it, else loopback."""
    short = len(str(socket_path).encode()) <= _LONGEST_SOCKET_PATH
    return f"unix:{socket_path}" if hasattr(socket, "AF_UNIX") and short else "tcp:127.0.0.1:0"


async def dial(where: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Connect to an address.

    Raises:
        OSError: nobody listens there.
    """
    kind, _, rest = where.partition(":")
    if kind == "unix" and sys.platform != "win32":
        return await asyncio.open_unix_connection(rest)
    host, _, port = rest.rpartition(":")
    return await asyncio.open_connection(host, int(port))
