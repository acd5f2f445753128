"""What all messages share."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

RungName = Literal["orient", "question", "concept", "locate", "outline", "example", "solution"]
StateName = Literal["passed", "failed", "error", "not_run"]
LanguageName = Literal["en", "fr"]


class Message(BaseModel):
    """A message is whole, holds nothing else, and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)
