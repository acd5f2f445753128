"""Text that has to be decoded before it can be read, decoded.

Alphabets: base16, 32, 64 (RFC 4648), Ascii85 and base85, percent-encoding (RFC 3986),
quoted-printable (RFC 2045), character references of HTML, escapes of Python, bits, octal and
decimal codes, letters counted from 1, Morse code (ITU-R M.1677-1), the spelling alphabet of the
ICAO and Braille.
"""

from __future__ import annotations

import base64
import binascii
import html
import quopri
import re
import zlib
from collections.abc import Callable, Iterator

from jupyter_llm_teach.teaching.guard.extraction.candidate import Span

_SHORTEST = 8
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_MORSE = dict(
    zip(
        [
            ".-",
            "-...",
            "-.-.",
            "-..",
            ".",
            "..-.",
            "--.",
            "....",
            "..",
            ".---",
            "-.-",
            ".-..",
            "--",
            "-.",
            "---",
            ".--.",
            "--.-",
            ".-.",
            "...",
            "-",
            "..-",
            "...-",
            ".--",
            "-..-",
            "-.--",
            "--..",
        ],
        _LETTERS,
        strict=True,
    )
)
_SPELLING = [
    "alfa",
    "alpha",
    "bravo",
    "charlie",
    "delta",
    "echo",
    "foxtrot",
    "golf",
    "hotel",
    "india",
    "juliett",
    "juliet",
    "kilo",
    "lima",
    "mike",
    "november",
    "oscar",
    "papa",
    "quebec",
    "romeo",
    "sierra",
    "tango",
    "uniform",
    "victor",
    "whiskey",
    "xray",
    "x-ray",
    "yankee",
    "zulu",
]
SPELLED = re.compile(
    rf"(?<!\w)(?:{'|'.join(_SPELLING)})(?:[\s,.\-]{{1,3}}(?:{'|'.join(_SPELLING)})){{2,}}(?!\w)",
    re.IGNORECASE,
)
_BRAILLE = {
    chr(0x2800 + dots): letter
    for dots, letter in zip(
        (
            1,
            3,
            9,
            25,
            17,
            11,
            27,
            19,
            10,
            26,
            5,
            7,
            13,
            29,
            21,
            15,
            31,
            23,
            14,
            30,
            37,
            39,
            58,
            45,
            61,
            53,
        ),
        _LETTERS,
        strict=True,
    )
}
_ASCII = range(128)
_CHARACTERS = range(0xD800)  # below the halves of pairs
_Decode = Callable[[str], str]


def decoded(text: str) -> Iterator[tuple[str, Span]]:
    """What stands in a text in an alphabet that nobody reads, and where."""
    for pattern, decode in _CODINGS:
        for match in pattern.finditer(text):
            plain = decode(match[0])
            if len(plain) >= _SHORTEST and _is_text(plain):
                yield plain, match.span()


def _is_text(text: str) -> bool:
    shown = sum(each.isprintable() or each in "\n\t" for each in text)
    letters = sum(each.isalpha() or each in " _" for each in text)
    return shown == len(text) and letters * 2 >= len(text)


def _read(data: bytes) -> str:
    """Bytes as text, unpacked where they were packed; empty where they are none."""
    if data[:2] in (b"x\x9c", b"x\x01", b"x\xda", b"\x1f\x8b"):
        try:
            data = zlib.decompressobj(47).decompress(data, 20_000)
        except zlib.error:
            return ""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _base(decode: Callable[[str], bytes], group: int) -> _Decode:
    def read(text: str) -> str:
        body = "".join(text.split()).rstrip("=")
        try:
            return _read(decode(body + "=" * (-len(body) % group)))
        except (binascii.Error, ValueError):
            return ""

    return read


def _from_base64(text: str) -> bytes:
    return base64.b64decode(text.replace("-", "+").replace("_", "/"))


def _from_85(text: str) -> str:
    for decode in (base64.a85decode, base64.b85decode):
        try:
            found = _read(decode(text.strip()))
        except ValueError:
            continue
        if found and _is_text(found):
            return found
    return ""


