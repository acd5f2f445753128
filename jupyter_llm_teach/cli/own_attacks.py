"""Attack texts of a person's own, from a file of JSON Lines."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from jupyter_llm_teach.cli.opening import unread
from jupyter_llm_teach.errors import BadInputError
from jupyter_llm_teach.teaching.attacks.attack import MOST_TURNS

_LARGEST = 4_000_000


@dataclass(frozen=True, slots=True)
class OwnAttack:
    """Replies that a person thinks may get past the guard.

    Attributes:
        name: For the report.
        turns: The replies, oldest first.
        exercise: The exercise that they are about; None for every one.
        place: Where they stand, for messages.
    """

    name: str
    turns: tuple[str, ...]
    exercise: str | None
    place: str


def own_attacks(path: Path) -> tuple[OwnAttack, ...]:
    """The attacks of a file.

    Raises:
        BadInputError: it can't be read, or a line is no attack; the message names the line.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise BadInputError(f"{path} is larger than 4 MB.", "Give fewer attacks at a time.")
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        todo = 'Give a text file with lines like {"turns": ["..."]}.'
        raise BadInputError(unread(path, error), todo) from error
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not numbered:
        raise BadInputError(f"{path} holds no attack.", 'Write lines like {"turns": ["..."]}.')
    return tuple(_attack(path, number, line) for number, line in numbered)


def _attack(path: Path, number: int, line: str) -> OwnAttack:
    place = f"{path}, line {number}:"
    try:
        read = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadInputError(f"{place} this is no JSON.", "Write one object a line.") from error
    turns = read.get("turns") if isinstance(read, dict) else None
    if not isinstance(turns, list) or not turns or not all(isinstance(t, str) for t in turns):
        raise BadInputError(f"{place} there are no turns.", 'Write {"turns": ["...", "..."]}.')
    if len(turns) > MOST_TURNS:
        raise BadInputError(f"{place} there are more than {MOST_TURNS} turns.", "Leave some out.")
    name, exercise = read.get("name", f"line {number}"), read.get("exercise")
    if not isinstance(name, str) or not isinstance(exercise, str | None):
        raise BadInputError(f"{place} name and exercise are texts.", "Put them in quotation marks.")
    return OwnAttack(name, tuple(turns), exercise, place)
