from __future__ import annotations

import pytest

from jupyter_llm_teach.teaching.exercise import Compare, Holds, Test
from jupyter_llm_teach.teaching.facts.difference import difference
from jupyter_llm_teach.teaching.facts.fact import Kind
from jupyter_llm_teach.teaching.facts.returning import refined
from jupyter_llm_teach.teaching.run import Returned
from tests.teaching.facts.builders import check, compare, value


def _kind(code: str, test: Test, got: str = "None", changed: tuple[str, ...] = ()) -> Kind:
    assert isinstance(test.check, Compare)
    result = Returned(value(got), changed=changed)
    found = difference(result.value, value(test.check.expected), "")
    return refined(found, test, result, code).kind


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("def f(x):\n    x + 1", Kind.NOTHING_RETURNED),
        ("def f(x):\n    return", Kind.NOTHING_RETURNED),
        ("def f(x):\n    return None", Kind.NOTHING_RETURNED),
        ("def f(x):\n    if x:\n        return x", Kind.PATH_WITHOUT_RETURN),
        ("def f(x):\n    def g(y):\n        return y\n    g(x)", Kind.NOTHING_RETURNED),
        ("def f(x):\n    h = lambda y: y", Kind.NOTHING_RETURNED),
        ("def f(x):\n    return x.sort()", Kind.CHANGED_NOT_RETURNED),
        ("def f(x):\n    return x.get(1)", Kind.PATH_WITHOUT_RETURN),
        ("def f(x):\n    return g(x)", Kind.PATH_WITHOUT_RETURN),
        ("def g(x):\n    return x", Kind.NOTHING_RETURNED),
        ("def f(x:", Kind.NOTHING_RETURNED),
    ],
)
def test_why_nothing_came_back(code: str, kind: Kind) -> None:
    assert _kind(code, compare("f([2, 1])", "[1, 2]")) is kind


def test_a_method_is_found_by_its_name() -> None:
    code = "class Box:\n    def get(self):\n        if self.x:\n            return 1"

    assert _kind(code, compare("Box().get()", "1")) is Kind.PATH_WITHOUT_RETURN


def test_a_function_that_changes_what_it_is_given_did_not_return_it() -> None:
    code = "def f(x):\n    x.sort()"

    assert _kind(code, compare("f(d)", "[1]", "d = [1]"), changed=("d",)) is (
        Kind.CHANGED_NOT_RETURNED
    )


@pytest.mark.parametrize(
    ("setup", "got", "expected", "kind"),
    [
        ("d = [2, 1]\nf(d)", "[1, 2]", "[2, 1]", Kind.ARGUMENT_CHANGED),
        ("d = [2, 1]\nf(d)", "[2, 1]", "[1, 2]", Kind.ARGUMENT_NOT_CHANGED),
        ("d = [2, 1]\nf(d)", "[2]", "[1, 2]", Kind.TOO_SHORT),
        ("d = [2, 1]\nd = f(d)", "[2, 1]", "[1, 2]", Kind.REVERSED),
        ("d = f([2, 1])", "[2, 1]", "[1, 2]", Kind.REVERSED),
        ("for d in [[2]]:\n    f(d)", "[2]", "[1]", Kind.ELEMENT),
        ("d = (", "[2]", "[1]", Kind.ELEMENT),
    ],
)
def test_a_value_that_the_test_gave_is_known(
    setup: str, got: str, expected: str, kind: Kind
) -> None:
    assert _kind("", compare("d", expected, setup), got) is kind


def test_an_expected_value_that_is_no_literal_says_nothing_of_the_argument() -> None:
    test = compare("d", "sorted([1])", "d = [2]\nf(d)")
    found = difference(value("[2]"), value("[1]"), "")

    assert refined(found, test, Returned(value("[2]")), "").kind is Kind.ELEMENT


def test_a_condition_compares_no_values() -> None:
    found = difference(value("None"), value("[1]"), "")

    assert refined(found, check(Holds("f(1)")), Returned(value("None")), "").kind is (
        Kind.NOTHING_RETURNED
    )
