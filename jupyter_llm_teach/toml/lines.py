"""Says on which line each key of a TOML text stands; TOML parsers keep that to themselves.

Source of the grammar: https://toml.io/en/v1.0.0
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field

Path = tuple[str, ...]

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BLANK = re.compile(r"[ \t]*")
_STRINGS = (
    re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"""("{0,2})', re.DOTALL),
    re.compile(r"'''(?:[^']|'(?!''))*'''('{0,2})", re.DOTALL),
    re.compile(r'"(?:[^"\\\n]|\\.)*"'),
    re.compile(r"'[^'\n]*'"),
)
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}#\n]*")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CONTROLS = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}


def key_lines(text: str) -> tuple[tuple[Path, int], ...]:
    """Every table and key of a TOML text with its line, from 1, in the order of the text.

    The elements of arrays count as their array: a key in the second table of ``[[a]]`` has the
    path of the same key in the first. Of a text that is not TOML, the keys up to there.
    """
    scanner = _Scanner(text)
    scanner.document()
    return tuple(scanner.found)


@dataclass(slots=True)
class _Scanner:
    text: str
    at: int = 0
    line: int = 1
    counted: int = 0
    found: list[tuple[Path, int]] = field(default_factory=list)

    def document(self) -> None:
        table: Path = ()
        while self._skip(_SPACE) and self.at < len(self.text):
            before = self.at
            if self._peek("["):
                table = self._header()
            else:
                self._pair(table)
            if self.at == before:
                return

    def _header(self) -> Path:
        line = self._line()
        while self._peek("["):
            self.at += 1
        path = self._key()
        self.found.append((path, line))
        while self._peek("]"):
            self.at += 1
        return path

    def _pair(self, table: Path) -> None:
        line = self._line()
        key = self._key()
        self.found.extend(((*table, *key[: n + 1]), line) for n in range(len(key)))
        if self._peek("="):
            self.at += 1
            self._skip(_BLANK)
            self._value((*table, *key))

    def _key(self) -> Path:
        parts: list[str] = []
        while self._skip(_BLANK):
            part = self._part()
            if part is None:
                break
            parts.append(part)
            self._skip(_BLANK)
            if not self._peek("."):
                break
            self.at += 1
        return tuple(parts)

    def _part(self) -> str | None:
        for pattern in (*_STRINGS[2:], _BARE):
            if match := pattern.match(self.text, self.at):
                self.at = match.end()
                return _plain(match[0])
        return None

    def _value(self, path: Path) -> None:
        if self._peek("["):
            self._inside("]", path)
        elif self._peek("{"):
            self._inside("}", path)
        else:
            string = next((m for p in _STRINGS if (m := p.match(self.text, self.at))), None)
            match = string or _SCALAR.match(self.text, self.at)
            self.at = match.end() if match else self.at

    def _inside(self, end: str, path: Path) -> None:
        self.at += 1
        while self._skip(_SPACE) and self.at < len(self.text) and not self._peek(end):
            before = self.at
            if self._peek(","):
                self.at += 1
            elif end == "}":
                self._pair(path)
            else:
                self._value(path)
            if self.at == before:
                return
        self.at += 1

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        match = pattern.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return True

    def _peek(self, sign: str) -> bool:
        return self.text.startswith(sign, self.at)

    def _line(self) -> int:
        self.line += self.text.count("\n", self.counted, self.at)
        self.counted = self.at
        return self.line


def _plain(part: str) -> str:
    if part[0] == "'":
        return part[1:-1]
    return _ESCAPE.sub(_unescaped, part[1:-1]) if part[0] == '"' else part


def _unescaped(match: re.Match[str]) -> str:
    digits = match[1] or match[2]
    if digits is None:
        return _CONTROLS.get(match[3], match[3])
    return chr(int(digits, 16)) if int(digits, 16) <= sys.maxunicode else ""
