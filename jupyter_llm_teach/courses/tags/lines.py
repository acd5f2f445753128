"""Which lines of a cell are correction tags, and which only look like one.

A tag such as ``# <CORRECTION>`` or ``<!-- </Corrigé> -->`` stands alone on its line, with nothing
but the characters of a comment. Everything else that resembles one is told, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from jupyter_llm_teach.courses.problem import Severity
from jupyter_llm_teach.courses.tags.names import NAMES, is_name, letters, nearest, plain
from jupyter_llm_teach.courses.tags.zones import Zone, Zones, zones

_LONGEST_ODD_LINE = 1_000
_LONGEST_TOLD = 60
# each text has one way to match, so that no line of signs takes long
_BARE = r"(?:<!--|<[\-=]|[\-=]>|/{2,}(?!/)|/\*|\*/|[#%;*=_~|:\-]|[^\S\n])*"
_BARE_START = re.compile(_BARE)
_BARE_END = re.compile(rf"{_BARE}\Z")
_TAG = re.compile(rf"<\s*(/?)\s*({'|'.join(NAMES)})\s*>")
_PIECE = re.compile(r"<(?!!)([^<>]{1,40})(>?)")
_WORD = re.compile(r"[^\w\s]*\s*[^\W\d_]{1,20}(?:\s{0,2}[/\\]\s{0,2}[^\W\d_]{1,20})?\s*[^\w\s]*")
_ANGLES = r"<>/\\\u2039\u203a\uff1c\uff1e"
_ANGLED = re.compile(f"[{_ANGLES}]")
_BRACKETED = re.compile(rf"[{_ANGLES}\[\]{{}}]")
LEFTOVERS = re.compile(
    rf"^{_BARE}<[^\S\n]*/?[^\S\n]*"
    r"(?:corrections?|corrig[eé]\u0301?s?|corr|solutions?)[^\S\n]*>",
    re.MULTILINE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag, alone on its line.

    Attributes:
        line: Where it stands, from 1.
        name: In capitals, without accents.
        closes: Whether it ends a region.
    """

    line: int
    name: str
    closes: bool

    @property
    def text(self) -> str:
        """As it is best written."""
        return f"</{self.name}>" if self.closes else f"<{self.name}>"


@dataclass(frozen=True, slots=True)
class OddTag:
    """Something that looks like a tag and is none, or stands where none may stand.

    Attributes:
        line: Where it stands, from 1.
        code: The rule that it breaks.
        message: What is wrong with it.
        severity: Whether nobody can know what is meant.
        sides: Whether each of the tags that it may be would end a region.
    """

    line: int
    code: str
    message: str
    severity: Severity = Severity.ERROR
    sides: tuple[bool, ...] = ()


def tags(
    source: str, kind: Literal["code", "markdown", "raw"], language: str
) -> Iterator[Tag | OddTag]:
    """The tags of a cell and what resembles them, in order.

    Args:
        source: The cell's text.
        kind: What it holds.
        language: The programming language of its notebook.
    """
    capitals = plain(source)
    if _BRACKETED.search(capitals) is None:
        return
    where = zones(capitals, kind, language)
    offset = 0
    written = source.split("\n")
    for number, line in enumerate(capitals.split("\n"), start=1):
        if _BRACKETED.search(line):
            found = _Line(number, line, written[number - 1].strip(), offset, where).read()
            if found is not None:
                yield found
        offset += len(line) + 1


