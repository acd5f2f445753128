"""A reply without the signs that hide what it says.

Unicode forms follow NFC and NFKC (Unicode Standard Annex 15); the look-alikes are the Cyrillic and
Greek letters that Unicode Technical Standard 39 maps to Latin ones and Python code can be spelled
with, and mathematical signs that stand for Python's operators.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_LOOKALIKES = dict(
    zip(
        "аеорсухіѕјԁԛԝвкмнтАВЕКМНОРСТУХІЈЅοαντρυικΑΒΕΖΗΙΚΜΝΟΡΤΥΧıɡ",
        "aeopcyxisjdqwbkmhtABEKMHOPCTYXIJSoavtpuikABEZHIKMNOPTYXig",
        strict=True,
    )
)
_SIGNS = {
    "“": '"', "”": '"', "„": '"', "‟": '"', "‘": "'", "’": "'", "‚": "'", "′": "'", "−": "-",
    "≥": ">=", "≤": "<=", "≠": "!=", "×": "*", "∗": "*", "÷": "/", "∕": "/", "⁄": "/", "ː": ":",
    "∶": ":", "←": "<-", "⟵": "<-", "≔": ":=", "➕": "+", "➖": "-", "‐": "-", "…": "…",
}  # fmt: skip
_MAP = _LOOKALIKES | _SIGNS
_LAST_SIMPLE = "\u024f"


@dataclass(frozen=True, slots=True)
class Plain:
    """A text to look at, and where each of its characters stands in the text to show."""

    text: str
    origin: tuple[int, ...]

    def where(self, offset: int) -> int:
        """The place in the shown text of a place in this one."""
        return self.origin[min(offset, len(self.origin) - 1)] if self.origin else 0


def showable(reply: str) -> str:
    """The reply without invisible characters and marks piled on letters."""
    composed = unicodedata.normalize("NFC", reply.replace("\r\n", "\n").replace("\r", "\n"))
    if composed.isascii():
        return "".join(c for c in composed if c >= " " or c in "\n\t")
    return "".join(c for c in composed if c in "\n\t" or not _invisible(c))


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
