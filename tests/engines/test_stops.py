from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.engines.echo import Echo
from jupyter_llm_teach.engines.stops import Stops

QUESTION = "Explain to a beginner what the variable of a loop is."
RULES = "You are a patient teacher of programming for beginners."


def cut_at_stop(pieces: list[str], *stops: str) -> str:
    made = Stops(stops)
    return "".join(made.feed(each) for each in pieces) + made.close()


def without_echo(pieces: list[str]) -> str:
    made = Echo((RULES, QUESTION))
    return "".join(made.feed(each) for each in pieces) + made.close()


@given(st.lists(st.text(alphabet="ab\n", max_size=4), max_size=8))
def test_a_reply_ends_before_its_first_stop_string(pieces: list[str]) -> None:
    whole = "".join(pieces)
    place = min((whole.find(stop) for stop in ("ab", "\n\n") if stop in whole), default=len(whole))

    assert cut_at_stop(pieces, "ab", "\n\n", "") == whole[:place]


def test_nothing_is_held_back_that_is_no_beginning_of_a_stop_string() -> None:
    stops = Stops(("\n\n",))

    assert stops.feed("x = 1") == "x = 1"
    assert stops.feed("\n") == ""
    assert stops.feed("y") == "\ny"
    assert not stops.reached


def test_nothing_comes_after_a_stop_string() -> None:
    stops = Stops(("STOP",))
    stops.feed("one STOP two")

    assert stops.feed("three") == ""
    assert stops.close() == ""
    assert stops.reached


@pytest.mark.parametrize("size", [1, 3, 7, 500])
def test_an_echo_of_the_prompt_is_left_out_wherever_it_is_cut(size: int) -> None:
    text = f" {RULES}\n{QUESTION}\nIt counts."
    pieces = [text[start : start + size] for start in range(0, len(text), size)]

    assert without_echo(pieces) == "It counts."


def test_a_reply_that_only_begins_like_the_prompt_stays_whole() -> None:
    assert without_echo(["Explain to", " yourself what it does."]) == (
        "Explain to yourself what it does."
    )


def test_a_short_question_may_be_repeated() -> None:
    echo = Echo(("Say hello.",))

    assert echo.feed("Say hello.") == "Say hello."
