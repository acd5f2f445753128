# ruff: noqa: INP001 - a script beside those of Node
"""Prints one JSON Schema for every message of `wire/`, shaped for a TypeScript generator."""

from __future__ import annotations

import json
import sys
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

from jupyter_llm_teach import wire

_REQUESTS = (
    wire.Where,
    wire.HintRequest,
    wire.FeedbackRequest,
    wire.CompleteRequest,
    wire.ReflectRequest,
    wire.NoteRequest,
    wire.AskRequest,
)
_REPLIES = (
    wire.Status,
    wire.ExerciseReply,
    wire.CompleteReply,
    wire.ReflectReply,
    wire.NoteReply,
    wire.CheckEvent,
    wire.HintEvent,
    wire.AskEvent,
    wire.ConversationReply,
    wire.CostsReply,
    wire.CardReply,
)


class _WireSchema(GenerateJsonSchema):
    """A titled property would become a type alias of its own."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's signature
        return False

    def field_is_required(self, field: Any, total: bool) -> bool:  # noqa: FBT001 - pydantic's
        """What the server sends is always whole: a default is no reason to leave a field out."""
        return self.mode == "serialization" or super().field_is_required(field, total)


def _modes() -> list[tuple[type[BaseModel], JsonSchemaMode]]:
    requests: list[tuple[type[BaseModel], JsonSchemaMode]] = [(m, "validation") for m in _REQUESTS]
    replies: list[tuple[type[BaseModel], JsonSchemaMode]] = [(m, "serialization") for m in _REPLIES]
    return requests + replies


def _without_limits(node: Any) -> Any:
    """Drop lengths and titles, which types can't say, and defaults of what is always sent."""
    if isinstance(node, dict):
        dropped = {"maxLength", "maxItems", "discriminator", "default"}
        return {k: _without_limits(v) for k, v in node.items() if k not in dropped}
    if isinstance(node, list):
        return [_without_limits(each) for each in node]
    return node


def main() -> None:
    """Print the schema."""
    _, schema = models_json_schema(_modes(), schema_generator=_WireSchema)
    definitions = _without_limits(schema["$defs"])
    json.dump(
        {
            "title": "Wire",
            "type": "object",
            "additionalProperties": False,
            "properties": {name: {"$ref": f"#/$defs/{name}"} for name in definitions},
            "required": list(definitions),
            "$defs": definitions,
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
