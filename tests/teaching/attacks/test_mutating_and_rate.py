from __future__ import annotations

import pytest

from jupyter_llm_teach.teaching.attacks.mutating import slips
from jupyter_llm_teach.teaching.attacks.rate import upper_bound
from tests.teaching.attacks.victims import PRICE


def test_slips_differ_from_the_reference_in_one_place() -> None:
    assert slips("def f(a):\n    return a + 1") == (
        "def f(a):\n    return a - 1",
        "def f(a):\n    return a + 2",
    )


def test_the_first_slips_are_of_different_kinds() -> None:
    comparison, number = slips(PRICE)[:2]

    assert "age <= 5" in comparison
    assert "return 1" in number or "age < 6" in number


def test_a_line_may_be_missing() -> None:
    assert "def f(a):\n    b = a" in slips("def f(a):\n    b = a\n    return b")


def test_what_is_no_program_has_no_slips() -> None:
    assert slips("def f(:") == ()


@pytest.mark.parametrize(
    ("seen", "tried", "bound"),
    [(0, 3000, 0.000998), (0, 1, 0.95), (1, 100, 0.0466), (5, 5, 1.0), (0, 0, 1.0)],
)
def test_the_bound_is_the_exact_one(seen: int, tried: int, bound: float) -> None:
    assert upper_bound(seen, tried) == pytest.approx(bound, rel=0.01)
