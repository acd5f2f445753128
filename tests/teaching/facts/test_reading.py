from __future__ import annotations

from jupyter_llm_teach.teaching.exercise import Answer
from jupyter_llm_teach.teaching.facts.code_fact import CodeFact, CodeKind
from jupyter_llm_teach.teaching.facts.fact import ErrorFact, Facts, State, TestFact
from jupyter_llm_teach.teaching.facts.reading import with_code
from jupyter_llm_teach.teaching.policy import Policy

PROGRAM = "def f(x):\n    y = 1\n    x == 2\n    return x"
PASSED, FAILED = Facts(State.PASSED, ()), Facts(State.FAILED, ())


def confidences(facts: Facts, program: str, *references: str) -> dict[int | None, float]:
    found = with_code(facts, Answer(program), references, Policy())
    return {each.line: round(each.confidence, 3) for each in found.code}


def test_the_rules_of_the_instructor_come_first_on_passing_answers_too() -> None:
    policy = Policy(avoid=("in",), require=("for",))

    found = with_code(PASSED, Answer("def f(x):\n    y = 1\n    return x in [1]"), (), policy)

    assert found.code[:2] == (
        CodeFact(CodeKind.AVOIDED, 3, ("in",), "policy", 1.0),
        CodeFact(CodeKind.REQUIRED, None, ("for",), "policy", 1.0),
    )
    assert found.code[2].kind is CodeKind.UNUSED_NAME


def test_what_lies_where_nothing_else_points_counts_less() -> None:
    reference = "def f(x):\n    y = 1\n    x = 2\n    return x"

    assert confidences(FAILED, PROGRAM, reference) == {2: 0.35, 3: 0.95}


def test_without_other_evidence_and_on_passing_answers_it_counts_in_full() -> None:
    assert confidences(FAILED, PROGRAM) == {2: 0.5, 3: 0.95}
    assert confidences(PASSED, PROGRAM, "def f(x):\n    return x") == {2: 0.5, 3: 0.95}


def test_the_line_of_an_exception_is_evidence() -> None:
    error = ErrorFact("TypeError", "", 2, "")
    lost = ErrorFact("TypeError", "", None, "")
    tests = tuple(
        TestFact("t", visible=True, state=State.ERROR, call="f(1)", error=each)
        for each in (error, lost, None)
    )

    assert confidences(Facts(State.FAILED, tests), PROGRAM) == {2: 0.5, 3: 0.665}


def test_names_of_earlier_cells_are_no_unknown_names() -> None:
    answer = Answer("def f():\n    return base", prelude=("base = 3", "%%bash\nls"))

    assert with_code(FAILED, answer, (), Policy()).code == ()
