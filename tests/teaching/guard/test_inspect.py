from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.teaching.allowance import Allowance
from jupyter_llm_teach.teaching.exercise import Compare, Test
from jupyter_llm_teach.teaching.guard.inspect import allowance_of, inspect
from jupyter_llm_teach.teaching.guard.verdict import Ruling
from jupyter_llm_teach.teaching.rung import Rung
from tests.teaching.guard.cases import ANSWER, EXERCISE, REFERENCE, golden, golden_exercise

LEAKS, CLEAN = golden("leaks"), golden("clean")
# Told in words or in names alone, these pass: the rules look for code. The trial of the tutor and
# the schema of the prompt stand beside them.
MISSED = {"acrostic 82", "one line at a time 43"}
PIECES = st.sampled_from(
    [
        *(each["reply"] for each in LEAKS),
        *(each["reply"] for each in CLEAN),
        "```python\nx = 1\n```",
        "`xs`",
        "Look again at the end of the list, and count.",
        f"```python\n{REFERENCE}\n```",
    ]
)
REPLIES = st.lists(PIECES, max_size=3).map("\n\n".join) | st.text(max_size=80)
STRENGTH = {Ruling.BLOCKED: 0, Ruling.REDACTED: 1, Ruling.CLEAN: 2}


def ruling(reply: str, allowance: Allowance = Allowance.NO_CODE, **changes: Any) -> Ruling:
    return inspect(reply, replace(EXERCISE, **changes), ANSWER, (), allowance).ruling


def rules(reply: str, *shown: str, allowance: Allowance = Allowance.NO_CODE) -> list[str]:
    return [each.rule for each in inspect(reply, EXERCISE, ANSWER, shown, allowance).findings]


def judged(entry: dict[str, Any]) -> Ruling:
    exercise, answer = golden_exercise(entry["exercise"])
    return inspect(entry["reply"], exercise, answer, entry["shown"], Allowance.NO_CODE).ruling


@pytest.mark.parametrize(
    "entry", [e for e in LEAKS if e["name"] not in MISSED], ids=lambda e: e["name"]
)
def test_a_leak_is_not_shown(entry: dict[str, Any]) -> None:
    assert judged(entry) is Ruling.BLOCKED


@pytest.mark.parametrize(
    "entry", [e for e in LEAKS if e["name"] in MISSED], ids=lambda e: e["name"]
)
def test_what_the_rules_are_known_to_miss(entry: dict[str, Any]) -> None:
    assert judged(entry) is Ruling.CLEAN


@pytest.mark.parametrize("entry", CLEAN, ids=lambda e: e["name"])
def test_a_clean_reply_is_shown(entry: dict[str, Any]) -> None:
    assert judged(entry) is Ruling.CLEAN


def test_each_rung_has_its_allowance() -> None:
    assert [allowance_of(rung) for rung in Rung] == [
        *[Allowance.NO_CODE] * 5,
        Allowance.OTHER_PROBLEM,
        Allowance.REFERENCE,
    ]


@pytest.mark.parametrize(
    ("reply", "rule"),
    [
        ("```\nx\n```", "code_block"),
        ("Use this:\n\n    x = f(1)\n", "code_block"),
        ("`y + 1`", "inline_code"),
        ("`'total += 1'`", "inline_code"),
        ("`//`", "operator"),
        ("Write sorted(values).", "call"),
        ("Write print (xs) there.", "call"),
        ("Take values[0] first.", "subscript"),
        ("It is a // b there.", "operator"),
        ("Take n - 1 of them.", "operator"),
        ("Then k / 2 of them.", "operator"),
        ("The end is len() - n of them.", "operator"),
        ("Then 2/x of them.", "operator"),
        ("Replace it with >= here.", "operator"),
        ("Start with total = 0 there.", "assignment"),
        ("Set total <- 0 there.", "assignment"),
        ("for item in values: go on", "loop"),
        ("Say while xs: and go on", "header"),
        ("Collect [x for x in them] there.", "comprehension"),
        ("Then lambda x: x there", "keyword"),
        ("return total", "statement"),
        ("total: int = 3", "statement"),
        ("if (n) { return n; }", "other_language"),
    ],
)
def test_code_in_words_is_found(reply: str, rule: str) -> None:
    assert rule in rules(reply)


