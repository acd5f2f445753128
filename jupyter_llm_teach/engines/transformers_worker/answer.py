"""Answers one request at a time, in pieces, until it is done or nobody waits for it."""

from __future__ import annotations

import importlib
import re
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from jupyter_llm_teach.engines.stops import Stops
from jupyter_llm_teach.engines.thinking import Thinking
from jupyter_llm_teach.engines.transformers_order import Ask, Ended, Ending
from jupyter_llm_teach.engines.transformers_worker.form import Form, Grammars
from jupyter_llm_teach.engines.transformers_worker.model import Model
from jupyter_llm_teach.engines.transformers_worker.prompt import Prompt, prompt_of
from jupyter_llm_teach.engines.transformers_worker.reading import Reading

_OPENING: Final = "<think>"
_ROOM: Final = 1024  # tokens for a model that thinks before it answers
_THOUGHTS: Final = re.compile(r"think|reason", re.IGNORECASE)


class Answering:
    """Answers with one model.

    Args:
        model: The model.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._reading = Reading(model)
        self._grammars = Grammars(model)

    def answer(self, ask: Ask, say: Callable[[str], None], is_over: Callable[[], bool]) -> Ended:
        """Say the reply in pieces; gives what it cost.

        Args:
            ask: The request.
            say: Takes each piece.
            is_over: Whether nobody waits any more; asked before every token.

        Raises:
            AskError: it can't be answered.
        """
        began = time.monotonic()
        prompt = prompt_of(ask, self._model)
        forms = [self._grammars.form(ask.schema)] if ask.schema else []
        reply = Reply(ask, prompt, self._model.tokenizer, say)
        try:
            cached = self._reading.read(prompt.tokens, is_over)
            read = time.monotonic()
            if not is_over():
                self._generate(ask, reply, forms, is_over)
        except BaseException:
            self._reading.forget()
            raise
        reply.close()
        ending = "cancelled" if is_over() else reply.ending
        return Ended(
            ask.id,
            ending,
            len(prompt.tokens),
            cached,
            reply.tokens,
            reply.thought,
            read - began,
        )

    def _generate(
        self, ask: Ask, reply: Reply, forms: Sequence[Form], is_over: Callable[[], bool]
    ) -> None:
        torch: Any = importlib.import_module("torch")
        torch.manual_seed(ask.seed)
        tokens = torch.tensor([reply.prompt.tokens], device=self._model.network.device)

        def stops(*_: Any, **__: Any) -> Any:
            return torch.tensor([reply.stopped or is_over()], device=tokens.device)

        with torch.inference_mode():
            made = self._model.network.generate(
                tokens,
                attention_mask=torch.ones_like(tokens),
                generation_config=self._manner(ask, reply.prompt),
                logits_processor=list(forms),
                stopping_criteria=[stops],  # asked after every token
                streamer=reply,
                **self._reading.known(),
            )
        self._reading.remember(made[0].tolist())

    def _manner(self, ask: Ask, prompt: Prompt) -> Any:
        transformers: Any = importlib.import_module("transformers")
        chosen: dict[str, Any] = {"do_sample": False}
        if ask.temperature > 0:
            usual = {"top_k": 40, "top_p": 0.95}
            chosen = {**usual, **self._model.sampling, "do_sample": True}
            chosen["temperature"] = ask.temperature
        room = _ROOM if prompt.thinks and not ask.schema else 0
        left = self._model.context - len(prompt.tokens)
        return transformers.GenerationConfig(
            max_new_tokens=min(ask.max_tokens + room, left),
            eos_token_id=list(prompt.ends) or None,
            pad_token_id=prompt.ends[0] if prompt.ends else 0,
            **chosen,
        )


class Reply:
    """Takes tokens as `transformers` generates them, and says what of them is the answer.

    Args:
        ask: The request.
        prompt: What the model reads.
        tokenizer: Makes text of tokens.
        say: Takes each piece.

    Attributes:
        prompt: What the model reads.
        tokens: How many came.
        thought: Those of them that only were thought.
    """

    def __init__(
        self, ask: Ask, prompt: Prompt, tokenizer: Any, say: Callable[[str], None]
    ) -> None:
        decoders: Any = importlib.import_module("tokenizers.decoders")
        self._decoder = decoders.DecodeStream(skip_special_tokens=True)
        self._tokenizer = tokenizer
        self.prompt = prompt
        self._marks = _thinking_marks(tokenizer)
        self._say = say
        self._stops = Stops(ask.stop)
        self._thinking = Thinking()
        if prompt.thinks and not ask.schema:
            self._thinking.feed(_OPENING)  # the template has written it already
        self._is_prompt = True
        self._last = -1
        self.tokens = 0
        self.thought = 0

    @property
    def stopped(self) -> bool:
        """Whether a stop string came."""
        return self._stops.reached

    @property
    def ending(self) -> Ending:
        """How the reply ended, now that it has."""
        return "stop" if self.stopped or self._last in self.prompt.ends else "length"

    def put(self, value: Any) -> None:
        """Take the prompt first, which is not said again, and then token after token."""
        if self._is_prompt:
            self._is_prompt = False
            return
        for token in value.flatten().tolist():
            self._take(int(token))

    def end(self) -> None:
        """Nothing more comes."""

    def close(self) -> None:
        """Say what was held back."""
        self._tell(self._thinking.close())
        if rest := self._stops.close():
            self._say(rest)

    def _take(self, token: int) -> None:
        self.tokens += 1
        self._last = token
        if token in self.prompt.ends:
            return
        before = self._thinking.thought
        text = self._marks.get(token, "") or self._decoded(token)
        self._tell(self._thinking.feed(text))
        self.thought += self._thinking.thought > before

    def _decoded(self, token: int) -> str:
        return self._decoder.step(self._tokenizer.backend_tokenizer, token) or ""

    def _tell(self, text: str) -> None:
        if said := self._stops.feed(text):
            self._say(said)


def _thinking_marks(tokenizer: Any) -> dict[int, str]:
    """Marks around thoughts that the tokenizer would leave out of the text, thoughts staying in."""
    added = tokenizer.added_tokens_decoder.items()
    return {
        token: mark.content
        for token, mark in added
        if mark.special and _THOUGHTS.search(mark.content)
    }
