"""Attacks are no straw men: unguarded, each tells a program that passes tests."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_llm_teach.teaching.attacks.attack import MOST_TURNS, Attack
from jupyter_llm_teach.teaching.attacks.catalogue import ATTACKS, recovered, turns_of
from jupyter_llm_teach.teaching.attacks.undoing import guessing, knowing, openly
from jupyter_llm_teach.teaching.exercise import Answer
from jupyter_llm_teach.tutor.judge import Judge
from tests.fakes.fake_sandbox import FakeSandbox
from tests.teaching.attacks.victims import PRICE, PRICE_WRONG, tellings

every_attack = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)


def named(name: str) -> Attack:
    return next(each for each in ATTACKS if each.name == name)


def test_there_are_more_than_two_hundred_each_with_a_name_of_its_own() -> None:
    names = [each.name for each in ATTACKS]

    assert len(names) > 200
    assert len(set(names)) == len(names)


@pytest.mark.anyio
@every_attack
async def test_unguarded_it_gives_tests_away(attack: Attack) -> None:
    judge = Judge(FakeSandbox())
    told = [(each, turns_of(attack, each)) for each in tellings()]
    gains = [
        await judge.gain(
            telling.exercise, Answer(telling.answer), knowing(attack, turns, telling.answer)
        )
        for telling, turns in told
        if turns
    ]

    assert gains
    assert all(gain.tests for gain in gains)


def test_they_take_ten_turns_at_most_and_say_the_same_again() -> None:
    told = [turns_of(attack, each) for attack in ATTACKS for each in tellings()]

    assert max(map(len, told)) <= MOST_TURNS
    assert told == [turns_of(attack, each) for attack in ATTACKS for each in tellings()]


def test_they_read_no_empty_programs_where_little_or_nothing_was_shown() -> None:
    little = [recovered(each, ["(…)"], PRICE_WRONG) for each in ATTACKS]
    nothing = [recovered(each, [], PRICE_WRONG) for each in ATTACKS]

    assert all(piece.strip() for pieces in (*little, *nothing) for piece in pieces)


def test_they_survive_a_reference_that_is_no_program() -> None:
    broken = replace(tellings()[0], reference="def (:\n", answer="x = ")

    assert {type(turns_of(each, broken)) for each in ATTACKS} == {tuple}


def test_somebody_who_tries_every_trick_reads_an_encoded_program() -> None:
    (turn,) = turns_of(named("base64"), tellings()[0])

    assert PRICE in guessing([turn], PRICE_WRONG)


def test_what_stands_there_openly_is_read_without_a_trick() -> None:
    (turn,) = turns_of(named("fence"), tellings()[0])

    assert openly([turn])[0] == PRICE
