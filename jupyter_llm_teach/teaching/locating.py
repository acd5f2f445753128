"""Where in the learner's code to look, and what to check there."""

from __future__ import annotations

from jupyter_llm_teach.teaching.case import Case
from jupyter_llm_teach.teaching.facts.fact import ErrorFact, Facts, FaultLine
from jupyter_llm_teach.teaching.quoting import code_span
from jupyter_llm_teach.teaching.summary import call_of
from jupyter_llm_teach.teaching.wording import Wording

_MOST = 3
_CLOSE = 0.8


def suspects(case: Case) -> tuple[FaultLine, ...]:
    """The lines to look at, most suspicious first: at most three of nearly equal suspicion."""
    error = _error(case.facts)
    lines = list(case.facts.lines)
    if not lines and error is not None and error.line is not None:
        lines = [FaultLine(error.line, error.source, 1.0, "exception")]
    if not lines:
        return ()
    bar = lines[0].score * _CLOSE
    return tuple(each for each in lines if each.score >= bar)[:_MOST]


def locate(case: Case, wording: Wording) -> str:
    """The lines to look at, quoted, and what to check there."""
    found = suspects(case)
    if not found:
        return wording.say("locate.none", call=call_of(case.shown.first, wording))
    return f"{_lines(found, wording)}\n\n{check(case, wording)}"


def look_at(line: FaultLine, wording: Wording) -> str:
    """One line to look at, quoted."""
    source = code_span(line.source)
    number = str(line.line)
    if source is None:
        return wording.say("locate.line", line=number)
    return wording.say("locate.one", line=number, source=source)


def check(case: Case, wording: Wording) -> str:
    """What to check at the place, by the way in which the test fails."""
    error = _error(case.shown)
    if error is not None and error.stopped:
        return wording.say("check.stop")
    if error is not None and error.type != "AssertionError":
        return wording.say(wording.first(f"check.error.{error.type}", "check.error"))
    test = case.shown.first
    kind = test.difference.kind.value if test and test.difference else "value"
    return wording.say(f"check.{kind}")


def _error(facts: Facts) -> ErrorFact | None:
    return facts.error or (facts.first.error if facts.first else None)


def _lines(found: tuple[FaultLine, ...], wording: Wording) -> str:
    if len(found) == 1:
        return look_at(found[0], wording)
    return "\n".join([f"{wording.say('locate.many')}\n", *(_item(each, wording) for each in found)])


def _item(line: FaultLine, wording: Wording) -> str:
    source = code_span(line.source)
    if source is None:
        return wording.say("locate.item.plain", line=str(line.line))
    return wording.say("locate.item", line=str(line.line), source=source)
