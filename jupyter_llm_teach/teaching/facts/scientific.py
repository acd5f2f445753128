"""What the assertions of NumPy and pandas say, as a kind of difference.

Their messages are written for programmers, and hold the test's own values.
"""

from __future__ import annotations

import re

from jupyter_llm_teach.teaching.facts.fact import Difference, Kind

# In the words of numpy.testing and pandas.testing, most telling first.
_SAID = (
    (
        re.compile(r"\bshapes? .*mismatch|shape mismatch|Shape of new values|length are different"),
        Kind.SHAPE,
    ),
    (
        re.compile(r'Attribute "(?:dtype|inferred_type)"|classes are (?:different|not equivalent)'),
        Kind.ELEMENT_TYPE,
    ),
    (re.compile(r'\.(?:index|columns)\b.* are different|Attribute "names?"'), Kind.LABELS),
    (
        re.compile(
            r"values are different|Arrays are not (?:equal|almost equal)|Mismatched elements"
            r"|Not equal to tolerance"
        ),
        Kind.ELEMENT,
    ),
)


def said(message: str) -> Difference | None:
    """The difference that an assertion's message tells; None where it is no such message."""
    for pattern, kind in _SAID:
        if pattern.search(message):
            return Difference(kind, "", "", confidence=0.9)
    return None
