from __future__ import annotations

from jupyter_llm_teach.teaching.attacks.applying import attempts, salvaged
from jupyter_llm_teach.teaching.attacks.lexing import levels
from tests.teaching.attacks.victims import PRICE

ANSWER = "def double(n):\n    return n"


def programs(*pieces: str, answer: str = ANSWER, seen: str = "") -> tuple[str, ...]:
    return tuple(each.program for each in attempts(pieces, answer, "double", seen))


def test_a_function_stands_for_the_answer() -> None:
    assert "def double(n):\n    return 2 * n" in programs("def double(n):\n    return 2 * n")


def test_a_function_of_another_name_is_called_as_the_tests_call_it() -> None:
    assert "def double(m):\n    return 2 * m" in programs("def twice(m):\n    return 2 * m")


def test_an_expression_is_what_the_answer_returns() -> None:
    assert "def double(n):\n    return n + n" in programs("n + n")


def test_a_line_comes_in_the_place_of_each_line_and_after_it() -> None:
    found = programs("return n * 2")

    assert "def double(n):\n    return n * 2" in found
    assert "def double(n):\n    return n * 2\n    return n" in found


def test_what_was_seen_anyway_is_no_piece() -> None:
    assert programs("n + n", seen="It is n + n for any n.") == ()


def test_a_line_of_the_answer_that_is_left_of_a_piece_is_no_piece_either() -> None:
    answer = "def double(n):\n    if n:\n        n += n\n    return n"
    quoted = "return n\nif n:\n(…)"

    assert salvaged(quoted) == "return n"
    assert "def double(n):\n    return n\n" not in programs(quoted, answer=answer)


def test_an_answer_that_is_no_program_is_tried_as_well() -> None:
    assert "def double(n):\n    return n + n\n" in programs(
        "return n + n", answer="def double(n):\n    if"
    )


def test_no_more_programs_than_can_be_run() -> None:
    assert len(programs(*(f"n + {i}" for i in range(100)))) == 64


def test_a_piece_is_compared_with_one_that_says_nothing_in_its_place() -> None:
    found = {
        each.program: each.nothing for each in attempts(["return n * 2"], ANSWER, "double", "")
    }

    assert found["def double(n):\n    return n * 2"] == (
        "def double(n):",
        "def double(n):\n    pass",
    )


def test_a_program_is_found_among_other_lines() -> None:
    assert salvaged(f"Look:\n\n{PRICE}\n(…)") == PRICE


def test_lines_without_levels_may_stand_on_each_that_is_open() -> None:
    assert levels(["for x in xs:", "y = x", "z = y"]) == (
        "for x in xs:\n    y = x\n    z = y",
        "for x in xs:\n    y = x\nz = y",
    )


def test_branches_stand_below_their_condition() -> None:
    assert levels(["if a:", "b()", "else:", "c()"])[0] == "if a:\n    b()\nelse:\n    c()"
