"""A note to the instructor: what is in it, and what never is."""

from __future__ import annotations

from dataclasses import replace

from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.teaching.exercise import Answer
from jupyter_llm_teach.teaching.facts.fact import Facts, State
from jupyter_llm_teach.teaching.facts.shown import shown
from jupyter_llm_teach.teaching.letter import letter
from jupyter_llm_teach.teaching.rung import Rung
from tests.teaching.climbing.situations import ago, hint
from tests.teaching.guard.cases import ANSWER, EXERCISE, FACTS, PASSED, failing, hidden

EN = load_wording("en")
ABOUT = (EXERCISE, Answer(ANSWER))


def test_it_holds_the_words_the_facts_the_help_and_the_answer() -> None:
    used = (hint(Rung.QUESTION, ago(minutes=2)), hint(Rung.CONCEPT, ago(minutes=1)))
    text = letter("Why is one missing?", ABOUT, shown(FACTS, None), used, EN)
    assert text.startswith("**Question about “Running mean”** (means.ipynb)")
    assert "Why is one missing?" in text
    assert "should give `[1.5, 2.5]`, and gives `[1.5]`." in text
    assert "**Help used so far:** A question, The idea." in text
    assert text.endswith(f"```python\n{ANSWER}\n```")


def test_a_hint_for_two_answers_is_counted() -> None:
    used = (hint(Rung.QUESTION, ago(minutes=2), "a"), hint(Rung.QUESTION, ago(minutes=1), "b"))
    assert "A question (2)." in letter("", ABOUT, shown(FACTS, None), used, EN)


def test_an_empty_note_says_what_everybody_would_mean() -> None:
    text = letter("  ", ABOUT, shown(FACTS, None), (), load_wording("fr"))
    assert "Je suis bloqué sur cet exercice." in text
    assert "**Aide utilisée jusqu'ici :** aucune." in text


def test_nothing_of_a_hidden_test_leaves_with_it() -> None:
    facts = Facts(State.FAILED, (replace(failing(), state=State.PASSED), hidden()))
    text = letter("", ABOUT, shown(facts, None), (), EN)
    assert "15, 16" not in text
    assert "1 of 2 tests pass." in text


def test_where_all_tests_pass_that_is_said_once() -> None:
    assert letter("", ABOUT, shown(PASSED, None), (), EN).count("tests pass") == 1


def test_code_with_backticks_stays_one_block() -> None:
    about = (EXERCISE, Answer("x = '''\n```\n'''"))
    assert letter("", about, shown(FACTS, None), (), EN).endswith("\n````")