def _from_hex(text: str) -> str:
    digits = re.sub(r"0x|\\x|[^0-9a-fA-F]", "", text)
    return _read(bytes.fromhex(digits[: len(digits) // 2 * 2]))


def _from_numbers(base: int) -> _Decode:
    def read(text: str) -> str:
        numbers = [int(each, base) for each in re.findall(r"[0-9]+", text)]
        return _read(bytes(each if each in _ASCII else 0 for each in numbers))

    return read


def _from_bits(text: str) -> str:
    return _read(bytes(int(each, 2) for each in re.findall(r"[01]{7,8}", text)))


def _from_places(text: str) -> str:
    numbers = [int(each) for each in re.findall(r"\d+", text)]
    return "".join(_LETTERS[each - 1] if 1 <= each <= len(_LETTERS) else " " for each in numbers)


def _from_morse(text: str) -> str:
    words = re.split(
        r"\s*/\s*|\s{2,}|\n", text.replace("·", ".").replace("\u2212", "-").replace("_", "-")
    )
    return " ".join("".join(_MORSE.get(each, "") for each in word.split()) for word in words)


def _from_spelling(text: str) -> str:
    return "".join(word[0] for word in re.findall(r"[A-Za-z]+(?:-ray)?", text)).lower()


def _from_braille(text: str) -> str:
    return "".join(_BRAILLE.get(each, " ") for each in text)


def _from_references(text: str) -> str:
    return html.unescape(text)


def _from_escapes(text: str) -> str:
    numbers = re.findall(r"(?:\\[uU]|U\+)([0-9a-fA-F]{2,8})", text)
    codes = (int(each, 16) for each in numbers)
    return "".join(chr(each) for each in codes if each in _CHARACTERS)


def _from_percent(text: str) -> str:
    raw = re.sub(
        rb"%([0-9a-fA-F]{2})", lambda found: bytes.fromhex(found[1].decode()), text.encode()
    )
    return _read(raw)


def _from_quoted(text: str) -> str:
    return _read(quopri.decodestring(text.encode()))


# In every pattern a repeated part ends with what it can't begin with: no text takes long.
_CODINGS: tuple[tuple[re.Pattern[str], _Decode], ...] = (
    (re.compile(r"(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/_-]{8,}={0,2}"), _base(_from_base64, 4)),
    (
        re.compile(r"(?<!\S)[A-Za-z0-9+/_-]{4,76}(?:[ \t]?\n[A-Za-z0-9+/_-]{2,76}){1,60}={0,2}"),
        _base(_from_base64, 4),
    ),
    (re.compile(r"\b[A-Z2-7]{12,}={0,6}"), _base(base64.b32decode, 8)),
    (re.compile(r"(?<!\S)[!-u]{15,}(?!\S)|<~[!-u\s]{10,4000}~>"), _from_85),
    (re.compile(r"(?<!\w)(?:(?:0x|\\x)?[0-9a-fA-F]{2}[\s,:;-]?){6,}(?!\w)"), _from_hex),
    (
        re.compile(
            r"(?<!\w)(?:[01]{8}[\s,]?){4,}(?!\w)|(?<!\w)(?:[01]{7,8}[\s,]){3,}[01]{7,8}(?!\w)"
        ),
        _from_bits,
    ),
    (re.compile(r"(?<![\w.])(?:\d{2,3}[\s,;\-]{1,2}){6,}\d{2,3}(?![\w.])"), _from_numbers(10)),
    (
        re.compile(r"(?<![\w.])(?:(?:0o)?[0-7]{2,3}[\s,;]{1,2}){6,}|(?:\\[0-7]{2,3}){6,}"),
        _from_numbers(8),
    ),
    (re.compile(r"(?<![\w.])(?:\d{1,2}[\s,;.\-]{1,2}){7,}\d{1,2}(?![\w.])"), _from_places),
    (
        re.compile(r"(?<![\w.·-])(?:[.·\u2212-]{1,5}[ /|\n]{1,3}){3,}[.·\u2212-]{1,5}(?![\w·-])"),
        _from_morse,
    ),
    (SPELLED, _from_spelling),
    (re.compile(r"[\u2800-\u28ff][\u2800-\u28ff ]{3,}"), _from_braille),
    (
        re.compile(r"(?:&(?:#\d{2,4}|#x[0-9a-fA-F]{2,4}|[a-z]{2,6});[^&\n]{0,20}){3,}"),
        _from_references,
    ),
    (re.compile(r"(?:(?:\\[uU]|U\+)[0-9a-fA-F]{2,8}[\s,]?){4,}"), _from_escapes),
    (re.compile(r"(?:[^\s%]{0,30}%[0-9a-fA-F]{2}){3,}[^\s%]{0,80}"), _from_percent),
    (re.compile(r"(?:[^\s=]{0,30}=[0-9A-F]{2}){3,}[^\s=]{0,80}"), _from_quoted),
)
