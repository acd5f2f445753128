"""Statements of other programming languages and of pseudo-code, as lines of Python."""

from __future__ import annotations

import re
from collections.abc import Callable

from jupyter_llm_teach.teaching.guard.extraction.expressions import expression

_Line = Callable[[re.Match[str]], str]
_NAME = r"([A-Za-z_]\w*)"
_TYPED = (
    r"(?:(?:public|private|static|final|unsigned|const|let|var|auto|val|my|local|mut|int|long|float"
    r"|double|char|bool|boolean|String|string|integer"
    r"|real)\s+){0,4}(?:[A-Z]\w*(?:<[\w<>, ]{1,40}>)\s+)?"
    r"(?:(?:int|double|float|char|String)\[\]\s+)?"
)
_STEP = re.compile(r"^(?:\+\+\w+|\w+\+\+)$")
_BACK = re.compile(r"^(?:--\w+|\w+--)$")
_BY = re.compile(r"^\w+ ?([+-])= ?(\w+)$")


def _parameters(text: str) -> str:
    return ", ".join(filter(None, map(_parameter, text.split(","))))


def _parameter(text: str) -> str:
    text = text.split("=", maxsplit=1)[0]
    head = text.split(":")[0] if ":" in text else text
    names = re.findall(r"[A-Za-z_]\w*", head)
    return names[-1] if names else ""


def _function(match: re.Match[str]) -> str:
    return f"def {match[1]}({_parameters(match[2])}):"


def _short_function(match: re.Match[str]) -> str:
    body = match[3].strip()
    head = _function(match)
    return f"{head} return {expression(body)}" if body else head


def _counting(match: re.Match[str]) -> str:
    name, start, sign, end, step = (each.strip() for each in match.groups())
    stride = "1"
    if _BACK.match(step):
        stride = "-1"
    elif (by := _BY.match(step)) is not None:
        stride = by[2] if by[1] == "+" else f"-{by[2]}"
    beyond = {"<=": " + 1", ">=": " - 1"}.get(sign, "")
    return f"for {name} in range({expression(start)}, {expression(end)}{beyond}, {stride}):"


def _from_to(match: re.Match[str]) -> str:
    return f"for {match[1]} in range({expression(match[2])}, {expression(match[3])} + 1):"


def _up_to(match: re.Match[str]) -> str:
    return f"for {match[1]} in range({expression(match[2])}, {expression(match[3])}):"


def _each(match: re.Match[str]) -> str:
    return f"for {match[1]} in {expression(match[2])}:"


def _each_block(match: re.Match[str]) -> str:
    return f"for {match[2]} in {expression(match[1])}:"


def _opening(word: str) -> _Line:
    return lambda match: f"{word} {_bare(expression(match[1]))}:"


def _bare(condition: str) -> str:
    return (
        condition[1:-1]
        if condition.startswith("(") and condition.endswith(")") and (condition.count("(") == 1)
        else condition
    )


