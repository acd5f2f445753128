from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.teaching.facts.alignment import aligned, distance
from jupyter_llm_teach.teaching.facts.candidates import candidates
from jupyter_llm_teach.teaching.facts.code_fact import CodeFact, CodeKind
from jupyter_llm_teach.teaching.facts.fact import Difference, Facts, Kind, State, TestFact
from jupyter_llm_teach.teaching.facts.nearest import different_lines
from jupyter_llm_teach.teaching.facts.normal import statements
from tests.teaching.facts.builders import outcome, returned

WRONG = """\
def largest(xs):
    best = 0
    for x in xs:
        if x > best:
            best = x
    return best
"""
REFERENCE = """\
def largest(numbers):
    secret_name = numbers[0]
    for each in numbers:
        if secret_name < each:
            secret_name = each
    return secret_name
"""
OTHER = "def largest(values):\n    return sorted(values)[-1]\n"
_FAILING = TestFact(
    "t",
    visible=True,
    state=State.FAILED,
    call="largest([-1])",
    difference=Difference(Kind.VALUE, "int", "int"),
)
_FACTS = Facts(State.FAILED, (_FAILING,))
_RAN = outcome(returned("0", lines={2, 3, 4, 6}))


def test_the_line_that_differs_from_the_nearest_accepted_program_comes_first() -> None:
    found = candidates(WRONG, _FACTS, _RAN, (OTHER, REFERENCE))

    assert (found[0].line, found[0].source, found[0].reason) == (2, "best = 0", "reference")


def test_without_accepted_programs_the_tests_decide() -> None:
    found = candidates(WRONG, _FACTS, _RAN, ())

    assert {each.reason for each in found} == {"result"}
    assert len(found) == 3


def test_what_the_text_says_counts() -> None:
    code = (
        CodeFact(CodeKind.FIRST_TURN, 5, (), "ast", 1.0),
        CodeFact(CodeKind.AVOIDED, 4, ("if",), "policy", 1.0),
        CodeFact(CodeKind.REQUIRED, None, ("while",), "policy", 1.0),
    )
    found = candidates(WRONG, Facts(State.FAILED, (), code=code), outcome(), ())

    assert [(each.line, each.reason) for each in found] == [(5, "static")]


@pytest.mark.parametrize("accepted", [(REFERENCE,), (OTHER,), (REFERENCE, OTHER)])
def test_nothing_of_an_accepted_program_comes_out(accepted: tuple[str, ...]) -> None:
    found = candidates(WRONG, _FACTS, _RAN, accepted)

    own = WRONG.splitlines()
    assert [each.source for each in found] == [own[each.line - 1].strip() for each in found]
    assert "secret_name" not in repr(found)
    assert "sorted" not in repr(found)


@given(st.text(alphabet="abc =+()\n1", max_size=40), st.lists(st.text("xyz=1\n", max_size=20)))
def test_only_lines_of_the_answer_come_out_whatever_is_accepted(
    program: str, accepted: list[str]
) -> None:
    lines = [each.strip() for each in program.splitlines()]

    for each in candidates(program, _FACTS, outcome(returned("0")), accepted):
        assert each.source == lines[each.line - 1]
        assert 0 <= each.score <= 1


@pytest.mark.parametrize(
    ("program", "same"),
    [
        ("x += 1", "x = x + 1"),
        ("a > b", "b < a"),
        ("a >= b", "b <= a"),
        ("not a == b", "a != b"),
        ("not a > b", "a <= b"),
        ("not (a and b)", "not (a and b)"),
        ("x == True", "x"),
        ("range(0, n)", "range(n)"),
        ("x = list()", "x = []"),
        ("x: int = 3", "x = 3"),
        ("x: int", "pass"),
        ("return_ = (1)", "return_ = 1"),
        ("def f(a: int) -> int:\n    'Text.'\n    return a", "def f(a):\n    return a"),
        ("def f():\n    return", "def f():\n    return None"),
        ("if a:\n    b\nelse:\n    if c:\n        d", "if a:\n    b\nelif c:\n    d"),
        ("xs[0] += 1  # more", "xs[0] += 1"),
    ],
)
def test_forms_that_mean_the_same_are_one(program: str, same: str) -> None:
    words = [each.words for each in statements(program)]

    assert words == [each.words for each in statements(same)]


@pytest.mark.parametrize(
    "program",
    [
        "try:\n    f()\nexcept ValueError as error:\n    g(error)\nfinally:\n    h()",
        "match x:\n    case 1:\n        f()\n    case _:\n        g()",
        "for x in y:\n    f(x)\nelse:\n    g()",
        "while x:\n    x = f(x)",
        "async def f():\n    async with g() as h:\n        await h",
        "def f():\n    def g(x):\n        return x\n    return g",
        "class A:\n    def f(self):\n        return 1",
        "a < b < c == True",
        "not not a",
    ],
)
def test_a_program_does_not_differ_from_itself(program: str) -> None:
    assert different_lines(program, (program,)) == {}
    assert statements(program)


def test_a_renamed_program_does_not_differ() -> None:
    assert different_lines(WRONG, (REFERENCE.replace("numbers[0]", "0"),)) == {}


def test_a_missing_statement_points_to_both_sides() -> None:
    shorter = "def f(x):\n    x = x + 1\n    return x"
    longer = "def f(x):\n    x = x + 1\n    x = x * 2\n    return x"

    assert set(different_lines(shorter, (longer,))) == {2, 3}
    assert set(different_lines(longer, (shorter,))) == {3}


def test_a_program_that_is_far_from_all_others_gets_low_values() -> None:
    near = different_lines(WRONG, (REFERENCE,))
    far = different_lines(WRONG, (OTHER,))

    assert max(far.values()) < max(near.values())


def test_programs_that_do_not_parse_are_left_out() -> None:
    assert different_lines("def f(:", (REFERENCE,)) == {}
    assert different_lines(WRONG, ("def f(:", "")) == {}


def test_an_alignment_is_a_cheapest_one() -> None:
    pairs = aligned("kitten", "sitting", lambda _: 1, lambda a, b: int(a != b))

    assert distance(tuple("kitten"), tuple("sitting")) == 3
    assert sum(None in each for each in pairs) == 1
    assert aligned("ab", "", lambda _: 1, lambda a, b: int(a != b)) == [(0, None), (1, None)]
