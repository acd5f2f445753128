from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.engines.thinking import Thinking, thinks

TEXT = "<think>First, I look.\nThen <b>.</think>\n\nLook at `x < 3` [1]."
ANSWER = "Look at `x < 3` [1]."


def answer_of(pieces: list[str], *, begun: bool = False) -> str:
    thinking = Thinking(begun=begun)
    return "".join(thinking.feed(each) for each in pieces) + thinking.close()


def cut(text: str, places: list[int]) -> list[str]:
    ends = [0, *sorted(place % (len(text) + 1) for place in places), len(text)]
    return [text[start:end] for start, end in pairwise(ends)]


@given(st.lists(st.integers(min_value=0), max_size=12))
def test_thoughts_are_never_shown_wherever_the_pieces_are_cut(places: list[int]) -> None:
    assert answer_of(cut(TEXT, places)) == ANSWER


@given(st.lists(st.integers(min_value=0), max_size=12))
def test_thoughts_that_begin_without_a_tag_are_not_shown_either(places: list[int]) -> None:
    assert answer_of(cut(TEXT.removeprefix("<think>"), places), begun=True) == ANSWER


@given(st.text(alphabet="a<>/think[] \n"), st.lists(st.integers(min_value=0), max_size=8))
def test_cutting_a_text_changes_nothing(text: str, places: list[int]) -> None:
    assert answer_of(cut(text, places)) == answer_of([text])


@given(st.text(alphabet="ab<>/ \n"), st.lists(st.integers(min_value=0), max_size=8))
def test_a_text_without_tags_stays_as_it_is(text: str, places: list[int]) -> None:
    assert answer_of(cut(text, places)) == text
    assert answer_of(cut(text, places), begun=True) == text


@pytest.mark.parametrize(
    "tags",
    [("<thinking>", "</thinking>"), ("[THINK]", "[/THINK]"), ("<reasoning>", "</reasoning>")],
)
def test_other_families_mark_their_thoughts_otherwise(tags: tuple[str, str]) -> None:
    assert answer_of([f"{tags[0]}Hm.{tags[1]}Yes."]) == "Yes."


def test_thoughts_that_never_end_are_no_answer() -> None:
    assert answer_of(["<think>And so", " on and on </thi"]) == ""


def test_what_is_certain_is_given_at_once() -> None:
    thinking = Thinking()

    assert thinking.feed("Look at x ") == "Look at x "
    assert thinking.feed("<") == ""
    assert thinking.feed(" 3") == "< 3"


def test_characters_of_both_are_counted() -> None:
    thinking = Thinking()
    thinking.feed("<think>1234</think>12")

    assert (thinking.thought, thinking.answered, thinking.announced) == (4, 2, True)


def test_a_closing_tag_alone_shows_that_thoughts_came_first() -> None:
    thinking = Thinking()
    thinking.feed("Hm.</think>")

    assert thinking.announced is False


def test_thoughts_that_the_server_keeps_apart_end_the_doubt() -> None:
    thinking = Thinking(begun=True)
    thinking.think("Hm.")

    assert thinking.feed("Yes") == "Yes"
    assert thinking.thought == 3


@pytest.mark.parametrize(
    "name",
    ["deepseek-r1:7b", "DeepSeek-R1-Distill-Qwen-7B", "qwq-32b", "magistral-small", "o3-mini",
     "Qwen3-4B-Thinking-2507", "deepseek-reasoner"],
)  # fmt: skip
def test_reasoning_models_are_known_by_their_names(name: str) -> None:
    assert thinks(name)


@pytest.mark.parametrize("name", ["qwen2.5-coder-1.5b", "smollm2-135m", "gpt-4o", "llama-3.1-8b"])
def test_other_models_are_not(name: str) -> None:
    assert not thinks(name)
