"""Facts as one plain sentence."""

from __future__ import annotations

import ast
import re

from jupyter_llm_teach.teaching.case import shown_facts
from jupyter_llm_teach.teaching.facts.fact import (
    Difference,
    ErrorFact,
    Facts,
    Kind,
    State,
    TestFact,
)
from jupyter_llm_teach.teaching.quoting import code_span
from jupyter_llm_teach.teaching.wording import Wording

_QUOTED = re.compile(r"'([^'\n]{1,40})'")


def summary(facts: Facts, wording: Wording) -> str:
    """The one plain sentence of the fact card."""
    facts = shown_facts(facts)
    if facts.state is State.PASSED:
        total = str(len(facts.tests))
        return wording.say("summary.passed", total=total)
    if facts.state is State.NOT_RUN:
        return wording.say(wording.first(f"summary.not_run.{facts.not_run}", "summary.not_run"))
    if facts.unchanged:
        return wording.say("summary.unchanged")
    if facts.error is not None:
        return error_sentence(facts.error, wording)
    if facts.first is None:
        return wording.say("summary.no_tests")
    return test_sentence(facts.first, wording)


def test_sentence(test: TestFact, wording: Wording) -> str:
    """How a failing test fails."""
    if not test.visible:
        return " ".join([wording.say("summary.hidden"), *_hidden(test, wording)])
    asserted = test.error is not None and test.error.type == "AssertionError"
    if test.message and (asserted or not (test.error or test.difference)):
        return wording.say("summary.message", message=test.message)
    if test.error is not None:
        return error_sentence(test.error, wording)
    if test.difference is not None:
        return _difference(test.difference, wording)
    return wording.say("summary.check", call=call_of(test, wording))


def error_sentence(error: ErrorFact, wording: Wording) -> str:
    """What an exception, or a run that had to be stopped, means."""
    if error.stopped:
        return wording.say(wording.first(f"stop.{error.type}", "stop.other"))
    name = _name(error)
    narrow = (f"error.{error.type}",) if name else ()
    key = wording.first(*narrow, f"error.{error.type}.plain", "error.other")
    kind = error.type if error.type.isidentifier() else "Exception"
    return wording.say(key, name=name, type=f"`{kind}`")


def call_of(test: TestFact | None, wording: Wording) -> str:
    """A test's call as inline code; in words where it is hidden or long."""
    return (code_span(test.call) if test else None) or wording.say("call.long")


def _hidden(test: TestFact, wording: Wording) -> list[str]:
    if test.error is not None:
        return [error_sentence(test.error, wording)]
    if test.difference is not None:
        return [wording.say(f"hidden.{test.difference.kind.value}")]
    return []


def _name(error: ErrorFact) -> str:
    """The name or key that an exception's message tells, as inline code; empty where none."""
    if error.type == "KeyError":
        return _literal(error.message)
    found = _QUOTED.findall(error.message)
    name = (found[-1] if error.type == "AttributeError" else found[0]) if found else ""
    return f"`{name}`" if name.replace(".", "_").isidentifier() else ""


def _literal(text: str) -> str:
    try:
        ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return ""
    return code_span(text) or ""


def _difference(difference: Difference, wording: Wording) -> str:
    kind = difference.kind.value
    thing = wording.say(wording.first(f"thing.{difference.got_type}", "thing.other"))
    count = abs((difference.expected_length or 0) - (difference.got_length or 0))
    values = {
        "thing": thing,
        "missing": str(count),
        "extra": str(count),
        "index": str(difference.index),
        "key": (code_span(difference.key) if difference.key else None) or "",
        "got_type": code_span(difference.got_type) or "?",
        "expected_type": code_span(difference.expected_type) or "?",
    }
    return wording.say(f"difference.{kind}{_variant(difference, values['key'], count)}", **values)


def _variant(difference: Difference, key: str, count: int) -> str:
    match difference.kind:
        case Kind.TOO_SHORT | Kind.TOO_LONG:
            return _length_variant(difference, count)
        case Kind.ELEMENT if difference.index is None:
            return ".somewhere"
        case Kind.MISSING_KEY | Kind.EXTRA_KEY if not key:
            return ".some"
        case _:
            return ""


def _length_variant(difference: Difference, count: int) -> str:
    if count == 1:
        short = min(difference.expected_length or 0, difference.got_length or 0)
        return ".last" if difference.index == short and short else ".one"
    return ".text" if difference.got_type == "str" else ""
