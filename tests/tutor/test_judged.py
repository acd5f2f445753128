"""What honest programs see of it that tests are judged elsewhere: nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_llm_teach.courses.plain.suites import cell_tests
from jupyter_llm_teach.teaching.exercise import Answer, Exercise
from jupyter_llm_teach.teaching.facts.fact import Facts, Place, State
from jupyter_llm_teach.tutor.tests import TestRunner
from tests.fakes.fake_sandbox import FakeSandbox

pytestmark = pytest.mark.anyio

TWICE = "def f(x=2):\n    if x < 0: raise ValueError(f'negative: {x}')\n    return x * 2\n"
SAME = "def f(x=2):\n    return x\n"
UP_TO = "def f(x=2):\n    return [n for n in range(x)]\n"
GIVES = "def f(x=2):\n    yield from range(x)\n"
STACK = (
    "class Stack:\n    def __init__(self): self.items = []\n"
    "    def push(self, x): self.items.append(x)\n    def pop(self): return self.items.pop()\n"
    "    def __len__(self): return len(self.items)\n"
    "    def __eq__(self, other): return self.items == other.items\n"
)
WRONG_STACK = STACK.replace("append(x)", "insert(0, x)").replace("== other", "!= other")
LARGE = "def f(df):\n    return df[df['a'] > 1].reset_index(drop=True)\n"
LARGE_ROWS = "def f(df):\n    return df[df['a'] > 1]\n"
DOUBLED = "import numpy as np\ndef f(a):\n    return np.asarray(a) * 2\n"
COLLECTS = "acc = []\ndef f(x):\n    acc.append(x)\n    return acc\n"


TABLES = """import pandas as pd
df = pd.DataFrame({'a': [1, 2]})
assert f(df).equals(pd.DataFrame({'a': [2]}))
assert len(f(df)) < 2
pd.testing.assert_frame_equal(f(df), pd.DataFrame({'a': [2]}))
assert (f(df)['a'] > 1).all()
"""
ARRAYS = """import numpy as np
np.testing.assert_allclose(f([1, 2]), [2, 4])
assert np.allclose(f([1.0]), [2.0])
assert isinstance(f([1]), np.ndarray)
assert f([1]).dtype == int
"""
NUMBERS = """class Number:
    def __init__(self, x): self.x = x
    def __lt__(self, other): return self.x < other
