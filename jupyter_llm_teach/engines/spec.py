"""What the administrator says of an engine, whatever its kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pydantic import SecretStr

Kind = Literal["llamacpp", "ollama", "openai", "huggingface", "transformers"]
"""Embedded llama.cpp; a server of Ollama; any OpenAI-compatible server; an endpoint that
`huggingface_hub` reaches (TGI, vLLM, Inference Providers); `transformers` in a process of ours."""


@dataclass(frozen=True, slots=True)
class EngineSpec:
    """One engine, as configured.

    Attributes:
        name: What people call it, such as ``class``.
        kind: The adapter.
        model: The model's name at that engine; empty: the adapter's default.
        url: Where its server is; empty: the kind's usual address on this machine.
        key: Its secret; empty where it needs none. Never shown, logged or sent elsewhere.
        operator: Who runs the server, for people; empty where it is this machine.
        jurisdiction: Whose law holds there: a country code of ISO 3166, or ``EU``.
        context: Tokens of prompt and reply together; None: what the engine says, else 4096.
        parallel: Requests that it works on at once; others wait in our queue.
        options: What only this kind knows, as text, such as ``dtype`` or ``keep_alive``.
    """

    name: str
    kind: Kind
    model: str = ""
    url: str = ""
    key: SecretStr = field(default_factory=lambda: SecretStr(""))
    operator: str = ""
    jurisdiction: str = ""
    context: int | None = None
    parallel: int = 2
    options: tuple[tuple[str, str], ...] = ()
