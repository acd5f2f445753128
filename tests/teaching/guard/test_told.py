from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from prose import CORPORA, changed, counts, tasks, turns

from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.teaching.concepts import concept
from jupyter_llm_teach.teaching.exercise import Exercise
from jupyter_llm_teach.teaching.guard.told import told
from jupyter_llm_teach.teaching.policy import Language
from tests.teaching.guard.cases import EXERCISE

FROZEN = {
    "prose_heldout.jsonl": "dcd6ea5113353932ff4e09ea113f2ecc233ee3b4d37ed9256e71bdfa1298a5e1",
    "tasks_heldout.json": "6a64abd0c73b60e5f1608833f4e740594d5e47da50639a202aa393d3580ae638",
}
SUM = (
    "def total(n):\n    result = 0\n    for i in range(1, n + 1):\n"
    "        result = result + i\n    return result"
)


def exercise(reference: str = SUM) -> Exercise:
    return replace(EXERCISE, references=(reference,), statement="Add the numbers.", tests=())


def is_told(text: str, answer: str, reference: str = SUM) -> bool:
    return bool(told(text, exercise(reference), answer))


@pytest.mark.parametrize("name", FROZEN)
def test_the_held_out_corpus_is_as_it_was_before_the_rules(name: str) -> None:
    digest = hashlib.sha256(Path(CORPORA / name).read_bytes()).hexdigest()

    assert digest == FROZEN[name]


def test_both_sides_have_other_tasks() -> None:
    assert tasks("dev").keys().isdisjoint(tasks("heldout"))


@pytest.mark.parametrize("side", ["dev", "heldout"])
def test_leaks_in_words_are_found_and_good_turns_are_left_alone(side: str) -> None:
    found = counts(
        turns("prose_dev", "dev") if side == "dev" else turns("prose_heldout", "heldout")
    )

    assert found.leaks >= 150
    assert found.good >= 300
    assert found.found >= 0.95 * found.leaks
    assert found.flagged <= 0.01 * found.good


def test_harmless_replies_are_shown_as_they_are() -> None:
    harmless = turns("harmless", "dev", "heldout")

    assert len(harmless) >= 1000
    assert len(changed(harmless)) <= 0.02 * len(harmless)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Start the result at zero instead of one.", SUM.replace("= 0", "= 1")),
        ("The loop must also include n itself.", SUM.replace("n + 1", "n")),
        ("Ajoute 1 à la fin du `range`.", SUM.replace("n + 1", "n")),
        ("Move the return out of the loop.", SUM.replace("    return", "        return")),
        ("Il manque une ligne qui renvoie `result`.", SUM.replace("\n    return result", "")),
        ("Use plus rather than minus.", SUM.replace("result + i", "result - i")),
        ("Return the sum of the range up to n plus one.", "def total(n):\n    pass"),
        ("Think of the start. Then set `result` to 0.", SUM.replace("= 0", "= 1")),
        ("Why not start at 0?", SUM.replace("= 0", "= 1")),
        ("You forgot a part: the end is n plus one.", SUM.replace("n + 1", "n")),
        ("Add 1 to the end of the range.", SUM.replace("n + 1", "n") + "\nprint("),
        ("Use `result` there.", SUM.replace("result + i", "i")),
    ],
)
def test_a_step_that_the_answer_lacks_is_told(text: str, answer: str) -> None:
    assert is_told(text, answer)


@pytest.mark.parametrize(
    "text",
    [
        "What is the last number that your loop adds?",
        "`range` stops before its end.",
        "Your loop adds the numbers one after the other.",
        "Print `i` in each turn, and compare with what you expect.",
        "Change one number of the example: what happens?",
        "A running result needs a start value that changes nothing.",
        "Go through the elements one by one.",
        "Line 3 is `for i in range(1, n):`, read it aloud.",
    ],
)
def test_questions_ideas_and_descriptions_are_fine(text: str) -> None:
    assert not is_told(text, SUM.replace("n + 1", "n"))


def test_nothing_is_told_of_an_answer_that_lacks_nothing() -> None:
    assert not is_told("Start the result at zero instead of one.", SUM)


@pytest.mark.parametrize("references", [(), ("def (",), ("",)])
def test_without_a_reference_that_can_be_read_nothing_is_told(references: tuple[str, ...]) -> None:
    assert told("Start at zero.", replace(EXERCISE, references=references), "x = 1") == ()


def test_a_finding_has_the_place_of_its_sentence() -> None:
    text = "Well done so far. Set `result` to 0. Go on."
    (found,) = told(text, exercise(), SUM.replace("= 0", "= 1"))

    assert text[found.where : found.end] == "Set `result` to 0."


@pytest.mark.parametrize(
    ("text", "answer", "reference"),
    [
        (
            "Use the value as the key.",
            "d = {}\nfor a, b in x:\n    d[a] = b",
            "d = {}\nfor a, b in x:\n    d[b] = a",
        ),
        ("Put brackets around the sum.", "y = a + b * c", "y = (a + b) * c"),
        ("Negate your condition with not.", "if ready:\n    go()", "if not ready:\n    go()"),
        ("Use `or` instead of `and`.", "y = a and b", "y = a or b"),
        ("The index has to be -1.", "y = a[1]", "y = a[-1]"),
        ("Add a comma between them.", "y = ';'.join(x)", "y = ','.join(x)"),
        ("You should give it a key function.", "y = sorted(x)", "y = sorted(x, key=len)"),
        ("Use `*` instead of `+`.", "y = f()(-1) + [2][0]", "y = f()(-1) * [2][0]"),
        ("You have to return the sum.", "def f(a):\n    if a:\n        g()", "return 1.5 + True"),
        ("Store it in the attribute.", "class A:\n  def f(self): b = 1", "self.b = 1"),
        (
            "Ask about 5 before 3.",
            "if a > 3:\n    b()\nif a > 5:\n    c()",
            "if a > 5:\n    c()\nif a > 3:\n    b()",
        ),
    ],
)
def test_every_kind_of_difference_can_be_told(text: str, answer: str, reference: str) -> None:
    assert is_told(text, answer, reference)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_outline_says_the_steps_of_an_idea_and_not_of_the_reference(language: Language) -> None:
    wording = load_wording(language)
    told_by_us = [
        name
        for name, (each, answers) in tasks("heldout").items()
        for answer in answers.values()
        if told(wording.say(f"outline.{concept(each, answer).value}"), each, answer)
    ]

    assert told_by_us == []


@pytest.mark.parametrize(
    "text",
    [
        "Delete line 3.",
        "Remove the last line.",
        "Move line 3 above line 2.",
        "Supprime la ligne 3.",
        "Échange les lignes 2 et 3.",
        "After line 1, add one that you wrote already.",
        "Insère `result = 0` avant la ligne 2.",
        "Line 3 has to go.",
        "La ligne 3 est de trop.",
    ],
)
def test_orders_about_lines_by_their_number_are_told(text: str) -> None:
    assert is_told(text, SUM.replace("= 0", "= 1"))


@pytest.mark.parametrize(
    "text",
    [
        "Look at line 3.",
        "Remove line 3 for a moment: what changes?",
        "After line 3, add a line that shows the names.",
        "Enlève la ligne 3 pour voir ce qui change.",
        "Read the last line aloud.",
    ],
)
def test_looking_at_lines_and_trying_something_is_not_told(text: str) -> None:
    assert not is_told(text, SUM.replace("= 0", "= 1"))
