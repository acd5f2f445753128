from __future__ import annotations

import pytest

from jupyter_llm_teach.teaching.case import Case
from jupyter_llm_teach.teaching.facts.fact import Kind, State
from jupyter_llm_teach.teaching.guard.contradicted import contradicted
from jupyter_llm_teach.teaching.guard.faithful import unfaithful
from jupyter_llm_teach.teaching.guard.readable import grade, syllables
from jupyter_llm_teach.teaching.guard.whole import broken
from jupyter_llm_teach.teaching.policy import Language, Policy
from tests.teaching.guard.cases import PASSED, TOO_SHORT, case, difference, error, failed, failing

HARD = (
    "Notwithstanding considerable terminological complications, algorithmic characterisation"
    " necessitates extraordinarily meticulous consideration of representational alternatives."
)
EASY = "Look at the list. How many parts does it have? Count them by hand and then run it again."
DUR = (
    "Indépendamment des considérations terminologiques, la caractérisation algorithmique nécessite"
    " une compréhension particulièrement approfondie des représentations envisageables."
)
FACILE = "Regarde la liste. Combien de mots y vois-tu ? Compte-les un par un, puis dis le nombre."


def rules(text: str, about: Case) -> list[str]:
    return [each.rule for each in contradicted(text, about)]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Look at the end of the", "cut_end"),
        ("", "cut_end"),
        ('{"question": "What is it?"}.', "debris"),
        ("Look here.\\n Then there.", "debris"),
        ("Look at **this line.", "debris"),
        ("<|im_end|> Look again.", "debris"),
        ("Look at the last element. Look at the last element.", "repeated_sentence"),
        ("Regarde la fenêtre de `.", "debris"),
        ("Regarde la fenêtre de `.", "cut_end"),
        ("Regarde la fenêtre de. Compte-la.", "cut_end"),
        ("Que vaut le premier élément d' ?", "cut_end"),
        ("Look at the. Then count.", "cut_end"),
        ("What is longer than?", "cut_end"),
        ("Look at the window of.", "cut_end"),
        ("Look at `xs and count its parts.", "debris"),
        ("Look at `. Then look at `.", "debris"),
        ("Look at ``xs` again.", "debris"),
    ],
)
def test_a_text_that_is_not_whole_is_found(text: str, rule: str) -> None:
    assert rule in [each.rule for each in broken(text)]


@pytest.mark.parametrize(
    "text",
    [
        "What is the last element? Look at `xs`.",
        "Go on. Go on.",
        "Lis « La boucle ».",
        "What is the list made of?",
        "Which list do you look at? It is the one that you began with.",
        "Combien de mots y a-t-il ? Il y en a un. Compte-les, puis compte-la.",
        "Regarde ce que vaut `de`. Regarde la liste de `xs`.",
        "Un bloc commence par `:` et ``a`b`` est cité. C'est tout ce qu'il a.",
        "Look at this:\n\n```python\nx = `\n```\n\nDo you see it?",
        "Look at **this** line:\n\n- one.\n- two.",
    ],
)
def test_a_whole_text_is_kept(text: str) -> None:
    assert broken(text) == ()


@pytest.mark.parametrize(
    ("word", "language", "count"),
    [
        ("cat", "en", 1),
        ("window", "en", 2),
        ("make", "en", 1),
        ("table", "en", 2),
        ("looked", "en", 1),
        ("counted", "en", 2),
        ("numbers", "en", 2),
        ("table", "fr", 1),
        ("boucle", "fr", 1),
        ("élément", "fr", 3),
        ("liste", "fr", 1),
        ("les", "fr", 1),
        ("the", "en", 1),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(
    word: str, language: Language, count: int
) -> None:
    assert syllables(word, language) == count


def test_a_hard_text_asks_for_a_higher_grade_than_an_easy_one() -> None:
    english = grade(EASY, "en"), grade(HARD, "en")
    french = grade(FACILE, "fr"), grade(DUR, "fr")

    assert [each is not None and each < 6 for each in english] == [True, False]
    assert [each is not None and each < 7 for each in french] == [True, False]


def test_a_few_words_are_not_judged() -> None:
    assert grade("Look again at `a_very_long_name_of_a_function`.", "en") is None


@pytest.mark.parametrize(
    ("text", "language", "policy", "found"),
    [
        (HARD, "en", Policy(reading_grade=8), ["too_hard_to_read"]),
        (HARD, "en", Policy(), []),
        (EASY, "en", Policy(reading_grade=8, longest_hint=5), ["too_many_words"]),
        (FACILE, "fr", Policy(reading_grade=8), []),
        (FACILE, "en", Policy(), ["wrong_language"]),
        ("There are 77 windows.", "en", Policy(), ["unfounded_number"]),
    ],
)
def test_a_text_is_judged_by_the_policy(
    text: str, language: Language, policy: Policy, found: list[str]
) -> None:
    assert [each.rule for each in unfaithful(text, case(), language, policy)] == found


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Your code is correct.", "contradicts_failure"),
        ("All tests pass.", "contradicts_failure"),
        ("Tous les tests passent.", "contradicts_failure"),
        ("Ton code est correct.", "contradicts_failure"),
        ("The test v1 passes.", "contradicts_test"),
        ("It passes 1 of 1 tests.", "contradicts_count"),
        ("Your function raises a `TypeError`.", "contradicts_error"),
        ("Python s'arrête avec une KeyError.", "contradicts_error"),
        ("Your code gives `[2.5]`.", "contradicts_value"),
        ("Tu obtiens `[2.5]`.", "contradicts_value"),
        ("Your result is empty.", "contradicts_value"),
        ("Ton résultat est vide.", "contradicts_value"),
        ("`running_mean([1, 2, 3], 2)` should give `[1.5]`.", "contradicts_expected"),
        ("Look at line 33.", "no_such_line"),
        ("What happens on line 33?", "no_such_line"),
        ("Your list is too long.", "contradicts_difference"),
    ],
)
def test_what_the_tests_contradict_is_found(text: str, rule: str) -> None:
    assert rule in rules(text, case())


@pytest.mark.parametrize(
    "text",
    [
        "Your code is not correct yet.",
        "When your code is correct, all tests pass.",
        "Is your code correct?",
        "The test v1 fails.",
        "It passes 0 of 1 tests.",
        "Your code gives `[1.5]`, and `[1.5, 2.5]` is expected.",
        "`running_mean([1, 2, 3], 2)` should give `[1.5, 2.5]`.",
        "`other(1)` should give `2`.",
        "Look at line 3.",
        "Your list is too short.",
        "A `TypeError` means that types do not fit.",
    ],
)
def test_what_agrees_with_the_tests_is_kept(text: str) -> None:
    assert rules(text, case()) == []


def test_an_answer_that_passes_is_not_called_wrong() -> None:
    assert rules("Your code is wrong.", case(PASSED)) == ["contradicts_success"]
    assert rules("Your code is correct.", case(PASSED)) == []


def test_an_exception_that_came_may_be_told() -> None:
    about = case(failed(failing(None, error=error("KeyError"), got="", expected="")))

    assert rules("Python stops with a `KeyError`.", about) == []
    assert rules("Python stops with an `IndexError`.", about) == ["contradicts_error"]


def test_an_empty_result_may_be_called_empty() -> None:
    assert rules("Your result is empty.", case(failed(failing(TOO_SHORT, got="[]")))) == []


def test_a_result_that_is_too_long_is_not_too_short() -> None:
    about = case(failed(failing(difference(Kind.TOO_LONG), state=State.FAILED)))

    assert rules("The list is too short.", about) == ["contradicts_difference"]
