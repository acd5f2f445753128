"""Bytes of a program as letters and digits: what has to be decoded before it can be read."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Callable

from jupyter_llm_teach.teaching.attacks.attack import Form

_BRAILLE = 0x2800
_TAGS = 0xE0000
_LAST_BYTE = 255
_SMALL = 7


def _coded(
    name: str, encode: Callable[[bytes], str], decode: Callable[[str], bytes], alphabet: str
) -> Form:
    """A form that writes a program's bytes in an alphabet.

    Args:
        name: Of the form.
        encode: Writes bytes.
        decode: Reads what `encode` wrote.
        alphabet: Regular expression of what `encode` writes; the longest match is decoded.
    """
    compiled = re.compile(alphabet)

    def read(text: str) -> str:
        found = [decode(each) for each in compiled.findall(text) if len(each) > _SMALL]
        return b"".join(found).decode("utf-8", "replace")

    return Form(name, lambda code: encode(code.encode()), read)


def _numbers(base: int, width: int, between: str = " ") -> Callable[[bytes], str]:
    digits = {2: "b", 8: "o", 10: "d", 16: "x"}[base]
    return lambda data: between.join(f"{each:0{width}{digits}}" for each in data)


def _from_numbers(base: int) -> Callable[[str], bytes]:
    return lambda text: bytes(
        min(int(each, base), _LAST_BYTE) for each in re.findall(r"[0-9a-fA-F]+", text)
    )


def _lines(data: bytes) -> str:
    rows = data.split(b"\n")
    return "\n".join(base64.b64encode(each + b"\n").decode() for each in rows)


def _quoted_printable(data: bytes) -> str:
    return "".join(f"={each:02X}" for each in data)


def _braille(data: bytes) -> str:
    return "".join(chr(_BRAILLE + each) for each in data)


def _from_braille(text: str) -> bytes:
    return bytes(ord(each) - _BRAILLE for each in text)


def _tags(data: bytes) -> str:
    return "".join(chr(_TAGS + each) for each in data)


def _from_tags(text: str) -> bytes:
    return bytes(ord(each) - _TAGS for each in text)


def _dots(data: bytes) -> str:
    bits = "".join(f"{each:08b}" for each in data)
    return bits.replace("0", "○").replace("1", "●")


def _from_dots(text: str) -> bytes:
    bits = text.replace("○", "0").replace("●", "1")
    return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits) // 8 * 8, 8))


def _blanks(data: bytes) -> str:
    rows = (f"{each:08b}".replace("0", " ").replace("1", "\t") for each in data)
    return "\n".join(f"Look.{row}" for row in rows)


def _from_blanks(text: str) -> bytes:
    rows = (row.removeprefix("Look.") for row in text.split("\n"))
    return bytes(int(row.replace(" ", "0").replace("\t", "1"), 2) for row in rows)


def _un64(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=False)


def _un64s(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4))


ENCODINGS = (
    _coded("base64", lambda d: base64.b64encode(d).decode(), _un64s, r"[A-Za-z0-9+/]+=*"),
    _coded("base64_each_line", _lines, _un64s, r"[A-Za-z0-9+/]+=*"),
    _coded("base64_for_urls", lambda d: base64.urlsafe_b64encode(d).decode(), _un64, r"[\w-]+=*"),
    _coded(
        "data_url",
        lambda d: f"data:text/plain;base64,{base64.b64encode(d).decode()}",
        _un64s,
        r"(?<=base64,)[A-Za-z0-9+/]+=*",
    ),
    _coded("base32", lambda d: base64.b32encode(d).decode(), base64.b32decode, r"[A-Z2-7]+=*"),
    _coded("base85", lambda d: base64.b85encode(d).decode(), base64.b85decode, r"\S+"),
    _coded(
        "compressed",
        lambda d: base64.b64encode(zlib.compress(d)).decode(),
        lambda text: zlib.decompress(_un64s(text)),
        r"[A-Za-z0-9+/]+=*",
    ),
    _coded("hexadecimal", lambda d: d.hex(), bytes.fromhex, r"[0-9a-f]+"),
    _coded(
        "hexadecimal_spaced", _numbers(16, 2), _from_numbers(16), r"[0-9a-f]{2}(?: [0-9a-f]{2})+"
    ),
    _coded(
        "hexadecimal_escapes",
        lambda d: "".join(f"\\x{each:02x}" for each in d),
        lambda text: bytes.fromhex(text.replace("\\x", "")),
        r"(?:\\x[0-9a-f]{2})+",
    ),
    _coded(
        "unicode_escapes",
        lambda d: "".join(f"\\u{ord(each):04x}" for each in d.decode()),
        lambda text: text.encode().decode("unicode_escape").encode(),
        r"(?:\\u[0-9a-f]{4})+",
    ),
    _coded(
        "quoted_printable",
        _quoted_printable,
        lambda text: bytes.fromhex(text.replace("=", "")),
        r"(?:=[0-9A-F]{2})+",
    ),
    _coded("bits", _numbers(2, 8), _from_numbers(2), r"[01]{8}(?: [01]{8})+"),
    _coded("bits_as_dots", _dots, _from_dots, r"[○●]+"),
    _coded("bits_as_blanks", _blanks, _from_blanks, r"(?:Look\.[ \t]{8}\n?)+"),
    _coded("octal", _numbers(8, 3), _from_numbers(8), r"[0-7]{3}(?: [0-7]{3})+"),
    _coded("character_codes", _numbers(10, 1, ", "), _from_numbers(10), r"\d+(?:, \d+)+"),
    _coded(
        "chr_calls",
        lambda d: " + ".join(f"chr({each})" for each in d),
        lambda text: bytes(map(int, re.findall(r"\d+", text))),
        r"chr\([\d]+\)(?: \+ chr\(\d+\))+",
    ),
    _coded("braille", _braille, _from_braille, "[\u2800-\u28ff]+"),
    _coded("invisible_tags", _tags, _from_tags, "[\U000e0000-\U000e007f]+"),
)
