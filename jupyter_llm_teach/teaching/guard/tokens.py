"""Program texts and prose as the same sequence of tokens, so that they can be compared."""

from __future__ import annotations

import builtins
import keyword
import re
from functools import lru_cache

_TOKEN = re.compile(
    r"""[^\W\d]\w*|\d+(?:\.\d+)?|"[^"\n]*"|(?<!\w)'[^'\n]*'|\*\*=?|//=?|[-+*/%&|^]=|[=!<>]=|:=|->"""
    r"""|[-+*/%&|^@~<>=.,:;()\[\]{}]"""
)
_PUNCTUATION = frozenset(".,:;")
STRUCTURE = frozenset(
    [
        "+",
        "-",
        "*",
        "/",
        "%",
        "**",
        "//",
        "==",
        "!=",
        "<=",
        ">=",
        "<",
        ">",
        "=",
        "+=",
        "-=",
        "*=",
        "/=",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
    ]
)
FIXED_NAMES = frozenset(dir(builtins)) | frozenset(keyword.kwlist)
_MARKUP = str.maketrans({"`": " ", "#": " "})


def tokens(text: str) -> tuple[str, ...]:
    """The tokens of a program or of prose; strings in double quotes."""
    return tuple(_string(each) for each in _TOKEN.findall(text))


@lru_cache(maxsize=64)
def telling(text: str) -> tuple[str, ...]:
    """The tokens without punctuation, which prose sets in another way than programs."""
    found = tokens(text.translate(_MARKUP))
    return tuple(each for each in found if each not in _PUNCTUATION)


@lru_cache(maxsize=16)
def placed(text: str) -> tuple[tuple[str, int, int], ...]:
    """The same tokens, each with its first character and the place after its last."""
    matches = _TOKEN.finditer(text.translate(_MARKUP))
    found = ((_string(match[0]), match.start(), match.end()) for match in matches)
    return tuple(each for each in found if each[0] not in _PUNCTUATION)


def renamed(sequence: tuple[str, ...]) -> tuple[str, ...]:
    """The tokens with one word for every name that a programmer may choose."""
    return tuple("name" if _chosen(each) else each for each in sequence)


def windows(sequence: tuple[str, ...], size: int) -> frozenset[tuple[str, ...]]:
    """All runs of `size` tokens."""
    return frozenset(sequence[i : i + size] for i in range(len(sequence) - size + 1))


def joined(sequence: tuple[str, ...]) -> str:
    """The tokens as one text in which runs can be looked up."""
    return " \x1f ".join(("", *sequence, ""))


def _chosen(token: str) -> bool:
    return (token[0].isalpha() or token[0] == "_") and token not in FIXED_NAMES


def _string(token: str) -> str:
    return f'"{token[1:-1]}"' if token[0] == "'" else token
