"""Free questions: a request's bytes in, messages as JSON texts out."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Literal

from pydantic import BaseModel

from jupyter_llm_teach import wire
from jupyter_llm_teach.server import views
from jupyter_llm_teach.server.cost_views import usage_view
from jupyter_llm_teach.server.reading import parsed, required
from jupyter_llm_teach.server.streaming import texts
from jupyter_llm_teach.teaching.asking.question import LONGEST, Reason, closed
from jupyter_llm_teach.teaching.history import Exchange
from jupyter_llm_teach.tutor.ask import Answered, AskEvent, Unanswered, unanswered
from jupyter_llm_teach.tutor.ask import ask as run_ask
from jupyter_llm_teach.tutor.hint import FactsFound
from jupyter_llm_teach.tutor.model import Sentence, Waiting
from jupyter_llm_teach.tutor.spending import budget_warning
from jupyter_llm_teach.tutor.tutor import Tutor
from jupyter_llm_teach.tutor.work import Work


async def ask(tutor: Tutor, body: bytes) -> AsyncGenerator[str, None]:
    """Answer a free question, or say why not."""
    request = parsed(wire.AskRequest, body)
    work = await required(tutor, request.where)
    return texts(_asked(tutor, work, request))


async def conversation(tutor: Tutor, body: bytes) -> str:
    """What was asked and told on the exercise at a cell so far."""
    work = await required(tutor, parsed(wire.Where, body))
    history = await tutor.journal.history(work.key)
    refusal = closed(work.policy, tutor.local_time())
    return wire.ConversationReply(
        exercise=work.exercise.id,
        turns=[_turn(each) for each in history.exchanges],
        closed=None if refusal is None else _closed(unanswered(tutor, work, refusal)),
        longest=LONGEST,
    ).model_dump_json()


async def _asked(
    tutor: Tutor, work: Work, request: wire.AskRequest
) -> AsyncGenerator[BaseModel, None]:
    async with aclosing(run_ask(tutor, work, request.question, request.client)) as events:
        async for event in events:
            yield await _message(tutor, work, event)


async def _message(tutor: Tutor, work: Work, event: AskEvent) -> BaseModel:
    match event:
        case FactsFound():
            wording = tutor.wording(work.language)
            return wire.FactsEvent(card=views.fact_card(work, event.shown, wording))
        case Waiting(stage=stage, place=place):
            return wire.ProgressEvent(stage=stage, place=place)
        case Sentence(text=text):
            return wire.PieceEvent(text=text)
        case Unanswered():
            return wire.QuestionWithheld(closed=_closed(event))
        case Answered():
            return wire.QuestionAnswered(
                id=event.id,
                text=event.text,
                source=event.source,
                reason=_instead(event.reason),
                usage=usage_view(event.spent, tutor.wording(work.language)),
                warning=await budget_warning(tutor, work),
            )


def _instead(reason: Reason | None) -> Literal["off_topic", "asks_for_solution"] | None:
    """Why something else is told; of all reasons, only two come with an answer."""
    match reason:
        case Reason.OFF_TOPIC:
            return "off_topic"
        case Reason.ASKS_FOR_SOLUTION:
            return "asks_for_solution"
        case _:
            return None


def _closed(told: Unanswered) -> wire.QuestionsClosed:
    return wire.QuestionsClosed(code=told.refusal.reason.value, reason=told.reason, next=told.next)


def _turn(exchange: Exchange) -> wire.TurnView:
    return wire.TurnView(question=exchange.question, text=exchange.reply, source=exchange.source)
