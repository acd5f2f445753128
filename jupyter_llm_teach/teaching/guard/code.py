"""Code in prose: fragments that a learner could copy, whatever the quotation marks."""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Callable, Iterator

from jupyter_llm_teach.teaching.guard.known import Known
from jupyter_llm_teach.teaching.guard.prose import STAND_IN, is_statement, unstressed
from jupyter_llm_teach.teaching.guard.syntax import expression_of
from jupyter_llm_teach.teaching.guard.tokens import FIXED_NAMES
from jupyter_llm_teach.teaching.guard.verdict import Finding

_Check = Callable[[re.Match[str], Known], bool]

_BULLET = re.compile(r"^\s*(?:[-*+•>]+\s+|\d{1,2}[.)]\s+|#+\s+)*")
_PLURAL = re.compile(r"[a-zé]{1,3}")
_DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_LITERAL = re.compile(r"[-\d.,\s]+|'[^']*'|\"[^\"]*\"|True|False|None")
_TAKING = re.compile(r"(?:with|when|for|if|where|avec|pour|quand|si|où)\s+$", re.IGNORECASE)
_LONGEST_PLURAL_STEM = 3
_BUILTINS = FIXED_NAMES - frozenset(keyword.kwlist)


def code_in_prose(prose: str, facts: Known) -> Iterator[Finding]:
    """Fragments of code outside quotations, those left out that the learner sees already."""
    text = unstressed(prose)
    yield from _lines(text, facts)
    for rule, pattern, counts in _RULES:
        for match in pattern.finditer(text):
            if not facts.holds(_fragment(match)) and counts(match, facts):
                yield Finding(rule, match.start(), match.end())


def _fragment(match: re.Match[str]) -> str:
    return match[0].strip()


def _lines(text: str, facts: Known) -> Iterator[Finding]:
    offset = 0
    for line in text.split("\n"):
        body = _BULLET.sub("", line).strip()
        if body and not facts.holds(body) and is_statement(body):
            yield Finding("statement", offset, offset + len(line))
        offset += len(line) + 1


def _always(match: re.Match[str], facts: Known) -> bool:  # noqa: ARG001 - the rules' signature
    return True


def _own(word: str, facts: Known) -> bool:
    """Whether a word names something of the program, rather than being a word of the language."""
    return word in facts.names or STAND_IN in word


def _call(match: re.Match[str], facts: Known) -> bool:
    name, inside = match[1], match[2].strip()
    if not inside or (name == "help" and _DOTTED.fullmatch(inside)):
        return False
    stem = len(name) >= _LONGEST_PLURAL_STEM and name not in FIXED_NAMES and name not in facts.names
    return not (stem and _PLURAL.fullmatch(inside))


def _spaced_call(match: re.Match[str], facts: Known) -> bool:
    return match[1] in _BUILTINS and all(
        _own(each, facts) for each in re.findall(r"[^\W\d]\w*", match[2])
    )


def _operation(match: re.Match[str], facts: Known) -> bool:
    left, operator, right = match[1], match[2], match[3]
    if left.isdigit() and right.isdigit():
        return False
    if operator in {"/", "&", "|"} or (operator == "*" and " " not in match[0]):
        return _own(left, facts) or _own(right, facts) or _is_math(left, right)
    return not (operator == "%" and left.isdigit())


def _is_math(left: str, right: str) -> bool:
    return (left.isdigit() and len(right) == 1) or (right.isdigit() and len(left) == 1)


def _minus(match: re.Match[str], facts: Known) -> bool:
    left, right = match[1], match[2]
    named = [each for each in (left, right) if not each.isdigit()]
    return bool(named) and all(_own(each, facts) or len(each) == 1 for each in named)


def _assignment(match: re.Match[str], facts: Known) -> bool:
    literal = _LITERAL.fullmatch(match[2].strip())
    before = match.string[: match.start()]
    seen = literal is not None and facts.holds(match[2])
    return not (seen and _TAKING.search(before))


def _loop(match: re.Match[str], facts: Known) -> bool:
    return match[3] in ("(", ":") or _own(match[2], facts)


def _header(match: re.Match[str], facts: Known) -> bool:
    tree = expression_of(match[2].strip())
    if tree is None:
        return False
    names = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
    return all(_own(each, facts) or each in FIXED_NAMES for each in names)


def _comprehension(match: re.Match[str], facts: Known) -> bool:
    return match[1] in "[{" or _own(match[2], facts) or _own(match[3], facts)


_OPERAND = r"[\w)\]'\"}]"
_RULES: tuple[tuple[str, re.Pattern[str], _Check], ...] = (
    ("call", re.compile(r"(?<![\w.])([^\W\d][\w.]*)\(([^()\n]*)"), _call),
    ("call", re.compile(r"(?<![\w.])([^\W\d]\w*)\s\(\s*([\w\s,.]+?)\s*\)"), _spaced_call),
    ("subscript", re.compile(r"(?:[^\W\d]\w*|[)\]])\[[^\]\n]+\]?"), _always),
    (
        "operator",
        re.compile(
            r"((?<!\w)\w+|[)\]'\"}])\s*(\*\*|//|[=!<>]=|(?<![-=<])>(?!>)|<(?![-<])|[+*/%&|](?!=))"
            r"\s*(\w+|[(\[{'\"-])"
        ),
        _operation,
    ),
    ("operator", re.compile(r"(?<!\w)(\w+)(?:\s-\s|(?<=\w)-(?=\d))(\w+)"), _minus),
    ("operator", re.compile(r"[)\]]\s*-\s*\w+"), _always),
    (
        "operator",
        re.compile(
            r"(?<![\w<>=!+*/-])(?:[<>=!]=|[-+*/]=|//|\*\*|&&)(?![\w=<>*])|(?<=\s)[<>](?=\s)"
        ),
        _always,
    ),
    (
        "assignment",
        re.compile(
            r"(?<![\w.])([^\W\d]\w*(?:\.\w+|\[[^\]\n]*\])*)\s*(?:[-+*/%]|//|\*\*|:)?=(?![=>])\s*"
            r"(-?[\w.]+|['\"\[({][^\n]*)"
        ),
        _assignment,
    ),
    ("assignment", re.compile(r"\w\s*(?:<-|:=)\s*\w"), _always),
    ("loop", re.compile(r"\bfor\s+(\w+)(?:\s*,\s*\w+)*\s+in\s+([^\W\d][\w.]*)\s*([:(]?)"), _loop),
    ("header", re.compile(r"\b(while|if|elif)\s+([^\n:.]{1,60}):"), _header),
    (
        "comprehension",
        re.compile(r"([\[({])[^\])}\n]*\sfor\s+(\w+)(?:\s*,\s*\w+)*\s+in\s+(\w+)"),
        _comprehension,
    ),
    (
        "keyword",
        re.compile(
            r"\bdef\s+\w+\s*\(|\blambda\b[^:\n]{0,30}:|\bimport\s+[\w.]+\s+as\s|"
            r"\bfrom\s+[\w.]+\s+import\s|(?<![\w-])else:|\bexcept\b[^\n:]{0,30}:|\bprint\s+f?['\"]"
        ),
        _always,
    ),
    (
        "other_language",
        re.compile(
            r"[)\]}\d\"'];\s*(?:$|\n)|\{[^{}\n]*;|&&|\|\||=>|(?<![C+])(?<=\w)\+\+|"
            r"\bfunction\s+\w+\s*\(|\b(?:let|var|const|int|float|double|auto)\s+\w+\s*=|"
            r"#include|\bstd::|\b(?:console\.log|System\.out|printf|cout)\b"
        ),
        _always,
    ),
)
