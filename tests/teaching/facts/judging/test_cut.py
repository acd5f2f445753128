from __future__ import annotations

import ast
from dataclasses import replace

import pytest

from jupyter_llm_teach.teaching.exercise import Answer, Exercise
from jupyter_llm_teach.teaching.facts.judging.cut import Cut, cut
from jupyter_llm_teach.teaching.facts.judging.known import Around, Names, around
from tests.teaching.facts.builders import exercise

PAIR = "learners_1_1, learners_1_2"
AROUND = Around(imports=(("np", "import numpy as np"),), classes=frozenset({"Stack", "Point"}))


def cut_of(expression: str, setup: str = "", known: Around = AROUND) -> Cut:
    names = Names(known)
    for node in ast.parse(setup).body:
        names.take(node)
    return cut(ast.parse(expression, mode="eval").body, names)


def parts(found: Cut) -> list[str]:
    return [ast.unparse(each) for each in found.parts]


@pytest.mark.parametrize(
    ("expression", "rest", "inside"),
    [
        ("f(2) == f(1) + 2", "learners_1 == learners_2 + 2", ["f(2)", "f(1)"]),
        ("3 < f(2) < 5", "3 < learners_1 < 5", ["f(2)"]),
        ("not f(1)", "not learners_1", ["f(1)"]),
        ("f(1) is None", "learners_1 is None", ["f(1)"]),
        ("type(f(1)) is int", "type(learners_1) is int", ["f(1)"]),
        ("'a' in f(2)", "'a' in learners_1", ["f(2)"]),
        ("abs(f(2) - 4) < 0.1", "abs(learners_1 - 4) < 0.1", ["f(2)"]),
        ("isinstance(f(2), int)", "isinstance(learners_1, int)", ["f(2)"]),
        ("f('x').startswith('a')", "learners_1.startswith('a')", ["f('x')"]),
        ("f(x=1)[0]['a'] == 2", "learners_1[0]['a'] == 2", ["f(x=1)"]),
        ("f(1).x == 2", "learners_1 == 2", ["f(1).x"]),
        ("f(1)[0].x == 2", "learners_1 == 2", ["f(1)[0].x"]),
        ("(lambda y: f(y))(2) == 4", "learners_1 == 4", ["(lambda y: f(y))(2)"]),
        ("(Point(1) + Point(2)).x == 4", "learners_1 == 4", ["(Point(1) + Point(2)).x"]),
        ("env['f'](2) == 3", "learners_1 == 3", ["env['f'](2)"]),
        ("np.allclose(f(2), [1])", "np.allclose(learners_1, [1])", ["f(2)"]),
        ("(f(2) == np.ones(1)).all()", "(learners_1 == np.ones(1)).all()", ["f(2)"]),
        ("(f(2) - 1).x == 2", "(learners_1 - 1).x == 2", ["f(2)"]),
        ("f(df).loc[0, 'b'] == 1", "learners_1.loc[0, 'b'] == 1", ["f(df)"]),
        ("f(1) == 2 or f(1) == 3", "learners_1 == 2 or learners_2 == 3", ["f(1)", "f(1)"]),
        ("{**f(1)} == {'a': 1}", "{**learners_1} == {'a': 1}", ["f(1)"]),
        ("f'{f(1)}' == 'x'", "f'{learners_1}' == 'x'", ["f(1)"]),
        ("list(map(f, [1])) == [2]", "learners_1 == [2]", ["list(map(f, [1]))"]),
        ("sorted(f(3), key=len) == 1", "sorted(learners_1, key=len) == 1", ["f(3)"]),
        (
            "max(f(1), key=lambda t: t[1]) == 2",
            "max(learners_1, key=lambda t: t[1]) == 2",
            ["f(1)"],
        ),
        ("all(n > 0 for n in f(3))", "all((n > 0 for n in learners_1))", ["f(3)"]),
        ("any(n > 0 for n in f(3))", "any((n > 0 for n in learners_1))", ["f(3)"]),
        (
            "all(f(n) == 2 * n for n in range(4))",
            "all((learners_1_1 == 2 * n for n, learners_1_1 in zip(range(4), learners_1)))",
            ["[f(n) for n in range(4)]"],
        ),
        (
            "{n: (f(n), g(n)) for n in [1]} == 3",
            f"{{n: ({PAIR}) for n, ({PAIR}) in zip([1], learners_1)}} == 3",
            ["[(f(n), g(n)) for n in [1]]"],
        ),
    ],
)
def test_what_needs_the_program_is_cut_out(expression: str, rest: str, inside: list[str]) -> None:
    found = cut_of(expression)

    assert (ast.unparse(found.rest), parts(found), found.weak) == (rest, inside, False)


