"""An event of the journal, and the chain of digests that shows a later change."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Literal

from jupyter_llm_teach.ports import Key

Kind = Literal["hint", "attempt", "feedback"]

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
    """

    id: str
    at: datetime
    kind: Kind
    key: Key
    payload: str


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
    """

    seq: int
    part: Literal["order", "payload", "link"]


def as_payload(**fields: str | int | bool) -> str:
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
        stated: Its other columns as they are stored, without payload and salt.
        digest: Its payload's digest: the payload itself can be erased and the chain stays valid.
    """
    return hashlib.sha256(json.dumps([previous, seq, *stated, digest]).encode()).hexdigest()
