from __future__ import annotations

import ast

import pytest

from jupyter_llm_teach.teaching.facts.source import (
    bound,
    parsed,
    read,
    syntax_error,
    without_magics,
)


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        ("x = 1", "x = 1"),
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("if x:\n    !ls\n    f?", "if x:\n    pass\n    pass"),
        ("files = !ls", "pass"),
        ("%time x = 1", "x = 1"),
        ("%%timeit\nx = 1", "pass\nx = 1"),
        ("%%bash\nls", "%%bash\nls"),
        ("", ""),
    ],
)
def test_ipythons_own_lines_are_left_out(cell: str, plain: str) -> None:
    assert without_magics(cell) == plain


def test_python_that_only_looks_like_magic_is_kept() -> None:
    tree = parsed("x = (7\n% 4)")

    assert tree is not None
    assert ast.unparse(tree) == "x = 7 % 4"


@pytest.mark.parametrize(
    "cell", ["x = = 1", "x\0", "%%html\n<b>", "(" * 500, "\ud800", "-" * 9999 + "1"]
)
def test_what_is_no_python_is_not_parsed(cell: str) -> None:
    assert parsed(cell) is None


def test_a_warning_of_the_parser_is_no_error() -> None:
    assert parsed("x = '\\d'") is not None


def test_a_syntax_error_is_told_with_its_line() -> None:
    error = syntax_error("%matplotlib inline\nfor x in y\n    pass")

    assert error is not None
    assert (type(error), error.lineno) == (SyntaxError, 2)


def test_an_error_of_indentation_keeps_its_own_type() -> None:
    assert isinstance(syntax_error("if x:\ny = 1"), IndentationError)


def test_a_program_that_parses_has_no_syntax_error() -> None:
    assert syntax_error("%time x = 1") is None


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("x = y = 1", {"x", "y"}),
        ("def f(a):\n    b = 1", {"f"}),
        ("async def f(): ...", {"f"}),
        ("class A:\n    x = 1", {"A"}),
        ("import a.b\nfrom c import d as e", {"a", "e"}),
        ("for i, j in x: pass", {"i", "j"}),
        ("try:\n    pass\nexcept E as error:\n    pass", {"error"}),
        ("match x:\n    case [a, *b]:\n        pass", {"a", "b"}),
        ("[z for z in x]", set()),
        ("del x", {"x"}),
    ],
)
def test_names_that_a_program_binds(code: str, names: set[str]) -> None:
    assert bound(ast.parse(code)) == names


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("x = y", {"y"}),
        ("x += y", {"x", "y"}),
        ("x[0] += y", {"x", "y"}),
        ("def f(a, b=c):\n    d = a\n    return d + e", {"c", "e"}),
        ("def f():\n    def g():\n        return x\n    x = 1\n    return g()", set()),
        ("class A(B):\n    x = y\n    def f(self):\n        return z", {"B", "y", "z"}),
        ("f = lambda a: a + b", {"b"}),
        ("[z for z in x]", {"x"}),
        ("print(f'{x}')", {"print", "x"}),
    ],
)
def test_names_that_a_program_reads(code: str, names: set[str]) -> None:
    assert read(ast.parse(code)) == names
