"""Reads the values of rules as TOML, JSON or a configuration hold them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import Enum
from typing import TypeVar

from jupyter_llm_teach.teaching.facts.constructs import construct_problem
from jupyter_llm_teach.teaching.policy import CompletionMode, Cost, Language, Window

T = TypeVar("T")
Choice = TypeVar("Choice", bound=Enum)
_LARGEST = 1_000_000_000
_MOST = 50
_LONGEST = 200
_HUNDRED = 100
_FIRST_YEAR, _LAST_YEAR = 2000, 2200
_LANGUAGES: dict[str, Language] = {"en": "en", "fr": "fr"}


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a value, as the end of a sentence that begins with its key.

    Attributes:
        problem: Such as ``must be true or false, not 3``.
        element: Which element of a list, from 0; None where it is about the whole.
    """

    problem: str
    element: int | None = None


Reader = Callable[[object, tzinfo | None], "T | Wrong"]


def truth(value: object, _zone: tzinfo | None) -> bool | Wrong:
    """True or false."""
    return value if isinstance(value, bool) else Wrong(f"must be true or false, not {told(value)}")


def choice(kind: type[Choice]) -> Reader[Choice]:
    """One of the words of an enumeration."""
    words = [str(each.value) for each in kind]

    def read(value: object, _zone: tzinfo | None) -> Choice | Wrong:
        if isinstance(value, str) and value in words:
            return kind(value)
        return Wrong(f"must be one of {listed(words)}, not {told(value)}")

    return read


def mode(value: object, zone: tzinfo | None) -> CompletionMode | Wrong:
    """How code is completed; true and false are a line at a time and off."""
    if isinstance(value, bool):
        return CompletionMode.LINE if value else CompletionMode.OFF
    found = choice(CompletionMode)(value, zone)
    if isinstance(found, Wrong):
        return Wrong(found.problem.replace(", not ", ", or true or false, not ", 1))
    return found


def whole(least: int) -> Reader[int]:
    """A whole number."""

    def read(value: object, _zone: tzinfo | None) -> int | Wrong:
        right = isinstance(value, int) and not isinstance(value, bool)
        if right and least <= value <= _LARGEST:  # type: ignore[operator]
            return value  # type: ignore[return-value]
        return Wrong(f"must be a whole number from {least} on, not {told(value)}")

    return read


def number(value: object, _zone: tzinfo | None) -> float | Wrong:
    """A number that is not negative."""
    right = isinstance(value, (int, float)) and not isinstance(value, bool)
    if isinstance(value, (int, float)) and right and 0 <= value <= _LARGEST:
        return float(value)
    return Wrong(f"must be a number from 0 on, not {told(value)}")


def text(value: object, _zone: tzinfo | None) -> str | Wrong:
    """One line of text; may be empty."""
    if not isinstance(value, str) or not (value.isprintable() or not value):
        return Wrong(f"must be one line of text in quotes, not {told(value)}")
    if len(value) > _LONGEST:
        return Wrong(f"must have at most {_LONGEST} characters")
    return value.strip()


def language(value: object, _zone: tzinfo | None) -> Language | Wrong:
    """A language that help is worded in."""
    if isinstance(value, str) and value in _LANGUAGES:
        return _LANGUAGES[value]
    return Wrong(f"must be one of {listed(list(_LANGUAGES))}, not {told(value)}")


def words(value: object, _zone: tzinfo | None) -> tuple[str, ...] | Wrong:
    """A list of names."""
    right = isinstance(value, (list, tuple)) and all(isinstance(each, str) for each in value)
    if not isinstance(value, (list, tuple)) or not right:
        return Wrong('must be a list of names in quotes, such as ["one", "two"]')
    if len(value) > _MOST or any(len(each) > _LONGEST for each in value):
        return Wrong(f"must name at most {_MOST}, of at most {_LONGEST} characters each")
    return tuple(" ".join(each.split()) for each in value)


def constructs(value: object, zone: tzinfo | None) -> tuple[str, ...] | Wrong:
    """A list of constructs of Python, as `teaching.facts.constructs` has them."""
    found = words(value, zone)
    if isinstance(found, Wrong):
        if isinstance(value, (list, tuple)) and len(value) > _MOST:
            return Wrong(f"must name at most {_MOST} constructs")
        return Wrong('must be a list of names in quotes, such as ["sorted", "while"]')
    problem = next(filter(None, map(construct_problem, found)), "")
    return Wrong(problem) if problem else found


