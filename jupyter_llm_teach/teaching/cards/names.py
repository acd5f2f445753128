"""The many names of a model, made plain: Ollama's tags, hubs' ids, names of GGUF files."""

from __future__ import annotations

import re
from typing import Final

_SEPARATORS: Final = re.compile(r"[\s_:@]+|-{2,}")
_ENDING: Final = re.compile(r"\.(gguf|safetensors|bin)$", re.IGNORECASE)
_LATEST: Final = re.compile(r":latest$", re.IGNORECASE)
_PART: Final = re.compile(r"-\d{5}-of-\d{5}$")
_SIZE: Final = re.compile(r"(?:^|-)((?:\d+x)?\d+(?:\.\d+)?[bm])(?=-|\.[a-z]|$)")
_QUANTISED: Final = re.compile(
    r"(?:^|[-_.:])((?:i?q\d(?:_[a-z0-9]+)*)|(?:bf|fp|f)(?:16|32|8)|int[48]|[48]-?bit"
    r"|awq|gptq|nf4|mxfp4)(?=$|[-_.:])",
    re.IGNORECASE,
)


def plain(name: str) -> str:
    """A name in small letters with ``-`` between its parts, without where it is kept.

    ``hf.co/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF:Q4_K_M`` is ``qwen2.5-coder-1.5b-instruct-gguf-
    q4-k-m``.
    """
    last = _LATEST.sub("", name.strip().replace("\\", "/").rpartition("/")[2])
    without = _PART.sub("", _ENDING.sub("", last))
    return _SEPARATORS.sub("-", without).strip("-").lower()


def size_in(name: str) -> str:
    """The size that a name tells, such as ``1.5b``, ``135m`` or ``8x7b``; empty without."""
    found = _SIZE.search(plain(name))
    return found[1] if found else ""


def quantisation_in(name: str) -> str:
    """The quantisation that a name tells, such as ``Q4_K_M`` or ``FP16``; empty without."""
    last = _ENDING.sub("", name.strip().rpartition("/")[2])
    found = _QUANTISED.findall(last)
    return found[-1].upper().replace("-", "") if found else ""
