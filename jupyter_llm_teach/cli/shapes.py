"""Values as the JSON that `--json` prints; see docs/command-line.md. Hidden tests stay hidden."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from jupyter_llm_teach.teaching.facts.code_fact import CodeFact
from jupyter_llm_teach.teaching.facts.fact import (
    Difference,
    ErrorFact,
    Facts,
    FaultLine,
    FrameFact,
    NameFact,
    State,
    TestFact,
)
from jupyter_llm_teach.teaching.noticing import card_sentence
from jupyter_llm_teach.teaching.phrasing import summary
from jupyter_llm_teach.teaching.request import Spent
from jupyter_llm_teach.teaching.wording import Wording

SCHEMA = 1
Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | float | bool | None"


def write_json(value: Json) -> None:
    """Print a JSON value."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def usage_json(spent: Spent | None) -> Json:
    """What a model cost; null where none was asked."""
    if spent is None:
        return None
    return {
        "engine": spent.engine,
        "model": spent.model,
        "prompt_tokens": spent.prompt_tokens,
        "output_tokens": spent.output_tokens,
        "seconds": round(spent.seconds, 3),
    }


def facts_json(shown: Facts, wording: Wording) -> Json:
    """Facts that may be shown, and their sentence."""
    return {
        "state": shown.state.value,
        "passed": shown.passed,
        "total": len(shown.tests),
        "summary": card_sentence(shown, wording),
        "unchanged": shown.unchanged,
        "not_run": shown.not_run or None,
        "error": _error(shown.error),
        "tests": [_fact(each) for each in shown.tests],
        "lines": [_line(each) for each in shown.lines],
        "code": [_code(each) for each in shown.code],
    }


def tests_json(shown: Facts, wording: Wording) -> Json:
    """Each test with its sentence; `passed` is null where it was not run."""
    return [
        {
            "name": each.name,
            "visible": each.visible,
            "passed": None if each.state is State.NOT_RUN else each.state is State.PASSED,
            "message": _sentence(shown, each, wording),
        }
        for each in shown.tests
    ]


def _sentence(shown: Facts, test: TestFact, wording: Wording) -> str:
    if test.state is State.PASSED:
        return ""
    reason = test.not_judged or shown.not_run
    alone = Facts(test.state, (test,), shown.error, (), shown.unchanged, reason)
    return summary(alone, wording)


def _fact(test: TestFact) -> Json:
    return {
        "name": test.name,
        "visible": test.visible,
        "state": test.state.value,
        "call": test.call or None,
        "expected": test.expected or None,
        "got": test.got or None,
        "difference": _difference(test.difference),
        "error": _error(test.error),
        "message": test.message or None,
        "not_judged": test.not_judged or None,
        "changes_argument": test.changes_argument,
        "outside": None if test.outside is None else test.outside.value,
        "judged": None if test.state is State.NOT_RUN else test.judged.value,
        "source": test.found_by.value,
        "confidence": test.confidence,
    }


def _difference(difference: Difference | None) -> Json:
    if difference is None:
        return None
    return {
        "kind": difference.kind.value,
        "expected_type": difference.expected_type or None,
        "got_type": difference.got_type or None,
        "expected_length": difference.expected_length,
        "got_length": difference.got_length,
        "index": difference.index,
        "key": difference.key,
        "place": difference.place or None,
        "inner": None if difference.inner is None else difference.inner.value,
        "confidence": difference.confidence,
    }


def _error(error: ErrorFact | None) -> Json:
    if error is None:
        return None
    return {
        "type": error.type,
        "message": error.message,
        "line": error.line,
        "source": error.source or None,
        "stopped": error.stopped,
        "origin": error.origin.value,
        "frames": [_frame(each) for each in error.frames],
        "names": [_name(each) for each in error.names],
        "found_by": error.found_by.value,
        "confidence": error.confidence,
    }


def _frame(frame: FrameFact) -> Json:
    return {
        "function": frame.function or None,
        "line": frame.line,
        "source": frame.source,
        "earlier": frame.earlier,
    }


def _name(name: NameFact) -> Json:
    return {"name": name.name, "type": name.type, "value": name.text, "length": name.length}


def _line(line: FaultLine) -> Json:
    return {
        "line": line.line,
        "source": line.source,
        "score": round(line.score, 3),
        "reason": line.reason,
    }


def _code(noticed: CodeFact) -> Json:
    return {
        "kind": noticed.kind.value,
        "line": noticed.line,
        "names": list(noticed.names),
        "source": noticed.source,
        "confidence": round(noticed.confidence, 3),
    }
