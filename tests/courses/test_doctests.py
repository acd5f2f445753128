import ast
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.courses.doctests import (
    BrokenDoctest,
    docstring_tests,
    docstrings,
    examples,
    text_tests,
)
from jupyter_llm_teach.teaching.exercise import Compare, Holds, Runs, Test

PRINTED = """
>>> table(2)
2
4
>>> table(1)
1
"""

IGNORING = """
>>> f()  # doctest: +IGNORE_EXCEPTION_DETAIL
Traceback (most recent call last):
ValueError: any
"""
DOTTED = """
>>> f()
Traceback (most recent call last):
json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)
"""


def holds(test: Test, program: str) -> bool:
    """Whether a test passes, run in this process."""
    names: dict[str, Any] = {}
    try:
        exec(program, names)  # noqa: S102 - programs of this file
        exec(test.setup, names)  # noqa: S102 - as above
        match test.check:
            case Compare(expression=expression, expected=expected):
                value = eval(expression, names)  # noqa: S307 - as above
                return bool(value == ast.literal_eval(expected))
            case Holds(expression=expression):
                return bool(eval(expression, names))  # noqa: S307 - as above
            case Runs(code=code):
                exec(code, names)  # noqa: S102 - as above
                return True
    except Exception:  # noqa: BLE001 - whatever a program does, it does not pass
        return False


def results(text: str, program: str) -> list[bool]:
    return [holds(each, program) for each in text_tests(text, "t")]


def test_a_value_is_compared_as_a_value() -> None:
    (test,) = text_tests(">>> square(3)  # three\n9", "square")

    assert test == Test("square 1", visible=True, check=Compare("square(3)", "9"))


def test_what_an_example_needs_of_those_before_is_its_setup() -> None:
    text = ">>> s = Stack()\n>>> t = 1\n>>> s.push(4)\n>>> s.pop()\n4\n>>> s.size\n0\n>>> f(t)\n2"

    tests = text_tests(text, "stack")
    assert [each.setup for each in tests] == [
        "s = Stack()\ns.push(4)",
        "s = Stack()\ns.push(4)\ns.pop()",
        "t = 1",
    ]


def test_an_example_that_raises_is_no_setup() -> None:
    raising = ">>> s.pop()\nTraceback (most recent call last):\nIndexError: empty\n"

    tests = text_tests(f">>> s = Stack()\n{raising}>>> s.size\n0", "stack")
    assert [each.setup for each in tests] == ["s = Stack()", "s = Stack()"]


def test_calls_that_share_no_name_need_nothing_of_each_other() -> None:
    tests = text_tests(">>> f(1)\n1\n>>> f(2)\n2", "f")

    assert [each.setup for each in tests] == ["", ""]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (">>> f()\n[1, 2]", "def f(): return [1, 2]", "def f(): print([1, 2])"),
        (">>> f()\n'a'", "def f(): return 'a'", "def f(): return 'b'"),
        (">>> f()\nAda Lovelace", "def f(): print('Ada Lovelace')", "def f(): print('Ada')"),
        (
            ">>> f()\nPoint(1, 2)",
            "class P:\n def __repr__(s): return 'Point(1, 2)'\nf = P",
            "f = str",
        ),
        (">>> print(f())\n3", "def f(): return 3", "def f(): return 4"),
        (
            ">>> for n in f():\n...     print(n)\n1\n2",
            "def f(): return [1, 2]",
            "def f(): return [1]",
        ),
        (">>> f()\na\n<BLANKLINE>\nb", "def f(): print('a\\n\\nb')", "def f(): print('a\\nb')"),
        (
            ">>> f()  # doctest: +NORMALIZE_WHITESPACE\none   two",
            "def f(): print('one', 'two')",
            "def f(): print('onetwo')",
        ),
        (">>> f()  # doctest: +ELLIPSIS\n[0, ..., 9]", "f = lambda: list(range(10))", "f = list"),
        (
            ">>> f()  # doctest: +ELLIPSIS, +NORMALIZE_WHITESPACE\n[0,  ..., 9]",
            "f = lambda: list(range(10))",
            "f = list",
        ),
        (
            ">>> f()\nTraceback (most recent call last):\n    ...\nValueError: too small",
            "def f(): raise ValueError('too small')",
            "def f(): raise ValueError('small')",
        ),
        (
            ">>> f()\nTraceback (most recent call last):\nValueError: too small",
            "def f(): raise ValueError('too small')",
            "def f(): return 1",
        ),
        (
            ">>> f()\nTraceback (most recent call last):\nKeyError: 'a'",
            "def f(): {}['a']",
            "def f(): {}['b']",
        ),
        (
            ">>> f()\nTraceback (most recent call last):\nZeroDivisionError",
            "def f(): raise ZeroDivisionError",
            "def f(): raise ValueError",
        ),
        (
            IGNORING,
            "def f(): raise ValueError('other')",
            "def f(): raise TypeError('any')",
        ),
        (
            ">>> f() # doctest: +ELLIPSIS\nTraceback (most recent call last):\nValueError: a...z",
            "def f(): raise ValueError('a to z')",
            "def f(): raise ValueError('a to y')",
        ),
        (
            DOTTED,
            "import json\ndef f(): json.loads('')",
            "import json\ndef f(): json.loads('[')",
        ),
    ],
)
def test_an_example_passes_for_a_right_program_only(text: str, right: str, wrong: str) -> None:
    assert results(text, right) == [True]
    assert results(text, wrong) == [False]


