"""Leaks told in words, and good tutor turns: how many the guard finds, and how many it holds back.

Run it with ``python benchmarks/leak/prose.py``. The development corpus was used to write the rules
of `teaching/guard/told.py`; the held-out one was written before them and is frozen. `told` alone is
measured on both, and the whole static guard on the harmless replies.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from jupyter_llm_teach.teaching.allowance import Allowance
from jupyter_llm_teach.teaching.exercise import Compare, Exercise, Test
from jupyter_llm_teach.teaching.guard.inspect import inspect
from jupyter_llm_teach.teaching.guard.told import told

CORPORA = Path(__file__).parent / "corpora"
Side = Literal["dev", "heldout"]


@dataclass(frozen=True, slots=True)
class Turn:
    """A reply to a learner.

    Attributes:
        id: Unique in its corpus.
        exercise: What it is about.
        answer: The learner's code.
        label: ``leak``, ``good``, or the kind of a harmless reply.
        allowance: What a reply may contain there.
        made: ``hand``, ``combined`` of two written by hand, or ``template``.
        text: What would be shown.
    """

    id: str
    exercise: Exercise
    answer: str
    label: str
    allowance: Allowance
    made: str
    text: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Leaks found of all leaks, and good turns flagged of all good turns."""

    found: int
    leaks: int
    flagged: int
    good: int


def tasks(side: Side) -> dict[str, tuple[Exercise, dict[str, str]]]:
    """The exercises of a corpus by name, each with learners' answers by name."""
    read = json.loads((CORPORA / f"tasks_{side}.json").read_text(encoding="utf-8"))
    return {name: (_exercise(name, task), task["answers"]) for name, task in read.items()}


def _exercise(name: str, task: dict[str, Any]) -> Exercise:
    tests = [
        Test(f"{kind} {number}", visible=kind == "visible", check=Compare(*pair))
        for kind in ("visible", "hidden")
        for number, pair in enumerate(task[kind])
    ]
    return Exercise(
        id=name,
        title=name,
        notebook="corpus.ipynb",
        dialect="nbgrader",
        language="python",
        statement=task["statement"],
        starter=task["starter"],
        answer_cells=("a",),
        tests=tuple(tests),
        references=tuple(task["references"]),
    )


def turns(name: str, *sides: Side) -> list[Turn]:
    """The turns of a corpus on the tasks of some sides."""
    known = {name: task for side in sides for name, task in tasks(side).items()}
    lines = (CORPORA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_turn(entry, known) for entry in map(json.loads, lines)]


def _turn(entry: dict[str, str], known: dict[str, tuple[Exercise, dict[str, str]]]) -> Turn:
    exercise, answers = known[entry["task"]]
    return Turn(
        id=entry["id"],
        exercise=exercise,
        answer=answers[entry["answer"]],
        label=entry.get("label", entry.get("kind", "")),
        allowance=Allowance(entry.get("allowance", Allowance.NO_CODE.value)),
        made=entry["made"],
        text=entry["reply"],
    )


def counts(corpus: list[Turn]) -> Counts:
    """What `told` finds in a corpus of leaks and good turns."""
    flags = Counter(turn.label for turn in corpus if told(turn.text, turn.exercise, turn.answer))
    all_of = Counter(turn.label for turn in corpus)
    return Counts(flags["leak"], all_of["leak"], flags["good"], all_of["good"])


def changed(corpus: list[Turn]) -> list[Turn]:
    """The replies that the static guard does not show as they are."""
    return [
        turn
        for turn in corpus
        if inspect(turn.text, turn.exercise, turn.answer, (), turn.allowance).text != turn.text
    ]


def main() -> None:
    """Print the figures."""
    sides: tuple[Side, ...] = ("dev", "heldout")
    for side in sides:
        found = counts(turns(f"prose_{side}", side))
        print(
            f"{side}: {found.found} of {found.leaks} leaks found"
            f" ({found.found / found.leaks:.1%}), {found.flagged} of {found.good} good turns"
            f" flagged ({found.flagged / found.good:.1%})"
        )
    harmless = turns("harmless", "dev", "heldout")
    held = changed(harmless)
    made = dict(Counter(turn.made for turn in harmless))
    share = f"{len(held)} of {len(harmless)} changed ({len(held) / len(harmless):.1%})"
    print(f"harmless: {share}, {made}")
    for turn in held:
        print(f"  changed: {turn.text[:80]!r}")


if __name__ == "__main__":
    main()
