"""Tokens of a reply that was cut off: its engine had no chance to tell them."""

from __future__ import annotations

from typing import Final

from jupyter_llm_teach.teaching.ledger.call import Tokens

_LETTERS_A_TOKEN: Final = 3.6
"""Of prose and code in English and French, with the tokenizers of today's small models."""


def prompt_tokens(letters: int) -> int:
    """About how many tokens a prompt of so many letters has."""
    return round(letters / _LETTERS_A_TOKEN)


def cut_tokens(letters: int, pieces: int, seconds: float, rate: float) -> Tokens:
    """About what a model read and wrote until it was cut off.

    Args:
        letters: Of the prompt.
        pieces: Of the reply that came; engines send about one a token.
        seconds: Until it was cut off.
        rate: Tokens that this engine reads a second, so far as is known; 0 where it is not.
    """
    prompt = prompt_tokens(letters)
    if not pieces and rate:
        prompt = min(prompt, round(seconds * rate))
    return Tokens(prefilled=prompt, generated=pieces, estimated=True)