def test_a_function_that_prints_is_looked_at_as_one_everywhere() -> None:
    prints = "def table(n):\n    for k in range(1, n + 1):\n        print(k * (n if n > 1 else 1))"

    assert results(PRINTED, prints) == [True, True]
    assert results(PRINTED, "def table(n): return n") == [False, True]


def test_an_example_that_is_to_be_skipped_is_no_test() -> None:
    assert text_tests(">>> f() # doctest: +SKIP\n1\n>>> f()\n2", "f")[0].check == Compare(
        "f()", "2"
    )


def test_a_statement_that_is_no_python_is_no_test() -> None:
    assert text_tests(">>> f(\n1\n>>> g()\n2", "f") == (
        Test("f 1", visible=True, check=Compare("g()", "2")),
    )


def test_only_examples_about_the_answer_count() -> None:
    tests = text_tests(">>> 1 + 1\n2\n>>> f(1)\n2", "f", about=frozenset({"f"}))

    assert [each.check for each in tests] == [Compare("f(1)", "2")]


def test_statements_of_earlier_cells_come_first() -> None:
    tests = text_tests(">>> f(np.pi)\n3", "f", carried=["import numpy as np"])

    assert tests[0].setup == "import numpy as np"


def test_a_learners_own_output_does_not_hide_what_is_printed() -> None:
    (test,) = text_tests(">>> show(output)\nit is", "f")

    assert holds(test, "output = 'it is'\ndef show(text): print(text)")


def test_fenced_examples_end_where_the_fence_does() -> None:
    fenced = "```python\n>>> f(1)\n2\n```\nText"

    assert examples(fenced) == examples(">>> f(1)\n2\n\nText")


def test_the_docstrings_of_functions_methods_and_classes_are_read() -> None:
    cell = (
        'class A:\n    """A.\n\n    >>> A().f()\n    1\n    """\n'
        "    def f(self):\n        '''\n        >>> A().f() + 1\n        2\n        '''"
    )

    assert [each.check for each in docstring_tests(cell, "a")] == [
        Compare("A().f()", "1"),
        Compare("A().f() + 1", "2"),
    ]
    assert [line for line, _ in docstrings(cell)] == [1, 7]


def test_a_text_that_is_no_docstring_is_left_alone() -> None:
    assert docstrings('x = """\n>>> f(1)\n2\n"""') == ()


@pytest.mark.parametrize("quotes", ['"""', "'''"])
def test_a_function_without_a_body_has_its_docstring_read(quotes: str) -> None:
    cell = f"def f(x):\n    {quotes}\n    >>> f(1)\n    2\n    {quotes}\n  # à compléter"

    assert [each.check for each in docstring_tests(cell, "f")] == [Compare("f(1)", "2")]


def test_crooked_examples_are_told_with_their_line() -> None:
    assert examples("Text\n\n  >>> f(1)\n 2") == BrokenDoctest(4)
    assert text_tests("Text\n\n  >>> f(1)\n 2", "f") == ()


@pytest.mark.parametrize("text", ["", "No example.", ">>>>>>> branch", "a >>> b", "x >> 3"])
def test_a_text_without_prompts_holds_no_example(text: str) -> None:
    assert examples(text) == ()


LINES = st.sampled_from(
    [">>> f(1)", "... x", "1", "", ">>> a = 1", "Traceback (most recent call last):", "E: x", ">>>"]
)


@given(st.lists(LINES | st.text(max_size=20)).map("\n".join))
def test_whatever_a_text_holds_is_read(text: str) -> None:
    names = [each.name for each in text_tests(text, "t")]

    assert names == [f"t {number}" for number in range(1, len(names) + 1)]