@pytest.mark.parametrize(
    "expression",
    [
        "Point(1, 2) == Point(1, 2)",
        "[Point(1, 2)] == 1 and Point(1) < Point(2)",
        "f(1) is f(1)",
        "callable(f)",
        "hasattr(f(1), 'x')",
        "isinstance(f(1), Point)",
        "type(Point(1)) is int",
        "any(f(n) == 3 for n in range(3))",
        "f(1) == 2 or g(1) == 3",
        "f(1) if g(1) else h(1)",
        "(lambda y: f(y) == 4)(2)",
        "all(f(a) == b for a in [1] for b in f(a))",
        "all(f(a) for a in [1] if f(a) > 2)",
        "all(f(a) for a in f(3))",
        "judge(2)",
    ],
)
def test_what_only_the_program_can_say_is_told_as_such(expression: str) -> None:
    assert cut_of(expression, "def judge(x):\n    y = x\n    return f(y) == 3").weak


@pytest.mark.parametrize(
    ("setup", "expression", "inside"),
    [
        ("s = Stack()\ns.push(1)", "len(s) == 1", ["len(s)"]),
        ("s = Stack()", "s.pop() == 1", ["s.pop()"]),
        ("s = Stack()", "str(s + s) == 'x'", ["str(s + s)"]),
        ("s = Stack()", "s[0] == 1", ["s[0]"]),
        ("r = f(1)", "len(r) == 1", ["r"]),
        ("xs = [2, 1]", "f(xs) == sorted(xs)", ["f(xs)", "xs"]),
        ("xs = [2, 1]\nf(xs)", "xs == [1, 2]", ["xs"]),
        ("n = 2", "f(n) == n", ["f(n)"]),
        ("n = (-2, 1)", "f(n) == n", ["f(n)"]),
        ("def close(a):\n    return a < 1", "close(f(1))", ["f(1)"]),
        ("def ok(n):\n    'Says it.'\n    return f(n) == 2 * n", "ok(3)", ["f(3)"]),
        ("def run(n):\n    x = f(n)\n    return x", "run(3) == 2", ["run(3)"]),
        ("import random\nx = random.random()", "f(x) > x", ["f(x)", "x"]),
        ("out = io.StringIO()\nwith out:\n    f()", "'a' in out.getvalue()", ["out.getvalue()"]),
        ("xs = [1]\nfor x in xs:\n    xs.append(f(x))", "xs == [1]", ["xs"]),
    ],
)
def test_what_comes_before_says_whose_a_name_is(
    setup: str, expression: str, inside: list[str]
) -> None:
    found = cut_of(expression, setup)

    assert (parts(found), found.weak) == (inside, False)


def test_a_value_that_is_read_before_a_call_may_change_it_stays_with_the_program() -> None:
    assert cut_of("sorted(xs) == f(xs)", "xs = [2, 1]").weak


@pytest.mark.parametrize(
    ("expression", "is_plain"),
    [
        ("round(f(2), 3)", True),
        ("' '.join(f(2).split())", True),
        ("(f(1)[0], [f(2)][-1:])", True),
        ("f(1)", True),
        ("f(2) == 4", False),
        ("f(2) - 4", False),
        ("f(2).count('a')", False),
        ("np.round(f(2))", False),
        ("(lambda: 1)(f(1))", False),
        ("{f(1): 1}", False),
        ("f(1)[g]", True),
    ],
)
def test_what_says_nothing_of_the_expected_value_is_plain(expression: str, is_plain: bool) -> None:  # noqa: FBT001
    assert cut_of(expression).is_plain is is_plain


def task(*references: str, starter: str = "") -> Exercise:
    return replace(exercise(starter=starter), references=references)


def test_modules_that_earlier_cells_import_mean_the_same_without_the_program() -> None:
    cells = ("import numpy as np, math\nfrom datetime import datetime", "from os import *")

    assert dict(around(task(), Answer("x = 1", cells)).imports) == {
        "np": "import numpy as np",
        "math": "import math",
        "datetime": "from datetime import datetime",
    }


def test_what_a_learner_calls_a_module_is_not_taken_for_it() -> None:
    code = "from unittest.mock import MagicMock as math\nfrom math import sin as cos\nlen = 3"

    found = around(task("def f(): ..."), Answer(code))

    assert dict(found.imports) == {"math": "import math"}
    assert found.shadowed == {"math", "len"}


def test_an_exercise_may_ask_for_a_function_that_has_a_builtins_name() -> None:
    found = around(task("def max(xs): ...\npi = 3"), Answer("from math import pi\nmax = pi = 3"))

    assert Names(found).is_known("max") is False
    assert Names(found).is_known("pi") is False
    assert found.shadowed == frozenset()


def test_the_reference_says_what_a_class_is() -> None:
    assert around(task("class A: ..."), Answer("class f: ...")).classes == {"A"}
    assert around(task(), Answer("class f: ...")).classes == {"f"}
    assert around(task("(", starter="class B: ..."), Answer(")")).classes == {"B"}
