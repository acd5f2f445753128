"""Makes layers of the tables of rules in `teach.toml` and in the files that it extends."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo

from jupyter_llm_teach.courses.time_zones import time_zone
from jupyter_llm_teach.teaching.layers.layer import Layer, Lock, Place, Setting, Which
from jupyter_llm_teach.teaching.layers.presets import PRESETS
from jupyter_llm_teach.teaching.layers.table import (
    EXTENDS,
    LOCK,
    TIME_ZONE,
    Fault,
    Path,
    nearest,
    read_table,
)
from jupyter_llm_teach.teaching.layers.values import told
from jupyter_llm_teach.toml.document import TomlFile

POLICY, OWN_PRESETS = "policy", "presets"
MEMBERS, ASSIGNMENTS = "members", "assignments"
TOML = ".toml"
_MOST_STEPS = 20


@dataclass(frozen=True, slots=True)
class At:
    """A table of rules, and where it stands.

    Attributes:
        file: The file whose presets it may name.
        raw: What it holds.
        called: As people see it, such as ``[policy]``.
        place: Where a path in it stands, and an element of the list there.
        also: Keys of it that somebody else reads.
    """

    file: str
    raw: Mapping[str, object]
    called: str
    place: Callable[[Path, int | None], Place]
    also: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Rules:
    settings: tuple[Setting, ...] = ()
    locks: tuple[Lock, ...] = ()


@dataclass(slots=True)
class RuleTables:
    """The tables of some files, and what was found to be wrong with them.

    Attributes:
        files: By name; None for a file that there is not.
        zone: The course's time zone.
        problems: Where each is, and what.
    """

    files: Mapping[str, TomlFile | None]
    zone: tzinfo | None = None
    problems: list[tuple[Place, str]] = field(default_factory=list)

    def layer(self, which: Which, name: str, at: At, first: Sequence[Setting] = ()) -> Layer:
        """The layer of a table.

        Args:
            which: Whose rules it holds.
            name: Of the assignment, exercise, group or student.
            at: The table.
            first: What counts before its own settings.
        """
        rules = self._expanded(at, ())
        return Layer(
            which,
            name,
            (*first, *rules.settings),
            rules.locks,
            self._members(at) if MEMBERS in at.also else (),
            at.place((), None),
        )

    def layers_of(self, which: Which, file: TomlFile, path: Path) -> Iterator[Layer]:
        """The layer of a table of a file, and those of a group or a student for one assignment."""
        person = which in (Which.GROUP, Which.STUDENT)
        also = (*((MEMBERS,) if which is Which.GROUP else ()), *((ASSIGNMENTS,) if person else ()))
        at = self.table(file, path, also)
        if at is None:
            return
        layer = self.layer(which, path[-1], at)
        yield layer
        nested = self.table(file, (*path, ASSIGNMENTS)) if person else None
        for name in nested.raw if nested is not None else ():
            inner = self.table(file, (*path, ASSIGNMENTS, name))
            if inner is not None:
                own = self.layer(which, path[-1], inner)
                yield replace(own, members=layer.members, assignment=name)

    def table(self, file: TomlFile, path: Path, also: Sequence[str] = ()) -> At | None:
        """The table of a file at a path; None, and a problem, where something else is there."""
        raw: object = file.document
        for part in path:
            raw = raw.get(part, {}) if isinstance(raw, Mapping) else {}

        def place(inner: Path, element: int | None) -> Place:
            return Place(file.name, file.line((*path, *inner), element))

        called = f"[{'.'.join(path):.80}]"
        if not isinstance(raw, Mapping):
            problem = f'"{path[-1]:.60}" must be a table, written {called}, not {told(raw)}.'
            self.problems.append((place((), None), problem))
            return None
        return At(file.name, raw, called, place, also)

    def check_presets(self, file: TomlFile) -> None:
        """Find what is wrong with a file's own presets, whether they are used or not."""
        table = self.table(file, (OWN_PRESETS,))
        for name in table.raw if table is not None else ():
            at = self.table(file, (OWN_PRESETS, name))
            if name in PRESETS:
                place = Place(file.name, file.line((OWN_PRESETS, name)))
                problem = f'"{name}" is the name of a preset that is there already; choose another.'
                self.problems.append((place, problem))
            elif at is not None:
                self._expanded(at, (name,))

    def _expanded(self, at: At, chain: tuple[str, ...]) -> _Rules:
        """What a table says, and before that what it extends."""
        zone = self._zone(at)
        table = read_table(at.raw, at.called, zone, at.also)
        self._tell(at, table.faults)
        before = self._extended(table.extends, at, chain) if table.extends else _Rules()
        preset = chain[-1] if chain else ""

        def place(path: Path) -> Place:
            found = at.place(path, None)
            return Place(found.file, found.line, found.cell, preset)

        own = tuple(Setting(each.key, each.value, place(each.path)) for each in table.entries)
        locks = tuple(Lock(name, place((LOCK,))) for name in table.locks)
        return _Rules((*before.settings, *own), (*before.locks, *locks))

    def _extended(self, name: str, at: At, chain: tuple[str, ...]) -> _Rules:
        place = at.place((EXTENDS,), None)
        found = self._found(name, at)
        if name in chain or len(chain) >= _MOST_STEPS:
            steps = " → ".join([*chain, name])
            self.problems.append((place, f'"{EXTENDS}" goes round in a circle: {steps:.200}.'))
            return _Rules()
        if found is not None:
            return self._expanded(found, (*chain, name))
        if name not in PRESETS:
            self.problems.append((place, self._unknown(name, at)))
            return _Rules()
        entries = read_table(PRESETS[name], name, None).entries
        preset = Place(place.file, place.line, place.cell, name)
        return _Rules(tuple(Setting(each.key, each.value, preset) for each in entries))

    def _found(self, name: str, at: At) -> At | None:
        """The table that a name means: a preset of the same file, or the rules of another file."""
        file = self.files.get(at.file)
        own = file.document.get(OWN_PRESETS) if file is not None else None
        if file is not None and isinstance(own, Mapping) and name in own and name not in PRESETS:
            return self.table(file, (OWN_PRESETS, name))
        other = self.files.get(name)
        return None if other is None else self.table(other, (POLICY,))

    def _unknown(self, name: str, at: At) -> str:
        if name.endswith(TOML):
            return f'"{EXTENDS}" names the file "{name:.80}", which is not in the course folder.'
        file = self.files.get(at.file)
        own = file.document.get(OWN_PRESETS) if file is not None else None
        known = [*PRESETS, *(own if isinstance(own, Mapping) else ())]
        hint = nearest(name, known, "presets")
        return f'"{EXTENDS}" names "{name:.60}", which is no preset. {hint}'

    def _zone(self, at: At) -> tzinfo | None:
        if TIME_ZONE not in at.raw:
            return self.zone
        zone, problem = time_zone(at.raw[TIME_ZONE])
        if problem:
            place = at.place((TIME_ZONE,), None)
            self.problems.append((place, f'"{TIME_ZONE}" {problem}.'))
        return zone or self.zone

    def _members(self, at: At) -> tuple[str, ...]:
        members = at.raw.get(MEMBERS)
        names = members if isinstance(members, (list, tuple)) else ()
        if names and all(isinstance(each, str) and each.strip() for each in names):
            return tuple(str(each).strip() for each in names)
        place = at.place((MEMBERS,), None)
        problem = f'"{MEMBERS}" must be a list of students in quotes, such as ["ada", "bob"].'
        self.problems.append((place, problem))
        return ()

    def _tell(self, at: At, faults: Sequence[Fault]) -> None:
        for fault in faults:
            self.problems.append((at.place(fault.path, fault.element), fault.problem))
