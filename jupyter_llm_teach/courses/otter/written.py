"""Writes the test files that students get beside their notebook.

Source: https://otter-grader.readthedocs.io/en/latest/test_files/index.html
"""

from __future__ import annotations

import ast
import json
import textwrap
from collections.abc import Iterator, Sequence
from pprint import pformat

from jupyter_llm_teach.courses.otter.settings import QuestionSettings, TestSettings
from jupyter_llm_teach.courses.otter.tests import Case, value_of
from jupyter_llm_teach.courses.python_cell import parsed

PRINTED = "printed"
_WIDTH = 200
_R_CASE = """\
    ottr::TestCase$new(
      hidden = FALSE,
      name = {name},
      points = {points},{messages}
      code = {{
{code}
      }}
    )"""


def python_file(question: QuestionSettings, cases: Sequence[Case], *, ok_format: bool) -> str:
    """The text of a question's test file.

    Args:
        question: What its configuration says.
        cases: All of its tests; the hidden ones count for its points.
        ok_format: Whether they compare outputs; else each is a function that may raise.
    """
    return _ok_file(question, cases) if ok_format else _function_file(question, cases)


def r_file(question: QuestionSettings, cases: Sequence[Case]) -> str:
    """The text of a question's test file in R."""
    made = ",\n".join(
        _R_CASE.format(
            name="NA" if case.settings.name is None else _quoted(case.settings.name),
            points=_whole(worth),
            messages="".join(
                f"\n      {key} = {_quoted(text)}," for key, text in _messages(case.settings)
            ),
            code=textwrap.indent(case.source.strip("\n"), " " * 8),
        )
        for case, worth in zip(cases, _worths(question, cases), strict=True)
        if not case.hidden
    )
    name = _quoted(question.name)
    return f"test = list(\n  name = {name},\n  cases = list(\n{made}\n  )\n)\n"


def ok_code(case: Case) -> str:
    """A test as a doctest: its statements, and what they must show."""
    written = parsed(case.source)
    statements = [ast.unparse(each) for each in (written.body if written else ())]
    prompted = ("\n... ".join(each.split("\n")) for each in statements)
    lines = [f">>> {each}" for each in prompted]
    shown = (case.printed + case.result).split("\n")
    last = len(shown) - 1
    lines += ["<BLANKLINE>" if not t and n < last else t for n, t in enumerate(shown)]
    return "\n".join(lines)


def _ok_file(question: QuestionSettings, cases: Sequence[Case]) -> str:
    made = [
        {
            "code": ok_code(case),
            "hidden": False,
            "locked": False,
            **({} if case.settings.points is None else {"points": _whole(case.settings.points)}),
            **dict(_messages(case.settings)),
            **({PRINTED: True} if _prints_a_value(case) else {}),
        }
        for case in cases
        if not case.hidden
    ]
    suite = {"cases": made, "scored": True, "setup": "", "teardown": "", "type": "doctest"}
    test: dict[str, object] = {"name": question.name, "points": _points(question, cases)}
    if question.all_or_nothing:
        test["all_or_nothing"] = True
    test["suites"] = [suite]
    return f"OK_FORMAT = True\n\ntest = {pformat(test, indent=4, width=_WIDTH)}\n"


def _prints_a_value(case: Case) -> bool:
    """Whether a doctest can't say that what it shows is printed and not returned."""
    return bool(case.printed) and not case.result and value_of(case.printed) is not None


def _function_file(question: QuestionSettings, cases: Sequence[Case]) -> str:
    parts = ["from otter.test_files import test_case\n\nOK_FORMAT = False\n"]
    head = [f"name = {question.name!r}", f"points = {_points(question, cases)!r}"]
    if question.all_or_nothing:
        head.append("all_or_nothing = True")
    parts.append("\n".join(head) + "\n")
    for case in cases:
        if case.hidden:
            continue
        points = case.settings.points
        given = [f"points={None if points is None else _whole(points)!r}", "hidden=False"]
        given += [f"{key}={text!r}" for key, text in _messages(case.settings)]
        parts.append(f"@test_case({', '.join(given)})\n{_function(case.source)}\n")
    return "\n".join(parts)


def _function(source: str) -> str:
    written = parsed(source)
    functions = [e for e in (written.body if written else ()) if isinstance(e, ast.FunctionDef)]
    return ast.unparse(functions[-1]) if functions else source


def _points(question: QuestionSettings, cases: Sequence[Case]) -> object:
    """The points as a test file says them: for the whole, or for each of the visible tests."""
    if question.each is not None:
        return _whole(question.each * len(cases))
    match question.points:
        case float(total):
            return _whole(total)
        case tuple(values):
            given = zip(cases, values, strict=False)
            return [_whole(each) for case, each in given if not case.hidden]
        case None:
            return None


def _worths(question: QuestionSettings, cases: Sequence[Case]) -> Sequence[float]:
    """The points of each test: its own, or an equal part of what is left."""
    if isinstance(question.points, tuple) and len(question.points) == len(cases):
        return question.points
    own = [each.settings.points for each in cases]
    fixed, open_ = sum(each or 0 for each in own), own.count(None)
    total = question.points if isinstance(question.points, float) else None
    if question.each is not None:
        total = question.each * len(cases)
    if total is None:
        total = fixed or 1.0
    rest = max(0.0, total - fixed) / open_ if open_ else 0.0
    return [rest if each is None else each for each in own]


def _whole(points: float) -> int | float:
    return int(points) if points.is_integer() else points


def _messages(settings: TestSettings) -> Iterator[tuple[str, str]]:
    if settings.success_message:
        yield "success_message", settings.success_message
    if settings.failure_message:
        yield "failure_message", settings.failure_message


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
