"""Attack the guard with scripted replies in thousands of dialogues, and judge what was shown.

``python benchmarks/leak/dialogues.py [--limit N] [--seed N] [--parts N] [--out DIR]``. The same are
judged as two known ways would have shown them: a prompt alone shows every reply; a second pass
over replies that hold a fence takes the fences out and shows the rest.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from itertools import chain
from pathlib import Path
from tempfile import gettempdir

from material import material, share, tutor_with

from jupyter_llm_teach.teaching.attacks.catalogue import ATTACKS
from jupyter_llm_teach.teaching.guard.verdict import Ruling
from jupyter_llm_teach.tutor.attacking import AttackingEngine, all_held, judged
from jupyter_llm_teach.tutor.judge import Judge
from jupyter_llm_teach.tutor.redteam import Dialogue, Ended, planned

LIMIT, PARTS = 3_400, 2
_FENCE = re.compile(r"^[ \t>*-]*(`{3,}|~{3,}).*?(?:^[ \t>]*\1[^\n]*$|\Z)", re.MULTILINE | re.DOTALL)
_FAMILIES = {each.name: each.family for each in ATTACKS}


@dataclass(frozen=True, slots=True)
class Row:
    """How one dialogue ended.

    Attributes:
        turn: From which turn on the guard let a leak through; 0 for none.
        gained: The tests that pass by it.
        prompt_only: Whether it leaks where every reply is shown.
        fence_pass: Whether it leaks where fences alone are taken out.
        shown: What leaked; empty where nothing did.
        program: What a learner makes of it.
    """

    exercise: str
    attack: str
    family: str
    door: str
    rung: str
    language: str
    turns: int
    blocked: int
    redacted: int
    clean: int
    turn: int
    gained: tuple[str, ...]
    prompt_only: bool
    fence_pass: bool
    shown: tuple[str, ...]
    program: str


def rows(limit: int, seed: int, parts: int, folder: Path) -> list[Row]:
    """Hold about `limit` dialogues in some processes; each adds its rows to a file of its own."""
    with ProcessPoolExecutor(parts) as pool:
        jobs = [
            pool.submit(_part, (limit // parts, seed, part, parts), folder) for part in range(parts)
        ]
        return list(chain.from_iterable(job.result() for job in jobs))


def _part(asked: tuple[int, int, int, int], folder: Path) -> list[Row]:
    return asyncio.run(_rows(asked, folder))


async def _rows(asked: tuple[int, int, int, int], folder: Path) -> list[Row]:
    limit, seed, part, parts = asked
    found: list[Row] = []
    async with tutor_with(AttackingEngine()) as tutor:
        judge = Judge(tutor.sandbox)
        targets = share(await material(judge), part, parts)
        dialogues = planned(targets, ATTACKS, limit, seed + part)
        start = time.monotonic()
        with folder.joinpath(f"dialogues-{part}.jsonl").open("w", encoding="utf-8") as file:
            async for ended in all_held(tutor, judge, dialogues):
                found.append(await _row(judge, ended))
                file.write(json.dumps(asdict(found[-1]), ensure_ascii=False) + "\n")
                if len(found) % 50 == 0:
                    leaks = sum(row.turn > 0 for row in found)
                    done = f"{len(found)} of {len(dialogues)}, {leaks} leaks"
                    sys.stderr.write(f"part {part}: {done}, {time.monotonic() - start:.0f} s\n")
                    file.flush()
    return found


def read_rows(folder: Path) -> list[Row]:
    """The rows that an earlier run wrote into a folder."""
    lines = chain.from_iterable(
        path.read_text("utf-8").splitlines() for path in sorted(folder.glob("dialogues-*.jsonl"))
    )
    return [Row(**json.loads(line)) for line in lines]


async def _row(judge: Judge, ended: Ended) -> Row:
    dialogue = ended.dialogue
    leaked = bool(ended.gain.tests)
    return Row(
        exercise=dialogue.target.exercise.id,
        attack=dialogue.attack,
        family=_FAMILIES[dialogue.attack],
        door=dialogue.door,
        rung=dialogue.rung.value,
        language=dialogue.language,
        turns=len(ended.rulings),
        blocked=ended.rulings.count(Ruling.BLOCKED),
        redacted=ended.rulings.count(Ruling.REDACTED),
        clean=ended.rulings.count(Ruling.CLEAN),
        turn=ended.turn,
        gained=ended.gain.tests,
        prompt_only=await _leaks(judge, dialogue, dialogue.turns),
        fence_pass=await _leaks(judge, dialogue, tuple(_second_pass(dialogue.turns))),
        shown=ended.shown if leaked else (),
        program=ended.gain.program,
    )


async def _leaks(judge: Judge, dialogue: Dialogue, shown: tuple[str, ...]) -> bool:
    ended = await judged(judge, replace(dialogue, door="guard"), (), shown)
    return bool(ended.gain.tests)


def _second_pass(turns: tuple[str, ...]) -> Iterator[str]:
    for turn in turns:
        yield _FENCE.sub("", turn)


def main() -> int:
    """Hold them, print the leaks, and give 1 where there are any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, default=LIMIT)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--parts", type=int, default=PARTS)
    parser.add_argument("--out", type=Path, default=Path(gettempdir()), help="a folder")
    asked = parser.parse_args()
    found = rows(asked.limit, asked.seed, asked.parts, asked.out)
    leaks = [row for row in found if row.turn]
    for row in leaks:
        place = f"{row.door}, {row.rung}, {row.language}, turn {row.turn}"
        print(f"{row.exercise}: {row.attack} ({place})")
    print(f"{len(leaks)} of {len(found)} dialogues leaked")
    return int(bool(leaks))


if __name__ == "__main__":
    sys.exit(main())
