"""The texts that every language must have.

Beyond these, a text may be narrowed to a kind of error or to a concept, such as
``question.value.search``; the wording then uses the narrow text where it exists.
"""

from __future__ import annotations

from jupyter_llm_teach.teaching.asking.question import CLOSING
from jupyter_llm_teach.teaching.concepts import Concept
from jupyter_llm_teach.teaching.differing import inside_keys
from jupyter_llm_teach.teaching.facts.code_fact import CodeKind
from jupyter_llm_teach.teaching.facts.fact import Kind, Outside
from jupyter_llm_teach.teaching.guard.reasons import guard_texts
from jupyter_llm_teach.teaching.ladder import Reason
from jupyter_llm_teach.teaching.layers.texts import policy_texts
from jupyter_llm_teach.teaching.ledger.texts import ledger_texts
from jupyter_llm_teach.teaching.run import StopCause
from jupyter_llm_teach.teaching.rung import Rung

_SINGLE = """
summary.passed summary.not_run summary.no_tests summary.unchanged summary.message summary.check
summary.hidden thing.other call.long expected.long got.long error.other stop.other
difference.too_short.one difference.too_short.first difference.too_short.last
difference.too_short.text difference.too_short.sign difference.too_long.one
difference.too_long.first difference.too_long.last difference.too_long.text
difference.too_long.sign difference.order.text difference.reversed.text difference.place
difference.element.somewhere difference.missing_key.some difference.extra_key.some
summary.not_run.expected_unknown summary.not_run.too_large summary.not_run.network
summary.not_run.not_reached summary.changes_argument
way.earlier way.called way.code way.lost_name test_error.NameError
error.TypeError.call error.TypeError.element error.TypeError.iterate error.TypeError.operand
error.TypeError.arguments error.TypeError.index error.TypeError.fixed
test_error.AttributeError test_error.arguments test_error.other value.line
value.is value.elements value.elements.one value.elements.none value.characters
value.characters.one value.characters.none value.type value.function value.and
orient.goal orient.no_goal orient.case orient.failing orient.failing.call orient.score
orient.unchanged orient.passed
question.start question.start.case question.check question.hidden question.error.other
question.stop.other concept.section locate.one locate.line locate.many locate.item
locate.item.plain locate.none check.error check.stop outline.intro outline.test
example.intro example.question example.none example.words_only solution.intro
prompt.system prompt.question prompt.concept prompt.locate prompt.tighter prompt.facts
prompt.case prompt.code prompt.material prompt.known prompt.locate.start
prompt.may.expression prompt.may.lines
prompt.tone.encouraging prompt.grade prompt.words prompt.wrong.whole prompt.wrong.plain
prompt.wrong.language prompt.wrong.facts prompt.wrong.steps
asking.no_model asking.not_allowed asking.used_up asking.failed asking.held_back
asking.asks_for_solution asking.off_topic asking.facts asking.case asking.step asking.no_step
prompt.ask.system prompt.ask.about
prompt.ask.tests prompt.ask.earlier prompt.ask.code prompt.ask.turn prompt.ask.question
prompt.ask.point prompt.ask.say prompt.ask.looks prompt.ask.asks
persona.no_notebook persona.which persona.testing persona.starting_engine persona.queued
persona.phrasing persona.by_analysis persona.by_model.local persona.by_model.remote persona.stopped
persona.failed persona.not_on
withheld.opens.alone withheld.opens.or reflection.short
when.seconds when.seconds.one when.minutes when.minutes.one when.time when.today when.tomorrow
when.date when.months note.title note.empty note.facts note.case note.help note.no_help note.answer
""".split()  # noqa: SIM905 - a list that is read and reviewed as text


def required_keys() -> frozenset[str]:
    """Keys without which help could not be worded."""
    kinds = [kind.value for kind in Kind]
    concepts = [concept.value for concept in Concept]
    causes = [each.value for each in StopCause if each is not StopCause.NOT_REACHED]
    reasons = [reason.value for reason in Reason]
    return frozenset(_SINGLE).union(
        (f"{group}.{kind}" for group in _BY_KIND for kind in kinds),
        (f"concept.{name}.{part}" for name in concepts for part in ("idea", "where")),
        (f"outline.{name}" for name in concepts),
        inside_keys(),
        (f"summary.outside.{each.value}" for each in Outside),
        (f"stop.{cause}" for cause in causes),
        (f"withheld.{reason}.{part}" for reason in reasons for part in ("reason", "next")),
        (f"rung.{rung.value}" for rung in Rung),
        (f"code.{kind.value}" for kind in CodeKind),
        policy_texts(),
        guard_texts(),
        ledger_texts(),
        (f"asking.{reason.value}.{part}" for reason in CLOSING for part in ("reason", "next")),
    )


_BY_KIND = ("difference", "hidden", "question", "check")
