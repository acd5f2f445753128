"""Orders about lines by their number: what is to be taken away, moved or put there.

Whoever follows them changes a program without understanding why. Advice to try something out, such
as to show a value after a line, is no such order.
"""

from __future__ import annotations

import re

_ORDINAL = (
    r"first|second|third|fourth|fifth|sixth|last|premi[eè]re|deuxi[eè]me|seconde|troisi[eè]me"
    r"|quatri[eè]me|cinqui[eè]me|sixi[eè]me|derni[eè]re"
)
_NUMBERED = rf"\b(?:(?:lines?|lignes?) (?:n[o°] ?)?\d|(?:{_ORDINAL}) (?:line|ligne)\b)"
_MOVING = (
    r"delete|remove|drop|erase|cut|move|swap|exchange|indent|dedent|unindent|duplicate|take out"
    r"|(?:supprime|enl[eè]ve|retire|efface|d[eé]place|[eé]change|permute|inverse|indente|d[eé]sindente"
    r"|remonte|recule|duplique)[rz]?|descends?"
)
_PUTTING = r"add|insert|put|write|(?:ajoute|ins[eè]re)[rz]?|mets|mettre|[eé]cris|[eé]crire"
_BESIDE = (
    r"after|before|above|below|under|between|apr[eè]s|avant|sous|entre|au-dessus de|au-dessous de"
)
_THERE = rf"\b(?:{_BESIDE}) (?:the |la |les )?(?:{_NUMBERED})"
_ORDER = re.compile(
    rf"\b(?:{_MOVING}) (?:[\w'`]+ ){{0,4}}?{_NUMBERED}"
    rf"|{_THERE}[^.!?\n]{{0,20}}\b(?:{_PUTTING})\b|\b(?:{_PUTTING})\b[^.!?\n]{{1,80}}{_THERE}"
    rf"|{_NUMBERED}[^.!?\n]{{0,12}} (?:has to go|must go|is (?:not needed|superfluous|too many)"
    r"|est (?:de trop|superflue|inutile)|doit dispara[iî]tre)",
    re.IGNORECASE,
)
_TRYING = re.compile(
    r"\bprint|\bshow|\bdisplay|\baffiche|\bmoment\b|\binstant\b|\b(?:to|and) see\b|\bvoir\b|\?",
    re.IGNORECASE,
)


def orders_lines(sentence: str) -> bool:
    """Whether a sentence says what to do to lines of a program, by their number."""
    return _ORDER.search(sentence) is not None and _TRYING.search(sentence) is None
