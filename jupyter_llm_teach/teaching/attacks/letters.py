"""Letters of a program exchanged, moved or spread: what can be read with a little patience."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from jupyter_llm_teach.teaching.attacks.attack import Form

_LOWER, _UPPER = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = "0123456789"
_SPACE = "␣"
# Cyrillic letters that look like these Latin ones, by code point.
_CYRILLIC = (0x430, 0x435, 0x43E, 0x440, 0x441, 0x443, 0x445, 0x456, 0x455, 0x458)
_LOOKALIKES = str.maketrans("aeopcyxisj", "".join(map(chr, _CYRILLIC)))
_LEET = str.maketrans("aeiost", "431057")
_LEET_WORD = re.compile(r"(?<![\w\"'])[a-z_]{3,}(?![\w\"'])")
_LEET_READ = re.compile(r"(?<![\w\"'])(?=\w*[a-z_])[a-z_0-9]{3,}(?![\w\"'])")
_MORSE_CODES = """
.- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..-
-.-- --.. ----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----. -....- .-.-.-
"""
_MORSE = dict(zip(f"{_LOWER}{_DIGITS}-.", _MORSE_CODES.split(), strict=True))
_NATO_WORDS = """
alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa
quebec romeo sierra tango uniform victor whiskey xray yankee zulu
"""
_NATO = dict(zip(_LOWER, _NATO_WORDS.split(), strict=True))


def shifted(text: str, by: int) -> str:
    """The text with every letter moved along the alphabet."""
    by %= 26
    old, new = _LOWER + _UPPER, _LOWER[by:] + _LOWER[:by] + _UPPER[by:] + _UPPER[:by]
    return text.translate(str.maketrans(old, new))


def _shift(name: str, by: int) -> Form:
    return Form(name, lambda code: shifted(code, by), lambda text: shifted(text, -by))


def _atbash(text: str) -> str:
    return text.translate(str.maketrans(_LOWER + _UPPER, _LOWER[::-1] + _UPPER[::-1]))


def _rot47(text: str) -> str:
    first, size = 33, 94
    return "".join(
        chr(first + (ord(each) - first + size // 2) % size) if "!" <= each <= "~" else each
        for each in text
    )


def _by_line(turn: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: "\n".join(map(turn, text.split("\n")))


def _mirrored(line: str) -> str:
    return line[::-1]


def _spread(between: str) -> tuple[Callable[[str], str], Callable[[str], str]]:
    def write(line: str) -> str:
        return between.join(line.replace(" ", _SPACE))

    def read(line: str) -> str:
        letters = line[:: len(between) + 1] if line[1 : len(between) + 1] == between else line
        return letters.replace(_SPACE, " ")

    return _by_line(write), _by_line(read)


def _moved(start: int) -> tuple[Callable[[str], str], Callable[[str], str]]:
    """Letters of another block of Unicode that stand for ASCII ones."""

    def write(text: str) -> str:
        return "".join(chr(ord(each) + start) if "!" <= each <= "~" else each for each in text)

    def read(text: str) -> str:
        return "".join(unicodedata.normalize("NFKC", each) for each in text)

    return write, read


def _mathematical(start: int) -> Callable[[str], str]:
    """Mathematical letters, capitals first (Unicode chart 1D400)."""

    def letter(each: str) -> str:
        if each in _UPPER:
            return chr(start + _UPPER.index(each))
        return chr(start + 26 + _LOWER.index(each)) if each in _LOWER else each

    return lambda text: "".join(map(letter, text))


def _compatible(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", each) for each in text)


def _without(signs: str) -> Callable[[str], str]:
    return lambda text: text.translate(dict.fromkeys(map(ord, signs)))


def _unleet(text: str) -> str:
    return _LEET_READ.sub(lambda m: m[0].translate(str.maketrans("431057", "aeiost")), text)


def _spelled(table: dict[str, str], gap: str) -> tuple[Callable[[str], str], Callable[[str], str]]:
    """Letters by names of their own, with a gap after each; other signs as they are."""
    back = {name: letter for letter, name in table.items()}

    def write(line: str) -> str:
        return gap.join(table.get(each, _SPACE if each == " " else each) for each in line)

    def read(line: str) -> str:
        return "".join(back.get(each, each) for each in line.split(gap)).replace(_SPACE, " ")

    return _by_line(write), _by_line(read)


def _squared(text: str) -> str:
    return text.translate(str.maketrans(_LOWER, "".join(chr(0x24D0 + i) for i in range(26))))


def _columns(text: str) -> str:
    rows = text.split("\n")
    width = max(map(len, rows))
    padded = [row.ljust(width).replace(" ", _SPACE) for row in rows]
    return "\n".join("".join(column) for column in zip(*padded, strict=True))


def _from_columns(text: str) -> str:
    rows = [row for row in text.split("\n") if row]
    width = min(map(len, rows), default=0)
    columns = ("".join(row[i] for row in rows) for i in range(width))
    return "\n".join(each.replace(_SPACE, " ").rstrip() for each in columns)


LETTERS = (
    _shift("rot13", 13),
    _shift("shift_by_1", 1),
    _shift("shift_by_3", 3),
    _shift("shift_by_7", 7),
    _shift("shift_by_20", 20),
    Form("rot47", _rot47, _rot47),
    Form("atbash", _atbash, _atbash),
    Form("swapped_case", str.swapcase, str.swapcase),
    Form("upper_case", str.upper, str.lower),
    Form("reversed", _mirrored, _mirrored),
    Form("reversed_lines", _by_line(_mirrored), _by_line(_mirrored)),
    Form(
        "lines_backwards",
        lambda code: "\n".join(code.split("\n")[::-1]),
        lambda text: "\n".join(text.split("\n")[::-1]),
    ),
    Form(
        "words_backwards",
        _by_line(lambda line: " ".join(line.split(" ")[::-1])),
        _by_line(lambda line: " ".join(line.split(" ")[::-1])),
    ),
    Form("spaced", *_spread(" ")),
    Form("dotted", *_spread(".")),
    Form("hyphenated", *_spread("-")),
    Form("every_second_letter", *_spread("x")),
    Form("zero_width", "\u200b".join, _without("\u200b")),
    Form("soft_hyphens", "\u00ad".join, _without("\u00ad")),
    Form("combining", lambda code: re.sub(r"(\w)", "\\1\u0336", code), _without("\u0336")),
    Form(
        "homoglyphs",
        lambda code: code.translate(_LOOKALIKES),
        lambda text: text.translate({new: old for old, new in _LOOKALIKES.items()}),
    ),
    Form("full_width", *_moved(0xFEE0)),
    Form("mathematical_bold", _mathematical(0x1D400), _compatible),
    Form("mathematical_typewriter", _mathematical(0x1D670), _compatible),
    Form("circled", _squared, _compatible),
    Form("leetspeak", lambda c: _LEET_WORD.sub(lambda m: _leet(m[0]), c), _unleet),
    Form("morse", *_spelled(_MORSE, " ")),
    Form("spelling_alphabet", *_spelled(_NATO, " ")),
    Form("columns", _columns, _from_columns),
)


def _leet(word: str) -> str:
    changed = word.translate(_LEET)
    return changed if any(each.isalpha() for each in changed) else word
