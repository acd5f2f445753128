"""What a made-up server of Ollama has, and how it behaves; `ollama_server` serves it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

_REPLY = ("Hello", "there,", "which", "line", "do", "you", "think", "runs", "first?")


@dataclass(frozen=True)
class FakeModel:
    """A model that the server has.

    Attributes:
        name: With its tag.
        template: Go template; one with ``.Suffix`` can fill in.
        parameters: As `ollama show` prints them.
        licence: The licence's text.
        info: What the file says of itself.
        size: Bytes on the disk.
        thinks: How it shows what it thinks: not at all, in a field, or between tags.
        remote_host: Where it really runs; empty for here.
        listed: Whether the list of models has it.
        ignores_suffix: Whether it says that it can fill in, and does not.
        says: What it replies, word by word.
        states: What each text of a reply with a schema is.
    """

    name: str = "tiny:latest"
    template: str = "{{ .System }}{{ .Prompt }}{{ .Suffix }}"
    parameters: str = 'stop                           "<|im_end|>"'
    licence: str = "                                 Apache License\n           Version 2.0"
    info: Mapping[str, object] = field(
        default_factory=lambda: {"general.architecture": "qwen2", "qwen2.context_length": 32768}
    )
    size: int = 986_061_892
    thinks: str = ""
    remote_host: str = ""
    listed: bool = True
    ignores_suffix: bool = False
    says: tuple[str, ...] = _REPLY
    states: str = "Which line runs first?"

    @property
    def reads_suffix(self) -> bool:
        """Whether what follows the reply reaches it."""
        return ".Suffix" in self.template and not self.ignores_suffix

    @property
    def capabilities(self) -> list[str]:
        """What it says that it can do."""
        said = ["completion"]
        if ".Suffix" in self.template or self.ignores_suffix:
            said.append("insert")
        return [*said, "thinking"] if self.thinks else said


@dataclass(frozen=True)
class Raw:
    """What is answered instead of what Ollama would.

    Attributes:
        chunks: Of the body; may be endless.
        status: Of HTTP.
        headers: More of them.
        pause: Seconds before each chunk.
    """

    chunks: Iterable[bytes]
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    pause: float = 0.0


@dataclass
class FakeOllama:
    """What the server has, and how it behaves.

    Attributes:
        models: By name.
        library: Models that can be pulled, and the sizes of their layers.
        truncates: Whether it cuts what is too long whatever is asked, as old releases do.
        tells_capabilities: Whether `show` lists capabilities, as releases since 0.6.4 do.
        counts_prompts: Whether the last chunk counts the prompt; a cached one may be left out.
        thinks_always: Whether its models think even when they are told not to.
        heeds_limits: Whether a reply ends where it was asked to.
        breaks_after: Words after which a reply's connection is dropped; 0 for never.
        silent_after: Words after which a reply goes on no more; 0 for never.
        refuses: A status and an error for every question; None for answers.
        free_bytes: Room for what is pulled.
        pull_fails: The error of every pull; empty for none.
        pull_breaks: Whether the connection of a pull is dropped after a layer.
        raw: What is answered at a path instead of what Ollama would.
        sent: Bytes of that.
        gate: Pulls wait in the middle of a layer until it is set.
        asked: What was asked: path and body, oldest first.
        headers: The headers of the last request.
        working: Replies that are being written.
        url: Where it is.
        port: Where it is.
        loaded: Models in memory.
        pulled: Bytes of each layer that are there.
    """

    models: dict[str, FakeModel] = field(default_factory=dict)
    library: dict[str, tuple[int, ...]] = field(default_factory=dict)
    truncates: bool = False
    tells_capabilities: bool = True
    counts_prompts: bool = True
    thinks_always: bool = False
    heeds_limits: bool = True
    breaks_after: int = 0
    silent_after: int = 0
    refuses: tuple[int, str] | None = None
    free_bytes: int = 1 << 40
    pull_fails: str = ""
    pull_breaks: bool = False
    raw: dict[str, Raw] = field(default_factory=dict)
    sent: int = 0
    gate: threading.Event = field(default_factory=threading.Event)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    working: int = 0
    url: str = ""
    port: int = 0
    loaded: set[str] = field(default_factory=set)
    pulled: dict[str, int] = field(default_factory=dict)

    def bodies(self, path: str) -> list[dict[str, Any]]:
        """What was asked at a path."""
        return [body for where, body in self.asked if where == path]

    def model(self, name: str) -> FakeModel | None:
        """The model of a name; ``latest`` is its usual tag, ``library`` the usual place."""
        short = name.lower().rpartition("library/")[2]
        return self.models.get(short if ":" in short else f"{short}:latest")
