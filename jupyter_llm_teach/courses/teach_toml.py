"""Reads a course's `teach.toml`, and names the line of everything that is wrong with it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from jupyter_llm_teach.courses.teach_rules import Rules, answers_folder
from jupyter_llm_teach.courses.toml_lines import key_lines
from jupyter_llm_teach.errors import CourseUnreadableError
from jupyter_llm_teach.ports import Course
from jupyter_llm_teach.teaching.policy import CompletionMode, Language, Policy
from jupyter_llm_teach.teaching.rung import Rung

NAME = "teach.toml"
MOST_BYTES = 1_000_000
_TODO = f"Correct {NAME} in the course folder and save it."
_LONGEST_TEXT = 200
_MOST_PROBLEMS = 20
_DEFAULT = Policy()
_EXERCISES = "exercises"
_LANGUAGES: dict[str, Language] = {"en": "en", "fr": "fr"}


def read_course(folder: Path) -> Course:
    """The course in a folder; one without a `teach.toml` has the default policy.

    Raises:
        CourseUnreadableError: The folder is missing, or its `teach.toml` can't be read or says
            something that we don't know. Each problem has its own line in the message, with the
            file's name and the line.
    """
    folder = folder.absolute()
    if not folder.is_dir():
        raise CourseUnreadableError(
            f"There is no course folder {folder.name}.", "Check the folder that was configured."
        )
    values = _values(_text(folder / NAME))
    language = values.language or values.course_language
    policy = values.rules.over(
        Policy(
            highest_rung=values.highest_rung,
            new_attempt_between_hints=values.new_attempt_between_hints,
            completion=CompletionMode.LINE if values.completion else CompletionMode.OFF,
            language=language,
        )
    )
    return Course(
        id=values.id or folder.name,
        title=values.title or values.id or folder.name,
        folder=folder,
        policy=policy,
        of_exercises=tuple((name, own.over(policy)) for name, own in values.exercises.items()),
        accepted_answers=values.accepted_answers,
    )


@dataclass(slots=True)
class _Values:
    """What a `teach.toml` says, and at first what holds where it says nothing."""

    id: str = ""
    title: str = ""
    course_language: Language | None = None
    language: Language | None = None
    highest_rung: Rung = _DEFAULT.highest_rung
    new_attempt_between_hints: bool = _DEFAULT.new_attempt_between_hints
    completion: bool = True
    accepted_answers: str = ""
    rules: Rules = field(default_factory=Rules)
    exercises: dict[str, Rules] = field(default_factory=dict)

    def take_id(self, value: object) -> str:
        self.id, problem = _one_line(value)
        return problem

    def take_title(self, value: object) -> str:
        self.title, problem = _one_line(value)
        return problem

    def take_course_language(self, value: object) -> str:
        self.course_language, problem = _language(value)
        return problem

    def take_language(self, value: object) -> str:
        self.language, problem = _language(value)
        return problem

    def take_highest_rung(self, value: object) -> str:
        names = [rung.value for rung in Rung]
        if not isinstance(value, str) or value not in names:
            return f"must be one of {_listed(names)}, not {_shown(value)}"
        self.highest_rung = Rung(value)
        return ""

    def take_new_attempt_between_hints(self, value: object) -> str:
        self.new_attempt_between_hints = value is True
        return _truth_problem(value)

    def take_accepted_answers(self, value: object) -> str:
        self.accepted_answers, problem = answers_folder(value)
        return problem

    def take_completion(self, value: object) -> str:
        self.completion = value is True
        return _truth_problem(value)


def _takers(values: _Values) -> dict[str, dict[str, Callable[[object], str]]]:
    return {
        "course": {
            "id": values.take_id,
            "title": values.take_title,
            "language": values.take_course_language,
            "accepted_answers": values.take_accepted_answers,
        },
        "policy": {
            "highest_rung": values.take_highest_rung,
            "new_attempt_between_hints": values.take_new_attempt_between_hints,
            "completion": values.take_completion,
            "language": values.take_language,
            **_rule_takers(values.rules),
        },
    }


def _rule_takers(rules: Rules) -> dict[str, Callable[[object], str]]:
    return {"avoid": rules.take_avoid, "require": rules.take_require}


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise CourseUnreadableError(f"{NAME} can't be opened.", _TODO) from error
    if len(content) > MOST_BYTES:
        raise CourseUnreadableError(f"{NAME} is larger than {MOST_BYTES // 1_000_000} MB.", _TODO)
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CourseUnreadableError(
            f"{NAME}, line {line}: this is not UTF-8 text.", _TODO
        ) from error


@lru_cache(maxsize=64)
def _values(text: str) -> _Values:
    values = _Values()
    document = dict(_document(text))
    lines = _first_lines(text)
    problems = sorted(
        [
            *_exercise_problems(document.pop(_EXERCISES, {}), lines, values),
            *_problems(document, lines, _takers(values)),
        ]
    )
    if problems:
        raise CourseUnreadableError(
            "\n".join(
                f"{NAME}, line {line}: {problem}" for line, problem in problems[:_MOST_PROBLEMS]
            ),
            _TODO,
        )
    return values


def _document(text: str) -> Mapping[str, object]:
    import tomlkit  # noqa: PLC0415 - not needed before the first course is read
    from tomlkit.exceptions import ParseError, TOMLKitError  # noqa: PLC0415

    try:
        return tomlkit.parse(text).unwrap()
    except ParseError as error:
        problem = str(error).split(" at line ")[0]
        raise CourseUnreadableError(
            f"{NAME}, line {error.line}: this is not valid TOML ({problem}).", _TODO
        ) from error
    except (TOMLKitError, ValueError, LookupError, RecursionError) as error:
        where = _repeated(text)
        raise CourseUnreadableError(
            f"{NAME}, line {where}: this is not valid TOML (a table or key is set twice)."
            if where
            else f"{NAME} is not valid TOML.",
            _TODO,
        ) from error


def _repeated(text: str) -> int | None:
    seen: set[tuple[str, ...]] = set()
    for path, line in key_lines(text):
        if path in seen:
            return line
        seen.add(path)
    return None


def _first_lines(text: str) -> dict[tuple[str, ...], int]:
    return dict(reversed(key_lines(text)))


def _problems(
    document: Mapping[str, object],
    lines: Mapping[tuple[str, ...], int],
    takers: Mapping[str, Mapping[str, Callable[[object], str]]],
) -> Iterator[tuple[int, str]]:
    for table, content in document.items():
        line = lines.get((table,), 1)
        if table not in takers:
            yield (
                line,
                f'we don\'t know "{table:.60}". {_nearest(table, [*takers, _EXERCISES], "tables")}',
            )
        elif not isinstance(content, dict):
            yield line, f'"{table}" must be a table, written [{table}], not {_shown(content)}.'
        else:
            yield from _key_problems((table,), content, lines, takers[table])


def _exercise_problems(
    tables: object, lines: Mapping[tuple[str, ...], int], values: _Values
) -> Iterator[tuple[int, str]]:
    """What is wrong with the tables ``[exercises.ID]``; what is right is taken."""
    if not isinstance(tables, dict):
        line = lines.get((_EXERCISES,), 1)
        yield line, f'"{_EXERCISES}" must hold tables, written [{_EXERCISES}.ID].'
        return
    for name, content in tables.items():
        path = (_EXERCISES, name)
        if isinstance(content, dict):
            takers = _rule_takers(values.exercises.setdefault(name, Rules()))
            yield from _key_problems(path, content, lines, takers)
        else:
            line = lines.get(path, 1)
            yield line, f'"{name:.60}" must be a table, written [{_EXERCISES}.{name:.60}].'


def _key_problems(
    table: tuple[str, ...],
    content: Mapping[str, object],
    lines: Mapping[tuple[str, ...], int],
    takers: Mapping[str, Callable[[object], str]],
) -> Iterator[tuple[int, str]]:
    for key, value in content.items():
        line = lines.get((*table, key), 1)
        if key not in takers:
            hint = _nearest(key, list(takers), "keys")
            yield line, f'we don\'t know "{key:.60}" in [{".".join(table):.80}]. {hint}'
        elif problem := takers[key](value):
            yield line, f'"{key}" {problem}.'


def _nearest(word: str, known: list[str], what: str) -> str:
    near = difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    return f'Did you mean "{near[0]}"?' if near else f"The {what} are {_listed(known)}."


def _one_line(value: object) -> tuple[str, str]:
    if isinstance(value, str) and value.strip() and value.isprintable():
        short = len(value) <= _LONGEST_TEXT
        return value.strip(), "" if short else f"must have at most {_LONGEST_TEXT} characters"
    return "", f"must be one line of text in quotes, not {_shown(value)}"


def _language(value: object) -> tuple[Language | None, str]:
    if isinstance(value, str) and value in _LANGUAGES:
        return _LANGUAGES[value], ""
    return None, f"must be one of {_listed(list(_LANGUAGES))}, not {_shown(value)}"


def _truth_problem(value: object) -> str:
    return "" if isinstance(value, bool) else f"must be true or false, not {_shown(value)}"


def _listed(words: list[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)


def _shown(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value:.60}"'
        case int() | float():
            return str(value)[:60]
        case dict():
            return "a table"
        case list():
            return "a list"
        case _:
            return "a date or time"
