"""`jupyter teach lab`: JupyterLab on student copies of a course."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from jupyter_llm_teach.app import (
    Settings,
    build_courses,
    configured,
    engine_settings,
    is_administrator,
)
from jupyter_llm_teach.cli import models
from jupyter_llm_teach.courses.student import write_student_copy
from jupyter_llm_teach.errors import CourseUnreadableError, TeachError


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = groups.add_parser("lab", help="open JupyterLab on student copies of a course")
    parser.add_argument("--course", type=Path, metavar="DIR", required=True, help="the course")
    parser.add_argument(
        "--work", type=Path, metavar="DIR", default=Path("work"), help="where the copies are kept"
    )
    parser.add_argument("--port", type=int, default=8888, help="port of the server")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    parser.add_argument("--no-model", action="store_true", help="do not fetch a model")
    parser.add_argument("lab_options", nargs="*", help="after --: options for jupyter lab")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the copies, fetch the model if it is not here, and run JupyterLab until it ends."""
    course: Path = arguments.course.resolve()
    work: Path = arguments.work.resolve()
    _copy(course, work)
    if not arguments.no_model:
        _fetch()
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={work}",
        f"--ServerApp.port={arguments.port}",
        f"--TeachApp.courses={course}",
        # Nothing is contacted at start: no news, no look for updates.
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        *(["--no-browser"] if arguments.no_browser else []),
        *(["--allow-root"] if is_administrator() else []),
        *arguments.lab_options,
    ]
    if os.name == "posix":  # we become JupyterLab, so that signals reach it and no child is left
        sys.stderr.flush()
        os.execv(sys.executable, command)  # noqa: S606 - our own interpreter
    try:
        return subprocess.run(command, check=False).returncode  # noqa: S603 - our own interpreter
    except KeyboardInterrupt:
        return 0


def _copy(course: Path, work: Path) -> None:
    if not course.is_dir():
        raise CourseUnreadableError(f"There is no course folder {course}.", "Check the path.")
    found = build_courses(replace(configured(), courses=(course,))).all()
    if not found:
        raise CourseUnreadableError(f"{course} holds no course.", "A course holds a teach.toml.")
    for each in found:
        target = work if len(found) == 1 else work / each.folder.name
        write_student_copy(each, target)
        sys.stderr.write(f"{each.title}: your copies are in {target}\n")


def _fetch() -> None:
    """Fetch the models of the embedded engines; without one, help still comes from analysis."""
    parser = argparse.ArgumentParser()
    models.add(parser.add_subparsers())
    try:
        for words in _pulls(configured()):
            chosen = parser.parse_args(["models", "pull", *words])
            chosen.run(chosen)
    except TeachError as error:
        sys.stderr.write(f"{error}\nHelp comes from program analysis alone until then.\n")


def _pulls(settings: Settings) -> list[list[str]]:
    """What is to be pulled: nothing where no engine runs in a process of ours."""
    specs = () if settings.engine == "none" else engine_settings(settings).specs
    folder = [] if settings.model_folder is None else [f"--folder={settings.model_folder}"]
    names = dict.fromkeys(each.model for each in specs if each.kind == "llamacpp")
    return [[*([name] if name else []), *folder] for name in names]
