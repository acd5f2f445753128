"""The words by which a notebook without marks asks a learner for something, in two languages."""

from __future__ import annotations

import re

_LONGEST_LINE = 300
_ASKS = (
    r"#.*?\byour (?:code|answer|solution|work|turn)\b",
    r"#.*?\b(?:write|insert|enter|add|put) (?:your|the|some) code\b",
    r"#.*?\bfill (?:in|me|this)\b",
    r"#.*?\bcomplete (?:this|the (?:function|code|body|class|method))\b",
    r"#\W*to ?do\b",
    r"#.*?[àa] compl[ée]ter\b",
    r"#\W*compl[ée]te[rz]?\b(?! (?:list|graph|example|set|match))",
    r"#.*?\b(?:votre|ton) (?:code|r[ée]ponse|travail)\b",
    r"#.*?\b(?:[ée]cri[str]\w*|ins[ée]re[rz]?) (?:ici|votre|ton|le code)\b",
    r"#\W*[àa] (?:vous|toi)\b",
)
_TO_LEARNERS = (
    r"\b(?:do not|don't|ne pas|ne) (?:change|modify|edit|touch|modifie[rz]?|touche[rz]?)\b",
    r"\b(?:your|votre|vos) (?:function|code|class|answer|fonctions?|classe|r[ée]ponse)\b",
    r"\b(?:ta|ton|tes) (?:code|fonctions?|classe|r[ée]ponse)\b",
    r"print\(.*?\b(?:pass|passed|ok|bravo|well done|good job|congrat\w+|success\w*)\b",
    r"print\(.*?(?:f[ée]licitations|r[ée]ussi|bien jou[ée]|tout est bon)",
)
_ASKING = re.compile("|".join(_ASKS), re.IGNORECASE)
_SPEAKING = re.compile("|".join(_TO_LEARNERS), re.IGNORECASE)
_BEFORE = r"^[ \t>]*(?:#{1,6}[ \t]+)?(?:[*_]{1,3}|<[^>]{1,60}>|[\d.]+[ \t])*[^\w\n#*]{0,4}"
_TASK = re.compile(
    _BEFORE
    + r"(?:(?:exercise|exercice|exo|d[ée]fi|kata|your turn|try it|now you|[àa] vous|[àa] toi)\b"
    r"|(?:exercises|exercices|questions?|problems?|probl[èe]mes?|tasks?|t[âa]ches?|challenges?|TP"
    r"|d[ée]fis|katas|assignments?|devoirs?|activity|activit[ée]s?)"
    r"(?:\W{0,4}$|[ \t]*[:.(\u2013\u2014-]|[ \t]+(?:n[°o]\W*)?(?:\d|[A-Z]\b)))",
    re.IGNORECASE | re.MULTILINE,
)
_TESTS = re.compile(
    r"\b(?:tests?|checks?|v[ée]rif\w*|valid\w*|exam?ples?|exemples?)\b", re.IGNORECASE
)


def asks_for_code(source: str) -> bool:
    """Whether a comment of a code cell asks to write something."""
    return any(_ASKING.search(line[:_LONGEST_LINE]) for line in source.split("\n") if "#" in line)


def speaks_to_learners(source: str) -> bool:
    """Whether a test cell speaks to those whose answer it tests."""
    return any(_SPEAKING.search(line[:_LONGEST_LINE]) for line in source.split("\n"))


def sets_a_task(markdown: str) -> bool:
    """Whether a line of a text begins by calling itself an exercise."""
    return _TASK.search(markdown) is not None


def is_about_tests(heading: str) -> bool:
    """Whether a heading only announces tests of what stands above it."""
    return _TESTS.search(heading) is not None
