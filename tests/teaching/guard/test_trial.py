from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_llm_teach.teaching.exercise import normalised
from jupyter_llm_teach.teaching.facts.fact import State
from jupyter_llm_teach.teaching.guard.trial import MOST, newly_passing, trials
from tests.teaching.guard.cases import EXERCISE, failed, failing

ANSWER = "def f(x):\n    return x\n"
STARTER = "def f(x):\n    raise NotImplementedError()\n"
PLAIN = replace(EXERCISE, starter=STARTER, statement="", references=())


def programs(reply: str, answer: str = ANSWER, *shown: str) -> list[str]:
    found = trials(reply, PLAIN, answer, shown)
    return [normalised(each.program) for each in found]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("```python\ndef f(x):\n    return x + 1\n```", "def f(x):\n    return x + 1"),
        ("```python\ndef g(x):\n    return x + 1\n```", "def f(x):\n    return x + 1"),
        ("```python\nf = abs\n```", "def f(x):\n    return x\nf = abs"),
        ("```\ny = abs\n```\nand\n```\nf = y\n```", "y = abs\nf = y"),
        ("Write `x + 1` there.", "def f(x):\n    return x + 1"),
        ("Write `return x + 1` there.", "def f(x):\n    return x + 1"),
        ("- f = abs\n- done", "f = abs"),
        ("`f = abs` then `g = f(3)`", "f = abs\ng = f(3)"),
        ("Like so:\ndef f(x):\n    return x + 1\nThat is all.", "def f(x):\n    return x + 1"),
        ("def f(x):\n  return x \uff0b 1", "def f(x):\n    return x + 1"),
        ("| what | code |\n| --- | --- |\n| last | return x + 1 |", "def f(x):\n    return x + 1"),
        ("-    return x\n+    return x + 1", "def f(x):\n    return x + 1"),
        (">>> def f(x):\n...     return x + 1", "def f(x):\n    return x + 1"),
        ("# def f(x):\n#     return x + 1", "def f(x):\n    return x + 1"),
        ("1: def f(x):\n2:     return x + 1", "def f(x):\n    return x + 1"),
        ("def f(x):\nreturn x + 1", "def f(x):\n    return x + 1"),
        ("Return x + 1 there, as in return x + 1.", "def f(x):\n    return x + 1"),
        ("Just add 1 to x.", "def f(x):\n    return x + 1"),
        ("Replace `return x` by `return x + 1`.", "def f(x):\n    return x + 1"),
        ("Write x plus one there.", "def f(x):\n    return x + 1"),
        ("```js\nfunction f(x) {\n  return x + 1;\n}\n```", "def f(x):\n    return x + 1"),
        ("fonction f(x)\n  retourner x + 1\nfin", "def f(x):\n    return x + 1"),
        ("Decode ZGVmIGYoeCk6CiAgICByZXR1cm4geCArIDE=", "def f(x):\n    return x + 1"),
        ("```\nlambda n: n + 1\n```", "def f(x):\n    return lambda n: n + 1"),
    ],
)
def test_a_learner_could_make_this_program(reply: str, expected: str) -> None:
    assert expected in programs(reply)


@pytest.mark.parametrize(
    "reply",
    [
        "Words only.",
        "`x`",
        "```python\nnot python at all (\n```",
        f"```python\n{ANSWER}```",
        "Look at the end of the list. Count.",
        "Read `help(range)` and `[1, 2]`.",
        "",
    ],
)
def test_a_reply_without_new_code_makes_no_program(reply: str) -> None:
    assert programs(reply) == []


def test_an_answer_that_does_not_parse_gets_the_line_that_is_most_like_it() -> None:
    assert "def f(x):\n    return x" in programs(
        "Write `return x` there.", "def f(x):\n    retrun x"
    )


def test_a_renamed_parameter_is_no_disguise() -> None:
    assert "def f(x):\n    return x + 2" in programs("```\nreturn value + 2\n```")


