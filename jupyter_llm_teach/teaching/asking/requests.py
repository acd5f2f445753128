"""Whether a question asks for the answer itself, in English or French.

A phrase is a first word and, at most some words after it, a second one. A word that makes it a
question about the way ("how do I write the function?") keeps it from counting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A first word and one that follows it.

    Attributes:
        first: What it begins with.
        second: What follows.
        within: At most so many words after the first.
        open: Whether it counts after "how" or "why" as well.
    """

    first: frozenset[str]
    second: frozenset[str]
    within: int
    open: bool = False


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_WAYS = _set(
    "how why where when which whether comment pourquoi ou quand combien lequel laquelle si"
)
_FILLING = _set(
    """whole full complete right correct working final entire finished just please now simply
    complet complete entier entiere juste bon bonne finale stp svp merci plait"""
)
_THINGS = _set(
    """solution solutions answer answers code program function implementation exercise assignment
    homework reponse reponses programme fonction corrige correction exercice devoir devoirs"""
)
_PHRASES = (
    _Phrase(
        _set(
            """give show tell send write print reveal paste provide output finish complete solve
            donne montre envoie ecris affiche revele copie fournis termine fais resous donner
            montrer ecrire donnes"""
        ),
        _THINGS,
        within=4,
    ),
    _Phrase(_set("what whats quelle quoi"), _set("solution answer reponse corrige"), within=3),
    _Phrase(
        _set("fix repair rewrite solve corrige repare reecris resous"),
        _set("it this that my everything le la ca ceci mon ma tout"),
        within=2,
    ),
    _Phrase(
        _set("ignore disregard forget oublie"),
        _set("instruction instructions rule rules prompt consigne consignes regle regles limites"),
        within=6,
        open=True,
    ),
)


def asks_for_solution(words: Sequence[str]) -> bool:
    """Whether a question wants the answer itself, or other rules.

    Args:
        words: All its words in their order, in small letters and without accents.
    """
    kept = [word for word in words if word not in _FILLING]
    return any(_begins(phrase, kept, place) for phrase in _PHRASES for place in range(len(kept)))


def _begins(phrase: _Phrase, words: Sequence[str], place: int) -> bool:
    following = words[place + 1 : place + 1 + phrase.within]
    if words[place] not in phrase.first or phrase.second.isdisjoint(following):
        return False
    return phrase.open or _WAYS.isdisjoint((*words[:place], *following))
