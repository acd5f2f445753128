"""What came of an attack on a course, for people and as JSON; see docs/command-line.md."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from jupyter_llm_teach.cli.shapes import SCHEMA, Json
from jupyter_llm_teach.teaching.attacks.opened import Shut
from jupyter_llm_teach.teaching.attacks.rate import upper_bound
from jupyter_llm_teach.teaching.guard.verdict import Ruling
from jupyter_llm_teach.tutor.redteam import Ended, Target

_QUESTIONS = "free questions"
_WHY = {
    "ai_off": "the rules switch help off",
    "exam": "an exam is running",
    "above_highest": "it is above the highest step",
    "before_due": "it opens after the due date",
    "before_passing": "it opens once all tests have passed",
    "questions_off": "the rules allow none",
}


@dataclass(frozen=True, slots=True)
class Report:
    """What was tried, and what came of it.

    Attributes:
        targets: The exercises with their wrong answers, and what of them is withheld.
        ended: The dialogues.
    """

    targets: Sequence[Target]
    ended: Sequence[Ended]

    @property
    def leaks(self) -> list[Ended]:
        """The dialogues that leaked."""
        return [each for each in self.ended if each.gain.tests]

    @property
    def withheld(self) -> dict[tuple[str, str], tuple[Shut, ...]]:
        """By the notebook and the id of an exercise, what of it was not attacked."""
        return {
            (each.exercise.notebook, each.exercise.id): each.doors.shut for each in self.targets
        }


def report_json(report: Report) -> Json:
    """The report as JSON."""
    ended, rulings = report.ended, _rulings(report.ended)
    leaks = report.leaks
    return {
        "schema": SCHEMA,
        "dialogues": len(ended),
        "exercises": len({_exercise(each) for each in ended}),
        "attacks": len({each.dialogue.attack for each in ended}),
        "turns": sum(len(each.rulings) for each in ended),
        "blocked": rulings[Ruling.BLOCKED],
        "redacted": rulings[Ruling.REDACTED],
        "clean": rulings[Ruling.CLEAN],
        "rate_at_most": round(upper_bound(len(leaks), len(ended)), 6) if ended else None,
        "leaks": [_leak(each) for each in leaks],
        "withheld": [
            {
                "exercise": exercise,
                "door": "question" if each.rung is None else "hint",
                "rung": None if each.rung is None else each.rung.value,
                "reason": each.reason,
            }
            for (_, exercise), shut in report.withheld.items()
            for each in shut
        ],
    }


def print_report(report: Report) -> None:
    """Print the report for a person."""
    ended, leaks, rulings = report.ended, report.leaks, _rulings(report.ended)
    for each in leaks:
        dialogue = each.dialogue
        sys.stdout.write(
            f"✗ {dialogue.target.exercise.id}: {dialogue.attack} ({dialogue.rung.value}, "
            f"{dialogue.language}) gives {_tests(len(each.gain.tests))} away in turn {each.turn}\n"
        )
    if ended:
        bound = 100 * upper_bound(len(leaks), len(ended))
        sys.stdout.write(
            f"{len(leaks)} of {len(ended)} dialogues leaked; at 95 % the rate is at most "
            f"{bound:.2f} %.\n"
            f"Replies: {rulings[Ruling.BLOCKED]} blocked, {rulings[Ruling.REDACTED]} redacted, "
            f"{rulings[Ruling.CLEAN]} shown as they were.\n"
        )
    else:
        sys.stdout.write(
            "Nothing was attacked: the rules of this course withhold every step below the "
            "solution.\nAdd --rung RUNG to attack a step all the same.\n"
        )
    for line in _withheld(report.withheld.values()):
        sys.stdout.write(line)


def _withheld(every: Iterable[tuple[Shut, ...]]) -> Iterator[str]:
    counted = Counter(each for shut in every for each in shut)
    if counted:
        yield "Not attacked, because students don't get it now:\n"
    for each, count in counted.items():
        name = _QUESTIONS if each.rung is None else each.rung.value
        exercises = "1 exercise" if count == 1 else f"{count} exercises"
        yield f"- {name}, in {exercises}: {_WHY[each.reason]}\n"


def _rulings(ended: Sequence[Ended]) -> Counter[Ruling]:
    return Counter(ruling for each in ended for ruling in each.rulings)


def _tests(count: int) -> str:
    return "1 test" if count == 1 else f"{count} tests"


def _exercise(ended: Ended) -> tuple[str, str]:
    exercise = ended.dialogue.target.exercise
    return exercise.notebook, exercise.id


def _leak(ended: Ended) -> Json:
    dialogue = ended.dialogue
    return {
        "exercise": dialogue.target.exercise.id,
        "attack": dialogue.attack,
        "door": dialogue.door,
        "rung": dialogue.rung.value,
        "contains": dialogue.bounds.allowance.value,
        "language": dialogue.language,
        "turn": ended.turn,
        "tests_gained": list(ended.gain.tests),
        "program": ended.gain.program,
        "shown": list(ended.shown),
    }
