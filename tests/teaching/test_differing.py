from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.teaching.differing import difference_sentence
from jupyter_llm_teach.teaching.facts.difference import difference
from jupyter_llm_teach.teaching.facts.equality import literal
from jupyter_llm_teach.teaching.facts.fact import Difference, Facts, Kind, Outside, State, TestFact
from jupyter_llm_teach.teaching.summary import summary
from jupyter_llm_teach.teaching.summary import test_sentence as sentence_of
from jupyter_llm_teach.teaching.wording import Wording

EN, FR = load_wording("en"), load_wording("fr")
_TEST = TestFact("t 1", visible=True, state=State.FAILED, call="f([2, 1])")


def _said(got: str, expected: str) -> str:
    one, other = literal(got), literal(expected)
    assert one is not None
    assert other is not None
    return difference_sentence(difference(one, other, ""), EN)


@pytest.mark.parametrize(
    ("got", "expected", "sentence"),
    [
        ("[1, 2]", "[1, 2, 3]", "The list is one element too short: the last one is missing."),
        ("[2, 3]", "[1, 2, 3]", "The list is one element too short: the first one is missing."),
        ("[1, 3]", "[1, 2, 3]", "The list is one element too short."),
        ("[0, 1, 2]", "[1, 2]", "The list is one element too long: the first one should not be"),
        ("[]", "[1]", "The list is one element too short."),
        ("'ab'", "'abc'", "The text is too short: one character is missing."),
        ("'abc'", "'ab'", "The text is too long: it has one character too many."),
        ("'cba'", "'abc'", "The characters are right, but they stand in the opposite order."),
        ("'bca'", "'abc'", "The characters are right, but their order is not."),
        ("[3, 2, 1]", "[1, 2, 3]", "The elements are right, but they stand in the opposite order."),
        (
            "[[1, 2], [3, 5]]",
            "[[1, 2], [3, 4]]",
            "`[1][1]` of the result: there it differs first. The number there is just one away",
        ),
        (
            "[0.333, 0.667]",
            "[0.33, 0.67]",
            "only its last digits differ. Look closer at the place `[0]` of the result",
        ),
        ("[1, 'a']", "[1, 2]", "at index 1 (Python counts from 0). What stands there has another"),
        ("'Hello, Wurld'", "'Hello, World'", "it differs only around index 8"),
    ],
)
def test_a_difference_is_said_for_beginners(got: str, expected: str, sentence: str) -> None:
    assert sentence in _said(got, expected)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("wording", [EN, FR], ids=["en", "fr"])
def test_every_kind_has_a_sentence_on_its_own_and_inside(kind: Kind, wording: Wording) -> None:
    found = Difference(kind, "list", "list", 2, 1, 1, "'a'")
    inside = Difference(Kind.ELEMENT, "list", "list", 2, 2, 1, place="[1]", inner=kind)

    assert "{" not in difference_sentence(found, wording)
    assert "{" not in difference_sentence(inside, wording)


def test_a_change_of_what_was_given_is_asked_about() -> None:
    test = replace(_TEST, difference=Difference(Kind.ORDER, "list", "list"), changes_argument=True)

    assert sentence_of(test, EN).endswith(
        "your code changes the value that it is given: is that meant?"
    )


def test_where_the_change_is_the_difference_it_is_said_once() -> None:
    found = Difference(Kind.CHANGED_NOT_RETURNED, "list", "NoneType")

    assert "is that meant" not in sentence_of(
        replace(_TEST, difference=found, changes_argument=True), EN
    )


@pytest.mark.parametrize(
    ("outside", "words"), [(Outside.CLOCK, "depends on the time"), (Outside.NETWORK, "the network")]
)
def test_what_a_test_depends_on_is_said(outside: Outside, words: str) -> None:
    assert words in sentence_of(replace(_TEST, outside=outside), EN)


@pytest.mark.parametrize("code", ["expected_unknown", "too_large", "network", "not_reached"])
@pytest.mark.parametrize("wording", [EN, FR], ids=["en", "fr"])
def test_a_test_without_a_verdict_says_why(code: str, wording: Wording) -> None:
    test = replace(_TEST, state=State.NOT_RUN, not_judged=code)
    sentence = wording.templates[f"summary.not_run.{code}"]

    assert sentence_of(test, wording) == sentence
    assert summary(Facts(State.NOT_RUN, (test,), not_run=code), wording) == sentence
