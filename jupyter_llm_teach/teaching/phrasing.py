"""Every rung in words, from facts alone: what help says when no model is asked or trusted."""

from __future__ import annotations

from collections.abc import Callable

from jupyter_llm_teach.teaching.case import Case
from jupyter_llm_teach.teaching.examples import examples, parallel
from jupyter_llm_teach.teaching.exercise import Compare
from jupyter_llm_teach.teaching.facts.fact import State, TestFact
from jupyter_llm_teach.teaching.locating import locate
from jupyter_llm_teach.teaching.questioning import question
from jupyter_llm_teach.teaching.quoting import code_span, goal_of
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.teaching.summary import call_of, summary, test_sentence
from jupyter_llm_teach.teaching.withholding import withheld
from jupyter_llm_teach.teaching.wording import Wording, WorkedExample

__all__ = ["Case", "phrase", "summary", "withheld", "worked"]


def phrase(rung: Rung, case: Case, wording: Wording) -> str:
    """The hint of a rung, as Markdown without HTML.

    Of hidden tests it never says more than the kind of difference. `EXAMPLE` stands on the first
    example that gives no reference away, and on the steps in words where there is none.
    `SOLUTION` needs a reference.
    """
    if rung is Rung.SOLUTION:
        return "\n\n".join([wording.say("solution.intro"), _fenced(case.exercise.references[0])])
    return _PHRASES[rung](case, wording)


def worked(example: WorkedExample, wording: Wording) -> str:
    """A worked example as the hint that shows it."""
    intro, question_ = wording.say("example.intro"), wording.say("example.question")
    return "\n\n".join([intro, example.text, _fenced(example.code), question_])


def _orient(case: Case, wording: Wording) -> str:
    facts = case.shown
    goal = goal_of(case.exercise.statement)
    parts = [wording.say("orient.goal", goal=goal) if goal else wording.say("orient.no_goal")]
    if facts.state is State.PASSED:
        parts.append(wording.say("orient.passed"))
    elif facts.unchanged:
        parts.append(wording.say("orient.unchanged"))
    elif facts.error is not None or facts.first is None:
        parts.append(wording.say("orient.failing", summary=summary(facts, wording)))
    else:
        parts.append(_happens(facts.first, wording))
    if facts.tests and facts.passed and facts.state is State.FAILED:
        total = str(len(facts.tests))
        parts.append(wording.say("orient.score", passed=str(facts.passed), total=total))
    return "\n\n".join(parts)


def _happens(test: TestFact, wording: Wording) -> str:
    sentence = test_sentence(test, wording)
    call, expected, got = (code_span(each) for each in (test.call, test.expected, test.got))
    if call and expected and got:
        return wording.say("orient.case", call=call, expected=expected, got=got, summary=sentence)
    if call and test.error is not None:
        return wording.say("orient.failing.call", call=call, summary=sentence)
    return wording.say("orient.failing", summary=sentence)


def _concept(case: Case, wording: Wording) -> str:
    name = case.concept.value
    parts = [wording.say(f"concept.{name}.idea"), where(case, wording)]
    return "\n\n".join(parts)


def where(case: Case, wording: Wording) -> str:
    """Where the exercise's idea is treated."""
    source = wording.say(f"concept.{case.concept.value}.where")
    section = " ".join(case.exercise.section.replace("`", "").split())
    if not section:
        return source
    return f"{wording.say('concept.section', section=section)} {source}"


def _outline(case: Case, wording: Wording) -> str:
    parts = [wording.say("outline.intro"), wording.say(f"outline.{case.concept.value}")]
    test = case.shown.first
    expected = code_span(test.expected) if test else None
    if test is not None and expected and code_span(test.call):
        parts.append(wording.say("outline.test", call=call_of(test, wording), expected=expected))
    elif (smallest := _smallest(case)) is not None:
        parts.append(wording.say("outline.test", call=smallest[0], expected=smallest[1]))
    return "\n\n".join(parts)


def _smallest(case: Case) -> tuple[str, str] | None:
    checks = [test.check for test in case.visible_tests if isinstance(test.check, Compare)]
    spans = [(code_span(each.expression), code_span(each.expected)) for each in checks]
    usable = [(call, expected) for call, expected in spans if call and expected]
    return min(usable, key=lambda pair: len(pair[0]), default=None)


def _example(case: Case, wording: Wording) -> str:
    candidates = examples(case.concept, wording)
    chosen = parallel(candidates, case.exercise, case.answer.code)
    if chosen is None:
        return "\n\n".join([wording.say("example.none"), _outline(case, wording)])
    return worked(chosen, wording)


def _fenced(code: str) -> str:
    return f"```python\n{code.strip()}\n```"


_PHRASES: dict[Rung, Callable[[Case, Wording], str]] = {
    Rung.ORIENT: _orient,
    Rung.QUESTION: question,
    Rung.CONCEPT: _concept,
    Rung.LOCATE: locate,
    Rung.OUTLINE: _outline,
    Rung.EXAMPLE: _example,
}
