"""Programs in other programming languages and in pseudo-code, a line for each statement."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tongue:
    """How a language writes statements.

    Attributes:
        name: Of the language.
        lines: By kind of statement, its line; ``{0}`` to ``{2}`` stand for its parts.
        close: The line that ends a block; empty where indentation does.
        signs: Pairs of what Python and this language write in expressions.
    """

    name: str
    lines: dict[str, str]
    close: str = ""
    signs: tuple[tuple[str, str], ...] = ()

    def write(self, code: str) -> str:
        """A Python program in this language; what has no counterpart stays Python."""
        return "\n".join(self._block(ast.parse(code).body, 0))

    def read(self, text: str) -> str:
        """The Python program of a text in this language."""
        found: list[str] = []
        level = 0
        for line in text.split("\n"):
            stripped = line.strip()
            if not stripped:
                continue
            if self.close and stripped == self.close:
                level -= 1
                continue
            depth = level if self.close else _depth(line)
            kind, python = self._statement(stripped)
            found.append("    " * max(0, depth) + python)
            level += kind in _OPENING
        return "\n".join(found)

    def _block(self, body: Sequence[ast.stmt], depth: int) -> Iterator[str]:
        for node in body:
            for kind, parts, inner in _told(node):
                pad = "    " * depth
                template = self.lines.get(kind)
                parts_here = [self._sign(part) for part in parts]
                yield pad + (template.format(*parts_here) if template else parts_here[-1])
                if inner:
                    yield from self._block(inner, depth + 1)
                    if self.close:
                        yield pad + self.close

    def _statement(self, line: str) -> tuple[str, str]:
        for kind, template in self.lines.items():
            match = re.fullmatch(_pattern(template), line)
            if match:
                parts = [self._unsign(match[f"p{i}"]) for i in range(len(match.groups()))]
                return kind, _PYTHON[kind].format(*parts)
        return "python", self._unsign(line)

    def _sign(self, text: str) -> str:
        for python, other in self.signs:
            text = text.replace(python, other)
        return text

    def _unsign(self, text: str) -> str:
        for python, other in reversed(self.signs):
            text = text.replace(other, python)
        return text


_PYTHON = {
    "function": "def {0}({1}):",
    "count": "for {0} in range({1}, {2}):",
    "each": "for {0} in {1}:",
    "while": "while {0}:",
    "elif": "elif {0}:",
    "if": "if {0}:",
    "else": "else:",
    "return": "return {0}",
    "append": "{0}.append({1})",
    "assign": "{0} = {1}",
    "python": "{0}",
}
_OPENING = frozenset({"function", "count", "each", "while", "elif", "if", "else"})
_Told = tuple[str, list[str], Sequence[ast.stmt]]


def _told(node: ast.stmt) -> list[_Told]:
    """A statement as kind, parts and inner block; several where it has branches."""
    match node:
        case ast.FunctionDef(name=name, args=arguments, body=body):
            return [("function", [name, ast.unparse(arguments)], body)]
        case ast.For(target=target, iter=ast.Call(func=ast.Name("range"), args=[a, b]), body=body):
            return [("count", list(map(ast.unparse, (target, a, b))), body)]
        case ast.For(target=target, iter=iterable, body=body):
            return [("each", [ast.unparse(target), ast.unparse(iterable)], body)]
        case ast.While(test=test, body=body):
            return [("while", [ast.unparse(test)], body)]
        case ast.If():
            return _branches(node)
        case _:
            return [(*_simple(node), ())]


def _simple(node: ast.stmt) -> tuple[str, list[str]]:
    match node:
        case ast.Return(value=ast.expr() as value):
            return "return", [ast.unparse(value)]
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner, attr="append"), args=[item])):
            return "append", [ast.unparse(owner), ast.unparse(item)]
        case ast.Assign(targets=[target], value=value):
            return "assign", [ast.unparse(target), ast.unparse(value)]
        case _:
            return "python", [ast.unparse(node)]


def _branches(node: ast.If) -> list[_Told]:
    found: list[_Told] = [("if", [ast.unparse(node.test)], node.body)]
    rest = node.orelse
    while len(rest) == 1 and isinstance(rest[0], ast.If):
        found.append(("elif", [ast.unparse(rest[0].test)], rest[0].body))
        rest = rest[0].orelse
    return [*found, ("else", [], rest)] if rest else found


def _pattern(template: str) -> str:
    """A regular expression of a template; a part that comes again is the same again."""
    pieces: list[str] = []
    seen: set[str] = set()
    for piece in re.split(r"(\{\d\})", template):
        if re.fullmatch(r"\{\d\}", piece):
            pieces.append(rf"(?P=p{piece[1]})" if piece in seen else f"(?P<p{piece[1]}>.+?)")
            seen.add(piece)
        else:
            pieces.append(re.escape(piece.replace("{{", "{").replace("}}", "}")))
    return "".join(pieces)


def _depth(line: str) -> int:
    return (len(line) - len(line.lstrip(" "))) // 4