@dataclass(frozen=True, slots=True)
class _Line:
    """A line, its plain text, and its place in the cell's plain text."""

    number: int
    text: str
    written: str
    offset: int
    zones: Zones

    def read(self) -> Tag | OddTag | None:
        found = list(_TAG.finditer(self.text))
        if not found:
            return self._misspelled() if len(self.text) <= _LONGEST_ODD_LINE else None
        first = found[0]
        alone = _is_bare(self.text[: first.start()]) and _is_bare(self.text[first.end() :])
        if len(found) > 1 or not alone:
            return self._not_alone(found)
        if self._zone(first.start()) is Zone.STRING:
            return self._odd("tag_misplaced", "stands in a string")
        return Tag(self.number, first[2], bool(first[1]))

    def _zone(self, place: int) -> Zone:
        return self.zones.at(self.offset + place)

    def _not_alone(self, found: Sequence[re.Match[str]]) -> OddTag | None:
        zones_ = [self._zone(each.start()) for each in found]
        if set(zones_) == {Zone.CODE} and not _is_bare(self.text[: found[0].start()]):
            return None
        texts = [
            each
            for each, zone in zip(found, zones_, strict=True)
            if zone in (Zone.PROSE, Zone.COMMENT) or (zone is Zone.CODE and each is found[0])
        ]
        if texts and (self._begins(texts[0]) or self._ends(texts)):
            sides = tuple(bool(each[1]) for each in texts)
            return self._odd("tag_misplaced", "is not alone on its line", sides=sides)
        return self._odd("tag_mentioned", "is read as text", Severity.WARNING)

    def _begins(self, found: re.Match[str]) -> bool:
        """Whether nothing but signs stands before a tag, on its line or in its comment."""
        comment = self.zones.comment_start(self.offset + found.start())
        start = 0 if comment is None else max(comment - self.offset, 0)
        return not re.search(r"\w", self.text[start : found.start()])

    def _ends(self, found: Sequence[re.Match[str]]) -> bool:
        """Whether a line holds both tags of a region, or ends with the second one."""
        last = found[-1]
        both = len({each[1] for each in found}) > 1
        return both or bool(last[1] and _is_bare(self.text[last.end() :]))

    def _misspelled(self) -> OddTag | None:
        start, zone = self._core()
        core = self.text[start : _bare_tail(self.text, start)]
        if zone in (Zone.PROSE, Zone.QUOTED):
            core = core.lstrip("> ")
        if zone is Zone.STRING or not core:
            return None
        trailing = zone is Zone.COMMENT and not _is_bare(self.text[:start])
        if _is_odd_piece(core, zone) or _is_odd_word(core, zone, trailing=trailing):
            return self._looks_like(core)
        return self._odd_end()

    def _core(self) -> tuple[int, Zone]:
        """Where the text of a line begins: that of its comment, where it ends with one."""
        comment = self.zones.comment_start(self.offset + len(self.text) - 1)
        start = 0 if comment is None else max(comment - self.offset, 0)
        start = _BARE_START.match(self.text, start).end()  # type: ignore[union-attr]
        return start, self._zone(min(start, len(self.text) - 1))

    def _odd_end(self) -> OddTag | None:
        """A misspelled tag in the midst of a line of prose or of a comment."""
        for piece in _PIECE.finditer(self.text):
            zone = self._zone(piece.start())
            if not piece[2] or zone is Zone.CODE or not is_name(letters(piece[1])):
                continue
            ends = zone is not Zone.STRING and _is_bare(self.text[piece.end() :])
            if ends and piece[1].strip()[:1] in ("/", "\\"):
                return self._looks_like(piece[0])
            return self._odd("tag_mentioned", "is read as text", Severity.WARNING)
        return None

    def _looks_like(self, text: str) -> OddTag:
        closes = "/" in text or "\\" in text
        wanted = f"<{'/' * closes}{nearest(letters(text))}>"
        return self._odd("tag_misspelled", f'looks like a misspelled "{wanted}"', sides=(closes,))

    def _odd(
        self,
        code: str,
        words: str,
        severity: Severity = Severity.ERROR,
        sides: tuple[bool, ...] = (),
    ) -> OddTag:
        told = self.written[:_LONGEST_TOLD]
        return OddTag(self.number, code, f'"{told}" {words}.', severity, sides)


def _is_bare(text: str) -> bool:
    """Whether a text only makes or adorns a comment."""
    return _BARE_START.fullmatch(text) is not None


def _bare_tail(text: str, start: int) -> int:
    """Where the signs begin that only end or adorn a comment."""
    found = _BARE_END.search(text, start)
    return found.start() if found else len(text)


def _is_odd_piece(core: str, zone: Zone) -> bool:
    """Whether a line begins with an angle and a name, but not with a tag."""
    piece = _PIECE.match(core)
    if piece is None:
        return False
    if zone is Zone.CODE and (piece.end() < len(core) or core[1:2].isspace()):
        return False
    words = re.findall(r"[^\W\d_]+", piece[1])
    return bool(words) and (is_name("".join(words)) or is_name(words[0]))


def _is_odd_word(core: str, zone: Zone, *, trailing: bool) -> bool:
    """Whether a single word between signs is nearly a tag."""
    if not _WORD.fullmatch(core) or not is_name(letters(core)):
        return False
    if zone is Zone.CODE:
        return re.match(r"<(?![<\s])|.*[^\-\s]>$", core) is not None
    signs = _BRACKETED if zone is Zone.COMMENT and not trailing else _ANGLED
    return signs.search(core) is not None
