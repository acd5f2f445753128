"""A reply without the signs that hide what it says.

Unicode forms follow NFC and NFKC (Unicode Standard Annex 15); the look-alikes are the Cyrillic and
Greek letters that Unicode Technical Standard 39 maps to Latin ones and Python code can be spelled
with, and mathematical signs that stand for Python's operators.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_LOOKALIKES = dict(
    zip(
        "аеорсухіѕјԁԛԝвкмнтАВЕКМНОРСТУХІЈЅοαντρυικΑΒΕΖΗΙΚΜΝΟΡΤΥΧıɡ",
        "aeopcyxisjdqwbkmhtABEKMHOPCTYXIJSoavtpuikABEZHIKMNOPTYXig",
        strict=True,
    )
)
# Curly quotes and mathematical signs, by code point; an ellipsis stays one sign.
_SIGNS_BY_FORM = {
    '"': "\u201c\u201d\u201e\u201f",
    "'": "\u2018\u2019\u201a\u2032",
    "-": "\u2212\u2796\u2010",
    ">=": "\u2265",
    "<=": "\u2264",
    "!=": "\u2260",
    "*": "\u00d7\u2217",
    "/": "\u00f7\u2215\u2044",
    ":": "\u02d0\u2236",
    "<-": "\u2190\u27f5",
    ":=": "\u2254",
    "+": "\u2795",
}
_SIGNS = {sign: form for form, signs in _SIGNS_BY_FORM.items() for sign in signs}
_SIGNS["\u2026"] = "\u2026"
_MAP = _LOOKALIKES | _SIGNS
# Blanks at the end of a line are not seen, and can spell something.
_LINE_ENDS = re.compile(r"(?<![ \t])[ \t]+\n")
_JOINER = "\u200d"
_UNSEEN = frozenset(["Cf", "Co", "Cn"])
_FOREIGN = "".join(each for each in _LOOKALIKES if each != "\u0131")
_DISGUISED = re.compile(
    rf"[A-Za-z][{_FOREIGN}]|[{_FOREIGN}][A-Za-z]"
    "|[\uff21-\uff3a\uff41-\uff5a\u24b6-\u24e9\U0001d400-\U0001d7ff]{3}"
)
_LAST_SIMPLE = "\u024f"


@dataclass(frozen=True, slots=True)
class Plain:
    """A text to look at, and where each of its characters stands in the text to show."""

    text: str
    origin: tuple[int, ...]

    def where(self, offset: int) -> int:
        """The place in the shown text of a place in this one."""
        return self.origin[min(offset, len(self.origin) - 1)] if self.origin else 0


@lru_cache(maxsize=32)
def showable(reply: str) -> str:
    """The reply without invisible characters and marks piled on letters."""
    lines = reply.replace("\r\n", "\n").replace("\r", "\n")
    composed = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", lines))
    if composed.isascii():
        return "".join(c for c in composed if c >= " " or c in "\n\t")
    return "".join(c for c in composed if c in "\n\t" or not _invisible(c))


def unseen(reply: str) -> int:
    """How many signs of a reply nobody sees, those left out that join emoji."""
    if reply.isascii():
        return 0
    return sum(each != _JOINER and unicodedata.category(each) in _UNSEEN for each in reply)


def is_disguised(text: str) -> bool:
    """Whether letters look like others: foreign ones in a Latin word, or wide and styled ones."""
    return not text.isascii() and _DISGUISED.search(text) is not None


@lru_cache(maxsize=32)
def plain(text: str) -> Plain:
    """Showable text with look-alikes and wide forms as the characters that they stand for."""
    characters: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        form = _form(character)
        characters.append(form)
        origin.extend([place] * len(form))
    return Plain("".join(characters), tuple(origin))


def _form(character: str) -> str:
    found = _MAP.get(character)
    if found is not None:
        return found
    if character <= _LAST_SIMPLE:
        return " " if character == "\xa0" else character
    return unicodedata.normalize("NFKC", character)


def _invisible(character: str) -> bool:
    return unicodedata.category(character) in ("Cf", "Cc", "Co", "Cn", "Mn", "Me")