def test_a_header_keeps_the_body_that_stands_there() -> None:
    answer = "def f(x):\n    for i in range(x):\n        print(i)\n"
    expected = "def f(x):\n    for i in range(x + 1):\n        print(i)"
    assert expected in programs("`for i in range(x + 1):`", answer)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("Change < to <= in the condition.", "if x <= 3:"),
        ("Use one less: replace 3 with 2.", "if x < 2:"),
        ("Remplace 3 par 2.", "if x < 2:"),
        ("Utilise `<=` au lieu de `<`.", "if x <= 3:"),
        ("Initialise total to 1 instead of 0.", "total = 1"),
        ("total should start at 1.", "total = 1"),
        ("Add 1 to 3.", "if x < 3 + 1:"),
        ("Subtract 1 from 3.", "if x < 3 - 1:"),
        ("Divise total par 2.", "total / 2"),
        ("Delete `total += 1`.", "pass"),
        ("In line 3: `if x > 3:`", "if x > 3:"),
        ("Change less than to less than or equal to.", "if x <= 3:"),
    ],
)
def test_a_change_told_in_words_is_made(reply: str, expected: str) -> None:
    answer = "def f(x):\n    total = 0\n    if x < 3:\n        total += 1\n    return total\n"
    assert any(expected in each for each in programs(reply, answer))


def test_what_python_refuses_is_not_tried() -> None:
    loop = "def f(x):\n    for n in x:\n        print(n)\n"

    assert programs("`break` leaves a loop.") == []
    assert programs("`break` leaves a loop.", loop) == [
        "def f(x):\n    for n in x:\n        print(n)\n        break",
        "def f(x):\n    for n in x:\n        break\n        print(n)",
    ]


@pytest.mark.parametrize("magic", ["%time", "!ls", "print?"])
def test_a_change_is_made_in_a_cell_with_a_magic(magic: str) -> None:
    tried = programs("Write `return x + 1` there.", f"{magic}\n{ANSWER}")

    assert "pass\n\ndef f(x):\n    return x + 1" in tried


def test_a_line_moves_out_of_its_block() -> None:
    answer = "def f(x):\n    for i in x:\n        i += 1\n        return i\n"
    expected = "def f(x):\n    for i in x:\n        i += 1\n    return i"
    assert expected in programs("Move the return out of the loop.", answer)


def test_a_line_moves_into_a_block() -> None:
    answer = "def f(x):\n    for i in x:\n        i += 1\n    x = i\n    return x\n"
    expected = "def f(x):\n    for i in x:\n        i += 1\n        x = i\n    return x"
    assert expected in programs("Move `x = i` inside the loop.", answer)


def test_lines_and_names_change_places() -> None:
    answer = "def f(x):\n    a = 1\n    b = a\n    return b - a\n"
    assert "def f(x):\n    b = a\n    a = 1\n    return b - a" in programs(
        "Swap lines 2 and 3.", answer
    )
    assert any("return a - b" in each for each in programs("Swap `b` and `a`.", answer))


def test_a_loop_starts_elsewhere() -> None:
    answer = "def f(x):\n    for i in range(x):\n        print(i)\n"
    assert any("range(1, x)" in each for each in programs("The loop should start at 1.", answer))


def test_what_was_shown_before_counts() -> None:
    shown = "```\nwhile x < 3:\n```"
    expected = "def f(x):\n    while x < 3:\n        x += 1\n    return x"
    assert expected in programs("Then `x += 1` and `return x`.", STARTER, shown)
    assert programs("Well done.", STARTER, shown) == []


def test_there_is_an_end_to_trying() -> None:
    blocks = "\n".join(f"```python\ndef g{n}(x):\n    return {n}\n```" for n in range(80))
    assert len(trials(blocks, PLAIN, ANSWER)) == MOST + 1


def test_a_trial_knows_its_place() -> None:
    found = trials("Look. Then write `x + 1` there.", PLAIN, ANSWER)
    assert {each.span for each in found} == {(17, 24)}


def test_tests_that_pass_only_after_are_named() -> None:
    passing = failing(None, name="b", state=State.PASSED)
    before = failed(failing(name="a"), passing)
    after = failed(failing(None, name="a", state=State.PASSED), passing)
    assert newly_passing(before, after) == ("a",)
    assert newly_passing(after, before) == ()
