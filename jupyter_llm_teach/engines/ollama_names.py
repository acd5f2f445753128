"""Where Ollama usually is, and names of its models: ``model:tag``, ``namespace/model:tag``."""

from __future__ import annotations

import re
from typing import Final

from jupyter_llm_teach.errors import ModelUnknownError

USUAL_URL: Final = "http://127.0.0.1:11434"
DEFAULT_MODEL: Final = "qwen2.5-coder:1.5b"

_PART = r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}"
_NAME = re.compile(rf"(?:{_PART}(?::[0-9]{{1,5}})?/)?(?:{_PART}/){{0,2}}{_PART}(?::{_PART})?")
_LONGEST = 200


def checked(name: str) -> str:
    """The name, where it can be one.

    Raises:
        ModelUnknownError: it holds what could lead elsewhere, such as ``../``.
    """
    if _NAME.fullmatch(name) and len(name) <= _LONGEST:
        return name
    raise ModelUnknownError(
        f"{name[:_LONGEST]!r} can't be the name of a model.",
        f"A name looks like {DEFAULT_MODEL}; see `jupyter teach models list`.",
    )


def with_tag(name: str) -> str:
    """The name with its tag; Ollama takes ``latest`` where there is none."""
    return name if ":" in name.rpartition("/")[2] else f"{name}:latest"


def is_in_the_cloud(name: str) -> bool:
    """Whether the tag says that the model runs at Ollama's company, not where its server is."""
    tag = with_tag(name).rpartition(":")[2]
    return tag == "cloud" or tag.endswith("-cloud")
