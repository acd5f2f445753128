"""What a policy lets each rung contain, and what no policy does."""

from __future__ import annotations

import itertools

import pytest

from jupyter_llm_teach.teaching.allowance import Allowance, held, usual, within
from jupyter_llm_teach.teaching.guard.bounds import Bounds, bounds_of
from jupyter_llm_teach.teaching.policy import Policy, RungRule
from jupyter_llm_teach.teaching.rung import Rung

EVERY = list(itertools.product(Rung, Allowance))


def holding(rung: Rung, contains: Allowance | None, lines: int = 3) -> Policy:
    return Policy(rungs=((rung, RungRule(contains=contains, lines=lines)),), avoid=("while",))


def test_where_the_policy_says_nothing_a_rung_contains_what_is_usual() -> None:
    assert [bounds_of(Policy(), rung).allowance for rung in Rung] == [usual(rung) for rung in Rung]


def test_the_kind_the_lines_and_what_to_avoid_come_from_the_policy() -> None:
    policy = holding(Rung.LOCATE, Allowance.LINES, lines=2)

    assert bounds_of(policy, Rung.LOCATE) == Bounds(Allowance.LINES, 2, ("while",))


def test_what_is_no_hint_holds_words_alone_and_avoids_the_same() -> None:
    assert bounds_of(holding(Rung.ORIENT, Allowance.LINES)) == Bounds(avoid=("while",))


@pytest.mark.parametrize(("rung", "asked"), EVERY)
def test_no_rung_contains_more_than_was_asked_for(rung: Rung, asked: Allowance) -> None:
    assert within(bounds_of(holding(rung, asked), rung).allowance, asked)


@pytest.mark.parametrize(("rung", "asked"), EVERY)
def test_a_rung_contains_at_most_what_it_holds(rung: Rung, asked: Allowance) -> None:
    most = held(rung, Allowance.REFERENCE)

    assert within(held(rung, asked), most)
    assert (asked is Allowance.REFERENCE and rung is Rung.SOLUTION) is (
        held(rung, asked) is Allowance.REFERENCE
    )


@pytest.mark.parametrize(
    ("rung", "asked", "given"),
    [
        (Rung.ORIENT, Allowance.LINES, Allowance.NO_CODE),
        (Rung.QUESTION, Allowance.REFERENCE, Allowance.EXPRESSION),
        (Rung.LOCATE, Allowance.REFERENCE, Allowance.LINES),
        (Rung.LOCATE, Allowance.OTHER_PROBLEM, Allowance.NO_CODE),
        (Rung.EXAMPLE, Allowance.REFERENCE, Allowance.OTHER_PROBLEM),
        (Rung.EXAMPLE, Allowance.LINES, Allowance.NO_CODE),
        (Rung.SOLUTION, Allowance.OTHER_PROBLEM, Allowance.OTHER_PROBLEM),
    ],
)
def test_a_wider_allowance_widens_up_to_what_the_rung_may_hold(
    rung: Rung, asked: Allowance, given: Allowance
) -> None:
    assert held(rung, asked) is given