@pytest.mark.parametrize(
    "reply",
    [
        "Look: think about it",
        "yes, no",
        "Which element(s) are missing (see the task)?",
        "This is either/or, and 3 + 4 is 7, and 50 % of 8.",
        "When k = 2 there are two of them.",
        "While you wait: think",
        "Use *words* and **more words**, not signs.",
        "The sum (see below) is right; range (the function) is not.",
        "It is (I think for a start in x) fine.",
        "Read `help(list.append)`, `means`, `sorted()`, `[1, 2]` and `[]`.",
        "Words - and more words - and step-by-step.",
        "    indented words only\n",
    ],
)
def test_words_are_not_code(reply: str) -> None:
    assert rules(reply) == []


def test_quotations_of_the_learners_own_code_are_fine() -> None:
    assert rules("In `range(len(xs) - k)` look at len(xs) - k again.") == []


def test_a_sentence_with_code_is_left_out_where_the_rest_is_useful() -> None:
    text = "Use `len(xs) + 7` there. Then count the windows of the smallest example by hand."
    verdict = inspect(text, EXERCISE, ANSWER, (), Allowance.NO_CODE)
    assert verdict.ruling is Ruling.REDACTED
    assert verdict.text == "(…) Then count the windows of the smallest example by hand."


def test_a_block_is_left_out_as_a_whole() -> None:
    text = (
        "Count the windows of the smallest example by hand.\n\n```\na = 1. Then b\n```\nNow go on."
    )
    verdict = inspect(text, EXERCISE, ANSWER, (), Allowance.NO_CODE)
    assert verdict.text == ("Count the windows of the smallest example by hand.\n\n(…)\nNow go on.")


def test_what_is_left_after_leaving_out_is_inspected_again() -> None:
    text = "Count the windows of the smallest example by hand, as total\n`q + 1`\n= 0 there."
    assert ruling(text) is not Ruling.CLEAN


def test_a_reply_with_a_run_of_the_reference_is_blocked() -> None:
    assert "reference_run" in rules("Say range len xs minus k plus one: `range(len(xs) - k + 1)`")


def test_a_run_is_found_over_the_whole_conversation() -> None:
    exercise = replace(
        EXERCISE, references=("def f(a):\n    return alpha in beta or gamma in delta",)
    )
    verdict = inspect(
        "`in` `beta` `or` `gamma`", exercise, "", ("`return` `alpha`",), Allowance.NO_CODE
    )
    assert "reference_run" in [each.rule for each in verdict.findings]


def test_what_was_shown_before_does_not_count_against_a_clean_reply() -> None:
    assert rules("Look at the end of the list.", f"```python\n{REFERENCE}\n```") == []


def test_without_a_reference_nothing_can_be_given_away() -> None:
    assert ruling("Look at the end of the list.", references=()) is Ruling.CLEAN


def test_invisible_characters_are_not_shown() -> None:
    verdict = inspect("Lo\u200bok a\u0336gain.", EXERCISE, ANSWER, (), Allowance.NO_CODE)
    assert verdict.text == "Look again."


def test_a_reply_longer_than_any_hint_is_blocked() -> None:
    assert rules("Look again. " * 1000) == ["too_long"]


def test_letters_that_the_task_itself_spells_are_fine() -> None:
    assert ruling("Sort a b c d e f g.", statement="Sort a b c d e f g.") is Ruling.CLEAN


def test_a_short_reference_is_compared_as_a_whole() -> None:
    text = "```python\ndef g(a):\n    return -a\n```"
    reference = "def f(text):\n    return -text"
    verdict = inspect(
        text,
        replace(EXERCISE, references=(reference,), starter="def f(text):\n    return text"),
        "",
        (),
        Allowance.OTHER_PROBLEM,
    )
    assert [each.rule for each in verdict.findings] == ["too_similar"]


def test_an_empty_reply_is_clean() -> None:
    assert ruling("") is Ruling.CLEAN


@pytest.mark.parametrize(
    "reply",
    [
        "It fails for running_mean([4, 8, 15, 16], 3).",
        "It expects [9.0, 13.0] there.",
        "Try 2048 in it.",
        "It should be 12.345 then.",
        "Try 'secret word' in it.",
        "Try secret word in it.",
        "It is -0.125 then.",
    ],
)
@pytest.mark.parametrize("allowance", [Allowance.NO_CODE, Allowance.OTHER_PROBLEM])
def test_hidden_tests_are_never_told(reply: str, allowance: Allowance) -> None:
    assert "hidden_test" in rules(reply, allowance=allowance)


