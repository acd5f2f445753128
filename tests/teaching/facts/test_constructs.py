from __future__ import annotations

import pytest

from jupyter_llm_teach.teaching.facts.code_fact import CodeFact, CodeKind
from jupyter_llm_teach.teaching.facts.constructs import construct_facts, construct_problem


def lines(program: str, construct: str) -> list[int | None]:
    return [each.line for each in construct_facts(program, (construct,), ())]


@pytest.mark.parametrize(
    ("construct", "program", "line"),
    [
        ("sorted", "x = 1\ny = sorted([1])", 2),
        ("sorted", "f = sorted", 1),
        ("eval", "eval('1')", 1),
        ("list.sort", "def f(x):\n    x.sort()", 2),
        ("list.sort", "x = [2]\nx.sort()", 2),
        ("list.sort", "x = list()\nx.sort()", 2),
        ("list.sort", "list.sort([1])", 1),
        ("list.sort", "x = [1]\nx = g()\nx.sort()", 3),
        ("str.join", "','.join([])", 1),
        ("str.join", "f'{x}'.join([])", 1),
        ("import numpy", "import numpy as np", 1),
        ("import numpy", "import numpy.linalg", 1),
        ("import numpy", "from numpy import array", 1),
        ("import os.path", "from os import path", 1),
        ("import os.path", "from os.path import join", 1),
        ("math.sqrt", "import math as m\nm.sqrt(2)", 2),
        ("math.sqrt", "from math import sqrt", 1),
        ("math.sqrt", "from math import *", 1),
        ("while", "while x:\n    pass", 1),
        ("if", "y = 1 if x else 2", 1),
        ("for", "for x in y:\n    pass", 1),
        ("def", "def f():\n    pass", 1),
        ("lambda", "f = lambda x: x", 1),
        ("slice", "x = 1\ny = x[1:]", 2),
        ("comprehension", "[x for x in y]", 1),
        ("in", "x in y", 1),
        ("and", "x and y", 1),
        ("not", "not x", 1),
        ("recursion", "x = 1\ndef f(n):\n    return f(n - 1)", 2),
        ("recursion", "def f(n):\n    return g(n)\ndef g(n):\n    return f(n)", 1),
        ("recursion", "class A:\n    def f(self):\n        return self.f()", 2),
    ],
)
def test_a_construct_that_is_avoided_is_found(construct: str, program: str, line: int) -> None:
    assert lines(program, construct) == [line]


@pytest.mark.parametrize(
    ("construct", "program"),
    [
        ("sorted", "def sorted(x):\n    return x\nsorted([1])"),
        ("sorted", "x.sorted"),
        ("list.sort", "import numpy as np\nnp.sort([1])"),
        ("list.sort", "x = {}\nx.sort()"),
        ("list.sort", "x = dict()\nx.sort()"),
        ("list.append", "x = {1}\nx.append(1)"),
        ("import numpy", "import numpyro"),
        ("import numpy", "from . import numpy"),
        ("import numpy", "from math import sqrt"),
        ("math.sqrt", "import math\nmath.floor(2)"),
        ("math.sqrt", "x.sqrt(2)"),
        ("math.sqrt", "from math import floor"),
        ("math.sqrt", "from cmath import sqrt"),
        ("while", "# while\nx = 'while'"),
        ("recursion", "def f(n):\n    return g(n)\ndef g(n):\n    return n"),
        ("for", "[x for x in y]"),
        ("sorted", "not python at all"),
    ],
)
def test_what_only_looks_like_it_is_not_found(construct: str, program: str) -> None:
    assert lines(program, construct) == []


def test_what_is_required_and_missing_is_told_without_a_line() -> None:
    assert construct_facts("for x in y:\n    pass", (), ("for", "recursion")) == (
        CodeFact(CodeKind.REQUIRED, None, ("recursion",), "policy", 1.0),
    )


def test_nothing_is_said_where_no_rule_is_set() -> None:
    assert construct_facts("while x:\n    pass", (), ()) == ()


@pytest.mark.parametrize(
    "construct", ["sorted", "list.sort", "import numpy", "while", "recursion", "math.sqrt"]
)
def test_known_constructs_are_accepted(construct: str) -> None:
    assert construct_problem(construct) == ""


@pytest.mark.parametrize(
    ("construct", "told"),
    [
        ("whlie", 'did you mean "while"?'),
        ("list.srot", 'the method "srot", which list has not'),
        ("Zzz", "known are and, assert, break"),
        ("import 2", "which we don't know"),
    ],
)
def test_an_unknown_construct_is_refused_with_what_is_known(construct: str, told: str) -> None:
    assert told in construct_problem(construct)
