"""How llama.cpp's server is asked for the middle of a program."""

from __future__ import annotations

from typing import Any

from jupyter_llm_teach.ports import FillIn


def infill_body(request: FillIn) -> dict[str, Any]:
    """The body for ``/infill``; the server knows the markers of its model."""
    return {
        "input_prefix": request.prefix,
        "input_suffix": request.suffix,
        "n_predict": request.max_tokens,
        "temperature": 0,
        "stop": list(request.stop),
        "stream": True,
        "cache_prompt": True,
    }
