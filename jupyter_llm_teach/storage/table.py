"""Events as rows of the journal's table.

Import this module at first use only: it brings SQLAlchemy.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, insert, select, update

from jupyter_llm_teach.ports import Key
from jupyter_llm_teach.storage.event import (
    START,
    Broken,
    Event,
    Intact,
    Kind,
    Line,
    Whose,
    as_text,
    link,
    payload_digest,
)
from jupyter_llm_teach.storage.schema import events


def append(connection: Connection, new: Event) -> None:
    """Record an event after all others."""
    newest = select(events.c.seq, events.c.chain).order_by(events.c.seq.desc()).limit(1)
    last = connection.execute(newest).one_or_none()
    seq, previous = (1, START) if last is None else (last.seq + 1, last.chain)
    salt = secrets.token_hex(16)
    digest = payload_digest(salt, new.payload)
    stated = {
        "id": new.id,
        "at": as_text(new.at),
        "kind": new.kind,
        "learner": new.key.learner,
        "course": new.key.course,
        "exercise": new.key.exercise,
    }
    if new.request is not None:
        stated["request"] = new.request
    row = dict(stated, payload=new.payload, salt=salt, digest=digest)
    chain = link(previous, seq, tuple(stated.values()), digest)
    connection.execute(insert(events).values(seq=seq, chain=chain, **row))


def append_unless_repeated(connection: Connection, new: Event) -> None:
    """Record an event, unless the last one of its kind and key has the same payload."""
    last = _of(new.key, new.kind).order_by(events.c.seq.desc()).limit(1)
    row = connection.execute(last).one_or_none()
    if row is None or row.payload != new.payload:
        append(connection, new)


def on(connection: Connection, key: Key, *kinds: Kind) -> tuple[Event, ...]:
    """The events of some kinds on one exercise, oldest first, without the erased ones."""
    return _found(connection, _of(key, *kinds))


def payloads(
    connection: Connection, key: Key, kind: Kind, after: int
) -> tuple[int, tuple[tuple[int, str], ...]]:
    """How many events of a kind on one exercise there are up to a number, and the later ones.

    Of those the numbers and the details alone. Erased ones are left out.
    """
    kept = _of(key, kind).where(events.c.payload.is_not(None))
    before = kept.where(events.c.seq <= after).with_only_columns(func.count())
    later = kept.where(events.c.seq > after).order_by(events.c.seq)
    found = connection.execute(later.with_only_columns(events.c.seq, events.c.payload))
    count = connection.execute(before).scalar_one() if after else 0
    return int(count), tuple((seq, payload) for seq, payload in found)


def of_request(connection: Connection, request: str) -> tuple[Event, ...]:
    """The events of a request, oldest first, without the erased ones."""
    return _found(connection, select(events).where(events.c.request == request))


def since(connection: Connection, learner: str, at: datetime, *kinds: Kind) -> tuple[Event, ...]:
    """The events of some kinds of one learner from a moment on, without the erased ones."""
    of_learner = (events.c.learner == learner, events.c.kind.in_(kinds))
    wanted = select(events).where(*of_learner, events.c.at >= as_text(at))
    return _found(connection, wanted)


def unended(connection: Connection, key: Key) -> tuple[Event, ...]:
    """The reservations on one exercise that nothing came of yet, without the erased ones."""
    end = events.alias()
    ends = select(end.c.seq).where(
        end.c.request == events.c.request,
        end.c.kind.in_(("delivered", "refused", "refunded")),
    )
    return _found(connection, _of(key, "reserved").where(~ends.exists()))


def key_of(connection: Connection, request: str) -> Key:
    """Whose request it is; a request that was never reserved is a fault of the caller."""
    wanted = select(events).where(events.c.request == request).order_by(events.c.seq).limit(1)
    row = connection.execute(wanted).one()
    return Key(row.learner, row.course, row.exercise)


def learners(connection: Connection, course: str | None) -> tuple[str, ...]:
    """Of whom events are recorded, in a course or in any, in alphabetical order."""
    whose = (*_whose(Whose(course=course)), events.c.learner != "")
    wanted = select(events.c.learner).where(*whose).distinct().order_by(events.c.learner)
    return tuple(connection.execute(wanted).scalars())


def lines(connection: Connection, whose: Whose) -> tuple[Line, ...]:
    """All events of a learner and a course, or of all, oldest first."""
    wanted = select(events).where(*_whose(whose)).order_by(events.c.seq)
    return tuple(
        Line(row.seq, _event(row), row.payload is None, row.digest, row.chain)
        for row in connection.execute(wanted)
    )


def erase(connection: Connection, whose: Whose) -> int:
    """Take the payloads of a learner's events away for good; gives how many."""
    kept = events.c.kind.not_in(("exported", "erased"))
    wanted = (*_whose(whose), events.c.payload.is_not(None), kept)
    changed = connection.execute(update(events).where(*wanted).values(payload=None, salt=None))
    return int(changed.rowcount)


def verified(connection: Connection) -> Intact | Broken:
    """Whether every event is as it was written.

    Events cut off at the very end can't be noticed from the file alone.
    """
    total = connection.execute(select(func.count()).select_from(events)).scalar_one()
    previous, erased = START, 0
    for count, row in enumerate(connection.execute(select(events).order_by("seq")), start=1):
        if row.seq != count:
            return Broken(row.seq, "order", total)
        if row.payload is None:
            erased += 1
        elif payload_digest(row.salt or "", row.payload) != row.digest:
            return Broken(row.seq, "payload", total)
        if link(previous, row.seq, _stated(row), row.digest) != row.chain:
            return Broken(row.seq, "link", total)
        previous = row.chain
    return Intact(total, erased)


def _stated(row: Row[Any]) -> tuple[str, ...]:
    stated = (row.id, row.at, row.kind, row.learner, row.course, row.exercise)
    return stated if row.request is None else (*stated, row.request)


def _of(key: Key, *kinds: Kind) -> Select[Any]:
    return select(events).where(
        events.c.learner == key.learner,
        events.c.course == key.course,
        events.c.exercise == key.exercise,
        events.c.kind.in_(kinds),
    )


def _whose(whose: Whose) -> tuple[ColumnElement[bool], ...]:
    of_learner = () if whose.learner is None else (events.c.learner == whose.learner,)
    of_course = () if whose.course is None else (events.c.course == whose.course,)
    return (*of_learner, *of_course)


def _found(connection: Connection, wanted: Select[Any]) -> tuple[Event, ...]:
    kept = wanted.where(events.c.payload.is_not(None)).order_by(events.c.seq)
    return tuple(_event(row) for row in connection.execute(kept))


def _event(row: Row[Any]) -> Event:
    key = Key(row.learner, row.course, row.exercise)
    at = datetime.fromisoformat(row.at)
    return Event(row.id, at, row.kind, key, row.payload or "", row.request)
