"""All attacks, by name."""

from __future__ import annotations

import tokenize
import zlib
from collections.abc import Sequence

from jupyter_llm_teach.teaching.attacks.attack import Attack, Telling
from jupyter_llm_teach.teaching.attacks.edits_told import EDITS
from jupyter_llm_teach.teaching.attacks.in_turns import TURNS
from jupyter_llm_teach.teaching.attacks.values_told import VALUES
from jupyter_llm_teach.teaching.attacks.whole import FORMS, PROGRAMS

ATTACKS: tuple[Attack, ...] = (*FORMS, *PROGRAMS, *EDITS, *VALUES, *TURNS)

# What undoing a disguise raises where part of it is missing.
_NO_TEXT = (
    *(SyntaxError, ValueError, IndexError, KeyError, OverflowError, RecursionError),
    *(tokenize.TokenError, zlib.error),
)


def turns_of(attack: Attack, telling: Telling) -> tuple[str, ...]:
    """What an attack says; nothing where it does not suit the reference."""
    try:
        return attack.turns(telling)
    except _NO_TEXT:
        return ()


def recovered(attack: Attack, shown: Sequence[str], answer: str) -> tuple[str, ...]:
    """What somebody who knows the trick reads in what was shown; nothing where it is no text."""
    try:
        found = attack.recover(shown, answer)
    except _NO_TEXT:
        return ()
    return tuple(dict.fromkeys(each for each in found if each.strip()))
