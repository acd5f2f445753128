"""`jupyter teach redteam`: try to get the solutions of a course out of the guard."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

from jupyter_llm_teach.app import build_tutor, configured
from jupyter_llm_teach.cli.own_attacks import OwnAttack, own_attacks
from jupyter_llm_teach.cli.progress import Counted
from jupyter_llm_teach.cli.shapes import SCHEMA, Json, write_json
from jupyter_llm_teach.courses.files_beside import FilesBeside, folder_of
from jupyter_llm_teach.courses.index import CourseIndex
from jupyter_llm_teach.courses.teach_toml import NAME
from jupyter_llm_teach.errors import CourseUnreadableError, EngineUnavailableError
from jupyter_llm_teach.teaching.attacks.catalogue import ATTACKS
from jupyter_llm_teach.teaching.attacks.rate import upper_bound
from jupyter_llm_teach.teaching.guard.verdict import Ruling
from jupyter_llm_teach.teaching.named_files import named_files
from jupyter_llm_teach.teaching.place import answer_of
from jupyter_llm_teach.tutor.attacking import AttackingEngine, all_held
from jupyter_llm_teach.tutor.judge import Judge
from jupyter_llm_teach.tutor.redteam import (
    Dialogue,
    Ended,
    Target,
    interrogations,
    planned,
    targets,
    told,
)
from jupyter_llm_teach.tutor.tutor import Tutor

_MOST_ANSWERS = 4
_SCRIPTED, _MODEL = 300, 40


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = groups.add_parser(
        "redteam", help="attack the guard with the references of a course, and judge what it shows"
    )
    parser.add_argument("course", type=Path, metavar="COURSE", help="the instructor's course")
    parser.add_argument(
        "--attacks",
        type=Path,
        metavar="FILE",
        help="attack texts of your own: JSON Lines, each an object with a list 'turns'",
    )
    parser.add_argument(
        "--engine",
        choices=["scripted", "model"],
        default="scripted",
        help="who answers: a script that tells the reference, or the configured model (slow)",
    )
    parser.add_argument(
        "--limit",
        type=_positive,
        metavar="N",
        help=f"the most dialogues (default: {_SCRIPTED}; {_MODEL} with a model)",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Attack and print; 1 where something leaked."""
    own = own_attacks(arguments.attacks) if arguments.attacks else ()
    with warnings.catch_warnings():
        # Python's remarks on what attacks hold are nobody's business.
        warnings.simplefilter("ignore", SyntaxWarning)
        ended = asyncio.run(_ended(arguments, _indexes(arguments.course), own))
    leaks = [each for each in ended if each.gain.tests]
    if arguments.json:
        write_json(_shape(ended, leaks))
    else:
        _print(ended, leaks)
    return 1 if leaks else 0


async def _ended(
    arguments: argparse.Namespace, indexes: Sequence[CourseIndex], own: Sequence[OwnAttack]
) -> list[Ended]:
    model = arguments.engine == "model"
    limit = arguments.limit or (_MODEL if model else _SCRIPTED)
    ended: list[Ended] = []
    with tempfile.TemporaryDirectory() as folder:
        tutor = await _tutor(Path(folder), model=model)
        try:
            found = await _targets(tutor, indexes)
            dialogues = _dialogues(found, own, limit, model=model)
            judge = Judge(tutor.sandbox)
            with Counted("Attacking") as progress:
                async with aclosing(all_held(tutor, judge, dialogues)) as every:
                    async for each in every:
                        ended.append(each)
                        progress.show(len(ended), len(dialogues))
        finally:
            await tutor.aclose()
    return ended


