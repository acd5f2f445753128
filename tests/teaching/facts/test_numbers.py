from __future__ import annotations

from jupyter_llm_teach.teaching.facts.fact import Kind
from jupyter_llm_teach.teaching.facts.numbers import number_kind


def test_what_is_no_number_differs_in_value() -> None:
    assert number_kind("a", 1) is Kind.VALUE
    assert number_kind(1, "a") is Kind.VALUE
