"""What holds in every situation, whatever the policy and the past."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.prompts.load import load_wording
from jupyter_llm_teach.teaching.climbing.closing import CLOSING
from jupyter_llm_teach.teaching.climbing.opening import OPENING
from jupyter_llm_teach.teaching.climbing.situation import Situation
from jupyter_llm_teach.teaching.ladder import Give, Reason, Withhold, decide, ladder
from jupyter_llm_teach.teaching.policy import Policy, RungRule, Window
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.teaching.standing import standing
from jupyter_llm_teach.teaching.withholding import withheld
from tests.teaching.climbing.situations import NOW, POLICIES, RUNGS, SITUATIONS

ORDER = list(Reason)
ENDS_BY_ITSELF = {Reason.EXAM, Reason.MORE_TIME, Reason.COOL_DOWN}


@given(situation=SITUATIONS, rung=RUNGS)
def test_reasons_are_tried_in_one_order(situation: Situation, rung: Rung) -> None:
    found = [condition(situation, rung) for condition in (*CLOSING, *OPENING)]
    places = [ORDER.index(each.reason) for each in found if each is not None]
    decision = decide(situation, rung)

    assert places == sorted(set(places))
    assert isinstance(decision, Give) or decision == next(each for each in found if each)


@given(situation=SITUATIONS, asked=st.none() | RUNGS)
def test_the_same_situation_gets_the_same_decision(
    situation: Situation, asked: Rung | None
) -> None:
    assert decide(situation, asked) == decide(replace(situation), asked)


@given(situation=SITUATIONS, asked=st.none() | RUNGS)
def test_nothing_above_the_highest_rung_is_ever_given(
    situation: Situation, asked: Rung | None
) -> None:
    decision = decide(situation, asked)

    assert isinstance(decision, Withhold) or decision.rung <= situation.policy.highest_rung


@given(situation=SITUATIONS, rung=RUNGS, lower=RUNGS)
def test_a_lower_highest_rung_never_gives_more(
    situation: Situation, rung: Rung, lower: Rung
) -> None:
    policy = situation.policy
    lowered = replace(policy, highest_rung=min(lower, policy.highest_rung))
    strict = decide(replace(situation, policy=lowered), rung)

    assert isinstance(strict, Withhold) or strict == decide(situation, rung)


@given(situation=SITUATIONS, other=POLICIES, rung=RUNGS)
def test_more_conditions_never_give_more(situation: Situation, other: Policy, rung: Rung) -> None:
    strict = decide(replace(situation, policy=_both(situation.policy, other)), rung)
    wide = decide(situation, rung)

    assert isinstance(strict, Withhold) or (isinstance(wide, Give) and strict.again == wide.again)


@given(situation=SITUATIONS)
def test_help_without_a_choice_is_a_rung_that_could_be_chosen(situation: Situation) -> None:
    decision = decide(situation, None)

    assert decision == decide(situation, decision.rung)


@given(situation=SITUATIONS, asked=st.none() | RUNGS)
def test_what_was_shown_for_this_answer_costs_nothing_again(
    situation: Situation, asked: Rung | None
) -> None:
    decision = decide(situation, asked)
    shown = {(hint.rung, hint.answer) for hint in situation.history.hints}

    assert isinstance(decision, Withhold) or decision.again == (
        (decision.rung, situation.answer) in shown
    )
    assert not isinstance(decision, Give) or not decision.again or decision.cost == 0


@given(situation=SITUATIONS, rung=RUNGS)
def test_a_refusal_says_when_it_ends_or_what_to_do(situation: Situation, rung: Rung) -> None:
    decision = decide(situation, rung)

    assert isinstance(decision, Give) or _is_an_invitation(decision, situation)


@given(situation=SITUATIONS, rung=RUNGS)
def test_when_the_time_has_come_that_reason_has_ended(situation: Situation, rung: Rung) -> None:
    decision = decide(situation, rung)
    when = getattr(decision, "when", None) or NOW
    # The journal remembers that the learner was here.
    seen = replace(situation.history, opened=situation.begun)
    later = decide(replace(situation, history=seen, now=when), rung)

    assert when == NOW or isinstance(later, Give) or later.reason is not _reason(decision)


@given(situation=SITUATIONS, rung=RUNGS, seconds=st.integers(0, 100_000))
def test_asking_early_never_makes_a_wait_longer(
    situation: Situation, rung: Rung, seconds: int
) -> None:
    last = max([hint.at for hint in situation.given], default=NOW)
    early = min(last + timedelta(seconds=seconds + 1), NOW)
    asked = (*situation.history.asked, early)
    again = replace(situation, history=replace(situation.history, asked=asked))

    assert last == NOW or decide(again, rung) == decide(situation, rung)


@given(situation=SITUATIONS, rung=RUNGS)
def test_a_wait_after_a_hint_is_at_most_two_cool_downs(situation: Situation, rung: Rung) -> None:
    decision = decide(situation, rung)
    longest = timedelta(seconds=2 * situation.policy.cool_down)

    assert _reason(decision) is not Reason.COOL_DOWN or _when(decision) <= NOW + longest


@given(situation=SITUATIONS)
def test_the_panel_marks_as_next_exactly_what_help_gives_now(situation: Situation) -> None:
    marked = [step.rung for step in ladder(situation) if step.state == "next"]
    upcoming = decide(situation, None)

    assert marked == [each.rung for each in [upcoming] if each == replace_again(each)]


@given(situation=SITUATIONS)
def test_what_is_offered_to_a_stuck_learner_is_given(situation: Situation) -> None:
    offer = standing(situation).offer
    rung = None if offer is None else offer.rung

    assert rung is None or isinstance(decide(situation, rung), Give)


@given(situation=SITUATIONS)
def test_the_panel_looks_again_only_later(situation: Situation) -> None:
    changes = standing(situation).changes

    assert changes is None or changes > NOW


def replace_again(decision: Give | Withhold) -> Give | None:
    return replace(decision, again=False) if isinstance(decision, Give) else None


def _reason(decision: Give | Withhold) -> Reason | None:
    return decision.reason if isinstance(decision, Withhold) else None


def _when(decision: Give | Withhold) -> datetime:
    assert isinstance(decision, Withhold)
    assert decision.when is not None
    return decision.when


def _is_an_invitation(decision: Withhold, situation: Situation) -> bool:
    wording = load_wording("en")
    why, todo = withheld(decision, situation.policy, wording, situation.now)
    waits = decision.when is not None and decision.when > situation.now
    is_waiting = decision.reason not in ENDS_BY_ITSELF or waits
    return len(why) > 20 and len(todo) > 20 and is_waiting and (decision.when is None or waits)


def _both(one: Policy, two: Policy) -> Policy:
    """What either of two policies asks for.

    `after_passing` stays: it moves a rung behind the last test instead of adding a condition.
    """
    quotas = [each.hints_per_day for each in (one, two) if each.hints_per_day is not None]
    return replace(
        one,
        ai=one.ai and two.ai,
        highest_rung=min(one.highest_rung, two.highest_rung),
        new_attempt_between_hints=one.new_attempt_between_hints or two.new_attempt_between_hints,
        rungs=tuple((rung, _either(one.rule_of(rung), two.rule_of(rung))) for rung in Rung),
        cool_down=max(one.cool_down, two.cool_down),
        hints_per_day=min(quotas, default=None),
        exams=_sorted((*one.exams, *two.exams)),
    )


def _sorted(exams: tuple[Window, ...]) -> tuple[Window, ...]:
    return tuple(sorted(exams, key=lambda each: each.start))


def _either(one: RungRule, two: RungRule) -> RungRule:
    return replace(
        one,
        attempts=max(one.attempts, two.attempts),
        minutes=max(one.minutes, two.minutes),
        test_run=one.test_run or two.test_run,
        new_attempt=one.new_attempt or two.new_attempt,
        reflection=one.reflection or two.reflection,
        after_due=one.after_due or two.after_due,
    )