_LAST = r"(?: ?(?:do|then|faire|alors|loop|repeat|répéter))? ?:?"
_TABLE: tuple[tuple[str, _Line], ...] = (
    (
        (
            r"^(?:[\w<>\[\]]+ ){0,3}(?:function|fonction|func|fn|def|sub|procedure|procédure"
            r"|algorithme|algorithm)\s+"
            rf"{_NAME}\s*\(([^()]{{0,120}})\)"
        ),
        _function,
    ),
    (
        rf"^(?:const|let|var|val)?\s*{_NAME}\s*(?:=|<-)\s*function\s*\(([^()]{{0,120}})\)$",
        _function,
    ),
    (
        rf"^(?:const|let|var|val)?\s*{_NAME}\s*=\s*\(?([\w, :]{{0,120}})\)?\s*(?:=>|->)\s*(.*)$",
        _short_function,
    ),
    (rf"^{_NAME}\(([\w, ]{{0,80}})\) ?= ?(.+)$", _short_function),
    (
        (
            rf"^(?:\w+ ){{0,3}}[\w<>\[\],*&]{{1,40}}\s+\*?(?!if|for|while|switch){_NAME}\s*"
            r"\(([\w<>\[\],*& ]{0,160})\)$"
        ),
        _function,
    ),
    (
        (
            rf"^for ?\( ?(?:\w+ )?{_NAME} ?= ?([^;]{{1,60}}); ?\w+ ?(<=|>=|<|>"
            rf"|!=) ?([^;]{{1,60}}); ?([^;()]{{1,20}})\)$"
        ),
        _counting,
    ),
    (
        (
            rf"^for(?:each)? ?\(? ?(?:\w+(?:<\w+>)? )?{_NAME} (?:of|in"
            rf"|∈) ([^;:]{{1,40}}?)\.\.<([^;:]{{1,40}}?)\)?{_LAST}$"
        ),
        _up_to,
    ),
    (
        (
            rf"^for(?:each)? ?\(? ?(?:\w+ )?{_NAME} (?:of|in|∈|="
            rf"|from) ([^;:.]{{1,40}}?)(?: ?(?::|\.\.) ?| to )([^;:]{{1,40}}?)\)?{_LAST}$"
        ),
        _from_to,
    ),
    (
        (
            rf"^(?:pour|POUR) {_NAME} (?:allant |variant )?(?:de|=|from) ([^;:]{{1,40}}?) (?:à|a"
            rf"|jusqu'à) ([^;:]{{1,40}}?){_LAST}$"
        ),
        _from_to,
    ),
    (
        (
            rf"^(?:for|foreach|for each|FOR|FOR EACH) ?\(? ?(?:(?:const|let|var|auto|final"
            rf"|int|double|String|char|\w+) &?)?{_NAME}"
            rf" ?(?:of|in|IN|∈|:) ?(.{{1,80}}?)\)?{_LAST}$"
        ),
        _each,
    ),
    (
        (
            rf"^(?:pour|POUR)(?: chaque| tout| CHAQUE)?(?: \w+)?? {_NAME} (?:dans|de|en|parmi"
            rf"|DANS|∈|in) (?:la |le |les )?(.{{1,80}}?){_LAST}$"
        ),
        _each,
    ),
    (
        (
            rf"^([\w.]{{1,40}})\.(?:each|forEach|for_each) ?(?:do"
            rf"|\{{|\() ?\|?\(?{_NAME}\)?\|?(?: ?=> ?)?$"
        ),
        _each_block,
    ),
    (rf"^(?:while|tant que|tantque|TANT QUE|WHILE) ?(.{{1,120}}?){_LAST}$", _opening("while")),
    (rf"^until (.{{1,120}}?){_LAST}$", _opening("while not")),
    (
        rf"^(?:else if|elseif|elsif|elif|sinon si|sinonsi|SINON SI|ELSE IF) ?(.{{1,120}}?){_LAST}$",
        _opening("elif"),
    ),
    (r"^(?:else|sinon|SINON|ELSE|otherwise) ?:?$", lambda _: "else:"),
    (rf"^(?:if|si|SI|IF) ?(.{{1,120}}?){_LAST}$", _opening("if")),
    (rf"^unless (.{{1,120}}?){_LAST}$", _opening("if not")),
    (
        (
            r"^(?:return|RETURN|renvoyer|renvoie|retourner|retourne|rendre|rends|RETOURNER"
            r"|RENVOYER|résultat|output)\b"
            r"[ (:]?(?: ?la valeur )?(.*)$"
        ),
        lambda match: f"return {_closed(expression(match[1]))}",
    ),
    (
        rf"^(?:increment|incrémenter|incrémente) {_NAME}(?: (?:by|de) (\w+))?$",
        lambda m: f"{m[1]} += {m[2] or 1}",
    ),
    (
        rf"^(?:decrement|décrémenter|décrémente) {_NAME}(?: (?:by|de) (\w+))?$",
        lambda m: f"{m[1]} -= {m[2] or 1}",
    ),
    (
        (
            rf"^(?:append|add|push|put|ajouter|ajoute|insérer|insère) (.{{1,80}}?) (?:to|onto|à"
            rf"|dans|into|in) (?:la liste |the list )?{_NAME}$"
        ),
        lambda m: f"{m[2]}.append({expression(m[1])})",
    ),
    (rf"^(?:affecter|affecte) (.{{1,80}}) à {_NAME}$", lambda m: f"{m[2]} = {expression(m[1])}"),
    (
        rf"^(?:set|let|SET|LET) {_NAME} (?:to|=|be) (.{{1,120}})$",
        lambda m: f"{m[1]} = {expression(m[2])}",
    ),
    (rf"^{_TYPED}{_NAME} ?(?:\+\+|\+= ?1)$", lambda m: f"{m[1]} += 1"),
    (rf"^{_NAME} ?(?:--|-= ?1)$", lambda m: f"{m[1]} -= 1"),
    (
        (
            rf"^{_TYPED}{_NAME}(?:: ?\w+)? ?(\+|-|\*|/)?(?:=|<-|:=| prend la valeur | reçoit "
            rf"| gets | vaut )(?!=) ?(.{{1,160}})$"
        ),
        lambda m: f"{m[1]} {m[2] or ''}= {expression(m[3])}",
    ),
    (
        (
            r"^(?:print|puts|afficher|affiche|écrire|console\.log|System\.out\.println|printf"
            r"|cat|echo) ?\(?(.{1,120}?)\)?$"
        ),
        lambda m: f"print({expression(m[1])})",
    ),
)
_RULES = tuple((re.compile(pattern, re.IGNORECASE), line) for pattern, line in _TABLE)
_ON_ONE_LINE = re.compile(
    r"^((?:\} ?)?(?:else )?(?:if|while|for) ?\([^{}]{1,120}?\)) ?((?:return|break|continue"
    r"|\w+ ?[-+*]?=|\w+\+\+).*)$"
)
_AFTERWARDS = re.compile(
    r"^(return .{1,80}?|break|next|\w+ ?[-+]?= ?.{1,60}?) (?:if|unless) (.{1,80})$"
)
_SPACES = re.compile(r"\s+")
_LONGEST = 300
ENDS = re.compile(
    r"^(?:end|fin|done|fi|od|endif|endfor|endwhile|next|wend)(?:[ -]?(?:if|for|while"
    r"|function|si|pour|tant que|fonction|tantque))?[;.]?$",
    re.IGNORECASE,
)


def statement(line: str) -> str | None:
    """A statement of another language as a line of Python; None where it is none that is known."""
    text = _SPACES.sub(" ", line).strip().rstrip(";").strip()
    if not text or len(text) > _LONGEST:
        return None
    whole = _on_one_line(text)
    if whole is not None:
        return whole
    for pattern, write in _RULES:
        found = pattern.match(text)
        if found is not None:
            return write(found)
    return expression(text) or None


def _on_one_line(text: str) -> str | None:
    """A condition or loop and its one statement on the same line."""
    found = _ON_ONE_LINE.match(text)
    if found is not None:
        head, body = statement(found[1]), statement(found[2])
        return f"{head} {body}" if head and head.endswith(":") and body else None
    found = _AFTERWARDS.match(text)
    if found is None or " else " in text:
        return None
    denied = "not " if " unless " in text else ""
    return f"if {denied}{expression(found[2])}: {statement(found[1])}"


def _closed(text: str) -> str:
    """A returned value whose opening bracket went with the keyword."""
    return text[:-1] if text.count(")") == text.count("(") + 1 and text.endswith(")") else text
