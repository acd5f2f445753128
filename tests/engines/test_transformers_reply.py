"""Tokens become pieces of an answer: thoughts are left out, stop strings held back."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
import tokenizers
from tokenizers import AddedToken, decoders, models

from jupyter_llm_teach.engines.transformers_order import Ask, Refused
from jupyter_llm_teach.engines.transformers_troubles import missing, not_started, refused
from jupyter_llm_teach.engines.transformers_worker.answer import Reply
from jupyter_llm_teach.engines.transformers_worker.prompt import Prompt

END = 0
WORDS = ("<end>", "<think>", "</think>", "[THINK]", "[/THINK]", "why", "so", "▁yes", "▁no", "<pad>")


@dataclass
class SmallTokenizer:
    """A real tokenizer with few words; some marks are special, as in real vocabularies."""

    backend_tokenizer: tokenizers.Tokenizer
    added_tokens_decoder: dict[int, AddedToken] = field(default_factory=dict)


@pytest.fixture
def tokenizer() -> SmallTokenizer:
    words = {word: number for number, word in enumerate(WORDS)}
    backend = tokenizers.Tokenizer(models.WordLevel(words, unk_token="<pad>"))
    backend.decoder = decoders.Metaspace()
    special = [AddedToken(word, special=True) for word in ("<end>", "[THINK]", "[/THINK]", "<pad>")]
    backend.add_special_tokens(special)
    return SmallTokenizer(backend, {words[each.content]: each for each in special})


def said(
    tokenizer: SmallTokenizer, reply: str, *, thinks: bool = False, stop: tuple[str, ...] = ()
) -> tuple[str, int, str]:
    """The answer, how many tokens were thoughts, and how it ended."""
    pieces: list[str] = []
    ask = Ask(1, stop=stop)
    made = Reply(ask, Prompt((5, 6), (END,), thinks=thinks), tokenizer, pieces.append)
    made.put(np.array([[5, 6]]))
    for word in reply.split():
        made.put(np.array([WORDS.index(word)]))
    made.end()
    made.close()
    return "".join(pieces), made.thought, made.ending


def test_an_answer_is_said_without_the_prompt(tokenizer: SmallTokenizer) -> None:
    assert said(tokenizer, "▁yes ▁no <end>") == ("yes no", 0, "stop")


def test_a_reply_without_an_end_was_cut(tokenizer: SmallTokenizer) -> None:
    assert said(tokenizer, "▁yes ▁no") == ("yes no", 0, "length")


@pytest.mark.parametrize(
    "reply", ["<think> why so </think> ▁yes <end>", "[THINK] why so [/THINK] ▁yes <end>"]
)
def test_thoughts_are_counted_and_not_said(tokenizer: SmallTokenizer, reply: str) -> None:
    assert said(tokenizer, reply) == ("yes", 2, "stop")


def test_thoughts_that_the_template_began_are_thoughts(tokenizer: SmallTokenizer) -> None:
    assert said(tokenizer, "why so </think> ▁yes <end>", thinks=True) == ("yes", 2, "stop")


def test_thoughts_that_never_end_are_no_answer(tokenizer: SmallTokenizer) -> None:
    assert said(tokenizer, "why so why", thinks=True)[0] == ""


def test_a_stop_string_ends_the_answer(tokenizer: SmallTokenizer) -> None:
    assert said(tokenizer, "▁yes ▁no", stop=("s no",)) == ("ye", 0, "stop")


def test_special_marks_are_not_text(tokenizer: SmallTokenizer) -> None:
    assert said(tokenizer, "<pad> ▁yes <pad> <end>")[0].strip() == "yes"


def test_what_is_not_installed_says_how_to_install_it() -> None:
    lacking = missing(("json", "no_such_package_here"))

    assert lacking is not None
    assert "no_such_package_here" in lacking.message
    assert "jupyter_llm_teach[transformers]" in lacking.todo
    assert missing(("json",)) is None


@pytest.mark.parametrize("trouble", ["no_template", "no_fill_in", "memory", "unknown_kind"])
def test_every_trouble_has_a_sentence_and_what_to_do(trouble: str) -> None:
    error = refused(Refused(1, trouble).trouble, "Smol")  # type: ignore[arg-type]

    assert error.message.endswith(".")
    assert error.todo.endswith(".")
    assert "{" not in error.message


def test_a_worker_that_can_not_start_names_its_log() -> None:
    assert "/run/x.log" in not_started("Smol", "/run/x.log").todo
