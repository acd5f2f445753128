"""`jupyter teach redteam`: try to get the solutions of a course out of the guard."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import warnings
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path

from jupyter_llm_teach.app import SystemClock, build_courses, build_tutor, configured
from jupyter_llm_teach.cli.opening import add_learner
from jupyter_llm_teach.cli.own_attacks import OwnAttack, own_attacks
from jupyter_llm_teach.cli.progress import Counted
from jupyter_llm_teach.cli.redteam_report import Report, print_report, report_json
from jupyter_llm_teach.cli.shapes import write_json
from jupyter_llm_teach.courses.files_beside import FilesBeside, folder_of
from jupyter_llm_teach.courses.index import CourseIndex
from jupyter_llm_teach.courses.teach_toml import NAME
from jupyter_llm_teach.errors import (
    BadInputError,
    CourseUnreadableError,
    EngineUnavailableError,
)
from jupyter_llm_teach.ports import Courses
from jupyter_llm_teach.teaching.attacks.catalogue import ATTACKS
from jupyter_llm_teach.teaching.attacks.opened import RUNGS, Doors, doors, forced, patient
from jupyter_llm_teach.teaching.named_files import named_files
from jupyter_llm_teach.teaching.place import answer_of
from jupyter_llm_teach.teaching.policy import Policy
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.tutor.attacking import AttackingEngine, all_held
from jupyter_llm_teach.tutor.judge import Judge
from jupyter_llm_teach.tutor.one_engine import OneEngine
from jupyter_llm_teach.tutor.redteam import (
    Dialogue,
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
    parser.add_argument(
        "--rung",
        choices=[rung.value for rung in RUNGS],
        help="attack this step alone, also where the rules of the course withhold it",
    )
    add_learner(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Attack and print; 1 where something leaked."""
    own = own_attacks(arguments.attacks) if arguments.attacks else ()
    with warnings.catch_warnings():
        # Python's remarks on what attacks hold are nobody's business.
        warnings.simplefilter("ignore", SyntaxWarning)
        report = asyncio.run(_report(arguments, _indexes(arguments.course), own))
    if arguments.json:
        write_json(report_json(report))
    else:
        print_report(report)
    return 1 if report.leaks else 0


async def _report(
    arguments: argparse.Namespace, indexes: Sequence[CourseIndex], own: Sequence[OwnAttack]
) -> Report:
    model = arguments.engine == "model"
    limit = arguments.limit or (_MODEL if model else _SCRIPTED)
    courses = build_courses(
        replace(configured(), courses=tuple(each.folder for each in indexes), root=None)
    )
    rules = _Rules(
        courses,
        arguments.learner,
        None if arguments.rung is None else Rung(arguments.rung),
        scripted=not model,
    )
    ended = []
    with tempfile.TemporaryDirectory() as folder:
        tutor = await _tutor(Path(folder), model=model)
        try:
            found = await _targets(tutor, indexes, rules)
            _refuse_unknown(own, found)
            dialogues = _dialogues(found, own, limit, model=model)
            judge = Judge(tutor.sandbox)
            with Counted("Attacking") as progress:
                async with aclosing(all_held(tutor, judge, dialogues)) as every:
                    async for each in every:
                        ended.append(each)
                        progress.show(len(ended), len(dialogues))
        finally:
            await tutor.aclose()
    return Report(found, ended)


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules that dialogues are held under.

    Attributes:
        courses: Where they stand.
        learner: Whose they are.
        rung: The one step that is attacked, whatever they say of it; None for those they open.
        scripted: Whether a script stands in for whatever model they allow.
    """

    courses: Courses
    learner: str
    rung: Rung | None
    scripted: bool

    def of(self, exercise: str, notebook: str) -> tuple[Policy, Doors]:
        """Those of an exercise, for a learner who has done what they ask for."""
        policy = patient(self.courses.rules(exercise, notebook, self.learner).policy)
        if self.rung is not None:
            policy = forced(policy, self.rung)
        if self.scripted:
            policy = replace(policy, engines=None, models=None)
        return policy, doors(policy, SystemClock().now().astimezone(), self.rung)


def _refuse_unknown(own: Sequence[OwnAttack], found: Sequence[Target]) -> None:
    """Raise `BadInputError` for an attack on an exercise that can't be attacked."""
    known = tuple(dict.fromkeys(each.exercise.id for each in found))
    for each in own:
        if each.exercise not in (None, *known):
            raise BadInputError(
                f"{each.place} this course has no exercise “{each.exercise}” whose reference "
                "passes its tests.",
                f"Those it has are: {', '.join(known)}.",
            )


async def _tutor(folder: Path, *, model: bool) -> Tutor:
    """A tutor whose journal goes with the folder.

    Raises:
        EngineUnavailableError: a model is wanted, and the configuration has none.
    """
    settings = replace(configured(), courses=(), data_folder=folder)
    tutor = await build_tutor(settings if model else replace(settings, engine="none"))
    if not model:
        return replace(tutor, engines=OneEngine(AttackingEngine()))
    if not tutor.engines.offered("chat"):
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
        raise CourseUnreadableError(
            f"There is no course folder {course}.", "Give the folder that holds your teach.toml."
        )
    inner = [] if (course / NAME).is_file() else [each.parent for each in course.glob(f"*/{NAME}")]
    indexes = [CourseIndex(each.resolve()) for each in sorted(inner) or [course]]
    for index in indexes:
        with Counted("Reading notebooks") as progress:
            for done, total in index.looking():
                progress.show(done, total)
    return indexes


async def _targets(
    tutor: Tutor, indexes: Sequence[CourseIndex], rules: _Rules
) -> tuple[Target, ...]:
    """Every exercise that has a reference, with wrong answers, under its rules.

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
            policy, open_ = rules.of(exercise.id, exercise.notebook)
            some = await targets(judge, complete, answer.prelude, (), _MOST_ANSWERS)
            found += [replace(each, policy=policy, doors=open_) for each in some]
            progress.show(number, len(every))
    if not found:
        raise CourseUnreadableError(
            "No exercise of this course has a reference that passes its tests.",
            "Run `jupyter teach course check` on it.",
        )
    return tuple(found)


def _positive(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError("a whole number from 1 on is needed")
    return number
