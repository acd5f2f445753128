"""Reads a table of rules: its keys, what it extends and locks, and all that is wrong with it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from jupyter_llm_teach.teaching.layers.keys import KEYS, RUNGS, below
from jupyter_llm_teach.teaching.layers.values import Wrong, listed, told
from jupyter_llm_teach.teaching.rung import Rung

EXTENDS, LOCK, TIME_ZONE = "extends", "lock", "time_zone"
_OTHERS = (EXTENDS, LOCK, TIME_ZONE)
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A key that a table sets, its value, and where in the table it stands."""

    key: str
    value: object
    path: Path


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong with a table.

    Attributes:
        path: Where in the table.
        problem: A sentence.
        element: Which element of a list, from 0; None where it is about the whole.
    """

    path: Path
    problem: str
    element: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """What a table of rules says.

    Attributes:
        entries: The keys that it sets, in its order.
        extends: The name of what it extends; empty where it extends nothing.
        locks: The names of what it locks.
        faults: What is wrong with it.
    """

    entries: tuple[Entry, ...] = ()
    extends: str = ""
    locks: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def read_table(
    raw: Mapping[str, object], called: str, zone: tzinfo | None, also: Sequence[str] = ()
) -> Table:
    """What a table of rules says.

    Args:
        raw: As TOML, JSON or a configuration gives it.
        called: As people see it, such as ``[policy]``.
        zone: The time zone of dates and times that name none; None where nobody said.
        also: Keys that somebody else reads.
    """
    found = list(_read(raw, called, zone, also))
    entries = tuple(each for each in found if isinstance(each, Entry))
    extends, locks = raw.get(EXTENDS, ""), raw.get(LOCK, ())
    faults = [each for each in found if isinstance(each, Fault)]
    faults += [*_contradictions(entries), *_extends_faults(extends), *_lock_faults(locks)]
    return Table(
        entries,
        extends if isinstance(extends, str) else "",
        tuple(locks) if isinstance(locks, (list, tuple)) and not _lock_faults(locks) else (),
        tuple(faults),
    )


def nearest(word: str, known: Iterable[str], what: str) -> str:
    """A sentence that says what was meant most likely, or all that there is."""
    every = list(known)
    near = difflib.get_close_matches(word.lower(), every, n=1, cutoff=0.6)
    return f'Did you mean "{near[0]}"?' if near else f"The {what} are {listed(every)}."


def _read(
    raw: Mapping[str, object], called: str, zone: tzinfo | None, also: Sequence[str]
) -> Iterator[Entry | Fault]:
    plain = [name for name in KEYS if "." not in name]
    for name, value in raw.items():
        if name in plain:
            yield _entry(name, (name,), value, zone)
        elif name == RUNGS:
            yield from _rungs(value, called, zone)
        elif name not in (*_OTHERS, *also):
            known = [*plain, RUNGS, *_OTHERS, *also]
            yield _unknown((name,), name, called, nearest(name, known, "keys"))


def _rungs(value: object, called: str, zone: tzinfo | None) -> Iterator[Entry | Fault]:
    if not isinstance(value, Mapping):
        yield Fault((RUNGS,), f'"{RUNGS}" must hold tables, such as [policy.{RUNGS}.locate].')
        return
    names = [rung.value for rung in Rung]
    for rung, rules in value.items():
        where = f"{called.rstrip(']')}.{RUNGS}]" if called.startswith("[") else called
        if rung not in names:
            yield _unknown((RUNGS, rung), rung, where, nearest(rung, names, "rungs"))
        elif not isinstance(rules, Mapping):
            yield Fault((RUNGS, rung), f'"{rung}" must be a table, not {told(rules)}.')
        else:
            yield from _rung(rung, rules, where, zone)


def _rung(
    rung: str, rules: Mapping[str, object], where: str, zone: tzinfo | None
) -> Iterator[Entry | Fault]:
    known = [name.rpartition(".")[2] for name in below(f"{RUNGS}.{rung}")]
    for name, value in rules.items():
        path = (RUNGS, rung, name)
        if name in known:
            yield _entry(f"{RUNGS}.{rung}.{name}", path, value, zone)
        else:
            inner = where.replace(RUNGS, f"{RUNGS}.{rung}")
            yield _unknown(path, name, inner, nearest(name, known, "keys"))


def _entry(key: str, path: Path, value: object, zone: tzinfo | None) -> Entry | Fault:
    found = KEYS[key].read(value, zone)
    if isinstance(found, Wrong):
        return Fault(path, f'"{path[-1]}" {found.problem}.', found.element)
    return Entry(key, found, path)


def _unknown(path: Path, name: str, where: str, hint: str) -> Fault:
    return Fault(path, f'we don\'t know "{name:.60}" in {where:.80}. {hint}')


def _contradictions(entries: Sequence[Entry]) -> Iterator[Fault]:
    said = {each.key: each for each in entries}
    avoid, require = said.get("avoid"), said.get("require")
    if avoid is None or require is None:
        return
    assert isinstance(avoid.value, tuple), "its reader gives a tuple"
    assert isinstance(require.value, tuple), "its reader gives a tuple"
    for name in avoid.value:
        if name in require.value:
            yield Fault(require.path, f'"require" and "avoid" both name "{name}".')


def _extends_faults(extends: object) -> list[Fault]:
    if isinstance(extends, str) and (extends.strip() or extends == ""):
        return []
    return [Fault((EXTENDS,), f'"{EXTENDS}" must be a name in quotes, not {told(extends)}.')]


def _lock_faults(locks: object) -> list[Fault]:
    if not isinstance(locks, (list, tuple)) or not all(isinstance(each, str) for each in locks):
        return [Fault((LOCK,), f'"{LOCK}" must be a list of keys, such as ["highest_rung"].')]
    return [
        Fault(
            (LOCK,),
            f'"{LOCK}" names "{name:.60}", which is no key. {nearest(name, _plain(), "keys")}',
        )
        for name in locks
        if not below(name)
    ]


def _plain() -> list[str]:
    return [*(name for name in KEYS if "." not in name), RUNGS]
