"""Everything that somebody may read in replies without being told the trick."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_llm_teach.teaching.attacks.attack import Attack
from jupyter_llm_teach.teaching.attacks.catalogue import ATTACKS, recovered
from jupyter_llm_teach.teaching.attacks.markdown import fenced, spans
from jupyter_llm_teach.teaching.attacks.rewriting import parsed
from jupyter_llm_teach.teaching.attacks.wrapping import together


def openly(shown: Sequence[str]) -> tuple[str, ...]:
    """What stands there as it is: fences, inline code, and the text itself."""
    text = together(shown)
    found = (fenced(text), spans(text), text)
    return tuple(dict.fromkeys(each for each in found if each.strip()))


def knowing(attack: Attack, shown: Sequence[str], answer: str) -> tuple[str, ...]:
    """What somebody reads who knows the attack's trick, and what stands there openly."""
    return tuple(dict.fromkeys((*recovered(attack, shown, answer), *openly(shown))))


def guessing(shown: Sequence[str], answer: str) -> tuple[str, ...]:
    """What somebody reads who tries every trick, and what stands there openly.

    Of what a trick gives, only whole functions count: other texts give mere noise.
    """
    tried = (piece for each in ATTACKS for piece in recovered(each, shown, answer))
    whole = (piece for piece in tried if "def " in piece and parsed(piece) is not None)
    return tuple(dict.fromkeys((*openly(shown), *whole)))
