"""`jupyter teach policy`: which rules hold, where they come from, and what is odd about them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime

from jupyter_llm_teach.app import SystemClock, build_courses, build_wording
from jupyter_llm_teach.cli.opening import (
    add_learner,
    add_notebook,
    notebook_of,
    remark_on,
    settings_of,
)
from jupyter_llm_teach.cli.policy_report import (
    Asked,
    explain_json,
    lint_json,
    print_explained,
    print_lint,
    print_shown,
    show_json,
)
from jupyter_llm_teach.cli.shapes import write_json
from jupyter_llm_teach.errors import UnknownExerciseError
from jupyter_llm_teach.ports import Courses
from jupyter_llm_teach.teaching.layers.layer import Layer, Which
from jupyter_llm_teach.teaching.layers.resolve import Resolved
from jupyter_llm_teach.teaching.layers.suspicious import (
    Suspicion,
    suspicious,
    suspicious_layers,
)
from jupyter_llm_teach.tutor.work import LEARNER

_MOST_STUDENTS = 200


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands."""
    parser = groups.add_parser("policy", help="which rules hold, where they come from, and why")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for name, run, help_ in (
        ("show", run_show, "every key, its value, and who set it where"),
        ("explain", run_explain, "what a student gets, and why, in sentences"),
        ("lint", run_lint, "what is wrong or odd about the rules"),
    ):
        command = commands.add_parser(name, help=help_)
        add_notebook(command)
        command.add_argument("--exercise", metavar="ID", help="only this exercise")
        add_learner(command)
        command.add_argument(
            "--at", metavar="TIME", type=_moment, help="at this time, such as 2026-12-01T10:00"
        )
        command.set_defaults(run=run)


def run_show(arguments: argparse.Namespace) -> int:
    """Print every key."""
    asked = _asked(build_courses(settings_of(arguments)), arguments)
    if arguments.json:
        write_json(show_json(asked))
    else:
        print_shown(asked)
    return 0


def run_explain(arguments: argparse.Namespace) -> int:
    """Print what a student gets."""
    asked = _asked(build_courses(settings_of(arguments)), arguments)
    language = arguments.language or asked.resolved.policy.language or "en"
    if arguments.json:
        write_json(explain_json(asked, build_wording(language)))
    else:
        print_explained(asked, build_wording(language))
    return 0


def run_lint(arguments: argparse.Namespace) -> int:
    """Print what is wrong; gives 2 where rules can't be used."""
    courses = build_courses(settings_of(arguments))
    errors = courses.rule_problems()
    found: list[Suspicion] = []
    if not errors:
        for course in courses.all():
            found += suspicious_layers(course.layers, courses.targets(course))
        found += _odd(courses, arguments)
    if arguments.json:
        write_json(lint_json(errors, found))
    else:
        print_lint(errors, found)
    return 2 if errors else 0


def _odd(courses: Courses, arguments: argparse.Namespace) -> tuple[Suspicion, ...]:
    """What is odd for the student in question; else for everybody whom rules are made for."""
    asked = _asked(courses, arguments)
    learners = [asked.learner]
    if asked.learner == LEARNER:
        learners += (each for course in courses.all() for each in _named(course.layers))
    every = (rules for learner in learners for rules in _rules(courses, asked, learner))
    return tuple(dict.fromkeys(each for rules in every for each in suspicious(rules, asked.now)))


def _named(layers: Sequence[Layer]) -> tuple[str, ...]:
    """The students that rules are made for."""
    students = (each.name for each in layers if each.which is Which.STUDENT)
    members = (name for each in layers for name in each.members)
    return tuple(dict.fromkeys([*students, *members]))[:_MOST_STUDENTS]


def _rules(courses: Courses, asked: Asked, learner: str) -> tuple[Resolved, ...]:
    exercises = [name for name, _ in asked.each] or [""]
    return tuple(courses.rules(each, asked.notebook.path, learner) for each in exercises)


def _asked(courses: Courses, arguments: argparse.Namespace) -> Asked:
    notebook = notebook_of(arguments)
    ids = [each.id for each in courses.read(notebook)]
    exercise: str = arguments.exercise or ""
    if exercise and exercise not in ids:
        known = f"Its exercises are: {', '.join(ids)}." if ids else "It holds no exercise at all."
        raise UnknownExerciseError(f"{notebook.name} has no exercise “{exercise}”.", known)

    remark_on(courses, arguments.learner)

    def rules(each: str) -> Resolved:
        return courses.rules(each, notebook.path, arguments.learner)

    return Asked(
        notebook=notebook,
        exercise=exercise,
        learner=arguments.learner,
        now=arguments.at or SystemClock().now().astimezone(),
        resolved=rules(exercise),
        each=tuple((each, rules(each)) for each in ([exercise] if exercise else ids)),
    )


def _moment(text: str) -> datetime:
    try:
        # A time without a zone is in that of this machine.
        found = datetime.fromisoformat(text.replace("Z", "+00:00"))
        return found.astimezone() if found.tzinfo is None else found
    except (ValueError, OverflowError, OSError) as error:
        raise argparse.ArgumentTypeError(
            f"{text:.60} is no time; write one such as 2026-12-01T10:00"
        ) from error
