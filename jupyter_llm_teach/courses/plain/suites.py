"""Tests out of test cells of any style: assertions, doctests, test functions and test classes."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from jupyter_llm_teach.courses.assertions import tests
from jupyter_llm_teach.courses.doctests import has_examples, text_tests
from jupyter_llm_teach.courses.names import asserts, called, loaded, needed
from jupyter_llm_teach.courses.python_cell import parsed
from jupyter_llm_teach.teaching.exercise import Runs, Test

_RUNNERS = ("main", "run", "run_unittest")
_PLAIN = {
    "assertEqual": "{} == {}",
    "assertEquals": "{} == {}",
    "assertListEqual": "{} == {}",
    "assertDictEqual": "{} == {}",
    "assertNotEqual": "{} != {}",
    "assertTrue": "{}",
    "assertFalse": "not {}",
    "assertIs": "{} is {}",
    "assertIsNone": "{} is None",
    "assertIsNotNone": "{} is not None",
    "assertIn": "{} in {}",
    "assertNotIn": "{} not in {}",
}


def cell_tests(
    source: str,
    cell: str,
    hidden_lines: Collection[int] = (),
    carried: Sequence[str] = (),
) -> tuple[Test, ...]:
    """The checks that a test cell makes, whatever its style.

    Test functions and classes that the cell leaves to pytest or unittest to call are tests as
    well: one for each function, or for each of its assertions where it holds nothing else.
    Everything else is read by `assertions.tests`, and so are the arguments.
    """
    written = parsed(source)
    if written is None:
        if has_examples(source):
            found = text_tests(source, cell, carried=carried)
            return tuple(replace(each, visible=not hidden_lines) for each in found)
        return tests(source, cell, hidden_lines, carried)
    suites = [each for each in written.body if _is_suite(each)]
    if not suites:
        return tests(source, cell, hidden_lines, carried)
    rest = [each for each in written.body if each not in suites and not _runs_suites(each)]
    made = list(_of_rest(rest, source, cell, hidden_lines, carried))
    earlier = [each for text in carried for each in ast.parse(text).body]
    public = [each for each in rest if set(hidden_lines).isdisjoint(_lines(each))]
    for each in suites:
        is_visible = set(hidden_lines).isdisjoint(_lines(each))
        for test in _suite_tests(each, [*earlier, *(public if is_visible else rest)]):
            made.append(replace(test, name=f"{cell} {len(made) + 1}", visible=is_visible))
    return tuple(made)


def _of_rest(
    rest: Sequence[ast.stmt],
    source: str,
    cell: str,
    hidden_lines: Collection[int],
    carried: Sequence[str],
) -> tuple[Test, ...]:
    """The tests that stand outside of functions and classes, their lines unmoved."""
    if not any(asserts(each) for each in rest):
        return ()
    kept = {line for each in rest for line in _lines(each)}
    lines = enumerate(source.split("\n"), start=1)
    alone = "\n".join(text if number in kept else "" for number, text in lines)
    return tests(alone, cell, hidden_lines, carried)


def _lines(node: ast.stmt) -> range:
    first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))])
    return range(first, (node.end_lineno or node.lineno) + 1)


def _is_suite(node: ast.stmt) -> bool:
    """Whether a statement defines tests that a test library would find."""
    match node:
        case ast.FunctionDef(name=name, args=args, decorator_list=[]):
            return name.startswith("test") and not args.args and asserts(node)
        case ast.ClassDef(name=name):
            return _is_case(node) or (name.startswith("Test") and bool(_methods(node)))
        case _:
            return False


def _is_case(node: ast.ClassDef) -> bool:
    return any(ast.unparse(base).endswith("TestCase") for base in node.bases)


def _methods(node: ast.ClassDef) -> list[ast.FunctionDef]:
    functions = (each for each in node.body if isinstance(each, ast.FunctionDef))
    return [each for each in functions if each.name.startswith("test") and len(each.args.args) == 1]


def _runs_suites(node: ast.stmt) -> bool:
    """Whether a statement only sets test functions or classes going."""
    match node:
        case ast.Expr(value=ast.Call(func=ast.Name(id=name), args=[], keywords=[])):
            return name.startswith("test")
        case ast.Expr(value=ast.Call() as call):
            return called(call) in _RUNNERS
        case _:
            return False


def _suite_tests(node: ast.stmt, before: Sequence[ast.stmt]) -> Iterator[Test]:
    match node:
        case ast.FunctionDef(name=name, body=body):
            yield from _each_assertion(body, before) or [_whole(f"{name}()", node, before)]
        case ast.ClassDef():
            for method in _methods(node):
                body = [_without_self(each) for each in method.body]
                alone = () if _has_more(node) else _each_assertion(body, before)
                yield from alone or [_whole(_run_of(node, method), node, before)]
        case _:
            return


def _has_more(node: ast.ClassDef) -> bool:
    """Whether a class holds more than its tests, such as ``setUp``."""
    methods = _methods(node)
    return any(each not in methods and not _is_text(each) for each in node.body)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _run_of(node: ast.ClassDef, method: ast.FunctionDef) -> str:
    if _is_case(node):
        return f"{node.name}({method.name!r}).debug()"
    return f"{node.name}().{method.name}()"


def _whole(call: str, node: ast.stmt, before: Sequence[ast.stmt]) -> Test:
    setup = [*needed(before, loaded(node)), node]
    return Test("", visible=True, check=Runs(call), setup="\n".join(map(ast.unparse, setup)))


def _each_assertion(body: Sequence[ast.stmt], before: Sequence[ast.stmt]) -> tuple[Test, ...]:
    """A test for each assertion of a body that holds nothing but these and assignments."""
    simple = (ast.Assert, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Import, ast.ImportFrom)
    if not all(isinstance(each, simple) or _is_text(each) for each in body):
        return ()
    if any("self" in loaded(each) for each in body):
        return ()
    source = "\n".join(map(ast.unparse, body))
    return tests(source, "", (), [ast.unparse(each) for each in before])


def _without_self(node: ast.stmt) -> ast.stmt:
    """An assertion of unittest as a plain one, where there is one that says the same."""
    match node:
        case ast.Expr(
            value=ast.Call(
                func=ast.Attribute(value=ast.Name(id="self"), attr=name), args=args, keywords=[]
            )
        ) if name in _PLAIN and len(args) >= _PLAIN[name].count("{"):
            count = _PLAIN[name].count("{")
            texts = [f"({ast.unparse(each)})" for each in args]
            message = "".join(f", {text}" for text in texts[count : count + 1])
            return ast.parse(f"assert {_PLAIN[name].format(*texts)}{message}").body[0]
        case _:
            return node
