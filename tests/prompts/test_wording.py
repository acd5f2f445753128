from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from jupyter_llm_teach.prompts.load import (
    WordingIncompleteError,
    complete,
    load_wording,
    sections,
    worked_examples,
)
from jupyter_llm_teach.teaching.concepts import Concept
from jupyter_llm_teach.teaching.wording import placeholders

EN, FR = load_wording("en"), load_wording("fr")


def test_both_languages_have_the_same_texts() -> None:
    assert set(EN.templates) == set(FR.templates)


@pytest.mark.parametrize("key", sorted(EN.templates))
def test_a_text_has_the_same_placeholders_in_both_languages(key: str) -> None:
    assert placeholders(EN.templates[key]) == placeholders(FR.templates[key])


@pytest.mark.parametrize("key", sorted(EN.templates))
def test_no_text_is_empty_or_holds_markup_that_the_browser_would_drop(key: str) -> None:
    assert EN.templates[key]
    assert FR.templates[key]
    assert not re.search(r"</?[a-z]|https?:", EN.templates[key] + FR.templates[key])


@pytest.mark.parametrize("key", sorted(k for k in EN.templates if not k.startswith("prompt.")))
def test_a_hint_has_at_most_160_words(key: str) -> None:
    assert len(EN.templates[key].split()) <= 160
    assert len(FR.templates[key].split()) <= 160


@pytest.mark.parametrize(
    "key", sorted(k for k in EN.templates if k.startswith("question.") or k.endswith(".idea"))
)
def test_english_hints_read_at_grade_nine_or_below(key: str) -> None:
    assert _grade(EN.templates[key]) <= 9


@pytest.mark.parametrize("key", sorted(k for k in FR.templates if not k.startswith("prompt.")))
def test_french_says_tu(key: str) -> None:
    assert not re.search(r"\b(vous|votre|vos)\b", FR.templates[key], re.IGNORECASE)


def test_values_are_never_read_as_templates() -> None:
    assert EN.say("summary.message", message="{call} {0}") == "The test says: {call} {0}"


def test_a_missing_text_is_an_error_that_names_it() -> None:
    short = {key: text for key, text in EN.templates.items() if key != "question.sign"}
    with pytest.raises(WordingIncompleteError, match=r"question\.sign"):
        complete(replace(EN, templates=MappingProxyType(short)))


def test_a_missing_example_is_an_error_that_names_it() -> None:
    with pytest.raises(WordingIncompleteError, match="examples/count"):
        complete(replace(EN, examples=MappingProxyType({**EN.examples, "count": ()})))


def test_an_idea_without_a_file_has_no_examples(tmp_path: Path) -> None:
    assert worked_examples(tmp_path, Concept.COUNT) == ()


def test_the_title_of_a_file_is_no_text() -> None:
    assert sections("# Title\n\n## a\none\n\n## b\ntwo\n") == {"a": "one", "b": "two"}


@pytest.mark.parametrize("concept", Concept)
def test_every_idea_has_two_examples(concept: Concept) -> None:
    assert len(EN.examples[concept.value]) == 2
    assert len(FR.examples[concept.value]) == 2


def _grade(text: str) -> float:
    """The Flesch-Kincaid grade level (Kincaid et al., 1975), syllables counted by vowel groups."""
    plain = re.sub(r"\{\w+\}", "it", text)
    words = re.findall(r"[A-Za-z']+", plain)
    sentences = max(1, len(re.findall(r"[.?!:]", plain)))
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", word.lower()))) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59
