from __future__ import annotations

import pytest

from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.teaching.facts.code_fact import CodeFact, CodeKind
from jupyter_llm_teach.teaching.facts.fact import ErrorFact, Facts, State, TestFact
from jupyter_llm_teach.teaching.facts.shown import shown
from jupyter_llm_teach.teaching.noticing import card_sentence, code_sentence, noticed
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.teaching.wording import Wording

EN, FR = load_wording("en"), load_wording("fr")
AVOIDED = CodeFact(CodeKind.AVOIDED, 3, ("sorted",), "policy", 1.0)
DROPPED = CodeFact(CodeKind.RESULT_DROPPED, 2, ("upper",), "ast", 0.9)
UNSURE = CodeFact(CodeKind.UNUSED_NAME, 4, ("y",), "pyflakes", 0.5)
UNDEFINED = CodeFact(CodeKind.UNDEFINED_NAME, 2, ("m",), "pyflakes", 0.95)
FIRST_TURN = CodeFact(CodeKind.FIRST_TURN, 5, (), "ast", 0.9)
_TEST = TestFact("t", visible=True, state=State.PASSED, call="f(1)")


def failing(*code: CodeFact, error: ErrorFact | None = None) -> Facts:
    test = TestFact("t", visible=True, state=State.ERROR, call="f(1)", error=error)
    return Facts(State.FAILED, (test,), code=code)


def test_a_passing_answer_that_uses_what_is_avoided_is_told_so_and_stays_passed() -> None:
    facts = Facts(State.PASSED, (_TEST,), code=(AVOIDED, DROPPED))

    assert card_sentence(facts, EN) == (
        "All tests pass (1 of 1). Your code uses `sorted`; this exercise asks you to do without it."
    )
    assert "te demande de t'en passer" in card_sentence(facts, FR)


def test_of_a_passing_answer_nothing_else_is_told() -> None:
    assert noticed(Facts(State.PASSED, (_TEST,), code=(DROPPED,)), EN) == ""


def test_of_a_failing_answer_what_is_sure_is_told() -> None:
    assert noticed(failing(DROPPED, UNSURE), EN) == code_sentence(DROPPED, EN)
    assert noticed(failing(AVOIDED, DROPPED), EN) == code_sentence(DROPPED, EN)
    assert noticed(failing(AVOIDED, UNSURE), EN) == code_sentence(AVOIDED, EN)
    assert noticed(failing(UNSURE), EN) == ""
    assert noticed(failing(), EN) == ""


@pytest.mark.parametrize("error", ["NameError", "UnboundLocalError"])
def test_what_the_exception_tells_is_not_told_again(error: str) -> None:
    facts = failing(UNDEFINED, DROPPED, error=ErrorFact(error, "", 2, ""))

    assert noticed(facts, EN) == code_sentence(DROPPED, EN)


def test_nothing_is_told_of_a_starter_or_of_what_did_not_run() -> None:
    assert noticed(Facts(State.FAILED, (), unchanged=True, code=(DROPPED,)), EN) == ""
    assert noticed(Facts(State.NOT_RUN, (), code=(AVOIDED,)), EN) == ""


@pytest.mark.parametrize("wording", [EN, FR])
@pytest.mark.parametrize("kind", list(CodeKind))
@pytest.mark.parametrize("names", [(), ("x",), ("list.sort",), ("x" * 500,)])
def test_every_kind_has_its_sentence_without_a_line(
    wording: Wording, kind: CodeKind, names: tuple[str, ...]
) -> None:
    text = code_sentence(CodeFact(kind, 4711, names, "ast", 1.0), wording)

    assert text.endswith(".")
    assert "{" not in text
    assert "4711" not in text


def test_below_locate_a_learner_sees_no_line_and_nothing_that_tells_where() -> None:
    facts = failing(AVOIDED, DROPPED, FIRST_TURN)

    assert [(each.kind, each.line) for each in shown(facts, Rung.CONCEPT).code] == [
        (CodeKind.AVOIDED, 3),
        (CodeKind.RESULT_DROPPED, None),
    ]
    assert shown(facts, None).code == shown(facts, Rung.CONCEPT).code
    assert shown(facts, Rung.LOCATE).code == facts.code
