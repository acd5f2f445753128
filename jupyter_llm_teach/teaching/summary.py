"""Facts as one plain sentence."""

from __future__ import annotations

from jupyter_llm_teach.teaching.differing import difference_sentence
from jupyter_llm_teach.teaching.facts.fact import (
    Difference,
    ErrorFact,
    Facts,
    Kind,
    Origin,
    State,
    TestFact,
)
from jupyter_llm_teach.teaching.facts.shown import shown
from jupyter_llm_teach.teaching.leading import values
from jupyter_llm_teach.teaching.naming import named, type_error
from jupyter_llm_teach.teaching.quoting import code_span
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.teaching.wording import Wording

_OF_ARGUMENT = (Kind.CHANGED_NOT_RETURNED, Kind.ARGUMENT_CHANGED, Kind.ARGUMENT_NOT_CHANGED)


def summary(facts: Facts, wording: Wording) -> str:
    """The one plain sentence of the fact card."""
    facts = shown(facts, Rung.SOLUTION)
    if facts.state is State.PASSED:
        total = str(len(facts.tests))
        return wording.say("summary.passed", total=total)
    if facts.state is State.NOT_RUN:
        return not_run_sentence(facts.not_run, wording)
    if facts.unchanged:
        return wording.say("summary.unchanged")
    if facts.error is not None:
        return error_sentence(facts.error, wording)
    if facts.first is None:
        return wording.say("summary.no_tests")
    return test_sentence(facts.first, wording)


def not_run_sentence(code: str, wording: Wording) -> str:
    """Why tests were not run, or could not be judged."""
    return wording.say(wording.first(f"summary.not_run.{code}", "summary.not_run"))


def test_sentence(test: TestFact, wording: Wording) -> str:
    """How a failing test fails, and what else is to be known of it."""
    if test.not_judged:
        return not_run_sentence(test.not_judged, wording)
    parts = [_failure(test, wording)]
    if test.changes_argument and _may_explain(test.difference):
        parts.append(wording.say("summary.changes_argument"))
    if test.outside is not None:
        parts.append(wording.say(f"summary.outside.{test.outside.value}"))
    return " ".join(parts)


def _may_explain(difference: Difference | None) -> bool:
    """Whether a change of what was given may be why a test fails."""
    return difference is None or difference.kind not in _OF_ARGUMENT


def _failure(test: TestFact, wording: Wording) -> str:
    if not test.visible:
        return " ".join([wording.say("summary.hidden"), *_hidden(test, wording)])
    asserted = test.error is not None and test.error.type == "AssertionError"
    if test.message and (asserted or not (test.error or test.difference)):
        return wording.say("summary.message", message=test.message)
    if test.error is not None:
        return error_sentence(test.error, wording)
    if test.difference is not None:
        return difference_sentence(test.difference, wording)
    return wording.say("summary.check", call=call_of(test, wording))


def error_sentence(error: ErrorFact, wording: Wording) -> str:
    """What an exception, or a run that had to be stopped, means, and which values led there."""
    if error.stopped:
        return wording.say(wording.first(f"stop.{error.type}", "stop.other"))
    return " ".join([_meaning(error, wording), *_way(error, wording), *values(error, wording)])


def _meaning(error: ErrorFact, wording: Wording) -> str:
    kind = error.type if error.type.isidentifier() else "Exception"
    name = named(error)
    if error.origin is Origin.TEST and error.type != "AssertionError":
        key, name = _of_test(error, name)
    elif (narrow_kind := type_error(error)) is not None:
        key, name = f"error.TypeError.{narrow_kind[0]}", narrow_kind[1]
    elif error.origin is Origin.EARLIER_CELL and not error.frames_earlier and name:
        key = "way.lost_name"
    else:
        narrow = (f"error.{error.type}",) if name else ()
        key = wording.first(*narrow, f"error.{error.type}.plain", "error.other")
    return wording.say(key, name=name, type=f"`{kind}`")


def _of_test(error: ErrorFact, name: str) -> tuple[str, str]:
    """How to say that a test could not go on with what the answer gave it, and about what."""
    narrow = type_error(error)
    if narrow is not None and narrow[0] == "arguments":
        return "test_error.arguments", narrow[1]
    if name and error.type in ("NameError", "AttributeError"):
        return f"test_error.{error.type}", name
    return "test_error.other", ""


def _way(error: ErrorFact, wording: Wording) -> list[str]:
    """That it happens in a function of an earlier cell, and where that is called."""
    if not error.frames_earlier:
        return []
    function = code_span(error.frames[-1].function) or wording.say("way.code")
    if error.line is None:
        return [wording.say("way.earlier", function=function)]
    return [wording.say("way.called", function=function, line=str(error.line))]


def call_of(test: TestFact | None, wording: Wording) -> str:
    """A test's call as inline code; in words where it is hidden or long."""
    return (code_span(test.call) if test else None) or wording.say("call.long")


def _hidden(test: TestFact, wording: Wording) -> list[str]:
    if test.error is not None:
        return [error_sentence(test.error, wording)]
    if test.difference is not None:
        return [wording.say(f"hidden.{test.difference.kind.value}")]
    return []
