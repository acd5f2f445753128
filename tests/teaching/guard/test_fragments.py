"""Lines that are no sentences are not shown, whatever notation they are in."""

from __future__ import annotations

import pytest

from jupyter_llm_teach.teaching.allowance import Allowance
from jupyter_llm_teach.teaching.guard.inspect import inspect
from jupyter_llm_teach.teaching.guard.verdict import Ruling
from tests.teaching.guard.cases import ANSWER, EXERCISE

OPENER, CLOSER = "Think about the last turn of the loop.", "Which of your tests would change?"


def rules(
    text: str, *shown: str, allowance: Allowance = Allowance.NO_CODE, answer: str = ANSWER
) -> list[str]:
    return [each.rule for each in inspect(text, EXERCISE, answer, shown, allowance).findings]


@pytest.mark.parametrize(
    "line",
    [
        "def running mean open parenthesis n close parenthesis colon new line indent",
        "total égale 0 à la ligne vers la droite",
        "if k inférieur à 5 deux-points à la ligne vers la droite return 0 vers la gauche",
        "définis `f` de `xs` (fin) alors.",
        "(inside) when `k` is smaller than `20` then.",
        "`total` becomes `total` plus `k`.",
        "□ = □ [ □ ] ⏎ ⇥ □ □ > □ : ⏎",
        "`def` `running_mean` `xs` `k` `if` `k` `5`",
        "… **def** … … **running_mean** … … **(** … … **xs** …",
        "def … la la",
        ".-. ␣ .- --. . ␣ < ␣ ..... :",
        "1.     means = []",
        "3: `    for i in xs:`",
        "### means = {}",
        "means PREND LA VALEUR []",
        "4 → 0.",
        "[] -> []",
        "| `def` | `f(x):` |",
        ">>> running_mean([], 1)",
        "4: old → new",
        "qrs ehaavat_zrna(kf, x",
        "sbe vgrz va onfxr",
        "_jnyxf(g",
        "␣ ␣ ␣ ␣ m e a n s ␣ = ␣ 0",
        "fgnapr):",
        '4: == \'a\' or "e" → in "aeiou":',
        "“    for i in xs:”",
        "    :sx ni i rof",
        "(outside) otherwise then.",
        "Def running mean open parenthesis xs comma k close parenthesis colon.",
        "- [ ]     for i in xs:",
    ],
)
@pytest.mark.parametrize("allowance", [Allowance.NO_CODE, Allowance.OTHER_PROBLEM])
def test_a_line_that_is_no_sentence_is_not_shown(line: str, allowance: Allowance) -> None:
    text = f"{OPENER}\n\n{line}\n\n{CLOSER}"
    assert "fragment" in rules(text, allowance=allowance)
    assert line not in inspect(text, EXERCISE, ANSWER, (), allowance).text


@pytest.mark.parametrize(
    "text",
    [
        "Good question!",
        "Bravo !",
        "**What is asked:** the means of all windows.",
        "- the list `xs`\n- the size `k` of a window",
        "1. Read the task.\n2. Count the windows by hand.",
        "## Comment avancer",
        "yes, no",
        "Is `k` less than or equal to the number of elements in `xs`?",
        "If `k` is greater than 10, then there are no windows.",
        "While you wait: think",
        "`elif` is short for else if.",
        "Que donne `running_mean([], 1)` ?",
        "Read `help(list.append)`.",
        "`k` is the size of a window.",
        "Look at the list again, and count its elements\nby hand before you go on.",
        "look at the end of your list again: what is there?",
        "Compare `xs`, `k` and `means` in each turn.",
        "",
    ],
)
def test_sentences_titles_and_items_are_shown(text: str) -> None:
    assert rules(text) == []


def test_one_line_of_the_learner_may_stand_alone() -> None:
    quoted = "Look at this line once more:\n`means = []`\nWhat does it do?"
    assert rules(quoted) == []
    assert rules(quoted.replace("`", "")) == []
    assert rules(quoted.replace("more:", "more.")) == ["fragment"]
    assert rules(f"{quoted}\n`return means`\n") == ["fragment", "fragment"]


def test_lines_of_the_learner_may_not_stand_alone_in_one_reply_after_the_other() -> None:
    first, second = f"{OPENER} It is this:\n`means = []`", "Now look at this one:\n`return means`"
    assert rules(second) == []
    assert rules(second, first) == ["fragment"]


def test_a_line_that_is_allowed_may_stand_alone() -> None:
    text = f"{OPENER}\n`k + 1`\n{CLOSER}"
    assert rules(text, allowance=Allowance.EXPRESSION) == []
    assert "fragment" in rules(text)


def test_rows_of_marked_tokens_are_found_in_a_sentence_as_well() -> None:
    assert "fragment" in rules("You need `for`, `i`, `in`, `xs` and so on, in this order.")
    assert "fragment" in rules("Now `xs` `k` `xs` `k` `k` `xs` `k` is what you want here.")
    assert rules("The names `xs`, `k`, `i` are all that you need here.") == []


def test_what_is_left_when_a_part_was_left_out_is_no_fragment() -> None:
    text = "Count the windows of the smallest example by hand.\n\n(…)\nNow go on."
    assert inspect(text, EXERCISE, ANSWER, (), Allowance.NO_CODE).ruling is Ruling.CLEAN


def test_several_lines_that_are_no_sentences_are_no_slip() -> None:
    text = f"{OPENER}\n\n4 → 0.\n5 → 1.\n\n{CLOSER} Count them by hand."
    assert inspect(text, EXERCISE, ANSWER, (), Allowance.NO_CODE).ruling is Ruling.BLOCKED


def test_a_text_of_signs_that_nobody_sees_is_not_shown() -> None:
    hidden = "".join(chr(0xE0000 + ord(each)) for each in "return means")
    assert "encoded" in rules(f"{OPENER}{hidden} {CLOSER}")
    assert rules(f"{OPENER} \U0001f469\u200d\U0001f4bb\ufe0f\u00ad {CLOSER}") == []


@pytest.mark.parametrize(
    "word", ["r\u0435turn", "\U0001d68f\U0001d698\U0001d69b", "\uff52\uff45\uff54"]
)
def test_letters_that_look_like_others_are_not_shown(word: str) -> None:
    assert "encoded" in rules(f"You are close: {word} is the word.")


def test_signs_of_mathematics_and_foreign_names_are_shown() -> None:
    assert (
        rules(
            "The angle \u03b1 is 2 \u03bcm wide, x\u00b2 is a half \u00bd, says \u0411\u043e\u0440."
        )
        == []
    )
