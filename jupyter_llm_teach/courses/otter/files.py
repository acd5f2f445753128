"""Reads the test files beside a student's notebook: as literals, nothing in them is ever run.

Source: https://otter-grader.readthedocs.io/en/latest/test_files/index.html
"""

from __future__ import annotations

import ast
import json
import textwrap
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jupyter_llm_teach.courses.doctests import BrokenDoctest, Example, examples
from jupyter_llm_teach.courses.names import called
from jupyter_llm_teach.courses.otter.settings import TestSettings
from jupyter_llm_teach.courses.otter.tests import Case, value_of
from jupyter_llm_teach.courses.otter.written import PRINTED
from jupyter_llm_teach.courses.python_cell import parsed
from jupyter_llm_teach.courses.tests_beside import IN_METADATA, as_mapping

_MOST_CASES = 200


@dataclass(frozen=True, slots=True)
class TestFile:
    """A test file, read.

    Attributes:
        cases: In order.
        points: Of the whole; 0 where it says nothing.
        ok_format: Whether its tests compare outputs.
    """

    __test__ = False

    cases: tuple[Case, ...]
    points: float = 0.0
    ok_format: bool = True


def test_file(beside: Sequence[tuple[str, str]], name: str) -> TestFile | None:
    """The test file of a question among the files beside a notebook; None where none is right."""
    texts = dict(beside)
    held = texts.get(f"tests/{name}.py")
    found = read_test_file(held) if held is not None else None
    return found or _in_metadata(texts.get(IN_METADATA, ""), name)


test_file.__test__ = False  # type: ignore[attr-defined]


def _in_metadata(text: str, name: str) -> TestFile | None:
    try:
        own = as_mapping(json.loads(text or "null"))
    except (ValueError, RecursionError):
        return None
    match as_mapping(own.get("tests")).get(name):
        case dict() as test:
            return _ok_test(test)
        case str() as source:
            return read_test_file(source)
        case _:
            return None


def read_test_file(text: str) -> TestFile | None:
    """What a test file in Python holds; None where it is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    values = dict(_assigned(tree))
    if "test" in values:
        return _ok_test(as_mapping(_literal(values["test"])))
    cases = tuple(_functions(tree))[:_MOST_CASES]
    return TestFile(cases, _total(_literal(values.get("points"))), ok_format=False)


def _assigned(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for each in tree.body:
        match each:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield name, value
            case _:
                pass


def _literal(node: ast.expr | None) -> object:
    try:
        return ast.literal_eval(node) if node is not None else None
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


def _ok_test(test: Mapping[str, Any]) -> TestFile | None:
    suites = test.get("suites")
    if not isinstance(suites, list):
        return None
    cases: list[Case] = []
    for suite in suites:
        held = as_mapping(suite).get("cases")
        cases += [_ok_case(as_mapping(each)) for each in (held if isinstance(held, list) else ())]
    return TestFile(tuple(cases[:_MOST_CASES]), _total(test.get("points")))


def _ok_case(held: Mapping[str, Any]) -> Case:
    code = held.get("code")
    found = examples(textwrap.dedent(code)) if isinstance(code, str) else ()
    done = () if isinstance(found, BrokenDoctest) else found
    settings = TestSettings(failure_message=_text(held.get("failure_message")))
    hidden = held.get("hidden") is True
    source, printed, result = "\n".join(each.source for each in done), "", ""
    if done and done[-1].want:
        printed, result = _wanted(done[-1], is_printed=held.get(PRINTED) is True)
    return Case(source, hidden, "", printed, result, settings)


def _wanted(example: Example, *, is_printed: bool) -> tuple[str, str]:
    """What the last statement of a doctest prints, and the text of the value it ends with."""
    want = "\n".join("" if line == "<BLANKLINE>" else line for line in example.want.split("\n"))
    written = parsed(example.source)
    last = written.body[-1] if written and written.body else None
    match last:
        case ast.Expr(value=ast.Call() as call) if called(call) == "print":
            return want, ""
        case ast.Expr() if not is_printed and value_of(want) is not None:
            return "", want.rstrip("\n")
        case _:
            return want, ""


def _functions(tree: ast.Module) -> Iterator[Case]:
    shared = [
        ast.unparse(each)
        for each in tree.body
        if isinstance(each, (ast.Import, ast.ImportFrom)) and "otter" not in ast.unparse(each)
    ]
    for each in tree.body:
        if not isinstance(each, ast.FunctionDef) or not each.decorator_list:
            continue
        decorator = each.decorator_list[0]
        given = decorator.keywords if isinstance(decorator, ast.Call) else []
        values = {key.arg: _literal(key.value) for key in given}
        each.decorator_list = []
        settings = TestSettings(failure_message=_text(values.get("failure_message")))
        source = "\n".join([*shared, ast.unparse(each)])
        yield Case(source, values.get("hidden") is True, settings=settings)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _total(points: object) -> float:
    if isinstance(points, list):
        return sum(map(_total, points))
    known = isinstance(points, (int, float)) and not isinstance(points, bool)
    return float(points) if known and isinstance(points, (int, float)) and points > 0 else 0.0
