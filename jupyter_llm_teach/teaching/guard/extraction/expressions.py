"""Expressions of other programming languages and of pseudo-code, as Python well enough to try.

What is not known stays as it is: the result is tried, never shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_Filling = str | Callable[[re.Match[str]], str]
_HELD = r"(?<!\w)([A-Za-z_]\w*(?:\[[^\[\]]{1,40}\])?)"
_INSIDE = r"([^()]{0,80})"


def _joined(match: re.Match[str]) -> str:
    separator = match[2].strip() or '""'
    return match[0] if match[1][0] in "\"'" else f"{separator}.join({match[1]})"


_TABLE: tuple[tuple[str, _Filling], ...] = (
    (r"\$(?=[A-Za-z_])", ""),
    (r"&&", " and "),
    (r"\|\|", " or "),
    (r"!==?", "!="),
    (r"(?<![=!<>])={3}", "=="),
    (r"!(?!=)", " not "),
    (r"%in%", " in "),
    (r"%/%", "//"),
    (r"%%", "%"),
    (r"\^", "**"),
    (r"\b(?:null|nil|NULL|undefined|nothing|nullptr|None|rien|NA)\b", "None"),
    (r"\b(?:true|TRUE|vrai|Vrai)\b", "True"),
    (r"\b(?:false|FALSE|faux|Faux)\b", "False"),
    (r"\b(?:et|ET|AND)\b", "and"),
    (r"\b(?:ou|OU|OR)\b", "or"),
    (r"\b(?:non|NON|NOT)\b", "not"),
    (r"\b(?:mod|modulo|MOD)\b", "%"),
    (r"\b(?:div|DIV)\b", "//"),
    (r"\((?:int|double|float|long|char)\)", ""),
    (rf"\bc\({_INSIDE}\)", r"[\1]"),
    (r"\b(?:vector|list)\((?:\"\w+\")?(?:, ?0)?\)", "[]"),
    (r"\bnew\s+[\w.]{1,40}(?:<[^<>]{0,40}>)?\(\)", "[]"),
    (rf"{_HELD}\.(?:length|size|count)(?:\(\))?(?!\w)", r"len(\1)"),
    (r"\b(?:length|longueur|taille|nchar|size|strlen|numel)\(", "len("),
    (r"\b(?:length|size|number) of (?:the )?([A-Za-z_]\w*)", r"len(\1)"),
    (r"\b(?:longueur|taille) (?:de la |du |de |d')([A-Za-z_]\w*)", r"len(\1)"),
    (r"\b(?:somme|Sum)\(", "sum("),
    (r"\b(?:tolower|lowercase|minuscules?|strtolower)\(" + _INSIDE + r"\)", r"(\1).lower()"),
    (r"\b(?:toupper|uppercase|majuscules?|strtoupper)\(" + _INSIDE + r"\)", r"(\1).upper()"),
    (r"\.(?:push|push_back|add|ajouter)\(", ".append("),
    (r"\bappend!?\(([A-Za-z_]\w*), ?" + _INSIDE + r"\)", r"\1 + [\2]"),
    (r"\bpush!?\(([A-Za-z_]\w*), ?" + _INSIDE + r"\)", r"\1.append(\2)"),
    (r"\bMath\.floor\(", "int("),
    (r"\b(?:Math|math|std)(?:\.|::)(max|min|abs|pow|round)\(", r"\1("),
    (r"\bparse(?:Int|Float)\(", "float("),
    (r"\.(?:toLowerCase|toLower|downcase|lowercased)(?:\(\))?", ".lower()"),
    (r"\.(?:toUpperCase|toUpper|upcase|uppercased)(?:\(\))?", ".upper()"),
    (rf"\.(?:charAt|get|at)\({_INSIDE}\)", r"[\1]"),
    (rf"\.equals\({_INSIDE}\)", r" == (\1)"),
    (rf"{_HELD}\.(?:includes|contains|include\?|has)\({_INSIDE}\)", r"(\2 in \1)"),
    (r"\.indexOf\(", ".find("),
    (r"\.(?:substring|slice|substr)\(([^(),]{1,40}),([^(),]{1,40})\)", r"[\1:\2]"),
    (r"\.(?:substring|slice)\(([^(),]{1,40})\)", r"[\1:]"),
    (rf"{_HELD}\.join\({_INSIDE}\)", _joined),
    (rf"{_HELD}\.map\(\(?(\w+)\)? ?=> ?(.{{1,80}})\)$", r"[\3 for \2 in \1]"),
    (rf"{_HELD}\.filter\(\(?(\w+)\)? ?=> ?(.{{1,80}})\)$", r"[\2 for \2 in \1 if \3]"),
    (rf"{_HELD}\.(?:sum|max|min)\b(?!\()", r"sum(\1)"),
    (r"\s+", " "),
)
_RULES = tuple((re.compile(pattern), filling) for pattern, filling in _TABLE)
_TERNARY = re.compile(r"^([^?]{1,120}) ?\? ?([^?:]{1,120}) ?: ?([^?:]{1,120})$")
_TAIL = re.compile(r"[\s;]+$")


def expression(text: str) -> str:
    """An expression of another language as Python's."""
    text = _TAIL.sub("", text)
    for pattern, filling in _RULES:
        text = pattern.sub(filling, text)
    text = text.strip()
    found = _TERNARY.match(text)
    return f"{found[2]} if {found[1]} else {found[3]}" if found else text


def counted_from_one(code: str) -> str:
    """The program with every index one lower, for languages that count from 1."""
    return re.sub(r"(?<=\w)\[([^\[\]:]{1,40})\]", r"[(\1) - 1]", code)
