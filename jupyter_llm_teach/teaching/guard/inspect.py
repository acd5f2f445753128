"""Whether a reply may be shown: every rule in turn, over the whole conversation.

Rules come in two sets. The hard ones hold for every allowance: parts of a reference or of a
hidden test, text to be decoded, links and HTML; a reply that breaks one is blocked. The others
forbid code beyond the allowance; sentences that break one may be left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from jupyter_llm_teach.teaching.allowance import Allowance
from jupyter_llm_teach.teaching.exercise import Exercise, normalised
from jupyter_llm_teach.teaching.guard.bearing import permitted
from jupyter_llm_teach.teaching.guard.bounds import Bounds, allowance_of
from jupyter_llm_teach.teaching.guard.code import code_in_prose
from jupyter_llm_teach.teaching.guard.encoded import encoded_text
from jupyter_llm_teach.teaching.guard.extraction.dictation import written_out
from jupyter_llm_teach.teaching.guard.foreign import avoided, other_languages, reference_names
from jupyter_llm_teach.teaching.guard.founded import unfounded, wrong_language
from jupyter_llm_teach.teaching.guard.fragments import fragments
from jupyter_llm_teach.teaching.guard.known import Known, known
from jupyter_llm_teach.teaching.guard.links import links
from jupyter_llm_teach.teaching.guard.plain import Plain, is_disguised, plain, showable, unseen
from jupyter_llm_teach.teaching.guard.prose import (
    quoted_code,
    without_blocks,
    without_programs,
    without_quotations,
)
from jupyter_llm_teach.teaching.guard.retold import retold
from jupyter_llm_teach.teaching.guard.secrets import (
    FENCE,
    hidden_tests,
    long_runs,
    reference_lines,
    reference_runs,
    runs_in_prose,
    similar_code,
)
from jupyter_llm_teach.teaching.guard.sentences import is_prose, useful, without
from jupyter_llm_teach.teaching.guard.told import told
from jupyter_llm_teach.teaching.guard.verdict import Finding, Ruling, Verdict

__all__ = ["allowance_of", "inspect", "redacted", "unfounded", "wrong_language"]

SHORTEST_USEFUL = 40
_LONGEST = 8000
_MOST_SLIPS = 6
_MOST_UNSEEN = 8
_LONGEST_RAW = 4 * _LONGEST
_WITHIN = {
    Allowance.NO_CODE: (Allowance.NO_CODE,),
    Allowance.EXPRESSION: (Allowance.EXPRESSION, Allowance.NO_CODE),
    Allowance.LINES: (Allowance.LINES, Allowance.EXPRESSION, Allowance.NO_CODE),
    # Code of another problem is not more code of this one.
    Allowance.OTHER_PROBLEM: (Allowance.OTHER_PROBLEM, Allowance.NO_CODE),
}
_STRENGTH = (Ruling.BLOCKED, Ruling.REDACTED, Ruling.CLEAN)


def inspect(
    reply: str,
    exercise: Exercise,
    answer: str,
    shown: Sequence[str],
    allowance: Allowance | Bounds,
) -> Verdict:
    """The guard's ruling on a reply.

    Args:
        reply: What would be shown.
        exercise: The instructor's version, with hidden tests and references.
        answer: The learner's code.
        shown: Earlier replies of the same conversation, oldest first.
        allowance: What the reply may contain.
    """
    bounds = allowance if isinstance(allowance, Bounds) else Bounds(allowance)
    if len(reply) > _LONGEST_RAW:
        return _too_long(len(reply))
    text = showable(reply)
    if len(text) > _LONGEST and bounds.allowance is not Allowance.REFERENCE:
        return _too_long(len(text))
    facts = known(exercise, answer)
    judged = plain(_judged(text, exercise, bounds.allowance))
    about = _Told(exercise, answer, facts, bounds, tuple(shown))
    hard = [*_hard(judged.text, about, shown)]
    hard += avoided(quoted_code(judged.text, facts), bounds.avoid, answer)
    if bounds.allowance not in _WITHIN:
        found = _placed(_moved(hard, judged))
        return Verdict(Ruling.BLOCKED, "", found) if found else Verdict(Ruling.CLEAN, text)
    hard += _runs(judged.text, about, shown)
    if unseen(reply) > _MOST_UNSEEN or is_disguised(text):
        hard.append(Finding("encoded", 0, len(judged.text)))
    best = Verdict(Ruling.BLOCKED, "")
    # A larger allowance never shows less: what the smaller ones would show counts too.
    for each in _WITHIN[bounds.allowance]:
        within = Bounds(each, bounds.lines, bounds.avoid, bounds.note)
        verdict = _within(text, judged, hard, replace(about, bounds=within))
        if not best.findings or _STRENGTH.index(verdict.ruling) > _STRENGTH.index(best.ruling):
            best = verdict
        if hard or best.ruling is Ruling.CLEAN:
            break
    return best


def redacted(text: str, places: Iterable[tuple[int, int]], note: str) -> str:
    """A text with a note for the sentences in which places stand.

    Empty where little is left, or where what is left are the other lines of a program.
    """
    rest = without(text, tuple(places), note)
    return rest if useful(rest, note) >= SHORTEST_USEFUL and is_prose(rest, note) else ""


def _too_long(length: int) -> Verdict:
    return Verdict(Ruling.BLOCKED, "", (Finding("too_long", _LONGEST, length),))


def _judged(text: str, exercise: Exercise, allowance: Allowance) -> str:
    """The text to judge: without the instructor's own references where they are released."""
    if allowance is not Allowance.REFERENCE:
        return text
    released = {normalised(each) for each in exercise.references}
    return FENCE.sub(lambda match: "" if normalised(match[2]) in released else match[0], text)


