"""A reply with its quotations set apart: blocks, inline code, and the prose around them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_llm_teach.teaching.guard.known import Known
from jupyter_llm_teach.teaching.guard.secrets import FENCE, SPAN
from jupyter_llm_teach.teaching.guard.verdict import Finding

# Quotations become runs of this letter, which reads as a word and stands in no alphabet in use.
STAND_IN = "ƶ"
_BARE = re.compile(r"\.?[^\W\d]\w*(?:\.[^\W\d]\w*)*(?:\(\))?")
_SIGN = re.compile(r"[\[\](){}:,.'\"]{1,2}")
_HELP = re.compile(r"help\([^\W\d]\w*(?:\.[^\W\d]\w*)*\)")
_OPERATOR = re.compile(r"[-+*/%=<>!&|^~]{1,3}|and|or|not|in|is")
_INDENTED = re.compile(r"(?:\A|\n[ \t]*\n)((?:(?: {4,}|\t)[^\n]*\S[^\n]*(?:\n|\Z))+)")
_NOT_CODE = (ast.Name, ast.Constant, ast.Tuple, ast.Attribute, ast.BoolOp, ast.Compare, ast.Load)
_WORDS = (
    ast.And,
    ast.Or,
    ast.Is,
    ast.In,
    ast.Not,
    ast.NotIn,
    ast.IsNot,
    ast.UnaryOp,
    ast.expr_context,
)


def without_blocks(text: str) -> str:
    """The text with fenced blocks blanked, so that places stay the same."""
    return FENCE.sub(lambda match: _blank(match[0]), text)


def without_quotations(text: str, facts: Known) -> str:
    """The text with blocks blanked and allowed inline code replaced by a word of its length."""

    def masked(match: re.Match[str]) -> str:
        fine = span_rule(match[2], facts) is None
        return STAND_IN * len(match[0]) if fine else _blank(match[0])

    return SPAN.sub(masked, without_blocks(text))


def blocks(text: str) -> Iterator[Finding]:
    """Fenced and indented code."""
    for match in FENCE.finditer(text):
        yield Finding("code_block", match.start())
    for match in _INDENTED.finditer(without_blocks(text)):
        if any(_is_code(line) for line in match[1].split("\n")):
            yield Finding("code_block", match.start(1))


def spans(text: str, facts: Known) -> Iterator[Finding]:
    """Inline code that the learner does not see already and that is more than a name or a value."""
    for match in SPAN.finditer(without_blocks(text)):
        rule = span_rule(match[2], facts)
        if rule is not None:
            yield Finding(rule, match.start())


def span_rule(content: str, facts: Known) -> str | None:
    """The rule that a piece of inline code breaks, or None."""
    content = content.strip()
    if _BARE.fullmatch(content) or _SIGN.fullmatch(content) or _HELP.fullmatch(content):
        return None
    if facts.holds(content):
        return None
    if _OPERATOR.fullmatch(content):
        return "operator"
    value = _value(content)
    if value is not None and not any(_is_code(text) for text in _strings(value)):
        return None
    return "inline_code"


def is_statement(line: str) -> bool:
    """Whether a line of prose is a line of Python, more than a name, a value or plain words."""
    tree = _parsed(line) or (_parsed(f"{line} pass") if line.endswith(":") else None)
    if tree is None:
        return False
    return any(_codelike(node) for node in tree.body)


def _codelike(node: ast.stmt) -> bool:
    if isinstance(node, ast.AnnAssign):
        return node.value is not None
    if not isinstance(node, ast.Expr):
        return True
    return not all(isinstance(each, _NOT_CODE + _WORDS) for each in ast.walk(node.value))


def _is_code(text: str) -> bool:
    stripped = text.strip()
    return bool(stripped) and is_statement(stripped)


def _value(content: str) -> ast.expr | None:
    try:
        tree = ast.parse(content, mode="eval")
        ast.literal_eval(tree)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None
    return tree.body


def _strings(value: ast.expr) -> Iterator[str]:
    for node in ast.walk(value):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from node.value.split("\n")


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
