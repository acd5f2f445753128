"""What `jupyter teach journal` says, as sentences and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TextIO

from jupyter_llm_teach.cli.shapes import SCHEMA, Json
from jupyter_llm_teach.storage.event import Broken, Intact, Line, Whose

_PARTS = {
    "order": "events before it are missing",
    "payload": "its details were changed",
    "link": "it was changed, or put in another place",
}


def within(whose: Whose) -> str:
    """In which course, as a part of a sentence."""
    return "" if whose.course is None else f" in the course {whose.course}"


def events_told(count: int) -> str:
    """A number of events in words."""
    return "1 event" if count == 1 else f"{count} events"


def verdict_told(verdict: Intact | Broken) -> str:
    """Whether the chain holds, as a sentence."""
    match verdict:
        case Intact(events=count, erased=erased):
            gone = f"; the details of {erased} were erased on purpose" if erased else ""
            return f"The chain holds: {events_told(count)}, each as it was written{gone}."
        case Broken(seq=seq, part=part, events=count):
            return (
                f"The chain is broken at event {seq} of {count}: {_PARTS[part]}. "
                "What comes before it is as it was written."
            )


def verdict_json(verdict: Intact | Broken) -> Json:
    """The answer of `jupyter teach journal verify --json`."""
    match verdict:
        case Intact(events=count, erased=erased):
            broken: Json = None
            return {
                "schema": SCHEMA,
                "events": count,
                "erased": erased,
                "holds": True,
                "broken": broken,
            }
        case Broken(seq=seq, part=part, events=count):
            return {
                "schema": SCHEMA,
                "events": count,
                "erased": None,
                "holds": False,
                "broken": {"event": seq, "part": part},
            }


def write_lines(stream: TextIO, lines: Iterable[Line]) -> None:
    """Write events as JSON, one a line."""
    stream.writelines(json.dumps(_line_json(each), ensure_ascii=False) + "\n" for each in lines)


def _line_json(line: Line) -> Json:
    event = line.event
    return {
        "schema": SCHEMA,
        "event": line.seq,
        "id": event.id,
        "at": event.at.isoformat(),
        "kind": event.kind,
        "student": event.key.learner,
        "course": event.key.course,
        "exercise": event.key.exercise,
        "request": event.request,
        "details": None if line.erased else json.loads(event.payload),
        "digest": line.digest,
        "chain": line.chain,
    }
