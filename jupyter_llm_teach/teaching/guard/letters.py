"""A reference that is spelled through other letters: shifted, turned round, spread out.

Texts are compared by the steps from one letter to the next, which are the same under every shift
of the alphabet; mirrored alphabets have the steps with the other sign.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from jupyter_llm_teach.teaching.guard.tokens import tokens

GRAM = 11
_STRIDE = 4
_ANCHOR = GRAM - _STRIDE + 1
_ALPHABET = 26
_OTHERS = re.compile(r"[^a-z]+")
_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"(?:^|[.!?:;\n])[\s\"'*_`>\-\d.)]*(\w+)")
_LINE = re.compile(r"^[\s\"'*_`>#\-\d.)]*(\w+)", re.MULTILINE)
_MARKED = re.compile(r"\*{1,2}(\w{1,20})\*{1,2}|__?(\w{1,20})__?(?!\w)|[\[(](\w{1,20})[\])]")
_LEET = str.maketrans(
    {"4": "a", "3": "e", "1": "i", "0": "o", "5": "s", "7": "t", "@": "a", "$": "s"}
)
_FEWEST_TOKENS = 3
_KEYWORDS = "return append import lambda sorted enumerate isinstance continue".split()  # noqa: SIM905
_SHORT_KEYWORDS = "range while print break".split()  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Spelling:
    """Runs of letters of a reference, as the steps from letter to letter.

    Attributes:
        shapes: The runs.
        anchors: Parts of them, of which every run that is looked for has one at each stride.
    """

    shapes: frozenset[bytes] = frozenset()
    anchors: frozenset[bytes] = frozenset()


def spelling(references: Sequence[str], seen: str) -> Spelling:
    """The runs of letters of references that reach over three tokens and are not seen already."""
    known = _letters(_plain(seen))
    lines = (line for reference in references for line in reference.split("\n"))
    runs = {run for line in lines for run in _runs(line) if run not in known}
    shapes = frozenset(_steps(run) for run in runs)
    anchors = (shape[at : at + _ANCHOR] for shape in shapes for at in range(_STRIDE))
    return Spelling(shapes, frozenset(anchors))


def _runs(line: str) -> Iterator[str]:
    """Runs of `GRAM` + 1 letters of a line, over three of its words or more."""
    words = [word for token in tokens(line) for word in [_letters(_plain(token))] if word]
    text = "".join(words)
    starts: list[int] = []
    for number, word in enumerate(words):
        starts.extend([number] * len(word))
    for place in range(len(text) - GRAM):
        if starts[place + GRAM] - starts[place] + 1 >= _FEWEST_TOKENS:
            yield text[place : place + GRAM + 1]


def spelled_out(text: str, secret: Spelling) -> bool:
    """Whether a text spells a run of a reference in a way that its reader has to look for."""
    if not secret.shapes:
        return False
    return any(_holds(each, secret) for each in _views(text))


def shifted_words(text: str) -> Iterator[re.Match[str]]:
    """Words that are words of Python under another alphabet."""
    for match in _WORD.finditer(text):
        if _is_shifted(match[0].lower()):
            yield match


@lru_cache(maxsize=4096)
def _is_shifted(word: str) -> bool:
    if len(word) not in _LENGTHS or word in _ALL or not (word.isascii() and word.isalpha()):
        return False
    steps = _steps(word)
    return steps in _SHIFTED or _negated(steps) in _SHIFTED or word[::-1] in _ALL


def disguised_words(text: str) -> Iterator[re.Match[str]]:
    """Words of Python with digits and signs for some of their letters."""
    for match in re.finditer(r"(?<![\w@$!])[\w@$!]{3,12}(?![\w@$!])", text):
        word = match[0].lower()
        if not word.isalpha() and not word.isdigit() and word.translate(_LEET) in _DISGUISED:
            yield match


def _views(text: str) -> Iterator[str]:
    """The text as it may be meant: all letters, every second one, the first ones of words ..."""
    plain = _plain(text)
    words = _WORD.findall(plain)
    letters = _letters("".join(words).translate(_LEET))
    yield letters
    yield from (letters[start::by] for by in (2, 3) for start in range(by))
    yield "".join(word[0] for word in words)
    yield "".join(word[-1] for word in words)
    sentences, lines = _SENTENCE.findall(plain), _LINE.findall(plain)
    yield from ("".join(sentences), "".join(lines))
    yield from ("".join(each[0] for each in heads) for heads in (sentences, lines))
    yield "".join(each for found in _MARKED.findall(plain) for each in found)
    yield "".join(each for each in text if each.isupper()).lower()
    yield from ("".join(words[start::by]) for by in (2, 3) for start in range(by))
    yield "".join(reversed(words))
    yield "".join(word[::-1] for word in words)
    if len(lines) > 1:
        yield "".join("".join(_WORD.findall(line)) for line in reversed(plain.split("\n")))
    yield "".join(word[-1:] + word[1:-1] + word[:1] for word in words if len(word) > 1)


def _holds(view: str, secret: Spelling) -> bool:
    """Whether the view, forwards or backwards, has a run of the reference under any shift."""
    letters = _letters(view)
    if len(letters) <= GRAM:
        return False
    steps = _steps(letters)
    turned = steps.translate(_NEGATED)
    return any(_found(shape, secret) for shape in (steps, turned, turned[::-1], steps[::-1]))


def _found(shape: bytes, secret: Spelling) -> bool:
    anchors = secret.anchors
    for at in range(0, len(shape) - _ANCHOR + 1, _STRIDE):
        if shape[at : at + _ANCHOR] in anchors:
            first = max(at - _STRIDE + 1, 0)
            if any(shape[each : each + GRAM] in secret.shapes for each in range(first, at + 1)):
                return True
    return False


def _letters(text: str) -> str:
    return _OTHERS.sub("", text)


def _plain(text: str) -> str:
    """In lower case, without accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(each for each in decomposed if not unicodedata.combining(each)).lower()


def _steps(letters: str) -> bytes:
    codes = letters.encode()
    return bytes([(after - before) % _ALPHABET for before, after in pairwise(codes)])


_NEGATED = bytes((-each) % _ALPHABET if each < _ALPHABET else each for each in range(256))


def _negated(steps: bytes) -> bytes:
    return steps.translate(_NEGATED)


_SHIFTED = frozenset(_steps(word) for word in (*_KEYWORDS, *_SHORT_KEYWORDS))
_ALL = frozenset([*_KEYWORDS, *_SHORT_KEYWORDS])
_LENGTHS = frozenset(len(word) for word in _ALL)
_DISGUISED = frozenset(
    [
        *_ALL,
        "for",
        "def",
        "else",
        "elif",
        "len",
        "sum",
        "list",
        "print",
        "not",
        "none",
        "true",
        "false",
        "if",
        "in",
    ]
)
