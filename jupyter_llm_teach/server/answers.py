"""What each address answers: a request's bytes in, messages as JSON texts out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from importlib.metadata import version

from pydantic import BaseModel

from jupyter_llm_teach import wire
from jupyter_llm_teach.ports import Feedback
from jupyter_llm_teach.server import views
from jupyter_llm_teach.server.asking import ask, conversation
from jupyter_llm_teach.server.costs import costs
from jupyter_llm_teach.server.model_cards import badge, card, measure
from jupyter_llm_teach.server.reading import found_at, notebook_in, parsed, required
from jupyter_llm_teach.server.streaming import texts
from jupyter_llm_teach.teaching.facts.fact import Facts
from jupyter_llm_teach.teaching.facts.shown import shown
from jupyter_llm_teach.teaching.history import Reflection
from jupyter_llm_teach.teaching.policy import Policy
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.tutor.attempt import attempted
from jupyter_llm_teach.tutor.check import opened, remembered, stands
from jupyter_llm_teach.tutor.complete import Trigger, rules_outside
from jupyter_llm_teach.tutor.complete import complete as run_complete
from jupyter_llm_teach.tutor.hint import FactsFound, Hint, HintEvent, Refused
from jupyter_llm_teach.tutor.hint import hint as run_hint
from jupyter_llm_teach.tutor.model import Sentence, Waiting
from jupyter_llm_teach.tutor.note import note as run_note
from jupyter_llm_teach.tutor.reflect import TooShort
from jupyter_llm_teach.tutor.reflect import reflect as run_reflect
from jupyter_llm_teach.tutor.spending import budget_warning
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work, key_of

__all__ = [
    "ask",
    "card",
    "check",
    "complete",
    "conversation",
    "costs",
    "exercise",
    "feedback",
    "hint",
    "measure",
    "note",
    "reflect",
    "status",
]


async def status(tutor: Tutor, _body: bytes) -> str:
    """How the server side stands."""
    return wire.Status(
        version=version("jupyter_llm_teach"),
        model=await badge(tutor),
        sandbox=tutor.sandbox.name,
        courses=[course.title for course in await asyncio.to_thread(tutor.courses.all)],
    ).model_dump_json()


async def exercise(tutor: Tutor, body: bytes) -> str:
    """The exercise at a cell, and its ladder."""
    where = parsed(wire.Where, body)
    notebook = notebook_in(where)
    every = tutor.courses.read(notebook)
    work = await found_at(tutor, where)
    view = None
    if work is not None:
        history = await remembered(tutor, work)
        if history.opened is None:
            await opened(tutor, work)
        view = views.exercise_view(work, await _helped(tutor, work, None), history)
    return wire.ExerciseReply(
        exercise=view,
        exercises_in_notebook=len(every),
        first_answer=every[0].answer_cells[0] if every else None,
    ).model_dump_json()


async def check(tutor: Tutor, body: bytes) -> AsyncGenerator[str, None]:
    """Run the tests."""
    where = parsed(wire.Where, body)
    return texts(_checked(tutor, await required(tutor, where)))


async def hint(tutor: Tutor, body: bytes) -> AsyncGenerator[str, None]:
    """Give the next hint, or say why not."""
    request = parsed(wire.HintRequest, body)
    work = await required(tutor, request.where)
    rung = None if request.rung is None else Rung(request.rung)
    return texts(_hinted(tutor, work, rung, request.client))


async def feedback(tutor: Tutor, body: bytes) -> None:
    """Remember whether a hint helped."""
    request = parsed(wire.FeedbackRequest, body)
    await tutor.journal.add_feedback(
        await asyncio.to_thread(key_of, tutor.courses, request.exercise, request.path),
        Feedback(request.hint_id, request.helpful, tutor.clock.now()),
    )


async def complete(tutor: Tutor, body: bytes) -> str:
    """Complete code at the cursor, where the policy allows it."""
    request = parsed(wire.CompleteRequest, body)
    where = request.where
    work = await found_at(tutor, where)
    outside: tuple[Policy, ...] = ()
    if work is None:
        notebook = notebook_in(where)
        outside = await asyncio.to_thread(rules_outside, tutor.courses, notebook, where.language)
    trigger = Trigger(request.trigger)
    completed = await run_complete(tutor, work, request.prefix, request.suffix, trigger, outside)
    return wire.CompleteReply(text=completed.text, withheld=completed.withheld).model_dump_json()


async def reflect(tutor: Tutor, body: bytes) -> str:
    """Record what a learner wrote of the own work, and say what it opened."""
    request = parsed(wire.ReflectRequest, body)
    work = await required(tutor, request.where)
    message = ""
    match await run_reflect(tutor, work, request.text):
        case TooShort():
            message = tutor.wording(work.language).say("reflection.short")
        case Reflection():
            pass
    helped = await _helped(tutor, work, None)
    return wire.ReflectReply(
        accepted=not message, message=message, ladder=helped.ladder, standing=helped.standing
    ).model_dump_json()


async def note(tutor: Tutor, body: bytes) -> str:
    """Record a note to the instructor, and give it back to be copied."""
    request = parsed(wire.NoteRequest, body)
    work = await required(tutor, request.where)
    written = await run_note(tutor, work, request.text)
    return wire.NoteReply(instructor=work.policy.instructor, text=written.text).model_dump_json()


async def _checked(tutor: Tutor, work: Work) -> AsyncGenerator[BaseModel, None]:
    wording = tutor.wording(work.language)
    yield wire.ProgressEvent(stage="testing")
    found = await tutor.runner.facts(work)
    # Facts first: they are there even where the attempt can't be recorded.
    yield wire.FactsEvent(
        card=views.fact_card(work, shown(found, None, work.policy.error_help), wording)
    )
    await attempted(tutor, work, found)
    helped = await _helped(tutor, work, found)
    yield wire.Checked(ladder=helped.ladder, standing=helped.standing)


async def _hinted(
    tutor: Tutor, work: Work, rung: Rung | None, client: str
) -> AsyncGenerator[BaseModel, None]:
    found = None
    async with aclosing(run_hint(tutor, work, rung, client)) as events:
        async for event in events:
            if isinstance(event, FactsFound):
                found = event
            yield await _message(tutor, work, found, event)


async def _message(
    tutor: Tutor, work: Work, found: FactsFound | None, event: HintEvent
) -> BaseModel:
    wording = tutor.wording(work.language)
    match event:
        case FactsFound():
            return wire.FactsEvent(card=views.fact_card(work, event.shown, wording))
        case Waiting(stage=stage, place=place):
            return wire.ProgressEvent(stage=stage, place=place)
        case Sentence(text=text):
            return wire.PieceEvent(text=text)
        case Hint() | Refused():
            helped = await _helped(tutor, work, None if found is None else found.facts)
            if isinstance(event, Hint):
                warning = await budget_warning(tutor, work)
                return views.hint_view(event, helped, wording, warning)
            return views.withheld_view(event, work, helped, wording)


async def _helped(tutor: Tutor, work: Work, facts: Facts | None) -> views.HelpView:
    wording = tutor.wording(work.language)
    return views.help_view(work, await stands(tutor, work, facts), wording, tutor.local_time())
