"""Calls of models as rows of the ledger's table.

Import this module at first use only: it brings SQLAlchemy.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, Row, func, insert, select, update
from sqlalchemy.dialects import sqlite

from jupyter_llm_teach.ports import Asked
from jupyter_llm_teach.storage.event import Whose, as_text
from jupyter_llm_teach.storage.schema import calls
from jupyter_llm_teach.teaching.ledger.amount import Amount
from jupyter_llm_teach.teaching.ledger.call import Call, Tokens
from jupyter_llm_teach.teaching.ledger.total import By, Mix, Total
from jupyter_llm_teach.teaching.request import Used

_COLUMNS: Final[dict[By, Column[str]]] = {
    "student": calls.c.learner,
    "exercise": calls.c.exercise,
    "model": calls.c.model,
    "day": calls.c.day,
}
_SUMMED: Final = (
    "prefilled",
    "reused",
    "generated",
    "thought",
    "estimated",
    "seconds",
    "watt_hours",
    "watt_hours_low",
    "watt_hours_high",
    "grams",
    "grams_low",
    "grams_high",
)
_INSERT: Final = str(
    insert(calls).compile(
        dialect=sqlite.dialect(paramstyle="named"),
        column_keys=[each.name for each in calls.columns if not each.primary_key],
    )
)
_SAME: Final = ("method", "grid", "source", "year", "ended")


def add(connection: Connection, new: Sequence[Call]) -> None:
    """Keep calls."""
    # As the driver takes them: nothing has to be looked up for each value of each row.
    connection.exec_driver_sql(_INSERT, [_row(each) for each in new])


def totals(connection: Connection, by: By, asked: Asked) -> tuple[Total, ...]:
    """What calls cost, in parts of one method and one mix; several may have the same name."""
    name = _COLUMNS[by]
    same = [calls.c[each] for each in _SAME]
    sums = [func.sum(calls.c[each]).label(each) for each in _SUMMED]
    wanted = select(name.label("name"), func.count().label("calls"), *same, *sums)
    wanted = wanted.where(*_asked(asked)).group_by(name, *same).order_by(name, *same)
    return tuple(_total(row) for row in connection.execute(wanted))


def used(connection: Connection, learner: str, at: datetime) -> Used:
    """What models cost for a learner from a moment on."""
    read = calls.c.prefilled + calls.c.reused + calls.c.generated
    sums = (func.sum(read), func.sum(calls.c.seconds), func.sum(calls.c.watt_hours))
    wanted = select(*sums).where(*_asked(Asked(learner, at)))
    tokens, seconds, watt_hours = connection.execute(wanted).one()
    return Used(int(tokens or 0), float(seconds or 0.0), float(watt_hours or 0.0))


def forget(connection: Connection, whose: Whose) -> None:
    """Take the learner's name off calls; what they cost stays."""
    of_learner = () if whose.learner is None else (calls.c.learner == whose.learner,)
    of_course = () if whose.course is None else (calls.c.course == whose.course,)
    connection.execute(update(calls).where(*of_learner, *of_course).values(learner=""))


def _asked(asked: Asked) -> tuple[ColumnElement[bool], ...]:
    learner = () if asked.learner is None else (calls.c.learner == asked.learner,)
    since = () if asked.since is None else (calls.c.at >= as_text(asked.since),)
    exercises = () if asked.exercises is None else (calls.c.exercise.in_(asked.exercises),)
    return (*learner, *since, *exercises)


def _total(row: Row[Any]) -> Total:
    return Total(
        name=row.name,
        calls=row.calls,
        cut=row.calls if row.ended == "cut" else 0,
        failed=row.calls if row.ended == "failed" else 0,
        tokens=Tokens(
            row.prefilled, row.reused, row.generated, row.thought, estimated=bool(row.estimated)
        ),
        seconds=row.seconds,
        watt_hours=Amount(row.watt_hours, row.watt_hours_low, row.watt_hours_high),
        grams=Amount(row.grams, row.grams_low, row.grams_high),
        methods=(row.method,),
        mixes=(Mix(row.grid, row.source, row.year),),
    )


def _row(call: Call) -> dict[str, str | int | float]:
    used, gave_off = call.energy.watt_hours, call.carbon.grams
    return {
        "at": as_text(call.at),
        "day": call.at.astimezone().date().isoformat(),
        "learner": call.account.learner,
        "course": call.account.course,
        "exercise": call.account.exercise,
        "purpose": call.account.purpose,
        "engine": call.engine,
        "model": call.model,
        "local": call.local,
        "ended": call.ended,
        "prefilled": call.tokens.prefilled,
        "reused": call.tokens.reused,
        "generated": call.tokens.generated,
        "thought": call.tokens.thought,
        "estimated": call.tokens.estimated,
        "seconds": call.seconds,
        "watt_hours": used.value,
        "watt_hours_low": used.low,
        "watt_hours_high": used.high,
        "method": call.energy.method,
        "grams": gave_off.value,
        "grams_low": gave_off.low,
        "grams_high": gave_off.high,
        "grid": call.carbon.grid,
        "source": call.carbon.source,
        "year": call.carbon.year,
    }
