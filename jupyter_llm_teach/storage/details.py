"""What the journal keeps of values, as payloads of events and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jupyter_llm_teach.storage.event import Details, Event, as_payload
from jupyter_llm_teach.storage.spent import details_of, spent_in
from jupyter_llm_teach.teaching.guard.verdict import Ruling
from jupyter_llm_teach.teaching.history import (
    Attempt,
    Exchange,
    History,
    Note,
    PastHint,
    Reflection,
)
from jupyter_llm_teach.teaching.request import Delivered, Refusal, Request, Used
from jupyter_llm_teach.teaching.rung import Rung


def of_request(request: Request) -> str:
    """The payload of a reserved request."""
    return as_payload(
        door=request.door,
        answer=request.answer,
        rung=None if request.rung is None else request.rung.value,
        question=request.question,
    )


def of_refusal(refusal: Refusal) -> str:
    """The payload of a refusal."""
    return as_payload(
        reason=refusal.reason, rung=None if refusal.rung is None else refusal.rung.value
    )


def of_delivered(delivered: Delivered) -> str:
    """The payload of what was shown."""
    return as_payload(**_delivered(delivered))


def of_completion(delivered: Delivered, marks: Sequence[str]) -> str:
    """The payload of a completion."""
    return as_payload(**_delivered(delivered), lines=tuple(marks))


def marks_in(payloads: Iterable[str]) -> frozenset[str]:
    """The marks of lines that completions wrote or finished."""
    # Earlier versions did not record them.
    said = (json.loads(each).get("lines", ()) for each in payloads)
    return frozenset(mark for lines in said for mark in lines)


def _delivered(delivered: Delivered) -> dict[str, Details]:
    return {
        "text": delivered.text,
        "source": delivered.source,
        "rung": None if delivered.rung is None else delivered.rung.value,
        "cost": delivered.cost,
        "ruling": delivered.ruling.value,
        "rules": delivered.rules,
        "held_back": delivered.held_back,
        "spent": None if delivered.spent is None else details_of(delivered.spent),
    }


def delivered_in(event: Event) -> Delivered:
    """What was shown, from its event."""
    said = json.loads(event.payload)
    spent = said["spent"]
    return Delivered(
        text=said["text"],
        at=event.at,
        source=said["source"],
        rung=None if said["rung"] is None else Rung(said["rung"]),
        cost=said["cost"],
        ruling=Ruling(said["ruling"]),
        rules=tuple(said["rules"]),
        held_back=tuple(said["held_back"]),
        spent=None if spent is None else spent_in(spent),
    )


def used_in(events: Iterable[Event]) -> Used:
    """What models cost, over events of what was shown."""
    spent = [each.spent for each in map(delivered_in, events) if each.spent is not None]
    return Used(
        sum(each.prompt_tokens + each.output_tokens for each in spent),
        sum(each.seconds for each in spent),
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    answer: str = ""
    question: str = ""


def history_in(events: Sequence[Event], without: str = "") -> History:
    """What a learner did on an exercise, from its events, oldest first.

    Args:
        events: All that were not erased.
        without: The id of a request that is not counted among those asked.
    """
    said = [(each, json.loads(each.payload)) for each in events]
    asked = {each.request: _asked(told) for each, told in said if each.kind == "reserved"}
    shown = [
        (asked.get(each.request, _Asked()), delivered_in(each))
        for each in events
        if each.kind == "delivered"
    ]
    return History(
        hints=(
            *(_old_hint(told, each.at) for each, told in said if each.kind == "hint"),
            *(
                PastHint(told.rung, request.answer, told.at, told.text, told.cost)
                for request, told in shown
                if told.rung is not None
            ),
        ),
        attempts=tuple(
            Attempt(told["answer"], each.at, told["passed"], told["total"])
            for each, told in said
            if each.kind == "attempt"
        ),
        reflections=tuple(
            Reflection(told["answer"], each.at, told["text"])
            for each, told in said
            if each.kind == "reflection"
        ),
        exchanges=tuple(
            Exchange(request.question, told.text, request.answer, told.at, told.source)
            for request, told in shown
            if told.rung is None
        ),
        notes=tuple(Note(told["text"], each.at) for each, told in said if each.kind == "note"),
        asked=tuple(
            each.at
            for each in events
            if each.kind == "hint" or (each.kind == "reserved" and each.request != without)
        ),
        opened=next((each.at for each in events if each.kind == "opened"), None),
    )


def _asked(told: Any) -> _Asked:
    return _Asked(told["answer"], told["question"])


def _old_hint(told: Any, at: datetime) -> PastHint:
    return PastHint(Rung(told["rung"]), told["answer"], at, told["text"])
