"""What the events of an OpenAI-compatible stream mean, whoever sends them and however oddly.

The form: https://platform.openai.com/docs/api-reference/chat-streaming. Beyond it: ``timings`` of
llama.cpp, ``reasoning_content`` (vLLM, DeepSeek, llama.cpp), ``reasoning`` (vLLM, routers), lists
of parts (Mistral), ``prompt_cache_hit_tokens`` (DeepSeek), ``text`` (completions without a chat).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from jupyter_llm_teach.engines import refusals

Event = Mapping[str, Any]
"""One decoded event; it does not leave the adapters."""

_THOUGHTS: Final = ("reasoning_content", "reasoning")


@dataclass(frozen=True, slots=True)
class Counted:
    """What a server counted.

    Attributes:
        prompt: Tokens of the prompt, cached ones included.
        cached: Those that it had read before.
        output: Tokens of the reply, thoughts included.
        thinking: Those that were thoughts; None where it does not say.
        prefill_seconds: Until the prompt was read; None where it does not say.
        estimated: Whether a part of it was guessed from the text.
    """

    prompt: int
    cached: int
    output: int
    thinking: int | None = None
    prefill_seconds: float | None = None
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Delta:
    """What an event adds to the reply.

    Attributes:
        text: Of the answer.
        thought: Of what the model only thinks.
        ended: Why the reply ended; empty while it goes on.
        counted: What it cost, where the event says so.
    """

    text: str = ""
    thought: str = ""
    ended: str = ""
    counted: Counted | None = None


def delta_of(event: object, model: str) -> Delta:
    """What an event means.

    Args:
        event: As decoded from JSON.
        model: That was asked for.

    Raises:
        TeachError: the event tells an error, or is none.
    """
    if not isinstance(event, dict):
        raise refusals.garbled()
    error = event.get("error")
    if error:
        told = error if isinstance(error, dict) else event
        raise refusals.complaint(told, json.dumps(error, default=str), model)
    text = thought = ended = ""
    try:
        for choice in event.get("choices") or ():
            text += _text(choice)
            thought += _thought(choice)
            ended += str(choice.get("finish_reason") or "")
        return Delta(text, thought, ended, _counted(event))
    except (AttributeError, TypeError, ValueError, OverflowError) as wrong:
        raise refusals.garbled() from wrong


def _text(choice: Event) -> str:
    if "delta" not in choice and "message" not in choice:
        return str(choice.get("text") or "")
    content = _said(choice).get("content") or ""
    if isinstance(content, str):
        return content
    return "".join(str(part.get("text") or "") for part in content if part.get("type") == "text")


def _thought(choice: Event) -> str:
    said = _said(choice)
    for name in _THOUGHTS:
        if isinstance(apart := said.get(name), str):
            return apart  # vLLM sends the same under both names
    content = said.get("content")
    return "".join(_thoughts(content)) if isinstance(content, list) else ""


def _thoughts(content: list[Any]) -> Iterator[str]:
    for part in content:
        if part.get("type") == "thinking":
            inner = part.get("thinking") or ()
            yield inner if isinstance(inner, str) else "".join(str(each["text"]) for each in inner)


def _said(choice: Event) -> Event:
    return choice.get("delta") or choice.get("message") or {}


def _counted(event: Event) -> Counted | None:
    usage, timings = event.get("usage"), event.get("timings") or {}
    if not usage:
        return None
    cached = (usage.get("prompt_tokens_details") or {}).get("cached_tokens")
    thinking = (usage.get("completion_tokens_details") or {}).get("reasoning_tokens")
    milliseconds = timings.get("prompt_ms")
    prompt = int(usage.get("prompt_tokens") or 0)
    found = cached or usage.get("prompt_cache_hit_tokens") or timings.get("cache_n") or 0
    return Counted(
        prompt=prompt,
        cached=min(prompt, max(0, int(found))),
        output=int(usage.get("completion_tokens") or 0),
        thinking=None if thinking is None else int(thinking),
        prefill_seconds=None if milliseconds is None else float(milliseconds) / 1000,
    )
