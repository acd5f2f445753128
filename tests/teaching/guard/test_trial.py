from __future__ import annotations

import pytest

from jupyter_llm_teach.teaching.facts.fact import State
from jupyter_llm_teach.teaching.guard.trial import newly_passing, programs
from tests.teaching.guard.cases import failed, failing

ANSWER = "def f(x):\n    return x\n"


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("```python\ndef f(x):\n    return x + 1\n```", "def f(x):\n    return x + 1"),
        ("```python\ndef g(x):\n    return x + 1\n```", "def f(x):\n    return x + 1\n"),
        ("```python\nf = abs\n```", "def f(x):\n    return x\n\nf = abs\n\n"),
        ("```\ny = 1\n```\nand\n```\nf = y\n```", "y = 1\n\nf = y\n"),
        ("Write `x + 1` there.", "def f(x):\n    return x + 1"),
        ("Write `return x + 1` there.", "def f(x):\n    return x + 1"),
        ("- f = abs\n- done", "f = abs"),
        ("`f = abs` then `g = f(3)`", "f = abs\ng = f(3)"),
        ("Like so:\ndef f(x):\n    return x + 1\nThat is all.", "def f(x):\n    return x + 1"),
        ("def f(x):\n  return x \uff0b 1", "def f(x):\n    return x + 1"),
    ],
)
def test_a_learner_could_make_this_program(reply: str, expected: str) -> None:
    assert expected in programs(reply, ANSWER)


@pytest.mark.parametrize(
    "reply",
    ["Words only.", "`x`", "```python\nnot python at all (\n```", f"```python\n{ANSWER}```"],
)
def test_a_reply_without_new_code_makes_no_program(reply: str) -> None:
    assert [each for each in programs(reply, ANSWER) if "not python" in each] == []


def test_words_make_no_program() -> None:
    assert programs("Look at the end of the list. Count.", ANSWER) == ()


def test_a_function_takes_the_expected_name() -> None:
    reply = "```python\ndef other(x):\n    return 3\n```"
    assert "def wanted(x):\n    return 3\n" in programs(reply, "def f(", ["wanted"])


def test_an_answer_that_does_not_parse_is_replaced_and_not_repaired() -> None:
    assert programs("Write `x + 1`.", "def f(") == ("x + 1",)


def test_there_are_at_most_twelve_programs() -> None:
    blocks = "\n".join(f"```python\ndef g{n}(x):\n    return {n}\n```" for n in range(20))
    assert len(programs(blocks, ANSWER)) == 12


def test_tests_that_pass_only_after_are_named() -> None:
    passing = failing(None, name="b", state=State.PASSED)
    before = failed(failing(name="a"), passing)
    after = failed(failing(None, name="a", state=State.PASSED), passing)
    assert newly_passing(before, after) == ("a",)
    assert newly_passing(after, before) == ()
