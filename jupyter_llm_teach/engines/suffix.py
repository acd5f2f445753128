"""Finds out whether a server reads the suffix of a fill-in, or silently ignores it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from jupyter_llm_teach.ports import FillIn

Try = Callable[[FillIn], Awaitable[tuple[str, int | None]]]
"""Fills in; gives the text, and the tokens of the prompt where the server counts them."""

_WORD: Final = "vermilion"
_ALONE: Final = FillIn('colour = "', "", max_tokens=8, stop=("\n",))
_BEFORE: Final = FillIn(
    _ALONE.prefix, f'"\nassert colour == "{_WORD}"\n', max_tokens=8, stop=("\n",)
)


async def reads_suffix(fill_in: Try) -> bool:
    """Whether a suffix makes the prompt longer; where nobody counts, whether it changes the text.

    Two short requests, made once for a server.
    """
    text, tokens = await fill_in(_BEFORE)
    _, fewer = await fill_in(_ALONE)
    if tokens and fewer:
        return tokens > fewer
    return _WORD in text
