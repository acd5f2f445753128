from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.teaching.asking.prompt import Question, Reply, question_prompt, reply_of
from jupyter_llm_teach.teaching.asking.topic import Topic
from jupyter_llm_teach.teaching.exercise import Answer, Compare, Test
from jupyter_llm_teach.teaching.facts.fact import Facts, State
from jupyter_llm_teach.teaching.history import Exchange
from jupyter_llm_teach.teaching.policy import Policy, Tone
from jupyter_llm_teach.teaching.prompt import Manner, Prompt
from tests.teaching.guard.cases import CALL, EXERCISE, case, failed, failing

EN, FR = load_wording("en"), load_wording("fr")
AT = datetime(2026, 11, 24, 9, 0, tzinfo=timezone.utc)


def prompt(topic: Topic = Topic.RELATED, policy: Policy | None = None, **changes: Any) -> Prompt:
    question = Question("Why?", topic, changes.pop("turns", ()))
    tighter = changes.pop("tighter", False)
    return question_prompt(
        question, case(**changes), Manner(policy or Policy()), EN, tighter=tighter
    )


def pattern(found: Prompt) -> str:
    return str(json.loads(found.schema)["properties"]["answer"]["pattern"])


def reply(text: str, topic: Topic = Topic.RELATED, **fields: object) -> Reply | None:
    return reply_of(json.dumps({"answer": text, **fields}), topic, Policy(), EN)


def test_a_prompt_holds_what_the_learner_sees_and_ends_with_the_question() -> None:
    user = prompt(facts=failed(failing())).user

    assert user.startswith("Task: <<<# Running mean")
    assert "running_mean([1, 2, 3], 2) -> [1.5, 2.5]" in user
    assert "means.append" in user
    assert f"Failing case: <<<{CALL}>>>" in user
    assert user.endswith("The learner's question: <<<Why?>>>")


def test_neither_references_nor_hidden_tests_are_in_a_prompt() -> None:
    user = prompt(facts=failed(failing())).user

    assert "len(xs) - k + 1" not in user
    assert "[4, 8, 15, 16]" not in user
    assert "secret word" not in user


def test_earlier_cells_that_the_answer_needs_are_in_it() -> None:
    answer = Answer("x = y", ("y = 1",))

    assert "Code of earlier cells:\n<<<\ny = 1\n>>>" in prompt(answer=answer).user


def test_long_code_and_a_long_statement_are_cut() -> None:
    code = "\n".join(f"a{n} = '{'x' * 200}'" for n in range(100))
    user = prompt(answer=Answer(code)).user

    assert "a39 =" in user
    assert "a40 =" not in user
    assert len(user) < 8000


def test_without_tests_and_statement_the_title_stands_for_the_task() -> None:
    exercise = replace(EXERCISE, tests=(), statement="", title="Write the means")

    user = prompt(exercise=exercise, facts=Facts(State.NOT_RUN, (), not_run="no_tests")).user

    assert user.startswith("Task: <<<Write the means>>>")
    assert "Tests that the learner sees" not in user


def test_a_test_with_a_long_call_is_left_out() -> None:
    long = Test("v9", visible=True, check=Compare(f"f('{'x' * 120}')", "1"))

    assert "xxx" not in prompt(exercise=replace(EXERCISE, tests=(long,))).user


def test_the_last_turns_go_along_cut_to_a_length() -> None:
    turns = tuple(
        Exchange(f"question {n}", f"reply {n} " + "word " * 100, "d", AT) for n in range(6)
    )
    user = prompt(turns=turns).user

    assert "question 2" not in user
    assert "question 3" in user
    assert "question 5" in user
    assert len(re.findall("word", user)) < 130


