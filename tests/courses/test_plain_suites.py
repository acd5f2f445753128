import pytest

from jupyter_llm_teach.courses.plain.suites import cell_tests
from jupyter_llm_teach.teaching.exercise import Check, Compare, Holds, Runs

CASE = "import unittest\nclass TestF(unittest.TestCase):\n    def test_a(self):\n        {}"
LOOP = "def test_f():\n    for n in range(3):\n        assert f(n) == n"


@pytest.mark.parametrize(
    ("source", "check"),
    [
        ("assert f(1) == 2", Compare("f(1)", "2")),
        (">>> f(1)\n2", Compare("f(1)", "2")),
        ("def test_f():\n    assert f(1) == 2", Compare("f(1)", "2")),
        ("def test_f():\n    assert f(1) == 2\n\ntest_f()", Compare("f(1)", "2")),
        (LOOP, Runs("test_f()")),
        ("class TestF:\n    def test_a(self):\n        assert f(1) == 2", Compare("f(1)", "2")),
        (
            "class TestF:\n    size = 1\n    def test_a(self):\n        assert f(self.size) == 2",
            Runs("TestF().test_a()"),
        ),
        (CASE.format("self.assertEqual(f(1), 2)"), Compare("f(1)", "2")),
        (CASE.format("self.assertIn(f(1), [2])"), Holds("f(1) in [2]")),
        (CASE.format("self.assertFalse(f(1))"), Holds("not f(1)")),
        (CASE.format("self.assertIsNone(f(1))"), Compare("f(1)", "None")),
        (CASE.format("self.assertAlmostEqual(f(1), 2)"), Runs("TestF('test_a').debug()")),
        (
            CASE.format("pass\n    def setUp(self):\n        self.x = 1"),
            Runs("TestF('test_a').debug()"),
        ),
    ],
)
def test_every_style_of_tests_is_read(source: str, check: Check) -> None:
    assert [each.check for each in cell_tests(source, "t")] == [check]


def test_what_a_test_function_needs_comes_with_it() -> None:
    source = f"import math\nlimit = 3\nother = 4\n{LOOP.replace('3', 'limit')}"

    (test,) = cell_tests(source, "t")
    assert test.setup.split("\n")[:2] == ["limit = 3", "def test_f():"]


def test_assertions_beside_test_functions_are_tests_as_well() -> None:
    source = "assert f(0) == 0\n\n\ndef test_f():\n    assert f(1) == 2"

    assert [each.name for each in cell_tests(source, "t")] == ["t 1", "t 2"]


def test_the_message_of_an_assertion_is_kept() -> None:
    (test,) = cell_tests(CASE.format("self.assertEqual(f(1), 2, 'look again')"), "t")

    assert test.message == "look again"


def test_a_function_that_needs_arguments_is_no_test() -> None:
    source = "def test_f(value):\n    assert f(value) == 2\n\ntest_f(1)"

    assert [each.check for each in cell_tests(source, "t")] == [Runs("test_f(1)")]


@pytest.mark.parametrize("source", ["assert f(1) == 2", ">>> f(1)\n2", LOOP, LOOP + "\ntest_f()"])
def test_tests_on_hidden_lines_are_hidden(source: str) -> None:
    lines = range(1, source.count("\n") + 2)

    assert [each.visible for each in cell_tests(source, "t", lines)] == [False]


def test_a_visible_test_function_has_nothing_of_the_hidden_lines() -> None:
    source = f"key = 4\n{LOOP.replace('3', 'key')}"

    shown = [each.setup.startswith("key") for each in cell_tests(source, "t", {1})]
    hidden = [each.setup.startswith("key") for each in cell_tests(source, "t", range(1, 9))]
    assert (shown, hidden) == ([False], [True])


def test_what_is_neither_python_nor_doctest_runs_as_a_whole() -> None:
    assert [each.check for each in cell_tests("f(", "t")] == [Runs("f(")]
