"""Whether a question asks what something means, in English or French.

Such a question has a general answer. Any other one about the exercise is about the learner's own
code: there, small models claim what is not so, and a question back helps more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_ASKED = re.compile(
    r"\b(?:what (?:is|are|s|does|do|means?)\b|whats\b|explain\b|difference\b|define\b|definition\b"
    r"|meaning\b|means?\b|qu est ce que?\b|c est quoi\b|que (?:veut|veulent) dire\b"
    r"|(?:que )?signifie\b|a quoi (?:sert|servent)\b|explique\b|sens\b)"
)
_OWN = frozenset(
    """
    my mine why wrong fail fails failing stop stops stopped
    mon ma mes pourquoi echoue echouent faux fausse arrete marche marchent
    """.split()  # noqa: SIM905 - a list that is read and reviewed as text
)


def asks_for_meaning(words: Sequence[str]) -> bool:
    """Whether a question asks what something means.

    Args:
        words: All its words in their order, in small letters and without accents.
    """
    return _OWN.isdisjoint(words) and _ASKED.search(" ".join(words)) is not None