def cost(value: object, zone: tzinfo | None) -> Cost | Wrong:
    """Points as a number, or percent as a text such as ``"10 %"``."""
    if isinstance(value, str) and value.strip().endswith("%"):
        try:
            amount = float(value.strip().removesuffix("%").replace(",", "."))
        except ValueError:
            amount = -1.0
        percent = number(amount, zone)
        if not isinstance(percent, Wrong):
            return Cost(percent, percent=True)
    points = number(value, zone)
    if isinstance(points, Wrong):
        return Wrong(f'must be points, such as 0.5, or percent, such as "10 %", not {told(value)}')
    return Cost(points)


def moment(value: object, zone: tzinfo | None) -> datetime | Wrong:
    """A date and a time; a date alone is the end of that day."""
    parsed = _parsed(value)
    match parsed:
        case datetime():
            return _zoned(parsed, zone)
        case date() if parsed < date.max:
            return _zoned(datetime.combine(parsed, time()) + timedelta(days=1), zone)
        case _:
            return Wrong(
                f"must be a date and time, such as 2026-12-01T10:00:00+01:00, not {told(value)}"
            )


def windows(value: object, zone: tzinfo | None) -> tuple[Window, ...] | Wrong:
    """A list of tables with a start and an end."""
    if not isinstance(value, (list, tuple)) or len(value) > _HUNDRED:
        return Wrong("must be a list of tables, such as [{ start = ..., end = ... }]")
    found = [_window(each, zone) for each in value]
    for place, each in enumerate(found):
        if isinstance(each, Wrong):
            return Wrong(each.problem, place)
    return tuple(each for each in found if not isinstance(each, Wrong))


def maybe(read: Reader[T], nothing: str) -> Reader[T | None]:
    """What a reader reads, or the word for none."""

    def either(value: object, zone: tzinfo | None) -> T | Wrong | None:
        if value == nothing and isinstance(value, str):
            return None
        found = read(value, zone)
        if isinstance(found, Wrong):
            return Wrong(f'{found.problem}; "{nothing}" takes it back', found.element)
        return found

    return either


def listed(every: Sequence[str]) -> str:
    """Words in quotes."""
    return ", ".join(f'"{word}"' for word in every)


def told(value: object) -> str:
    """A wrong value, as a sentence may repeat it."""
    match value:
        case bool():
            shown = str(value).lower()
        case str():
            shown = f'"{value:.60}"'
        case int() | float():
            shown = str(value)[:60]
        case dict():
            shown = "a table"
        case list() | tuple():
            shown = "a list"
        case None:
            shown = "nothing"
        case _:
            shown = "a date or time"
    return shown


def _parsed(value: object) -> object:
    if not isinstance(value, str):
        return value
    shape = date if len(value) == len("2026-12-01") else datetime
    try:
        return shape.fromisoformat(value.strip().replace("Z", "+00:00"))
    except ValueError:
        return value


def _zoned(value: datetime, zone: tzinfo | None) -> datetime | Wrong:
    if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        return Wrong(f"must be between the years {_FIRST_YEAR} and {_LAST_YEAR}")
    if value.tzinfo is not None:
        return value
    if zone is None:
        return Wrong(
            "has no time zone: write it with one, such as 2026-12-01T10:00:00+01:00, or add "
            'time_zone = "Europe/Paris" to [course]'
        )
    return value.replace(tzinfo=zone)


def _window(value: object, zone: tzinfo | None) -> Window | Wrong:
    problem = _window_problem(value)
    if problem or not isinstance(value, dict):
        return Wrong(problem)
    start, end = (_instant(value[key], key, zone) for key in ("start", "end"))
    if isinstance(start, Wrong):
        return start
    if isinstance(end, Wrong):
        return end
    if end.timestamp() <= start.timestamp():
        return Wrong("has an exam that ends before it starts")
    return Window(start, end)


def _window_problem(value: object) -> str:
    if not isinstance(value, dict):
        return "must hold tables, such as { start = ..., end = ... }"
    missing = next((key for key in ("start", "end") if key not in value), None)
    if missing:
        return f'has an exam without "{missing}"'
    unknown = next((key for key in value if key not in ("start", "end")), None)
    known = 'an exam has "start" and "end"'
    return f'has "{unknown!s:.60}", which we don\'t know; {known}' if unknown is not None else ""


def _instant(value: object, key: str, zone: tzinfo | None) -> datetime | Wrong:
    if isinstance(_parsed(value), date) and not isinstance(_parsed(value), datetime):
        return Wrong(f'has a "{key}" without a time of day')
    found = moment(value, zone)
    return Wrong(f'has a "{key}" that {found.problem}') if isinstance(found, Wrong) else found
