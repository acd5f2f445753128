from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_llm_teach.teaching.concepts import Concept, concept
from tests.teaching.guard.cases import EXERCISE

BARE = replace(EXERCISE, references=(), statement="")
COUNTER = "def f(xs):\n    n = 0\n    for x in xs:\n        if x:\n            n {}\n    return n"


@pytest.mark.parametrize(
    ("expected", "code"),
    [
        (Concept.CLASSES, "class A:\n    def f(self):\n        return 1"),
        (Concept.PANDAS_GROUP, "def f(t):\n    return t.groupby('a')['b'].sum()"),
        (Concept.NUMPY, "import numpy as np\ndef f(a):\n    return np.sqrt(a)"),
        (Concept.NUMPY, "def f(values):\n    return values[values > values.mean()]"),
        (Concept.NUMPY, "def f(values):\n    return values.sum()"),
        (Concept.PANDAS_SELECT, "def f(t):\n    return t.loc[t['km'] > 3, 'name']"),
        (Concept.PANDAS_SELECT, "def f(table):\n    return table[table['km'] > 3]"),
        (Concept.PANDAS_SELECT, "def f(rows):\n    return pd.concat(rows)"),
        (Concept.RECURSION, "def f(n):\n    return 1 if n == 0 else n * f(n - 1)"),
        (Concept.DICTIONARY, "def f(d):\n    return [k for k, v in d.items()]"),
        (Concept.DICTIONARY, "def f(d):\n    found = {}\n    return found"),
        (Concept.DICTIONARY, "def f(d):\n    return dict(d)"),
        (Concept.NESTED_LOOPS, "def f(m):\n    for r in m:\n        for x in r:\n            g(x)"),
        (Concept.NESTED_LOOPS, "def f(m):\n    return [x for r in m for x in r]"),
        (Concept.WINDOWS, EXERCISE.references[0]),
        (Concept.WINDOWS, "def f(xs):\n    return [a - b for a, b in zip(xs, xs[1:])]"),
        (Concept.REPEAT, "def f(n):\n    while n > 1:\n        n = n // 2\n    return n"),
        (Concept.COUNT, COUNTER.format("+= 1")),
        (Concept.COUNT, COUNTER.format("= n + 1")),
        (Concept.COUNT, "def f(xs):\n    return sum(1 for x in xs if x)"),
        (Concept.COUNT, "def f(xs):\n    return xs.count(3)"),
        (Concept.STRINGS, "def f(s):\n    return s.upper()"),
        (Concept.STRINGS, "def f(s):\n    return f'{s}!'"),
        (Concept.SEARCH, "def f(xs):\n    for x in xs:\n        if x:\n            return x"),
        (
            Concept.SEARCH,
            (
                "def f(xs):\n    m = xs[0]\n    for x in xs:\n        if x > m:"
                "\n            m = x\n    return m"
            ),
        ),
        (Concept.SEARCH, "def f(xs):\n    return max(xs)"),
        (Concept.FILTER, "def f(xs):\n    return [x for x in xs if x]"),
        (
            Concept.FILTER,
            (
                "def f(xs):\n    r = []\n    for x in xs:\n        if x:"
                "\n            r.append(x)\n    return r"
            ),
        ),
        (
            Concept.TRANSFORM,
            (
                "def f(xs):\n    r = []\n    for x in xs:\n        if x < 0:"
                "\n            x = 0\n        r.append(x)\n    return r"
            ),
        ),
        (Concept.TRANSFORM, "def f(xs):\n    return [x + 1 for x in xs]"),
        (
            Concept.ACCUMULATE,
            "def f(xs):\n    t = 0\n    for x in xs:\n        t = t + x\n    return t",
        ),
        (Concept.ACCUMULATE, "def f(xs):\n    return sum(xs)"),
        (Concept.CONDITIONS, "def f(x):\n    return 'a' if x else 'b'"),
        (Concept.FUNCTION, "def f(x):\n    return x"),
    ],
)
def test_a_program_shows_its_idea(expected: Concept, code: str) -> None:
    assert concept(replace(BARE, references=(code,)), "") is expected


def test_the_reference_is_read_before_the_learners_code() -> None:
    exercise = replace(BARE, references=("def f(xs):\n    return sum(xs)",))
    assert concept(exercise, "while True:\n    pass") is Concept.ACCUMULATE


def test_without_a_reference_the_learners_code_is_read() -> None:
    assert concept(BARE, "def f(xs):\n    return sum(xs)") is Concept.ACCUMULATE


@pytest.mark.parametrize(
    ("expected", "statement"),
    [
        (Concept.WINDOWS, "The sums of all pairs."),
        (Concept.COUNT, "Combien de voyelles y a-t-il ?"),
        (Concept.DICTIONARY, "Écris un dictionnaire."),
        (Concept.FUNCTION, "Do something."),
    ],
)
def test_where_code_says_nothing_the_statement_decides(expected: Concept, statement: str) -> None:
    assert concept(replace(BARE, statement=statement), "def f(") is expected
