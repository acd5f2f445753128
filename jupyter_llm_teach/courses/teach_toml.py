"""Reads a course's `teach.toml`, and names the line of everything that is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from jupyter_llm_teach.courses.rule_tables import (
    ASSIGNMENTS,
    OWN_PRESETS,
    POLICY,
    TOML,
    At,
    RuleTables,
)
from jupyter_llm_teach.courses.teach_rules import answers_folder
from jupyter_llm_teach.courses.time_zones import time_zone
from jupyter_llm_teach.courses.toml_file import (
    MOST_BYTES,
    text_of,
    toml_file,
    unreadable,
)
from jupyter_llm_teach.courses.tree import is_inside
from jupyter_llm_teach.errors import CourseUnreadableError, Fault
from jupyter_llm_teach.ports import Course
from jupyter_llm_teach.teaching.layers.layer import Layer, Place, Setting, Which
from jupyter_llm_teach.teaching.layers.resolve import resolve
from jupyter_llm_teach.teaching.layers.table import EXTENDS, TIME_ZONE, nearest
from jupyter_llm_teach.teaching.layers.values import Wrong, language, told
from jupyter_llm_teach.toml.document import TomlFile

__all__ = ["MOST_BYTES", "NAME", "cell_layer", "read_course"]

NAME = "teach.toml"
_COURSE = "course"
_LONGEST_TEXT = 200
_MOST_FILES = 20
_LAYERS = {
    ASSIGNMENTS: Which.ASSIGNMENT,
    "exercises": Which.EXERCISE,
    "groups": Which.GROUP,
    "students": Which.STUDENT,
}
_TABLES = (_COURSE, POLICY, OWN_PRESETS, *_LAYERS)
_Texts = tuple[tuple[str, "str | None"], ...]


def read_course(folder: Path, site: Layer | None = None) -> Course:
    """The course in a folder; one without a `teach.toml` has the default rules.

    Args:
        folder: The course's.
        site: The administrator's rules.

    Raises:
        CourseUnreadableError: The folder is missing, or its `teach.toml`, or a file that this
            extends, can't be read or says something that we don't know. Each problem has its own
            line in the message, with the file's name and the line.
    """
    folder = folder.absolute()
    if not folder.is_dir():
        raise CourseUnreadableError(
            f"There is no course folder {folder.name}.", "Check the folder that was configured."
        )
    return _course(folder, _texts(folder), site)


@lru_cache(maxsize=64)
def _course(folder: Path, texts: _Texts, site: Layer | None) -> Course:
    found = _read(texts)
    layers = found.layers if site is None else (site, *found.layers)
    whole = [each for each in layers if each.which in (Which.SITE, Which.COURSE)]
    return Course(
        id=found.id or folder.name,
        title=found.title or found.id or folder.name,
        folder=folder,
        policy=resolve(whole).policy,
        layers=layers,
        accepted_answers=found.accepted_answers,
    )


def cell_layer(course: Path, exercise: str, cell: tuple[str, int], rules: str) -> Layer:
    """The rules that a cell of the instructor's notebook has for its exercise.

    Args:
        course: The course's folder, whose presets the cell may name.
        exercise: The id.
        cell: The notebook's path in its course, and which cell of it, from 1.
        rules: What the cell says, as JSON.

    Raises:
        CourseUnreadableError: The rules are wrong; the message names notebook and cell.
    """
    return _cell_layer(_texts(course.absolute()), exercise, cell, rules)


@dataclass(slots=True)
class _Found:
    """What a `teach.toml` says; empty where it says nothing."""

    id: str = ""
    title: str = ""
    accepted_answers: str = ""
    language: Setting | None = None
    layers: tuple[Layer, ...] = ()
    tables: RuleTables = field(default_factory=lambda: RuleTables({}))

    def take_id(self, value: object) -> str:
        self.id, problem = _one_line(value)
        return problem

    def take_title(self, value: object) -> str:
        self.title, problem = _one_line(value)
        return problem

    def take_accepted_answers(self, value: object) -> str:
        self.accepted_answers, problem = answers_folder(value)
        return problem

    def take_language(self, value: object) -> str:
        found = language(value, None)
        if isinstance(found, Wrong):
            return found.problem
        self.language = Setting("language", found, Place(NAME))
        return ""

    def take_time_zone(self, value: object) -> str:
        self.tables.zone, problem = time_zone(value)
        return problem


def _texts(folder: Path) -> _Texts:
    """The texts of `teach.toml` and of all files that it extends, however far; None for missing."""
    texts: dict[str, str | None] = {}
    waiting = [NAME]
    while waiting:
        name = waiting.pop()
        path = folder / name
        inside = name == NAME or ("\0" not in name and is_inside(path, folder))
        texts[name] = text_of(path, name) if inside else None
        text = texts[name]
        if text is not None and len(texts) <= _MOST_FILES:
            waiting += [each for each in _extended(name, text) if each not in texts]
    return tuple(texts.items())


@lru_cache(maxsize=64)
def _extended(name: str, text: str) -> tuple[str, ...]:
    """The files that a file names in any `extends`."""
    found: list[str] = []
    waiting: list[object] = [toml_file(name, text).document]
    while waiting:
        table = waiting.pop()
        if isinstance(table, Mapping):
            waiting += table.values()
            extends = table.get(EXTENDS)
            found += [extends] if isinstance(extends, str) and extends.endswith(TOML) else []
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=64)
def _read(texts: _Texts) -> _Found:
    found = _found(texts)
    _raise(found.tables)
    return found


def _found(texts: _Texts) -> _Found:
    files = {
        name: None if text is None and name != NAME else toml_file(name, text or "")
        for name, text in texts
    }
    found = _Found(tables=RuleTables(files))
    for file in filter(None, files.values()):
        found.tables.problems += _unknown_tables(file)
    main = files[NAME]
    assert main is not None, "a course without a file is read as one with an empty file"
    found.tables.problems += _course_problems(main, found)
    for file in filter(None, files.values()):
        found.tables.check_presets(file)
    found.layers = tuple(_layers(main, found))
    return found


def _raise(tables: RuleTables, called: str = NAME) -> None:
    files = list(tables.files)
    every = sorted(
        set(tables.problems),
        key=lambda each: (
            files.index(each[0].file) if each[0].file in files else len(files),
            each[0].line or 0,
        ),
    )
    if every:
        raise unreadable(
            called,
            [Fault(place.file, problem, place.line, place.cell) for place, problem in every],
        )


@lru_cache(maxsize=256)
def _cell_layer(texts: _Texts, exercise: str, cell: tuple[str, int], rules: str) -> Layer:
    tables = replace(_read(texts).tables, problems=[])
    place = Place(cell[0], cell=cell[1])
    raw = json.loads(rules)
    if not isinstance(raw, dict):
        tables.problems.append((place, f'"{POLICY}" must be a table, not {told(raw)}.'))
        raw = {}
    at = At(NAME, raw, "the cell's policy", lambda _path, _element: place)
    layer = tables.layer(Which.EXERCISE, exercise, at)
    _raise(tables, cell[0])
    return layer


def _unknown_tables(file: TomlFile) -> Iterator[tuple[Place, str]]:
    known = _TABLES if file.name == NAME else (POLICY, OWN_PRESETS)
    for table in file.document:
        if table not in known:
            place = Place(file.name, file.line((table,)))
            yield place, f'we don\'t know "{table:.60}". {nearest(table, known, "tables")}'


def _course_problems(file: TomlFile, found: _Found) -> Iterator[tuple[Place, str]]:
    """What is wrong with the table of the course itself; what is right is taken."""
    takers: dict[str, Callable[[object], str]] = {
        "id": found.take_id,
        "title": found.take_title,
        "language": found.take_language,
        "accepted_answers": found.take_accepted_answers,
        TIME_ZONE: found.take_time_zone,
    }
    at = found.tables.table(file, (_COURSE,))
    for key, value in at.raw.items() if at is not None else ():
        place = Place(file.name, file.line((_COURSE, key)))
        if key not in takers:
            hint = nearest(key, takers, "keys")
            yield place, f'we don\'t know "{key:.60}" in [{_COURSE}]. {hint}'
        elif problem := takers[key](value):
            yield place, f'"{key}" {problem}.'
    if found.language is not None:
        found.language = replace(
            found.language, place=Place(file.name, file.line((_COURSE, "language")))
        )


def _layers(file: TomlFile, found: _Found) -> Iterator[Layer]:
    tables = found.tables
    at = tables.table(file, (POLICY,))
    if at is not None:
        first = () if found.language is None else (found.language,)
        yield tables.layer(Which.COURSE, "", at, first)
    for kind, which in _LAYERS.items():
        held = file.document.get(kind, {})
        if not isinstance(held, Mapping):
            place = Place(file.name, file.line((kind,)))
            problem = f'"{kind}" must hold tables, written [{kind}.NAME], not {told(held)}.'
            tables.problems.append((place, problem))
            continue
        for name in held:
            yield from tables.layers_of(which, file, (kind, name))


def _one_line(value: object) -> tuple[str, str]:
    if isinstance(value, str) and value.strip() and value.isprintable():
        short = len(value) <= _LONGEST_TEXT
        return value.strip(), "" if short else f"must have at most {_LONGEST_TEXT} characters"
    return "", f"must be one line of text in quotes, not {told(value)}"
