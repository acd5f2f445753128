"""A reference or a hidden test is found when it is told in its order, in whatever words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_llm_teach.teaching.allowance import Allowance
from jupyter_llm_teach.teaching.exercise import Compare, Test
from jupyter_llm_teach.teaching.guard.inspect import inspect
from jupyter_llm_teach.teaching.guard.retold import retold
from jupyter_llm_teach.teaching.guard.verdict import Ruling
from tests.teaching.guard.cases import ANSWER, EXERCISE, STARTER

ALOUD = (
    "def running_mean of xs and k then means becomes an empty list, for each i among the range "
    "of the len of xs minus k plus 1, means gets the sum of xs from i to i plus k by k"
)


def test_a_program_read_aloud_is_found_by_the_order_of_its_names() -> None:
    (found,) = retold(ALOUD, EXERCISE, STARTER, ())
    assert found.rule == "reference_run"


def test_a_program_told_over_several_replies_is_found() -> None:
    words = ["range", "len", "xs", "k", "1", "means"]
    said = [f"Then comes **{word}**." for word in words]
    assert any(retold(said[-1], EXERCISE, STARTER, said[:-1]))
    assert not any(retold(said[-2], EXERCISE, STARTER, said[:-2]))


def test_a_program_is_found_with_other_words_of_it_between() -> None:
    said = [f"Now **{each}** comes." for each in ["i", "range", "k", "len", "xs", "k", "k", "1"]]
    assert any(retold(said[-1], EXERCISE, STARTER, said[:-1]))
    between = ["Here `means` and `means` are for `xs`.", "Here `sum` is not it."]
    assert not any(retold(said[-1], EXERCISE, STARTER, [*said[:4], *between, *said[4:-1]]))


def test_what_the_learner_wrote_may_be_said_again() -> None:
    text = f"You wrote {ANSWER}: what does each line of it do?"
    assert not [*retold(text, EXERCISE, ANSWER, ())]


def test_a_reply_without_any_name_of_the_program_adds_nothing() -> None:
    assert not [*retold("Look again.", EXERCISE, STARTER, (ALOUD,))]


HIDDEN = replace(
    EXERCISE,
    tests=(
        Test("seen", visible=True, check=Compare("price(3)", "5")),
        Test("other", visible=False, check=Compare("price(4)", "0")),
        Test("words", visible=False, check=Compare("price('ab', 2)", "[1, 2]")),
        Test("names", visible=False, check=Compare("price(four)", "7")),
        Test("plain", visible=False, check=Compare("PRICE", "8")),
        Test("computed", visible=False, check=Compare("price(9)", "solved(9)")),
    ),
)


@pytest.mark.parametrize("line", ["4 → 0.", "| 4 | 0 |", "- for 4 it gives 0", "'ab', 2 => [1, 2]"])
def test_a_line_with_what_a_hidden_test_gives_and_expects_is_found(line: str) -> None:
    (found,) = retold(f"Remember.\n{line}", HIDDEN, STARTER, ())
    assert (found.rule, found.where) == ("hidden_test", 10)


@pytest.mark.parametrize("line", ["3 → 5", "4 and 0", "4 → 1", "At 4 places in your text: I see 0"])
def test_other_numbers_are_no_hidden_test(line: str) -> None:
    assert not [*retold(line, HIDDEN, STARTER, ())]


def test_words_beside_the_code_of_another_problem_are_judged_like_all_words() -> None:
    code = "```python\nheights = [1, 2]\nprint(max(heights))\n```"
    fine = f"{code}\nHere `max(heights)` finds the tallest one."
    assert inspect(fine, EXERCISE, ANSWER, (), Allowance.OTHER_PROBLEM).ruling is Ruling.CLEAN
    bad = f"{code}\nAnd so `range(len(xs) - k + 1)` for you."
    assert inspect(bad, EXERCISE, ANSWER, (), Allowance.OTHER_PROBLEM).ruling is Ruling.BLOCKED


def test_what_is_left_of_a_program_is_not_shown() -> None:
    text = (
        "Read this one carefully once more.\n\npour chaque x dans la liste\nxs = k + 2\nreponse 0\n"
    )
    assert inspect(text, EXERCISE, ANSWER, (), Allowance.NO_CODE).ruling is Ruling.BLOCKED


@pytest.mark.parametrize(
    "piece",
    [
        "ZGVmIHJ1bm5pbmdf",
        "646566207275",
        "MRSWMIDSOVXG4",
        "01100100 01100101 01100110 00100000",
        "delta echo foxtrot _ x",
        "\u5f53\u524d\u503c",
        "\U0001f7e5\U0001f7e6\U0001f7e5\U0001f7e5 \U0001f7e6\U0001f7e5\U0001f7e6\U0001f7e6",
    ],
)
def test_a_part_of_an_encoded_text_is_enough(piece: str) -> None:
    verdict = inspect(f"Keep this: {piece} and go on.", EXERCISE, ANSWER, (), Allowance.NO_CODE)
    assert "encoded" in [each.rule for each in verdict.findings]


def test_a_long_word_with_signs_in_it_takes_no_time() -> None:
    text = f"The number {'1' * 7900}z is long."
    assert inspect(text, EXERCISE, ANSWER, (), Allowance.NO_CODE).findings == ()


@pytest.mark.parametrize("allowance", [Allowance.LINES, Allowance.OTHER_PROBLEM])
def test_a_text_that_is_a_program_is_no_line_of_code(allowance: Allowance) -> None:
    program = repr("def f(x):\n    return x")
    hint = f"Look at this one.\n\n```python\nhint = {program}\n```"
    assert inspect(hint, EXERCISE, ANSWER, (), allowance).ruling is Ruling.BLOCKED
    fine = "Look at this one.\n\n```python\nprint('for you: ', 3)\n```"
    assert inspect(fine, EXERCISE, ANSWER, (), allowance).ruling is Ruling.CLEAN
