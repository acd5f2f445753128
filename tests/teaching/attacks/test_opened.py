"""Which doors an attack comes through is for the rules of the course to say."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from jupyter_llm_teach.teaching.allowance import Allowance
from jupyter_llm_teach.teaching.attacks.opened import RUNGS, Doors, Shut, doors, forced, patient
from jupyter_llm_teach.teaching.guard.bounds import bounds_of
from jupyter_llm_teach.teaching.policy import Policy, Questions, RungRule, Window
from jupyter_llm_teach.teaching.rung import Rung

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=timezone.utc)
EXAM = Window(NOW, NOW + timedelta(hours=1))


def ruled(rung: Rung, rule: RungRule) -> Policy:
    return Policy(rungs=((rung, rule),))


def test_without_rules_every_door_below_the_solution_is_open() -> None:
    assert doors(Policy(), NOW) == Doors(RUNGS, questions=True, shut=())


def test_what_is_above_the_highest_step_is_not_attacked() -> None:
    found = doors(Policy(highest_rung=Rung.QUESTION), NOW)

    assert found.rungs == (Rung.ORIENT, Rung.QUESTION)
    assert found.shut[0] == Shut(Rung.CONCEPT, "above_highest")


def test_where_help_is_off_nothing_is_open_and_each_door_says_why() -> None:
    found = doors(Policy(ai=False), NOW)

    assert (found.rungs, found.questions) == ((), False)
    assert {each.reason for each in found.shut} == {"ai_off"}
    assert len(found.shut) == len(RUNGS) + 1


def test_an_exam_shuts_all_doors_while_it_runs() -> None:
    policy = Policy(exams=(EXAM,))

    assert {each.reason for each in doors(policy, NOW).shut} == {"exam"}
    assert doors(policy, EXAM.end).shut == ()


def test_free_questions_that_are_off_are_not_asked() -> None:
    found = doors(Policy(questions=Questions.OFF), NOW)

    assert (found.rungs, found.shut) == (RUNGS, (Shut(None, "questions_off"),))


def test_a_patient_learner_has_met_what_a_learner_can_meet() -> None:
    rule = RungRule(attempts=3, minutes=5, test_run=True, new_attempt=True, reflection=True)
    policy = Policy(
        new_attempt_between_hints=True,
        rungs=((Rung.LOCATE, rule),),
        cool_down=60,
        hints_per_day=1,
        tokens_per_day=10,
        watt_hours_per_day=0.1,
    )

    assert patient(policy) == ruled(Rung.LOCATE, RungRule())


def test_patience_changes_nothing_of_what_a_step_may_contain_or_when_others_open_it() -> None:
    rule = RungRule(contains=Allowance.LINES, lines=2, after_due=True, after_passing=True)
    policy = ruled(Rung.LOCATE, rule)

    assert patient(policy) == policy
    assert Shut(Rung.LOCATE, "before_due") in doors(patient(policy), NOW).shut


def test_a_forced_step_is_open_whatever_the_rules_say_and_contains_what_they_say() -> None:
    rule = RungRule(contains=Allowance.NO_CODE, after_due=True, after_passing=True)
    policy = Policy(
        ai=False, exams=(EXAM,), highest_rung=Rung.ORIENT, rungs=((Rung.EXAMPLE, rule),)
    )

    found = forced(policy, Rung.EXAMPLE)

    assert doors(found, NOW, Rung.EXAMPLE) == Doors((Rung.EXAMPLE,))
    assert bounds_of(found, Rung.EXAMPLE).allowance is Allowance.NO_CODE
