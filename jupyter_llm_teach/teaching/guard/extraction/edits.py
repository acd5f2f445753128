"""Changes of a program that are told in words: "change `<` to `<=`", "remplace 0 par 1"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from jupyter_llm_teach.teaching.guard.extraction.candidate import Change, Edit, Span
from jupyter_llm_teach.teaching.guard.syntax import expression_of

_MOST = 24
_MARKED = r"`[^`\n]{1,100}`|\"[^\"\n]{1,80}\"|'[^'\n]{1,60}'|«[^»\n]{1,80}»|\*\*[^*\n]{1,80}\*\*"
_WORD = r"[^\s`]{1,40}"
_UNTIL = rf"({_MARKED}|{_WORD}(?:[ \t]{{1,4}}{_WORD}){{0,7}}?)"
_REST = rf"({_MARKED}|{_WORD}(?:[ \t]{{1,4}}{_WORD}){{0,9}})"
_NAME = r"`?([^\W\d]\w{0,40})`?"
_GAP = r"[ \t]{1,4}"
_WHERE = (
    r"(?:[ \t]{1,4}(?:in|on|at|of|dans|à|sur|de)[ \t]{1,4}(?:the |your |la |le |ta |ton )?"
    r"[^\s`.,;]{1,20}(?: \d{1,3})?)?"
)
_ARTICLE = re.compile(
    r"^(?:(?:the|your|its|a|an|that|this|le|la|les|ton|ta|tes|un|une|l'|ce|cette|only|just"
    r"|simply|plutôt|"
    r"sign|signe|operator|opérateur|condition|value|valeur|word|mot|name|nom|code|expression"
    r"|line|ligne)"
    r"[ \t]{0,4}){1,4}(?=\S)",
    re.IGNORECASE,
)
_OPERATOR = re.compile(r"[-+*/%=<>!&|^~]{1,3}|and|or|not|in|is")
_TRAILING = ".,;:!?)»"
_NUMBER_OF_LINE = r"(?:line|ligne)[ \t]{1,3}(\d{1,3})"
_Maker = Callable[[re.Match[str], Span], Iterator[Edit]]


def edits(text: str) -> Iterator[Edit]:
    """The changes that a text tells, at most two dozen."""
    found = 0
    for pattern, make in _RULES:
        for match in pattern.finditer(text):
            for edit in make(match, match.span()):
                yield edit
                found += 1
                if found >= _MOST:
                    return


def _replaced(match: re.Match[str], span: Span) -> Iterator[Edit]:
    for old in _readings(match[1]):
        for new in _readings(match[2]):
            if old != new:
                yield Edit(old, new, span)


def _instead(match: re.Match[str], span: Span) -> Iterator[Edit]:
    for old in _readings(match[2]):
        for new in _readings(match[1]):
            if old != new:
                yield Edit(old, new, span)


def _assigned(match: re.Match[str], span: Span) -> Iterator[Edit]:
    for new in _readings(match[2]):
        yield Edit(match[1], new, span, Change.ASSIGN)


def _operated(sign: str) -> _Maker:
    def make(match: re.Match[str], span: Span) -> Iterator[Edit]:
        amount, target = (match[1], match[2]) if sign in "+-" else (match[2], match[1])
        for old in _readings(target):
            for by in _readings(amount):
                yield Edit(old, f"{old} {sign} {by}", span)

    return make


def _deleted(match: re.Match[str], span: Span) -> Iterator[Edit]:
    for old in _readings(match[1]):
        yield Edit(old, "", span)


def _line(match: re.Match[str], span: Span) -> Iterator[Edit]:
    for new in _readings(match[2]):
        yield Edit(match[1], new, span, Change.LINE)


def _moved(change: Change) -> _Maker:
    def make(match: re.Match[str], span: Span) -> Iterator[Edit]:
        yield Edit(_unmarked(match[1]), "", span, change)

    return make


def _swapped(match: re.Match[str], span: Span) -> Iterator[Edit]:
    yield Edit(_unmarked(match[1]), _unmarked(match[2]), span, Change.SWAP)


def _started(match: re.Match[str], span: Span) -> Iterator[Edit]:
    for new in _readings(match[1]):
        yield Edit("range", new, span, Change.FILL)


def _unmarked(text: str) -> str:
    return text.strip().strip("`\"'«»*").strip()


def _readings(operand: str) -> list[str]:
    """What an operand may mean: of words without marks, the longest beginning that is code."""
    operand = operand.strip()
    if operand[:1] in "`\"'«*" and len(operand) > 1 and operand[-1] in "`\"'»*":
        inner = _unmarked(operand)
        return [inner, operand] if operand[0] in "\"'" else [inner]
    words = _ARTICLE.sub("", operand).split()
    found: list[str] = []
    for size in range(len(words), 0, -1):
        text = " ".join(words[:size]).rstrip(_TRAILING)
        closed = f"{text})" if text.count("(") > text.count(")") else text
        if _is_code(closed):
            found.append(closed)
            break
    if words and _is_code(words[-1].rstrip(_TRAILING)):
        found.append(words[-1].rstrip(_TRAILING))
    return list(dict.fromkeys(found))


def _is_code(text: str) -> bool:
    if not text:
        return False
    return _OPERATOR.fullmatch(text) is not None or expression_of(text) is not None


_CHANGE = (
    r"(?:change[sz]?|replace[sz]?|remplace[rz]?|substitute|swap|turn|switch|transforme[rz]?|"
    r"changing|replacing|changer|modify|modifie[rz]?|rename|renomme[rz]?|make)"
)
_USE = (
    r"(?:use|using|write|put|type|try|take|have|want|needs?|utilise[rz]?|mets|mettre|écris|écrire|"
    r"prends|prendre|essaie|add|faut|be|être)"
)
_SET = (
    r"(?:initiali[sz]e|initialise[rz]?|set|start|starting|begin|let|give|commence[rz]?|mets|mettre|"
    r"affecte[rz]?|reset|démarre[rz]?|fais partir)"
)
_TABLE: tuple[tuple[str, _Maker], ...] = (
    (
        rf"\b{_CHANGE}{_GAP}{_UNTIL}{_WHERE}{_GAP}(?:to|with|by|for|into|par|en|avec){_GAP}{_REST}",
        _replaced,
    ),
    (
        (
            rf"\b{_USE}{_GAP}{_UNTIL}{_WHERE}{_GAP}(?:instead of|rather than|in place of"
            rf"|au lieu de|"
            rf"à la place de|plutôt que|and not|not|et non|et pas|pas){_GAP}(?:de |d')?{_REST}"
        ),
        _instead,
    ),
    (
        (
            rf"{_UNTIL}{_GAP}(?:should|must|needs to|has to|ought to|doit|devrait|dois){_GAP}"
            rf"(?:be|read|become|say|être|devenir|s'écrire){_GAP}{_REST}"
        ),
        _replaced,
    ),
    (
        (
            rf"\b{_SET}{_GAP}(?:the |your |le |la |ton |ta )?(?:counter |variable "
            rf"|compteur )?{_NAME}{_GAP}"
            rf"(?:to|at|with|from|as|à|avec|de|par|be){_GAP}{_REST}"
        ),
        _assigned,
    ),
    (
        (
            rf"{_NAME}{_GAP}(?:should|must|needs to|has to|doit|devrait){_GAP}(?:start|begin"
            rf"|be|commencer|"
            rf"démarrer|partir|valoir){_GAP}(?:at|from|with|as|à|de|par)?{_GAP}{_REST}"
        ),
        _assigned,
    ),
    (rf"\b(?:add|ajoute[rz]?|adding){_GAP}{_UNTIL}{_GAP}(?:to|à|au){_GAP}{_REST}", _operated("+")),
    (
        (
            rf"\b(?:subtract|take|soustrais|soustraire|retire[rz]?|enlève){_GAP}{_UNTIL}{_GAP}"
            rf"(?:from|off|away from|de|à){_GAP}{_REST}"
        ),
        _operated("-"),
    ),
    (rf"\b(?:divide[sz]?|divise[rz]?){_GAP}{_UNTIL}{_GAP}(?:by|par){_GAP}{_REST}", _operated("/")),
    (
        rf"\b(?:multiply|multiplie[rz]?){_GAP}{_UNTIL}{_GAP}(?:by|with|par){_GAP}{_REST}",
        _operated("*"),
    ),
    (
        (
            rf"\b(?:delete|remove|drop|omit|erase|supprime[rz]?|enlève[rz]?|retire[rz]?"
            rf"|efface[rz]?){_GAP}{_REST}"
        ),
        _deleted,
    ),
    (
        (
            rf"\b{_NUMBER_OF_LINE}{_GAP}?(?:,|:|should be|must be|should read|becomes"
            rf"|doit être|devient|"
            rf"write|put|écris|mets|with|par|by|to|into){_GAP}(?:write |écris )?{_REST}"
        ),
        _line,
    ),
    (
        (
            rf"\b(?:dedent|unindent|outdent|désindente[rz]?|move|sors|sortir|déplace[rz]?"
            rf"|pull|take|put|mets){_GAP}"
            rf"(?:the |your |le |la |ton |ta )?({_MARKED}|\w{{2,30}})(?:{_GAP}(?:statement"
            rf"|line|instruction|ligne))?"
            rf"{_GAP}(?:out(?:side)?|one level (?:left|out)|to the left|back|after|below"
            rf"|hors|de la boucle|"
            rf"en dehors|à l'extérieur|d'un cran vers la gauche|vers la gauche|après|sous)"
        ),
        _moved(Change.DEDENT),
    ),
    (
        (
            rf"\b(?:dedent|unindent|outdent|désindente[rz]?){_GAP}(?:the |your |le |la |ton |ta )?"
            rf"({_MARKED}|\w{{2,30}})"
        ),
        _moved(Change.DEDENT),
    ),
    (
        (
            rf"\b(?:indent|move|indente[rz]?|déplace[rz]?|put|mets){_GAP}(?:the |your |le "
            rf"|la |ton |ta )?({_MARKED}|\w{{2,30}})"
            rf"{_GAP}(?:inside|in|into|one level (?:right|in)|to the right|dans"
            rf"|à l'intérieur|vers la droite)\b"
        ),
        _moved(Change.INDENT),
    ),
    (
        (
            rf"\b(?:swap|exchange|échange[rz]?|inverse[rz]?|permute[rz]?"
            rf"|intervertis){_GAP}(?:lines? |les lignes )?"
            rf"({_MARKED}|\w{{1,30}}){_GAP}(?:and|with|et|avec){_GAP}({_MARKED}|\w{{1,30}})"
        ),
        _swapped,
    ),
    (
        (
            rf"\b(?:range|loop|boucle|count(?:ing)?|compte[rz]?|index"
            rf"|indices?){_GAP}(?:\w{{2,12}}{_GAP}){{0,3}}?"
            rf"(?:start(?:s|ing)?|begin(?:s|ning)?|commence[rz]?|démarre[rz]?"
            rf"|partir)?{_GAP}(?:at|from|with|à|de){_GAP}{_REST}"
        ),
        _started,
    ),
    (
        (
            rf"\b(?:start|begin|commence[rz]?|démarre[rz]?|fais partir){_GAP}(?:the |your "
            rf"|la |le |ta |ton )?"
            rf"(?:`?range`?|loop|boucle|count(?:ing)?|index){_GAP}(?:at|from|with|à"
            rf"|de){_GAP}{_REST}"
        ),
        _started,
    ),
)
_RULES = tuple((re.compile(pattern, re.IGNORECASE), make) for pattern, make in _TABLE)
