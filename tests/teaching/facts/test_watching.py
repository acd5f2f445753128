from __future__ import annotations

import math

import pytest
from hypothesis import given

from jupyter_llm_teach.teaching.facts.watching import watching
from jupyter_llm_teach.teaching.run import Evaluate
from tests.teaching.facts.values import things


@pytest.mark.parametrize(
    ("expression", "setup", "found"),
    [
        ("f(1)", "", Evaluate("f(1)")),
        ("f( 1 )", "", Evaluate("f( 1 )")),
        ("f([1])", "", Evaluate("f(given_1)", "given_1 = [1]", ("given_1",))),
        ("f([x])", "", Evaluate("f([x])")),
        ("f([])", "a = 1", Evaluate("f(given_1)", "a = 1\ngiven_1 = []", ("given_1",))),
        (
            "f([1], y={'a': 1})[0]",
            "",
            Evaluate(
                "f(given_1, y=given_2)[0]",
                "given_1 = [1]\ngiven_2 = {'a': 1}",
                ("given_1", "given_2"),
            ),
        ),
        ("f(d)", "d = [1]", Evaluate("f(d)", "d = [1]", ("d",))),
        ("f(d)", "d: list = [1]", Evaluate("f(d)", "d: list = [1]", ("d",))),
        ("f(1)", "d = [1]", Evaluate("f(1)", "d = [1]")),
        ("[f([1]) for x in y]", "", Evaluate("[f([1]) for x in y]")),
        (
            "f(given_1, [2])",
            "given_1 = 3",
            Evaluate("f(given_1, [2])", "given_1 = 3", ("given_1",)),
        ),
        ("[1]", "", Evaluate("[1]")),
        ("f([1]", "", Evaluate("f([1]")),
        ("f([1])", "x = (", Evaluate("f([1])", "x = (")),
    ],
)
def test_what_is_watched(expression: str, setup: str, found: Evaluate) -> None:
    assert watching(expression, setup) == found


@given(things())
def test_a_watched_call_is_given_the_same(thing: object) -> None:
    probe = watching(f"f({thing!r})", "")
    names: dict[str, object] = {"f": lambda given: given, "inf": math.inf}

    exec(probe.setup, names)  # noqa: S102 - a literal

    assert eval(probe.expression, names) == thing  # noqa: S307 - its text
