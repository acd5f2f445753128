"""Whether a reply may be shown: every rule in turn, over the whole conversation.

Rules come in two sets. The hard ones hold for every allowance: parts of a reference or of a
hidden test, text to be decoded, links and HTML; a reply that breaks one is blocked. The others
forbid code where the allowance is words alone; sentences that break one may be left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jupyter_llm_teach.teaching.allowance import Allowance
from jupyter_llm_teach.teaching.exercise import Exercise, normalised
from jupyter_llm_teach.teaching.guard.code import code_in_prose
from jupyter_llm_teach.teaching.guard.encoded import encoded_text
from jupyter_llm_teach.teaching.guard.founded import unfounded, wrong_language
from jupyter_llm_teach.teaching.guard.known import Known, known
from jupyter_llm_teach.teaching.guard.links import links
from jupyter_llm_teach.teaching.guard.plain import Plain, plain, showable
from jupyter_llm_teach.teaching.guard.prose import blocks, spans, without_quotations
from jupyter_llm_teach.teaching.guard.secrets import (
    FENCE,
    hidden_tests,
    long_runs,
    reference_lines,
    reference_runs,
    similar_code,
)
from jupyter_llm_teach.teaching.guard.sentences import without
from jupyter_llm_teach.teaching.guard.verdict import Finding, Ruling, Verdict
from jupyter_llm_teach.teaching.rung import Rung

__all__ = ["allowance_of", "inspect", "unfounded", "wrong_language"]

_SHORTEST_USEFUL = 40
_LONGEST = 8000


def allowance_of(rung: Rung) -> Allowance:
    """What a hint of a rung may contain."""
    return {Rung.EXAMPLE: Allowance.OTHER_PROBLEM, Rung.SOLUTION: Allowance.REFERENCE}.get(
        rung, Allowance.NO_CODE
    )


def inspect(
    reply: str, exercise: Exercise, answer: str, shown: Sequence[str], allowance: Allowance
) -> Verdict:
    """The guard's ruling on a reply.

    Args:
        reply: What would be shown.
        exercise: The instructor's version, with hidden tests and references.
        answer: The learner's code.
        shown: Earlier replies of the same conversation, oldest first.
        allowance: What the reply may contain.
    """
    text = showable(reply)
    if len(text) > _LONGEST and allowance is not Allowance.REFERENCE:
        return Verdict(Ruling.BLOCKED, "", (Finding("too_long", _LONGEST),))
    facts = known(exercise, answer)
    hard = _placed(_hard(_judged(text, exercise, allowance), exercise, answer, facts))
    if allowance in (Allowance.OTHER_PROBLEM, Allowance.REFERENCE):
        return Verdict(Ruling.BLOCKED, "", hard) if hard else Verdict(Ruling.CLEAN, text)
    look = plain(text)
    earlier = [plain(showable(each)).text for each in shown]
    hard = _placed([*hard, *reference_runs(look.text, earlier, facts)])
    soft = _moved(_soft(look.text, facts), look)
    if hard:
        return Verdict(Ruling.BLOCKED, "", _placed([*hard, *soft]))
    return _redacted(text, soft, facts) if soft else Verdict(Ruling.CLEAN, text)


def _judged(text: str, exercise: Exercise, allowance: Allowance) -> str:
    """The text to judge: without the instructor's own references where they are released."""
    if allowance is not Allowance.REFERENCE:
        return text
    released = {normalised(each) for each in exercise.references}
    return FENCE.sub(lambda match: "" if normalised(match[2]) in released else match[0], text)


def _hard(text: str, exercise: Exercise, answer: str, facts: Known) -> Iterator[Finding]:
    look = plain(text)
    yield from _moved(_hard_in(look.text, exercise, answer, facts), look)


def _hard_in(text: str, exercise: Exercise, answer: str, facts: Known) -> Iterator[Finding]:
    yield from long_runs(text, facts)
    yield from reference_lines(text, facts)
    yield from similar_code(text, exercise, answer)
    yield from hidden_tests(text, facts)
    yield from encoded_text(text, facts)
    yield from links(without_quotations(text, facts))


def _soft(text: str, facts: Known) -> Iterator[Finding]:
    yield from blocks(text)
    yield from spans(text, facts)
    yield from code_in_prose(without_quotations(text, facts), facts)


def _redacted(text: str, soft: tuple[Finding, ...], facts: Known) -> Verdict:
    rest = without(text, [finding.where for finding in soft])
    useful = len(rest) >= _SHORTEST_USEFUL
    if useful and not any(_soft(plain(rest).text, facts)):
        return Verdict(Ruling.REDACTED, rest, soft)
    return Verdict(Ruling.BLOCKED, "", soft)


def _moved(findings: Iterator[Finding], look: Plain) -> tuple[Finding, ...]:
    return _placed(Finding(each.rule, look.where(each.where)) for each in findings)


def _placed(findings: Iterator[Finding] | Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(set(findings), key=lambda each: (each.where, each.rule)))