def make(x): return Number(x)
"""


def task(cell: str, *references: str) -> Exercise:
    return Exercise(
        *("f", "", "n.ipynb", "plain", "python", "", "", ("a",)),
        tests=tuple(cell_tests(cell, "t")),
        references=references,
    )


async def facts_of(exercise: Exercise, code: str) -> Facts:
    return await TestRunner(FakeSandbox()).facts_of(exercise, Answer(code))


def states(found: Facts) -> str:
    marks = {State.PASSED: "P", State.FAILED: "F", State.ERROR: "E", State.NOT_RUN: "-"}
    return "".join(marks[each.state] for each in found.tests)


@pytest.mark.parametrize(
    ("right", "wrong", "cell", "seen"),
    [
        (TWICE, SAME, "assert f(2) == 4 and f(3) == 6\nassert f(0) in (0, 1)", "FP"),
        (TWICE, SAME, "import math\nassert math.isclose(f(2), 4)\nassert 1 < f(2) < 5", "FP"),
        (TWICE, SAME, "for x, want in [(0, 0), (2, 4)]:\n    assert f(x) == want", "F"),
        (
            TWICE,
            SAME,
            "def check(x, want):\n    assert f(x) == want\ncheck(0, 0)\ncheck(2, 4)",
            "PF",
        ),
        (TWICE, SAME, "try:\n    f(-1)\n    assert False\nexcept ValueError:\n    pass", "F"),
        (TWICE, SAME, "from unittest import TestCase\nt = TestCase()\nt.assertIn(f(2), [4])", "F"),
        (TWICE, "def f(): pass", "assert f(2) == 4 or f(2) == 5\nassert f() is not None", "EF"),
        (TWICE, "def f(x): return None", "assert f(2) > 3\nassert f(2) != 3", "EP"),
        (TWICE, SAME, "def ok(n):\n    return f(n) == 2 * n\nassert ok(3)\nassert ok(0)", "FP"),
        (TWICE, SAME, "assert all(f(n) == 2 * n for n in range(3))\nassert [f(0), 1] < [1]", "FP"),
        (UP_TO, GIVES, "assert sum(f(3)) > 2\nassert len(f(3)) == 3\nassert 2 in f(3)", "PEP"),
        (
            UP_TO,
            "def f(x): return [9] * x",
            "r = f(3)\nassert len(r) == 3\nassert max(r) < 3",
            "PF",
        ),
        (STACK, WRONG_STACK, "s = Stack()\ns.push(1)\ns.push(2)\nassert s.pop() > 1", "F"),
        (STACK, WRONG_STACK, "s = Stack()\ns.push(1)\nassert len(s) < 2\nassert s == s", "PF"),
        (
            LARGE,
            LARGE_ROWS,
            TABLES,
            "FPFP",
        ),
        (
            DOUBLED,
            "def f(a): return [2 * x for x in a]",
            ARRAYS,
            "PPFE",
        ),
        (
            COLLECTS,
            "def f(x): return [x]",
            "for x, want in [(1, [1]), (2, [1, 2])]:\n    assert f(x) == want",
            "F",
        ),
        (TWICE, f"sum = 3\n{TWICE}", "assert sum([f(1)]) > 1\nassert f(1) > 1", "EP"),
    ],
)
async def test_a_test_comes_out_as_it_would_in_the_notebook(
    right: str, wrong: str, cell: str, seen: str
) -> None:
    exercise = task(cell, right)

    assert states(await facts_of(exercise, right)) == "P" * len(seen)
    assert states(await facts_of(exercise, wrong)) == seen


async def test_without_a_reference_a_test_of_objects_is_left_to_the_program() -> None:
    code = "class A:\n    def __lt__(self, other): return True\ndef f(x): return A()\n"

    found = await facts_of(task("assert f(1) < 2"), code)

    assert [(each.state, each.judged) for each in found.tests] == [(State.PASSED, Place.INSIDE)]


async def test_an_answer_can_not_choose_where_it_is_judged() -> None:
    code = "class A:\n    def __eq__(self, other): return True\ndef f(x=2): return A()\n"

    found = await facts_of(task("assert f(1) == f(1) * 1", TWICE), code)

    assert [(each.state, each.judged) for each in found.tests] == [(State.ERROR, Place.OUTSIDE)]


async def test_a_reference_that_needs_earlier_cells_is_run_with_them() -> None:
    reference = "def f(x): return make(x)\n"
    exercise = task("assert f(1) < 2", reference)
    runner = TestRunner(FakeSandbox())

    found = await runner.facts_of(exercise, Answer(reference, (NUMBERS,)))
    again = await runner.facts_of(exercise, Answer(f"{reference}\n", (NUMBERS,)))

    assert [(each.state, each.judged) for each in found.tests] == [(State.PASSED, Place.INSIDE)]
    assert states(again) == "P"


async def test_a_value_that_compares_as_it_likes_is_what_it_is() -> None:
    code = "class Int(int):\n    __eq__ = lambda *_: True\ndef f(x=2): return Int()"

    assert states(await facts_of(task("assert f(2) == f(1) + 2", TWICE), code)) == "E"


async def test_no_hidden_test_says_how_it_is_judged_by_its_place() -> None:
    exercise = task("assert f(1) == 2 or f(1) == 3", TWICE)
    hidden = replace(exercise, tests=tuple(replace(e, visible=False) for e in exercise.tests))

    assert states(await facts_of(hidden, TWICE)) == "P"
