"""An event of the journal, and the chain of digests that shows a later change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Literal, TypeAlias

from jupyter_llm_teach.ports import Key

# `hint` is what version 0.1 recorded of a hint; newer ones are requests that were delivered.
# `exported` and `erased` say who read or erased what; they outlive an erasure.
Kind = Literal[
    "hint",
    "attempt",
    "feedback",
    "reserved",
    "delivered",
    "completed",
    "refused",
    "refunded",
    "reflection",
    "note",
    "opened",
    "policy",
    "exported",
    "erased",
]
Details: TypeAlias = "Mapping[str, Details] | Sequence[Details] | str | float | bool | None"

# The chain's value before the first event.
START = "0" * 64


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    Attributes:
        id: A UUID.
        at: When, in UTC.
        kind: What happened.
        key: To whom, on which exercise.
        payload: The details, as canonical JSON text.
        request: The id of the request that it belongs to; None where it belongs to none.
    """

    id: str
    at: datetime
    kind: Kind
    key: Key
    payload: str
    request: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """An event as it is exported.

    Attributes:
        seq: Its place, from 1.
        event: What happened; its payload is empty where it was erased.
        erased: Whether it was.
        digest: Its payload's digest.
        chain: The chain's value after it.
    """

    seq: int
    event: Event
    erased: bool
    digest: str
    chain: str


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose events are meant: of a learner, of a course, or both; None for any."""

    learner: str | None = None
    course: str | None = None


@dataclass(frozen=True, slots=True)
class Intact:
    """Every event is as it was written.

    Attributes:
        events: How many there are.
        erased: How many of them have lost their payload on purpose.
    """

    events: int
    erased: int


@dataclass(frozen=True, slots=True)
class Broken:
    """Something was changed after it was written.

    Attributes:
        seq: The first event that does not fit.
        part: ``order`` where an event before it is missing, ``payload`` where its details were
            changed, ``link`` where anything else was.
        events: How many there are.
    """

    seq: int
    part: Literal["order", "payload", "link"]
    events: int


def as_payload(**fields: Details) -> str:
    """The same text for the same fields, whatever their order."""
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def as_text(at: datetime) -> str:
    """A moment as the journal stores it: UTC, to the microsecond."""
    return at.astimezone(timezone.utc).isoformat(timespec="microseconds")


def payload_digest(salt: str, payload: str) -> str:
    """What stays of a payload once it is erased.

    The salt goes with the payload, so that nobody can try out short payloads afterwards.
    """
    return hashlib.sha256(f"{salt}:{payload}".encode()).hexdigest()


def link(previous: str, seq: int, stated: tuple[str, ...], digest: str) -> str:
    """The chain's value after an event, from its value before it.

    Args:
        previous: The chain's value before it.
        seq: Its place, from 1.
        stated: Its other columns as they are stored, without payload and salt, and without the
            request where there is none, as before there were any.
        digest: Its payload's digest: the payload itself can be erased and the chain stays valid.
    """
    return hashlib.sha256(json.dumps([previous, seq, *stated, digest]).encode()).hexdigest()
