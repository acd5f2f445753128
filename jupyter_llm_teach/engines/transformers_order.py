"""What the server and its worker tell each other, as values.

The server sends an `Order` first and then `Ask` and `Cancel`; the worker sends `Loaded` or
`NotLoaded`, and for each `Ask` any number of `Said` and then one `Ended` or `Refused`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

Ending = Literal["stop", "length", "cancelled"]
Trouble = Literal[
    "memory",
    "gpu",
    "mps",
    "bitsandbytes",
    "broken",
    "unknown_kind",
    "packed",
    "template",
    "no_template",
    "no_fill_in",
    "too_long",
    "schema",
    "failed",
]
"""Why a model can't be loaded, or a request not be answered."""


@dataclass(frozen=True, slots=True)
class Order:
    """The model that a worker is to run.

    Attributes:
        folder: Where its files are.
        gguf: The name of its GGUF file in there; empty for safetensors.
        parameters: How many it has.
        cache_values: Numbers that it remembers for each token of a prompt.
        context: Tokens of prompt and reply together.
        device: ``auto``, ``cpu``, ``mps``, ``cuda`` or ``cuda:0``.
        dtype: ``auto``, ``float32``, ``bfloat16`` or ``float16``.
        four_bit: Whether it is to be packed into 4 bits a parameter.
        threads: That compute; 0 for all cores but one.
        idle_seconds: Without a request, the worker ends after this.
    """

    folder: str
    gguf: str
    parameters: int
    cache_values: int
    context: int
    device: str = "auto"
    dtype: str = "auto"
    four_bit: bool = False
    threads: int = 0
    idle_seconds: float = 600.0


@dataclass(frozen=True, slots=True)
class Loaded:
    """The model answers at once.

    Attributes:
        device: Where it computes.
        dtype: In which numbers; ``int4`` where its weights are packed.
        fills_in: Whether it can fill in the middle.
        needed_mb: Memory that it takes there.
    """

    device: str
    dtype: str
    fills_in: bool
    needed_mb: int


@dataclass(frozen=True, slots=True)
class NotLoaded:
    """The worker ends, because it can't load the model; with what it needs and what is free."""

    trouble: Trouble
    needed_mb: int = 0
    free_mb: int = 0


@dataclass(frozen=True, slots=True)
class Ask:
    """A request for text.

    Attributes:
        id: Its number.
        turns: Role and text of each turn of a conversation; empty for code between two texts.
        prefix: Of that code.
        suffix: Of that code.
        schema: JSON schema as text; empty for none.
        max_tokens: The longest reply.
        temperature: 0 for the most likely reply.
        stop: Strings that end it.
        seed: For replies that can be repeated.
    """

    id: int
    turns: tuple[tuple[str, str], ...] = ()
    prefix: str = ""
    suffix: str = ""
    schema: str = ""
    max_tokens: int = 256
    temperature: float = 0.0
    stop: tuple[str, ...] = ()
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Cancel:
    """Nobody waits for the reply to a request any more."""

    id: int


@dataclass(frozen=True, slots=True)
class Said:
    """A part of a reply."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class Ended:
    """A reply has ended; nothing more is computed for it.

    Attributes:
        id: Of its request.
        ending: How.
        prompt_tokens: Tokens of the prompt.
        cached_tokens: Those of them that were known from before.
        output_tokens: Tokens that were generated.
        thinking_tokens: Those of them that only were thought.
        prefill_seconds: Until the prompt was read, the wait for its turn not counted.
    """

    id: int
    ending: Ending
    prompt_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    thinking_tokens: int = 0
    prefill_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Refused:
    """A request can't be answered."""

    id: int
    trouble: Trouble


Told = Order | Loaded | NotLoaded | Ask | Cancel | Said | Ended | Refused

_KINDS: Final[Mapping[str, type[Told]]] = {
    kind.__name__: kind for kind in (Order, Loaded, NotLoaded, Ask, Cancel, Said, Ended, Refused)
}


def message_of(told: Told) -> dict[str, Any]:
    """As it is sent."""
    return {"kind": type(told).__name__, **asdict(told)}


def told_in(message: Mapping[str, Any]) -> Told | None:
    """What a message says; None where it says nothing that we know."""
    fields = dict(message)
    kind = _KINDS.get(str(fields.pop("kind", "")))
    if kind is Ask:
        fields["turns"] = tuple(tuple(each) for each in fields.get("turns", ()))
        fields["stop"] = tuple(fields.get("stop", ()))
    try:
        return kind(**fields) if kind is not None else None
    except TypeError:
        return None
