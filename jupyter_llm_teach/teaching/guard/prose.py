"""A reply with its quotations set apart: blocks, inline code, and the prose around them."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jupyter_llm_teach.teaching.guard.known import Known
from jupyter_llm_teach.teaching.guard.secrets import FENCE, SPAN
from jupyter_llm_teach.teaching.guard.syntax import expression_of, tree_of

# Quotations become runs of this letter, which reads as a word and stands in no alphabet in use.
STAND_IN = "ƶ"
EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,3})(?=\S)([^*\n]{1,200}?)(?<=\S)\1(?![\w*])")
_BARE = re.compile(r"\.?[^\W\d]\w*(?:\.[^\W\d]\w*)*(?:\(\))?")
_SIGN = re.compile(r"[\[\](){}:,.'\"]{1,2}")
_HELP = re.compile(r"help\([^\W\d]\w*(?:\.[^\W\d]\w*)*\)")
_OPERATOR = re.compile(r"[-+*/%=<>!&|^~]{1,3}|and|or|not|in|is")
_INDENTED = re.compile(r"(?:\A|\n[ \t]*\n)((?:(?: {4}|\t)[ \t]*[^\s][^\n]*(?:\n|\Z))+)")
_PROGRAM_TEXT = re.compile(r"[\n;]|^\s*(?:def|return|for|while|if|lambda|import)\b")
_REMARK = re.compile(r"#[^\n]*|\"[^\"\n]{20,}\"|'[^'\n]{20,}'")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A piece of code in a reply.

    Attributes:
        rule: What it breaks where no code is allowed.
        code: Its text.
        span: Where it stands, its marks included.
    """

    rule: str
    code: str
    span: Span

    @property
    def lines(self) -> int:
        """How many lines of code it has."""
        return sum(bool(line.strip()) for line in self.code.split("\n"))

    @property
    def is_program(self) -> bool:
        """Whether it is a block between fences, and Python."""
        fenced = self.rule == "code_block" and self.span[1] - self.span[0] > len(self.code)
        return fenced and tree_of(textwrap.dedent(self.code)) is not None

    @property
    def hides_code(self) -> bool:
        """Whether one of its texts is a program."""
        tree = tree_of(textwrap.dedent(self.code).strip())
        return any(map(_is_program_text, _texts(tree))) if tree is not None else False

    @property
    def is_expression(self) -> bool:
        """Whether it is one expression, or a sign of one."""
        code = self.code.strip()
        if _OPERATOR.fullmatch(code):
            return True
        tree = tree_of(code)
        return tree is not None and [type(node) for node in tree.body] == [ast.Expr]


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


def unstressed(text: str) -> str:
    """The text without marks of emphasis, so that places stay the same."""
    return EMPHASIS.sub(lambda found: f"{' ' * len(found[1])}{found[2]}{' ' * len(found[1])}", text)


def without_programs(text: str) -> str:
    """The text with fenced blocks blanked but for their comments and longer texts."""

    def remarks(match: re.Match[str]) -> str:
        return "\n".join(each for each in _REMARK.findall(match[2]))

    return FENCE.sub(remarks, text)


def without_quotations(text: str, facts: Known, permitted: Sequence[Span] = ()) -> str:
    """The text with blocks blanked and allowed inline code replaced by a word of its length.

    Args:
        text: A reply.
        facts: What the learner sees already.
        permitted: Places of code that this reply may hold.
    """

    def masked(match: re.Match[str]) -> str:
        fine = match.span() in permitted or span_rule(match[2], facts) is None
        return STAND_IN * len(match[0]) if fine else _blank(match[0])

    for start, end in permitted:
        if text[start:end].startswith((" ", "\t")):
            text = text[:start] + _blank(text[start:end]) + text[end:]
    return SPAN.sub(masked, without_blocks(text))


def quoted_code(text: str, facts: Known) -> tuple[Quoted, ...]:
    """Blocks, indented code, and inline code that is more than what the learner sees already."""
    rest = without_blocks(text)
    found = [Quoted("code_block", match[2], match.span()) for match in FENCE.finditer(text)]
    found += [
        Quoted("code_block", match[1], match.span(1))
        for match in _INDENTED.finditer(rest)
        if any(_is_code(line) for line in match[1].split("\n"))
    ]
    for match in SPAN.finditer(rest):
        rule = span_rule(match[2], facts)
        if rule is not None:
            found.append(Quoted(rule, match[2], match.span()))
    return tuple(sorted(found, key=lambda each: each.span))


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
    tree = tree_of(line) or (tree_of(f"{line} pass") if line.endswith(":") else None)
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
    tree = expression_of(content)
    try:
        ast.literal_eval(tree or "")
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None
    return tree


def _strings(value: ast.expr) -> Iterator[str]:
    for text in _texts(value):
        yield from text.split("\n")


def _texts(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _is_program_text(text: str) -> bool:
    return _PROGRAM_TEXT.search(text) is not None and any(map(_is_code, text.split("\n")))


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