def test_the_model_is_asked_for_the_topic_only_where_words_do_not_tell() -> None:
    fields = {
        topic: list(json.loads(prompt(topic).schema)["properties"])
        for topic in (Topic.RELATED, Topic.MEANING, Topic.UNCLEAR, Topic.STRANGE)
    }

    assert fields == {
        Topic.RELATED: ["answer"],
        Topic.MEANING: ["answer"],
        Topic.UNCLEAR: ["about", "answer"],
        Topic.STRANGE: ["about", "answer"],
    }


def test_the_tone_is_the_instructors() -> None:
    assert "Be warm" in prompt(policy=Policy(tone=Tone.ENCOURAGING)).system
    assert "Be warm" not in prompt().system


@pytest.mark.parametrize(
    "text",
    [
        "Look at the last window of the list.",
        "How many turns does `range(2)` make? What is the last value of `i`?",
        "Compare [1, 2] with the windows of the list. Which one is missing?",
    ],
)
def test_about_the_own_code_a_reply_points_or_asks(text: str) -> None:
    assert re.fullmatch(pattern(prompt()).strip("^$"), text)


@pytest.mark.parametrize(
    "text",
    [
        "Your loop stops too early because of the range.",
        "Look at x = 3 and change it.",
        "Write down range(len(xs) - k + 1).",
        "Why does it stop? Because k is too large.",
    ],
)
def test_about_the_own_code_a_reply_can_not_claim_or_hold_operators(text: str) -> None:
    assert not re.fullmatch(pattern(prompt()).strip("^$"), text)


def test_a_tighter_prompt_allows_words_alone_and_one_sentence() -> None:
    found = pattern(prompt(tighter=True)).strip("^$")

    assert re.fullmatch(found, "Look at the last window of the list.")
    assert not re.fullmatch(found, "Look at the window [1, 2] of the list.")
    assert "Use words only" in prompt(tighter=True).user


def test_a_meaning_is_told_in_plain_sentences_of_the_length_that_the_policy_has() -> None:
    found = pattern(prompt(Topic.MEANING, Policy(longest_hint=20))).strip("^$")

    assert re.fullmatch(found, "A window is a group of neighbours.")
    assert not re.fullmatch(found, "A window. " * 20)


def test_of_a_reply_about_the_own_code_only_what_points_or_asks_is_kept() -> None:
    found = reply("It is too short. Look at the last window. It fails. What is missing?")

    assert found == Reply("Look at the last window. What is missing?", None)


def test_a_sentence_that_met_its_limit_is_dropped() -> None:
    cut = "Look at " + "the window and " * 8 + "a"

    assert reply(f"{cut}. What is missing?") == Reply("What is missing?", None)


def test_a_french_reply_points_and_asks_in_french() -> None:
    text = json.dumps({"answer": "Regarde la dernière fenêtre. Combien de tours fait la boucle ?"})

    found = reply_of(text, Topic.RELATED, Policy(), FR)

    assert found == Reply("Regarde la dernière fenêtre. Combien de tours fait la boucle ?", None)


def test_a_reply_is_as_long_as_the_policy_lets_it_be() -> None:
    text = json.dumps({"answer": "One two three. Four five six. Seven."})

    found = reply_of(text, Topic.MEANING, Policy(longest_hint=6), EN)

    assert found == Reply("One two three. Four five six.", None)


def test_what_is_about_something_else_needs_no_text() -> None:
    assert reply("", Topic.UNCLEAR, about="other") == Reply("", "other")
    assert reply("", Topic.UNCLEAR, about="exercise") is None
    assert reply("", Topic.UNCLEAR, about="anything") is None


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"answer": 1}', '{"answer": "no end"}', "[" * 9999]
)
def test_what_does_not_follow_the_schema_is_no_reply(text: str) -> None:
    assert reply_of(text, Topic.MEANING, Policy(), EN) is None


@given(st.text(max_size=200))
def test_no_question_ends_its_own_quotation(text: str) -> None:
    question = Question(text, Topic.RELATED)

    user = question_prompt(question, case(), Manner(Policy()), EN, tighter=False).user

    assert user.count("<<<") == user.count(">>>")
