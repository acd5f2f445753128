from __future__ import annotations

import ast

import pytest

from jupyter_llm_teach.teaching.facts.judging.script import Ask, NotStraightError, straight
from jupyter_llm_teach.teaching.facts.judging.wrapped import opened


def lines_of(source: str) -> str:
    return "; ".join(ast.unparse(each.node) for each in straight([], ast.parse(source).body))


def opened_of(setup: str, body: str) -> tuple[str, str]:
    found = opened(ast.parse(setup).body, ast.parse(body).body)
    return "; ".join(map(ast.unparse, found.setup)), "; ".join(map(ast.unparse, found.body))


CALLED = "check_1_got = f(check_1_x); assert check_1_got == check_1_want"
CHECK = "def check(x, want):\n    got = f(x)\n    assert got == want\n"


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("x = 1\nassert f(x)", "x = 1; assert f(x)"),
        ("'A text.'\npass\nassert f(1)", "assert f(1)"),
        ("np.testing.assert_allclose(f(1), 2)", "np.testing.assert_allclose(f(1), 2)"),
        (
            "for x, want in [(1, 2)]:\n    assert f(x) == want",
            "x = 1; want = 2; assert f(x) == want",
        ),
        ("for p in [(1, 2)]:\n    assert f(*p)", "p = (1, 2); assert f(*p)"),
        (
            "for (a, b), c in [((1, 2), 3), (d, 4)]:\n    assert f(a, b) == c",
            "a = 1; b = 2; c = 3; assert f(a, b) == c; a, b = d; c = 4; assert f(a, b) == c",
        ),
        ("for n in range(1, 3):\n    assert f(n)", "n = 1; assert f(n); n = 2; assert f(n)"),
        (
            "t = {1: 2}\nfor k, v in t.items():\n    assert f(k) == v",
            "t = {1: 2}; k = 1; v = 2; assert f(k) == v",
        ),
        ("for k, v in {1: 2}.items():\n    assert f(k)", "k = 1; v = 2; assert f(k)"),
        ("for k, v in zip([1], (2,)):\n    assert f(k)", "k = 1; v = 2; assert f(k)"),
        ("for k, v in enumerate({2}):\n    assert f(k)", "k = 0; v = 2; assert f(k)"),
        ("xs = [1]\nfor x in xs:\n    assert f(x)", "xs = [1]; x = 1; assert f(x)"),
        ("for x in xs:\n    f(x)\nassert g()", "for x in xs:\n    f(x); assert g()"),
        (
            f"{CHECK}check(1, want=2)",
            f"{CHECK.strip()}; check_1_x = 1; check_1_want = 2; {CALLED}",
        ),
    ],
)
def test_statements_are_written_one_after_another(source: str, lines: str) -> None:
    assert lines_of(source) == lines


@pytest.mark.parametrize(
    "source",
    [
        "if f(1):\n    assert f(2)",
        "while f(1):\n    assert f(2)",
        "with a:\n    assert f(2)",
        "raise ValueError",
        "for x in f(1):\n    assert x",
        "for x in [*a]:\n    assert f(x)",
        "for x in {**a}.items():\n    assert f(x)",
        "for x in a.items():\n    assert f(x)",
        "for x in range(n):\n    assert f(x)",
        "for x in range(1000):\n    assert f(x)",
        "for x in range(50):\n    assert f(1)\n    assert f(2)\n    assert f(x)",
        "for a, b in [(1, 2, 3)]:\n    assert f(a)",
        "xs = [1]\nxs.append(2)\nfor x in xs:\n    assert f(x)",
        "xs = ys\nys = xs\nfor x in xs:\n    assert f(x)",
        "for x in [1, 2]:\n    assert f(x)\n    break",
        f"{CHECK}check(1)",
        f"{CHECK}check(*a)",
        f"{CHECK}check(1, 2, 3)",
        f"{CHECK}for n in range(61):\n    check(n, 1)",
        "def check(x=1):\n    assert f(x)\ncheck(2)",
        "def check(x):\n    assert f(x)\n    return 1\ncheck(2)",
        "def check(x):\n    def g(y):\n        return y\n    assert f(x)\ncheck(2)",
        "def check(x):\n    assert f(lambda x: x)\ncheck(2)",
    ],
)
def test_what_depends_on_what_happens_is_not_written_down(source: str) -> None:
    with pytest.raises(NotStraightError):
        lines_of(source)


def test_a_function_without_a_name_keeps_its_own_names() -> None:
    source = "def check(x):\n    assert f(lambda y: y + x)\ncheck(2)"

    assert lines_of(source).endswith("check_1_x = 2; assert f(lambda y: y + check_1_x)")


def test_assertions_ask_and_all_else_acts() -> None:
    found = straight([], ast.parse("x = f(1)\nassert x\nassert_equal(x, 1)").body)

    assert [isinstance(each, Ask) for each in found] == [False, True, True]


ASKED = "test_a_self.assertEqual(f(test_a_x), 2)"
CASE = """class T(unittest.TestCase):
    def test_a(self):
        x = 1
        self.assertEqual(f(x), 2)"""
METHOD = "class T:\n    def test_a(self):\n        assert f(1) == 2"


@pytest.mark.parametrize(
    ("setup", "body", "found"),
    [
        (
            "a = 1\ndef test():\n    x = a\n    assert x",
            "test()",
            ("a = 1", "test_x = a; assert test_x"),
        ),
        (METHOD, "T().test_a()", ("", "assert f(1) == 2")),
        (
            f"a = 1\n{CASE}",
            "T('test_a').debug()",
            (
                "a = 1",
                f"test_a_self = unittest.TestCase(); test_a_x = 1; {ASKED}",
            ),
        ),
    ],
)
def test_what_is_in_a_function_or_class_is_taken_out(
    setup: str, body: str, found: tuple[str, str]
) -> None:
    assert opened_of(setup, body) == found


@pytest.mark.parametrize(
    ("setup", "body"),
    [
        ("def test(x=1):\n    assert f(x)", "test()"),
        ("def test():\n    assert f(1)\ndef test():\n    assert f(2)", "test()"),
        ("test = 3", "test()"),
        ("", "f(1)\ng(2)"),
        ("", "x = 1"),
        ("", "a.b.c()"),
        ("", "T().test_a()"),
        (CASE, "T('other').debug()"),
        (CASE, "T('test_a').run()"),
        (CASE.replace("unittest.TestCase", "Special"), "T('test_a').debug()"),
        (CASE.replace("unittest.TestCase", "A, B"), "T('test_a').debug()"),
        (CASE.replace("x = 1", "x = self.y"), "T('test_a').debug()"),
        (CASE.replace("(self)", "(self, a)"), "T('test_a').debug()"),
        (f"{CASE}\n    def setUp(self):\n        self.x = 1", "T('test_a').debug()"),
    ],
)
def test_what_needs_more_than_its_statements_is_left_as_it_is(setup: str, body: str) -> None:
    found = opened(ast.parse(setup).body, ast.parse(body).body)

    assert "; ".join(map(ast.unparse, found.body)) == body.replace("\n", "; ")
