"""Reads how engines are configured, and says file and line of everything that is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, get_args

from pydantic import SecretStr

from jupyter_llm_teach.engines.address import Address, address_in, is_allowed
from jupyter_llm_teach.engines.secret import key_in_environment, key_in_file
from jupyter_llm_teach.engines.source import KeyPath, Source, wrong
from jupyter_llm_teach.engines.spec import EngineSpec, Kind
from jupyter_llm_teach.engines.spec_keys import ELSEWHERE, KEYS, KINDS, belongs
from jupyter_llm_teach.errors import Fault
from jupyter_llm_teach.ports import Purpose
from jupyter_llm_teach.teaching.layers.table import nearest
from jupyter_llm_teach.teaching.layers.values import told

PURPOSES: Final[tuple[Purpose, ...]] = get_args(Purpose)

_ENGINES, _PURPOSES, _ALLOW, _SITE = "engines", "purposes", "allow", "site"
_TABLES = (_ENGINES, _PURPOSES, _ALLOW, _SITE)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")
_REGION = re.compile(r"[A-Z]{2,3}(-[A-Z0-9]{1,8})?")
_RESERVED = "none"


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """How the engines are configured.

    Attributes:
        specs: The engines, in the order in which they are written.
        purposes: Which engines are asked for what, the first one first.
        region: Where this machine stands, for the table of energy; empty where nobody said.
    """

    specs: tuple[EngineSpec, ...] = ()
    purposes: Mapping[Purpose, tuple[str, ...]] = field(default_factory=dict)
    region: str = ""

    def order(self, purpose: Purpose) -> tuple[str, ...]:
        """The names of the engines for a purpose; all of them where nobody chose."""
        return self.purposes.get(purpose, tuple(each.name for each in self.specs))


def read_settings(sources: Sequence[Source], environment: Mapping[str, str]) -> EngineSettings:
    """What the sources say together; a later one overrides what an earlier one says of the same.

    Args:
        sources: The file and the options; addresses that any of them allows are allowed.
        environment: The variables that keys may stand in.

    Raises:
        ConfigurationError: Something is wrong; each problem has its own line in the message, with
            file and line. No key is ever part of it.
    """
    reader = _Reader(environment)
    for source in sources:
        reader.take_allowed(source)
    for source in sources:
        reader.take(source)
    reader.check_names()
    if reader.faults:
        raise wrong(reader.faults)
    order = {purpose: tuple(names) for purpose, names in reader.purposes.items()}
    return EngineSettings(tuple(reader.specs.values()), order, reader.region)


@dataclass(slots=True)
class _Reader:
    environment: Mapping[str, str]
    specs: dict[str, EngineSpec] = field(default_factory=dict)
    purposes: dict[Purpose, list[str]] = field(default_factory=dict)
    allowed: list[Address] = field(default_factory=list)
    region: str = ""
    faults: list[Fault] = field(default_factory=list)
    _named: list[tuple[Source, KeyPath, list[str]]] = field(default_factory=list)
    _known: set[str] = field(default_factory=set)

    def take_allowed(self, source: Source) -> None:
        """The addresses that engines may be at."""
        table = self._table(source, (_ALLOW,))
        self._unknown(source, (_ALLOW,), table, ("urls",))
        for element, url in enumerate(self._list(source, (_ALLOW, "urls"), table.get("urls", []))):
            found = address_in(url)
            if isinstance(found, str):
                # Not repeated: people write a key into an address by mistake.
                self._fault(source, (_ALLOW, "urls"), f"an address {found}.", element)
            else:
                self.allowed.append(found)

    def take(self, source: Source) -> None:
        """Everything else."""
        self._unknown(source, (), source.document, _TABLES)
        engines = self._table(source, (_ENGINES,))
        for name in engines:
            self._known.add(name)
            spec = self._spec(source, name)
            if spec is not None:
                self.specs[name] = spec
        self._take_purposes(source)
        site = self._table(source, (_SITE,))
        self._unknown(source, (_SITE,), site, ("region",))
        if "region" in site:
            self.region = self._text(source, (_SITE, "region"), site["region"], _REGION)

    def check_names(self) -> None:
        """That every engine that a purpose names is there."""
        for source, path, names in self._named:
            for element, name in enumerate(names):
                if name not in self._known:
                    hint = nearest(name, self._known, "engines") if self._known else ""
                    problem = f'no engine is called "{name:.60}". {hint}'.strip()
                    self._fault(source, path, problem, element)

    def _take_purposes(self, source: Source) -> None:
        table = self._table(source, (_PURPOSES,))
        self._unknown(source, (_PURPOSES,), table, PURPOSES)
        for purpose in PURPOSES:
            if purpose not in table:
                continue
            path = (_PURPOSES, purpose)
            names = self._list(source, path, table[purpose])
            if not names and isinstance(table[purpose], (list, tuple)):
                problem = f'"{purpose}" names no engine; leave it out for all of them.'
                self._fault(source, path, problem)
            self.purposes[purpose] = list(dict.fromkeys(names))
            self._named.append((source, path, names))

    def _spec(self, source: Source, name: str) -> EngineSpec | None:
        before = len(self.faults)
        path = (_ENGINES, name)
        if not _NAME.fullmatch(name) or name == _RESERVED:
            problem = f'"{name:.60}" can\'t be a name: use letters, digits, "-", "_" and "."'
            self._fault(source, path, f'{problem}, and not "{_RESERVED}".')
        raw = self._table(source, path)
        kind = self._kind(source, path, raw) if len(self.faults) == before else None
        if kind is None:
            return None
        self._unknown(source, path, raw, ("kind", *KEYS))
        values: dict[str, object] = {}
        for key, value in raw.items():
            if key in KEYS:
                values |= self._value(source, (*path, key), kind, value)
        if kind in ELSEWHERE and "url" not in raw:
            self._url(source, path, ELSEWHERE[kind])
        if "key_env" in raw and "key_file" in raw:
            self._fault(source, (*path, "key_file"), 'set "key_env" or "key_file", not both.')
        return _made(name, kind, values) if len(self.faults) == before else None

    def _kind(self, source: Source, path: KeyPath, raw: Mapping[str, object]) -> Kind | None:
        found = raw.get("kind")
        kind = next((each for each in KINDS if each == found), None)
        if kind is None:
            lacking = '"kind" is missing.' if found is None else f'"kind" can\'t be {told(found)}.'
            known = nearest(found if isinstance(found, str) else "", KINDS, "kinds")
            self._fault(source, (*path, "kind"), f"{lacking} {known}")
        return kind

    def _value(
        self, source: Source, path: KeyPath, kind: Kind, value: object
    ) -> Mapping[str, object]:
        """What a key of an engine says, by the field of `EngineSpec`; empty where it is wrong."""
        key = path[-1]
        if not belongs(key, kind):
            self._fault(source, path, f'"{key}" is nothing that an engine of kind "{kind}" has.')
            return {}
        found = KEYS[key](value)
        if isinstance(found, str):
            self._fault(source, path, f'"{key}" {found}.')
            return {}
        match key:
            case "url":
                return self._url(source, path, str(value))
            case "key_env":
                return self._key(source, path, key_in_environment(str(value), self.environment))
            case "key_file":
                at = source.folder / Path(str(value)).expanduser()
                return self._key(source, path, key_in_file(at))
            case _:
                return {key: found.value}

    def _url(self, source: Source, path: KeyPath, url: str) -> Mapping[str, object]:
        found = address_in(url)
        if isinstance(found, str):
            self._fault(source, path, f'"url" {found}.')
            return {}
        if not is_allowed(found, self.allowed):
            problem = f"{found.title} is not allowed: put it on the list [{_ALLOW}] urls"
            self._fault(source, path, f"{problem}, if learners' work may go there.")
            return {}
        return {"url": url}

    def _key(self, source: Source, path: KeyPath, key: SecretStr | str) -> Mapping[str, object]:
        if isinstance(key, SecretStr):
            return {"key": key}
        self._fault(source, path, f'"{path[-1]}" {key}.')
        return {}

    def _table(self, source: Source, path: KeyPath) -> Mapping[str, object]:
        table: object = source.document
        for part in path:
            table = table.get(part, {}) if isinstance(table, Mapping) else {}
        if isinstance(table, Mapping):
            return table
        called = ".".join(path)
        self._fault(source, path, f'"{path[-1]:.60}" must be a table, written [{called:.120}].')
        return {}

    def _unknown(
        self, source: Source, path: KeyPath, table: Mapping[str, object], known: Sequence[str]
    ) -> None:
        for key in table:
            if key in known:
                continue
            if key == "key":
                problem = 'a key must not stand here: use "key_env" or "key_file", and renew it.'
            else:
                problem = f'we don\'t know "{key:.60}". {nearest(key, known, "keys")}'
            self._fault(source, (*path, key), problem)

    def _list(self, source: Source, path: KeyPath, value: object) -> list[str]:
        if not isinstance(value, (list, tuple)):
            self._fault(source, path, f'"{path[-1]}" must be a list of texts, not {told(value)}.')
            return []
        return list(self._texts(source, path, value))

    def _texts(self, source: Source, path: KeyPath, values: Sequence[object]) -> Iterator[str]:
        for element, each in enumerate(values):
            if isinstance(each, str) and each:
                yield each
            else:
                problem = f'"{path[-1]}" must hold texts in quotes, not {told(each)}.'
                self._fault(source, path, problem, element)

    def _text(self, source: Source, path: KeyPath, value: object, pattern: re.Pattern[str]) -> str:
        if isinstance(value, str) and pattern.fullmatch(value):
            return value
        problem = f'"{path[-1]}" must be a code such as "FR" or "US-CAL", not {told(value)}.'
        self._fault(source, path, problem)
        return ""

    def _fault(
        self, source: Source, path: KeyPath, problem: str, element: int | None = None
    ) -> None:
        place = source.place(path, element)
        fault = Fault(place.file, problem, place.line)
        if fault not in self.faults:  # a table may be looked at twice
            self.faults.append(fault)


def _made(name: str, kind: Kind, values: Mapping[str, object]) -> EngineSpec:
    return EngineSpec(name, kind, **values)  # type: ignore[arg-type]  # each was read by its reader
