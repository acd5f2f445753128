"""Reads prompts, and remembers the last one: what two prompts begin with is read only once."""

from __future__ import annotations

import importlib
import inspect
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from jupyter_llm_teach.engines.transformers_worker.model import Model

_FIRST: Final = 16  # tokens read before we look again whether anybody waits
_MOST: Final = 512
_SHORT, _LONG = 0.25, 1.0  # seconds that reading so many should take


class Reading:
    """What one model has read.

    Args:
        model: The model.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._step = _FIRST
        self._tokens: list[int] = []
        self._cache: Any = None
        # Its name changed during release 5.
        named = inspect.signature(model.network.forward).parameters
        self._word = "cache" if "cache" in named else "past_key_values"

    def read(self, tokens: Sequence[int], is_over: Callable[[], bool]) -> int:
        """Read a prompt, but for its last token; gives how many tokens were known already.

        Args:
            tokens: The prompt.
            is_over: Whether nobody waits any more; then the rest is not read.
        """
        known = self._keep(tokens)
        if self._cache is None:
            return 0  # a model with another kind of memory: `generate` reads it in one go
        torch: Any = importlib.import_module("torch")
        device = self._model.network.device
        start, end = known, len(tokens) - 1
        with torch.inference_mode():
            while start < end and not is_over():
                began = time.monotonic()
                piece = tokens[start : min(start + self._step, end)]
                self._model.network(
                    input_ids=torch.tensor([piece], device=device),
                    use_cache=True,
                    **self.known(),
                    **self._few_scores(),
                )
                self._tokens += piece
                start += len(piece)
                self._adapt(time.monotonic() - began)
        return known

    def _adapt(self, seconds: float) -> None:
        """Read more at once on a fast machine, less on a slow one."""
        if seconds < _SHORT:
            self._step = min(2 * self._step, _MOST)
        elif seconds > _LONG:
            self._step = max(self._step // 2, 1)

    def known(self) -> dict[str, Any]:
        """What `generate` is given of what was read."""
        return {} if self._cache is None else {self._word: self._cache}

    def forget(self) -> None:
        """Nothing of it can be trusted any more."""
        self._tokens, self._cache = [], None

    def remember(self, tokens: Sequence[int]) -> None:
        """That these were read: the prompt and the reply, but for its last token."""
        if self._cache is not None:
            self._tokens = list(tokens[: int(self._cache.get_seq_length())])

    def _keep(self, tokens: Sequence[int]) -> int:
        """Forget what is not the beginning of a prompt; gives the length of what is."""
        same = 0
        for mine, wanted in zip(self._tokens, tokens[:-1], strict=False):
            if mine != wanted:
                break
            same += 1
        if same and self._is_croppable():
            self._cache.crop(same - int(self._cache.get_seq_length()))
            self._tokens = self._tokens[:same]
        else:
            same, self._tokens, self._cache = 0, [], self._empty()
        return same

    def _is_croppable(self) -> bool:
        layers = getattr(self._cache, "layers", ())
        return bool(layers) and not any(getattr(each, "is_sliding", True) for each in layers)

    def _empty(self) -> Any:
        network = self._model.network
        if not getattr(network, "_supports_default_dynamic_cache", lambda: False)():
            return None
        transformers: Any = importlib.import_module("transformers")
        return transformers.DynamicCache(config=network.config.get_text_config(decoder=True))

    def _few_scores(self) -> dict[str, int]:
        few = getattr(self._model.network, "_supports_logits_to_keep", lambda: False)()
        return {"logits_to_keep": 1} if few else {}