def test_values_that_a_visible_test_shows_as_well_may_be_told() -> None:
    shared = Test("h", False, Compare("running_mean([1, 2, 3], 2)", "[1.5, 2.5]"))  # noqa: FBT003
    assert ruling("It gives [1.5, 2.5] there.", tests=(*EXERCISE.tests[:1], shared)) is Ruling.CLEAN


@pytest.mark.parametrize("reply", ["<b>x</b>", "![a](b.png)", "[a](http://b.c)", "www.a.org"])
@pytest.mark.parametrize("allowance", list(Allowance))
def test_links_images_and_html_are_never_shown(reply: str, allowance: Allowance) -> None:
    assert ruling(reply, allowance) is Ruling.BLOCKED


@pytest.mark.parametrize(
    "reply",
    [
        "M5XXEIDJEBUW4IDSMFXGOZJINRSW4KDYOMUSALJANMQCWIBR",
        "\\x72\\x61\\x6e\\x67\\x65\\x28\\x6c\\x65\\x6e\\x29",
        "1110010 1100001 1101110 1100111 1100101 1101100 1100101 1101110",
        "114 97 110 103 101 32 111 102 32 108 101 110",
        "sbe v va enatr",
    ],
)
def test_encoded_text_is_never_shown(reply: str) -> None:
    assert "encoded" in rules(reply, allowance=Allowance.OTHER_PROBLEM)


@pytest.mark.parametrize(
    "reply",
    [
        "The name compute_the_running_mean_of_a_list is long.",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA7",
        "QUJDREVGRw and ff ff ff ff ff ff ff ff ff ff",
        "200 210 220 230 240 250 251 252 253",
        "01010101 01010101",
        "ABCDEFGHIJKLMNOPQ",
    ],
)
def test_long_words_and_numbers_are_not_taken_for_encoded_text(reply: str) -> None:
    assert "encoded" not in rules(reply)


def test_the_code_of_another_problem_is_fine_above_the_steps() -> None:
    text = "```python\nheights = [1, 2]\nprint(max(heights))\n```"
    assert ruling(text, Allowance.OTHER_PROBLEM) is Ruling.CLEAN
    assert ruling(text) is Ruling.BLOCKED


def test_the_reference_under_other_names_is_no_other_problem() -> None:
    code = REFERENCE.replace("xs", "values").replace("means", "out").replace("i", "j")
    text = f"```python\n{code}\n```"
    verdict = inspect(text, EXERCISE, "", (), Allowance.OTHER_PROBLEM)
    assert "too_similar" in [each.rule for each in verdict.findings]


def test_the_fix_alone_is_no_other_problem() -> None:
    text = "```python\nfor i in range(len(xs) - k + 1):\n```"
    assert "reference_line" in rules(text, allowance=Allowance.OTHER_PROBLEM)


def test_the_instructors_reference_is_shown_where_it_is_released() -> None:
    assert (
        ruling(f"Here it is.\n\n```python\n{REFERENCE}\n```", Allowance.REFERENCE) is Ruling.CLEAN
    )


def test_any_other_version_of_the_reference_is_not() -> None:
    other = REFERENCE.replace("return means", "return list(means)")
    assert ruling(f"```python\n{other}\n```", Allowance.REFERENCE) is Ruling.BLOCKED


def test_turned_letters_are_seen_beside_the_same_words_in_the_open() -> None:
    text = f"```python\n{REFERENCE}\n```\n\nAnd now read this with care: erghea ahzore bire pbhag."
    assert "encoded" in rules(text)


@given(REPLIES)
def test_a_smaller_allowance_never_lets_more_through(reply: str) -> None:
    none, expression, lines, other, reference = (
        STRENGTH[ruling(reply, each)] for each in Allowance
    )
    assert none <= expression <= lines <= reference
    assert none <= other <= reference


@given(REPLIES)
def test_what_is_shown_is_clean_when_inspected_again(reply: str) -> None:
    first = inspect(reply, EXERCISE, ANSWER, (), Allowance.NO_CODE)
    again = inspect(first.text, EXERCISE, ANSWER, (), Allowance.NO_CODE)
    assert again.ruling is Ruling.CLEAN
    assert again.text == first.text


@given(REPLIES)
def test_findings_stand_inside_the_reply(reply: str) -> None:
    found = inspect(reply, EXERCISE, ANSWER, (), Allowance.NO_CODE).findings
    assert all(0 <= each.where <= len(reply) for each in found)
