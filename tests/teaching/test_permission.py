from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.teaching.permission import (
    Candidate,
    NoModel,
    day_began,
    estimated_watt_hours,
    has_budget,
    no_help,
    no_model,
)
from jupyter_llm_teach.teaching.policy import Policy, Window
from jupyter_llm_teach.teaching.request import Used

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=timezone(timedelta(hours=1)))
HOUR = timedelta(hours=1)
LOCAL = Candidate("small", "llamacpp", local=True)
REMOTE = Candidate("large", "openai", local=False)


@pytest.mark.parametrize(
    ("policy", "candidate", "used", "refusal"),
    [
        (Policy(), LOCAL, Used(), None),
        (Policy(), None, Used(), NoModel.NO_ENGINE),
        (Policy(), REMOTE, Used(), NoModel.REMOTE),
        (Policy(remote=True), REMOTE, Used(), None),
        (Policy(engines=("llamacpp",)), LOCAL, Used(), None),
        (Policy(engines=("ollama",)), LOCAL, Used(), NoModel.ENGINE),
        (Policy(engines=()), LOCAL, Used(), NoModel.ENGINE),
        (Policy(models=("small",)), LOCAL, Used(), None),
        (Policy(models=("large",)), LOCAL, Used(), NoModel.MODEL),
        (Policy(tokens_per_day=10), LOCAL, Used(tokens=9), None),
        (Policy(tokens_per_day=10), LOCAL, Used(tokens=10), NoModel.TOKENS),
        (Policy(watt_hours_per_day=1), LOCAL, Used(seconds=100), None),
        (Policy(watt_hours_per_day=1), LOCAL, Used(seconds=120), NoModel.ENERGY),
        (Policy(watt_hours_per_day=1), LOCAL, Used(seconds=120, watt_hours=0.9), None),
        (Policy(watt_hours_per_day=1), LOCAL, Used(watt_hours=1.0), NoModel.ENERGY),
        (Policy(ai=False), None, Used(), NoModel.AI_OFF),
        (Policy(exams=(Window(NOW, NOW + HOUR),)), LOCAL, Used(), NoModel.EXAM),
        (Policy(exams=(Window(NOW - HOUR, NOW),)), LOCAL, Used(), None),
    ],
)
def test_whether_a_model_may_work(
    policy: Policy, candidate: Candidate | None, used: Used, refusal: NoModel | None
) -> None:
    assert no_model(policy, candidate, used, NOW) is refusal


def test_only_exams_and_help_that_is_off_end_the_help_from_analysis() -> None:
    assert [each for each in NoModel if each.ends_help] == [NoModel.AI_OFF, NoModel.EXAM]
    assert no_help(Policy(engines=(), tokens_per_day=0), NOW) is None


def test_a_budget_is_one_of_tokens_or_of_energy() -> None:
    assert not has_budget(Policy())
    assert has_budget(Policy(tokens_per_day=0))
    assert has_budget(Policy(watt_hours_per_day=0))


def test_the_day_began_at_midnight_of_the_zone() -> None:
    assert day_began(NOW).isoformat() == "2026-12-01T00:00:00+01:00"


@given(tokens=st.integers(0, 99), seconds=st.floats(0, 999), more=st.floats(0, 999))
def test_who_has_used_more_gets_no_more(tokens: int, seconds: float, more: float) -> None:
    policy = Policy(tokens_per_day=50, watt_hours_per_day=5)
    used, further = Used(tokens, seconds), Used(tokens + int(more), seconds + more)

    assert estimated_watt_hours(used) <= estimated_watt_hours(further)
    assert no_model(policy, LOCAL, used, NOW) is None or no_model(policy, LOCAL, further, NOW)
