"""Keeps a reply inside a JSON schema: only tokens that can go on towards it may be chosen."""

from __future__ import annotations

import importlib
import json
from typing import Any, Final

from jupyter_llm_teach.engines.transformers_worker.model import Model
from jupyter_llm_teach.engines.transformers_worker.prompt import AskError

# Spaces where people put them and nowhere else: small models write spaces for ever if they may.
_LAYOUT: Final = {"whitespace_flexible": False, "item_separator": ", ", "key_separator": ": "}
_NEVER: Final = float("-inf")


class Grammars:
    """Makes forms for one model; the model's vocabulary is read once.

    Args:
        model: Whose tokens are chosen.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._tokens: Any = None

    def form(self, schema: str) -> Form:
        """The form that a schema asks for.

        Raises:
            AskError: it is no schema that can be kept to.
        """
        library: Any = importlib.import_module("llguidance")
        if self._tokens is None:
            reader: Any = importlib.import_module("llguidance.hf")
            self._tokens = reader.from_tokenizer(
                self._model.tokenizer, eos_token=list(self._model.ends)
            )
        try:
            json.loads(schema)
            grammar = library.LLMatcher.grammar_from_json_schema(schema, overrides=_LAYOUT)
        except ValueError as error:
            raise AskError("schema") from error
        matcher = library.LLMatcher(self._tokens, grammar, log_level=0)
        if matcher.is_error():
            raise AskError("schema")
        return Form(matcher, self._tokens.vocab_size)


class Form:
    """One reply's; called for every token as `transformers` wants it.

    Args:
        matcher: How far the reply has come.
        size: Tokens of the vocabulary.
    """

    def __init__(self, matcher: Any, size: int) -> None:
        bits: Any = importlib.import_module("llguidance.numpy")
        self._fill = bits.fill_next_token_bitmask
        self._mask = bits.allocate_token_bitmask(1, size)
        self._matcher = matcher
        self._begun = False

    def __call__(self, tokens: Any, scores: Any) -> Any:
        """The scores, with those of tokens that lead out of the form made impossible."""
        if self._begun:
            self._matcher.consume_token(int(tokens[0, -1]))
        self._begun = True
        self._fill(self._matcher, self._mask)
        return scores.masked_fill(~self._allowed(scores), _NEVER)

    def _allowed(self, scores: Any) -> Any:
        numpy: Any = importlib.import_module("numpy")
        torch: Any = importlib.import_module("torch")
        bits = numpy.unpackbits(self._mask.view(numpy.uint8), axis=1, bitorder="little")
        wanted = numpy.zeros((1, scores.shape[-1]), dtype=bool)  # some models have spare tokens
        width = min(bits.shape[1], wanted.shape[1])
        wanted[:, :width] = bits[:, :width]
        return torch.from_numpy(wanted).to(scores.device)
