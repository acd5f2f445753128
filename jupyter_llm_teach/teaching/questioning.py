"""One question about the failing case, chosen by how it fails and by the idea it trains."""

from __future__ import annotations

from jupyter_llm_teach.teaching.case import Case
from jupyter_llm_teach.teaching.exercise import Compare
from jupyter_llm_teach.teaching.facts.fact import ErrorFact, State, TestFact
from jupyter_llm_teach.teaching.quoting import code_span
from jupyter_llm_teach.teaching.summary import call_of, test_sentence
from jupyter_llm_teach.teaching.wording import Wording

_SAME_QUESTION = {"UnboundLocalError": "NameError", "IndentationError": "SyntaxError"}


def question(case: Case, wording: Wording) -> str:
    """One Socratic question, on the failing case's own call where a visible test fails."""
    facts = case.shown
    test = facts.first
    if facts.error is not None and not facts.unchanged:
        return wording.say(_error_key(facts.error, wording), call=call_of(test, wording))
    if facts.unchanged or facts.state is not State.FAILED or test is None:
        return _start(case, wording)
    values = {
        "call": call_of(test, wording),
        "expected": code_span(test.expected) or wording.say("expected.long"),
        "got": code_span(test.got) or wording.say("got.long"),
        "summary": "" if test.visible else _hidden_kind(test, wording),
    }
    return wording.say(_key(test, case, wording), **values)


def _start(case: Case, wording: Wording) -> str:
    for test in case.visible_tests:
        match test.check:
            case Compare(expression=expression, expected=expected):
                call, value = code_span(expression), code_span(expected)
                if call and value:
                    return wording.say("question.start.case", call=call, expected=value)
            case _:
                continue
    return wording.say("question.start")


def _key(test: TestFact, case: Case, wording: Wording) -> str:
    if test.error is not None and test.error.type != "AssertionError":
        return _error_key(test.error, wording)
    if not test.visible:
        return "question.hidden"
    if test.difference is None:
        return "question.check"
    kind = test.difference.kind.value
    return wording.first(f"question.{kind}.{case.concept.value}", f"question.{kind}")


def _error_key(error: ErrorFact, wording: Wording) -> str:
    if error.stopped:
        return wording.first(f"question.stop.{error.type}", "question.stop.other")
    kind = _SAME_QUESTION.get(error.type, error.type)
    return wording.first(f"question.error.{kind}", "question.error.other")


def _hidden_kind(test: TestFact, wording: Wording) -> str:
    """The kind of difference alone, without the sentence that a hidden test fails."""
    return test_sentence(test, wording).removeprefix(wording.say("summary.hidden")).strip()
