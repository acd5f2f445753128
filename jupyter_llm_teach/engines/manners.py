"""How one server likes to be asked: what it refused once is not asked of it again."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from typing_extensions import assert_never

from jupyter_llm_teach.engines.remote_options import ROOM
from jupyter_llm_teach.engines.stops import SENT
from jupyter_llm_teach.ports import Generation, Message

Form = Literal["schema", "object", "words"]
"""How the form of a reply is asked for: by the schema itself; as any JSON object, with the schema
in words; in words alone. From the best to what every model can be asked."""

_NEXT: Final[dict[Form, Form]] = {"schema": "object", "object": "words"}
_OPTIONAL: Final = ("stream_options", "seed")  # in the order in which they are given up unasked
_RENAMED: Final = "max_tokens"  # OpenAI's reasoning models want ``max_completion_tokens``
_WORDS: Final = (
    "Answer with one JSON object and with nothing else, not even a word before or after it. "
    "It must follow this JSON schema:\n"
)


@dataclass(frozen=True, slots=True)
class Manners:
    """What a server takes.

    Attributes:
        form: How the form of a reply is asked for.
        proven: Whether a reply has followed a schema that was asked for like that.
        without: Parameters that it refuses.
        thinks: Whether its model thinks before it answers.
        begun: Whether it may do so without saying when it begins.
        room: Tokens that it may think.
    """

    form: Form = "schema"
    proven: bool = False
    without: frozenset[str] = field(default_factory=frozenset)
    thinks: bool = False
    begun: bool = False
    room: int = ROOM

    @property
    def checks(self) -> bool:
        """Whether a reply must be seen whole to know that it follows its schema."""
        return self.form != "schema" or not self.proven

    def looser(self) -> Manners | None:
        """The next way to ask for a form; None after the last."""
        following = _NEXT.get(self.form)
        return None if following is None else replace(self, form=following, proven=False)

    def given_up(self, parameter: str, request: Generation) -> Manners | None:
        """How to ask again after a refusal; None where nothing is left to give up.

        Args:
            parameter: What the server said it does not know; empty where it did not say.
            request: What was refused.
        """
        if parameter in {"", "response_format"} and request.schema is not None:
            found = self.looser()
            if found is not None:
                return found
        if parameter == "response_format":
            return None
        wanted = (parameter,) if parameter else _OPTIONAL
        left = [each for each in wanted if each not in self.without]
        if not left or left[0] == "path":
            return None
        return replace(self, without=self.without | {left[0]})

    def body(self, request: Generation, model: str) -> dict[str, Any]:
        """A request in the server's words."""
        cap = "max_completion_tokens" if _RENAMED in self.without else _RENAMED
        body: dict[str, Any] = {
            "model": model,
            "messages": [{"role": each.role, "content": each.text} for each in self._told(request)],
            cap: request.max_tokens + (self.room if self.thinks else 0),
            "temperature": request.temperature,
            "seed": request.seed,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        if request.stop and not self.thinks:  # a server would stop in the middle of a thought
            body["stop"] = list(request.stop[:SENT])
        if request.schema is not None and self.form != "words":
            body["response_format"] = self._format(request.schema)
        return {name: value for name, value in body.items() if name not in self.without}

    def _format(self, schema: str) -> dict[str, Any]:
        match self.form:
            case "schema":
                wanted = {"name": "reply", "strict": True, "schema": json.loads(schema)}
                return {"type": "json_schema", "json_schema": wanted}
            case "object" | "words":
                return {"type": "json_object"}
            case _:
                assert_never(self.form)

    def _told(self, request: Generation) -> tuple[Message, ...]:
        if request.schema is None or self.form == "schema":
            return request.messages
        told = f"{_WORDS}{request.schema}"
        first, *rest = request.messages
        if first.role == "system":
            return (Message("system", f"{first.text}\n\n{told}"), *rest)
        return (Message("system", told), first, *rest)
