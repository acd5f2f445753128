from __future__ import annotations

import pytest

from jupyter_llm_teach.teaching.exercise import Runs
from jupyter_llm_teach.teaching.facts.calls import call_of
from tests.teaching.facts.builders import check, compare


@pytest.mark.parametrize(
    ("setup", "expression", "call"),
    [
        ("", 'f("a")', 'f("a")'),
        ("data=[1,2]", "f(data)", "f([1, 2])"),
        ("a = 1\nb = 'x'", "f(a, b)", "f(1, 'x')"),
        ("import math\ndata = [1]", "f(data)", "f([1])"),
        ("import math", "f(1)", "f(1)"),
        ("data = [1]\nf(data)", "data[0]", "data = [1]\nf(data)\ndata[0]"),
        ("data = [1]", "(f(data), data)", "data = [1]\n(f(data), data)"),
        ("data = list(x)", "f(data)", "data = list(x)\nf(data)"),
        ("a = 1\na = 2", "f(a)", "a = 1\na = 2\nf(a)"),
        ("a = = 1", "f(a)", "a = = 1\nf(a)"),
        ("a = 1", "f(a", "a = 1\nf(a"),
    ],
)
def test_a_call_is_shown_with_its_setup(setup: str, expression: str, call: str) -> None:
    assert call_of(compare(expression, "1", setup)) == call


def test_a_long_literal_stays_in_its_own_line() -> None:
    setup = f"data = {list(range(60))}"

    assert call_of(compare("f(data)", "1", setup)) == f"{setup}\nf(data)"


def test_a_long_setup_keeps_its_last_lines() -> None:
    setup = "\n".join(f"f({number})" for number in range(9))

    assert call_of(compare("g()", "1", setup)) == "…\nf(5)\nf(6)\nf(7)\nf(8)\ng()"


def test_long_statements_keep_their_first_lines() -> None:
    code = "\n".join(f"assert f({number})" for number in range(9))

    assert call_of(check(Runs(code), setup="x = 1")).splitlines() == [
        "assert f(0)",
        "assert f(1)",
        "assert f(2)",
        "assert f(3)",
        "assert f(4)",
        "…",
    ]


def test_statements_that_leave_one_line_leave_a_longer_setup_out() -> None:
    code = "\n".join(f"assert f({number})" for number in range(5))

    assert call_of(check(Runs(code), setup="f(1)\nf(2)")) == code