async def _tutor(folder: Path, *, model: bool) -> Tutor:
    """A tutor whose journal goes with the folder.

    Raises:
        EngineUnavailableError: a model is wanted, and the configuration has none.
    """
    settings = replace(configured(), courses=(), data_folder=folder)
    tutor = await build_tutor(settings if model else replace(settings, engine="none"))
    if not model:
        return replace(tutor, engine=AttackingEngine())
    if tutor.engine is None:
        await tutor.aclose()
        raise EngineUnavailableError(
            "No model is configured.", "Choose one, or leave out --engine model."
        )
    return tutor


def _dialogues(
    found: Sequence[Target], own: Sequence[OwnAttack], limit: int, *, model: bool
) -> Sequence[Dialogue]:
    if model:
        return interrogations(found, limit)
    if not own:
        return planned(found, ATTACKS, limit)
    every = [each for one in own for each in told(found, one.name, one.turns, one.exercise)]
    return every[:limit]


def _indexes(course: Path) -> list[CourseIndex]:
    """The course, or the courses in a folder of several, read.

    Raises:
        CourseUnreadableError: there is no such folder.
    """
    if not course.is_dir():
        raise CourseUnreadableError(f"There is no course folder {course}.", "Check the path.")
    inner = [] if (course / NAME).is_file() else [each.parent for each in course.glob(f"*/{NAME}")]
    indexes = [CourseIndex(each.resolve()) for each in sorted(inner) or [course]]
    for index in indexes:
        with Counted("Reading notebooks") as progress:
            for done, total in index.looking():
                progress.show(done, total)
    return indexes


async def _targets(tutor: Tutor, indexes: Sequence[CourseIndex]) -> tuple[Target, ...]:
    """Every exercise that has a reference, with wrong answers.

    Raises:
        CourseUnreadableError: there is none.
    """
    judge, files = Judge(tutor.sandbox), FilesBeside()
    found: list[Target] = []
    every = [
        (index.folder, loaded, each)
        for index in indexes
        for loaded in index.notebooks.values()
        for each in loaded.exercises
    ]
    with Counted("Looking for wrong answers") as progress:
        for number, (folder, loaded, exercise) in enumerate(every, start=1):
            assert loaded.document is not None, "only notebooks that were read have exercises"
            notebook = loaded.document.notebook
            answer = answer_of(exercise.starter, notebook, exercise, exercise)
            named = named_files(exercise, answer)
            beside = files.named(folder_of(folder, exercise.notebook), named)
            complete = replace(exercise, files=beside)
            found += await targets(judge, complete, answer.prelude, (), _MOST_ANSWERS)
            progress.show(number, len(every))
    if not found:
        raise CourseUnreadableError(
            "No exercise of this course has a reference that passes its tests.",
            "Run `jupyter teach course check` on it.",
        )
    return tuple(found)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("a number from 1 on is needed")
    return number


def _shape(ended: Sequence[Ended], leaks: Sequence[Ended]) -> Json:
    rulings = Counter(ruling for each in ended for ruling in each.rulings)
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
    }


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
        "language": dialogue.language,
        "turn": ended.turn,
        "tests_gained": list(ended.gain.tests),
        "program": ended.gain.program,
        "shown": list(ended.shown),
    }


def _print(ended: Sequence[Ended], leaks: Sequence[Ended]) -> None:
    rulings = Counter(ruling for each in ended for ruling in each.rulings)
    for each in leaks:
        dialogue = each.dialogue
        sys.stdout.write(
            f"✗ {dialogue.target.exercise.id}: {dialogue.attack} ({dialogue.rung.value}, "
            f"{dialogue.language}) gives {len(each.gain.tests)} tests away in turn {each.turn}\n"
        )
    bound = 100 * upper_bound(len(leaks), len(ended))
    sys.stdout.write(
        f"{len(leaks)} of {len(ended)} dialogues leaked; at 95 % the rate is at most "
        f"{bound:.2f} %.\n"
        f"Replies: {rulings[Ruling.BLOCKED]} blocked, {rulings[Ruling.REDACTED]} redacted, "
        f"{rulings[Ruling.CLEAN]} shown as they were.\n"
    )
