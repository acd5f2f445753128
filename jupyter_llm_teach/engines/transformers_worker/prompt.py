"""Turns a request into tokens; what people wrote never becomes one of a model's own marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from jupyter_llm_teach.engines.transformers_order import Ask, Trouble
from jupyter_llm_teach.engines.transformers_worker.model import Model
from jupyter_llm_teach.engines.transformers_worker.template import TemplateError, Turns, rendered

_DENSEST: Final = 16  # characters a token: no text that people write has more
_THOUGHTS: Final = ("<think>", "<thinking>", "<reasoning>", "[THINK]", "<|START_THINKING|>")
_INVISIBLE: Final = "\u200b"


class AskError(Exception):
    """A request can't be answered.

    Attributes:
        trouble: Why.
    """

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble: Trouble = trouble


@dataclass(frozen=True, slots=True)
class Prompt:
    """A request as the model reads it.

    Attributes:
        tokens: Its tokens.
        ends: Tokens that end the reply.
        thinks: Whether the reply begins with thoughts.
    """

    tokens: tuple[int, ...]
    ends: tuple[int, ...]
    thinks: bool = False


def prompt_of(ask: Ask, model: Model) -> Prompt:
    """The prompt of a request.

    Raises:
        AskError: it is too long, or nothing that this model can be asked.
    """
    written = sum(len(text) for _, text in ask.turns) + len(ask.prefix) + len(ask.suffix)
    if written > _DENSEST * model.context:
        raise AskError("too_long")
    prompt = _conversation(ask.turns, model) if ask.turns else _code(ask, model)
    if len(prompt.tokens) >= model.context:
        raise AskError("too_long")
    return prompt


def _conversation(turns: Turns, model: Model) -> Prompt:
    if not model.tokenizer.chat_template:
        raise AskError("no_template")
    plain = [(role, _plain(text, model)) for role, text in turns]
    try:
        text = rendered(plain, model.tokenizer)
    except TemplateError as error:
        raise AskError("template") from error
    tokens = model.tokenizer(text, add_special_tokens=False)["input_ids"]
    return Prompt(tuple(tokens), model.ends, text.rstrip().endswith(_THOUGHTS))


def _code(ask: Ask, model: Model) -> Prompt:
    if not model.markers:
        raise AskError("no_fill_in")
    before, between, after = model.markers
    tokens = (
        *_beginning(model.tokenizer),
        before,
        *_raw(ask.prefix, model),
        between,
        *_raw(ask.suffix, model),
        after,
    )
    return Prompt(tokens, model.code_ends)


def _beginning(tokenizer: Any) -> Iterator[int]:
    """The token that the model wants before any text, if there is one."""
    first = tokenizer("", add_special_tokens=True)["input_ids"]
    yield from (each for each in first[:1] if each == tokenizer.bos_token_id)


def _raw(text: str, model: Model) -> Sequence[int]:
    found: Sequence[int] = model.tokenizer(
        _plain(text, model), add_special_tokens=False, split_special_tokens=True
    )["input_ids"]
    return found


def _plain(text: str, model: Model) -> str:
    """A text in which no mark of the model's stands, such as the one that ends a turn."""
    return model.marks.sub(lambda mark: mark[0][0] + _INVISIBLE + mark[0][1:], text)
