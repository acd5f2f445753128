from __future__ import annotations

import ast

import pytest

from jupyter_llm_teach.teaching.facts.judging.expectation import Expectation, expected_exception

ELSE = "\nelse:\n    raise AssertionError('none came')"
DEFAULT = "ValueError was not raised"


def of(source: str) -> Expectation | None:
    return expected_exception(ast.parse(source).body)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            f"try:\n    f(0)\nexcept ValueError:\n    pass{ELSE}",
            Expectation("f(0)", ("ValueError",), "none came"),
        ),
        (
            "x = 1\ntry:\n    f(x)\n    assert False, 'none'\nexcept (A, KeyError):\n    ...",
            Expectation("x = 1\nf(x)", ("A", "KeyError"), "none"),
        ),
        (
            "try:\n    f(0)\n    raise AssertionError\nexcept ValueError:\n    print('well')",
            Expectation("f(0)", ("ValueError",), DEFAULT),
        ),
        (
            "try:\n    f(0)\n    pytest.fail('none')\nexcept A:\n    pass\nfinally:\n    a = 1",
            Expectation("f(0)", ("A",), "none"),
        ),
        (
            f"try:\n    f(0)\nexcept ValueError as e:\n    assert 'no' in str(e), 'm'{ELSE}",
            Expectation(
                "f(0)", ("ValueError",), "none came", "assert 'no' in learners_message, 'm'"
            ),
        ),
        (
            f"try:\n    f(0)\nexcept Exception as e:\n    assert type(e).__name__ == 'A'{ELSE}",
            Expectation("f(0)", ("Exception",), "none came", "assert learners_kind == 'A'"),
        ),
        (
            f"try:\n    f(0)\nexcept A as e:\n    assert re.match('n', str(e)){ELSE}",
            Expectation(
                *("f(0)", ("A",), "none came"),
                "import re\nassert re.match('n', learners_message)",
            ),
        ),
        (
            "with pytest.raises(ValueError):\n    f(0)",
            Expectation("f(0)", ("ValueError",), DEFAULT),
        ),
        (
            "with self.assertRaises(ValueError):\n    f(0)",
            Expectation("f(0)", ("ValueError",), DEFAULT),
        ),
        (
            "assert_raises((ValueError, A), f, 0, y=1)",
            Expectation("f(0, y=1)", ("ValueError", "A"), "ValueError or A was not raised"),
        ),
        (
            "self.assertRaises(ValueError, lambda: f(0))",
            Expectation("(lambda: f(0))()", ("ValueError",), DEFAULT),
        ),
    ],
)
def test_a_test_may_want_an_exception(source: str, expected: Expectation) -> None:
    assert of(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "with pytest.raises(ValueError, match='no'):\n    f(0)",
        "with self.assertRaisesRegex(ValueError, 'no'):\n    f(0)",
    ],
)
def test_the_text_of_the_exception_may_matter(source: str) -> None:
    found = of(source)

    assert found is not None
    assert found.detail.startswith("assert __import__('re').search('no', learners_message), ")


@pytest.mark.parametrize(
    "source",
    [
        "",
        "f(0)",
        "x = 1",
        "assert f(1)\nwith pytest.raises(ValueError):\n    f(0)",
        "try:\n    f(0)\nexcept ValueError:\n    pass",
        f"try:\n    f(0)\nexcept:\n    pass{ELSE}",
        f"try:\n    f(0)\nexcept SystemExit:\n    pass{ELSE}",
        f"try:\n    f(0)\nexcept a.B:\n    pass{ELSE}",
        f"try:\n    f(0)\nexcept A:\n    pass\nexcept B:\n    pass{ELSE}",
        f"try:\n    f(0)\nexcept A as e:\n    assert e.code == 1{ELSE}",
        f"try:\n    f(0)\nexcept A as e:\n    x = 1{ELSE}",
        f"try:\n    f(0)\nexcept A:\n    pass{ELSE}\n    x = 1",
        "try:\n    f(0)\nexcept A:\n    pass\nelse:\n    g()",
        "try:\n    assert False\nexcept A:\n    pass",
        "try:\n    f(0)\n    assert False\nexcept AssertionError:\n    pass",
        "try:\n    assert g()\n    f(0)\n    assert False\nexcept A:\n    pass",
        "with open('a'):\n    f(0)",
        "with self.subTest(1):\n    f(0)",
        "with pytest.raises(A) as e:\n    f(0)",
        "with pytest.raises(A, check=g):\n    f(0)",
        "with pytest.raises(A, match=g()):\n    f(0)",
        "with pytest.raises(a.B):\n    f(0)",
        "with pytest.raises(A):\n    assert f(0)",
        "self.assertRaises(a.B, f)",
        "self.assertRaises(A)",
    ],
)
def test_other_tests_want_something_else(source: str) -> None:
    assert of(source) is None