@dataclass(frozen=True, slots=True)
class _Told:
    """To whom something would be told after what, and how much may be."""

    exercise: Exercise
    answer: str
    facts: Known
    bounds: Bounds
    shown: tuple[str, ...]


def _hard(text: str, about: _Told, shown: Sequence[str]) -> Iterator[Finding]:
    exercise, facts = about.exercise, about.facts
    others = about.bounds.allowance is Allowance.OTHER_PROBLEM
    yield from long_runs(text, facts)
    yield from runs_in_prose(text, facts)
    yield from reference_lines(text, facts)
    yield from similar_code(text, exercise, about.answer, shown)
    yield from hidden_tests(text, facts)
    yield from encoded_text(text, facts, without_programs(text) if others else text)
    yield from links(without_quotations(text, facts))
    yield from other_languages(quoted_code(text, facts), exercise)


def _runs(text: str, about: _Told, shown: Sequence[str]) -> Iterator[Finding]:
    """What of a reference a conversation holds, without blocks that may be of other problems."""
    earlier = [plain(showable(each)).text for each in shown]
    if about.bounds.allowance is Allowance.OTHER_PROBLEM:
        text, earlier = without_blocks(text), [without_blocks(each) for each in earlier]
    yield from reference_runs(text, written_out(text).text, earlier, about.facts)
    yield from retold(text, about.exercise, about.answer, earlier)


def _soft(text: str, about: _Told) -> Iterator[Finding]:
    facts = about.facts
    if about.bounds.allowance is Allowance.OTHER_PROBLEM:
        # Words may speak of the code that stands in blocks, and tell nothing of the learner's own.
        facts = facts.with_seen([match[2] for match in FENCE.finditer(text)])
    pieces = quoted_code(text, facts)
    fine = permitted(pieces, about.bounds)
    yield from (Finding(each.rule, *each.span) for each in pieces if each not in fine)
    rest = without_quotations(text, facts, [each.span for each in fine])
    yield from code_in_prose(rest, facts)
    note = about.bounds.note
    own = text.replace(note, " " * len(note)) if note else text
    yield from fragments(own, facts, about.shown, [each.span for each in fine])
    if about.bounds.allowance is Allowance.OTHER_PROBLEM:
        text = without_blocks(text)
    yield from reference_names(text, about.facts)
    yield from told(text, about.exercise, about.answer)


def _within(text: str, look: Plain, hard: Sequence[Finding], about: _Told) -> Verdict:
    soft = _placed(_moved(_soft(look.text, about), look))
    if hard:
        return Verdict(Ruling.BLOCKED, "", _placed([*_moved(hard, look), *soft]))
    if not soft:
        return Verdict(Ruling.CLEAN, text)
    places = [(each.where, each.end or each.where + 1) for each in soft]
    # What is full of code is no hint with a slip in it: its remains would be puzzled together.
    lines = [each for each in soft if each.rule == "fragment"]
    few = len({start for start, _ in places}) <= _MOST_SLIPS and len(lines) <= 1
    rest = redacted(text, places, about.bounds.note) if few else ""
    if rest and not any(_soft(plain(rest).text, about)):
        return Verdict(Ruling.REDACTED, rest, soft)
    return Verdict(Ruling.BLOCKED, "", soft)


def _moved(findings: Iterable[Finding], look: Plain) -> Iterator[Finding]:
    for each in findings:
        end = None if each.end is None else look.where(max(each.end - 1, each.where)) + 1
        yield Finding(each.rule, look.where(each.where), end, each.gained)


def _placed(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """In the order of the reply; those of one rule that overlap are one."""
    found: list[Finding] = []
    for each in sorted(set(findings), key=lambda each: (each.rule, each.where, each.end or 0)):
        last = found[-1] if found else None
        if last and last.rule == each.rule and last.end is not None and each.where < last.end:
            found[-1] = replace(last, end=max(last.end, each.end or 0))
        else:
            found.append(each)
    return tuple(sorted(found, key=lambda each: (each.where, each.rule)))
