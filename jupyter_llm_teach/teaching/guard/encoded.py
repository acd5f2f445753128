"""Text that has to be decoded before it can be read: no hint has a reason for it."""

from __future__ import annotations

import base64
import binascii
import codecs
import re
from collections.abc import Iterator

from jupyter_llm_teach.teaching.guard.known import RUN, Known
from jupyter_llm_teach.teaching.guard.tokens import telling
from jupyter_llm_teach.teaching.guard.verdict import Finding

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_BASE32 = re.compile(r"\b[A-Z2-7]{16,}={0,6}")
_HEX = re.compile(r"(?<!\w)(?:(?:0x|\\x)?[0-9a-fA-F]{2}[\s,:]?){8,}(?!\w)")
_BITS = re.compile(r"(?<!\w)(?:[01]{7,8}[\s,]?){4,}(?!\w)")
_CODES = re.compile(r"(?<![\w.])(?:\d{2,3}[\s,;]+){7,}\d{2,3}(?![\w.])")
_SPACED = re.compile(r"(?<!\w)(?:[^\W\d][ ._·()-]{1,3}){5,}[^\W\d](?!\w)")
_TELLTALE = re.compile(r"\b(?:return|range|append|import|print|while|lambda|sorted|enumerate)\b")
_SHORTEST = 8


def encoded_text(text: str, facts: Known) -> Iterator[Finding]:
    """Base64, base32, hexadecimal, bits, character codes, spaced letters, rot13 and mirror text."""
    for pattern, decode in _CODINGS:
        for match in pattern.finditer(text):
            if match[0] not in facts.raw and _readable(decode(match[0])):
                yield Finding("encoded", match.start())
    for match in _SPACED.finditer(text):
        if match[0] not in facts.raw:
            yield Finding("encoded", match.start())
    for turned in (codecs.encode(text, "rot13"), text[::-1]):
        if _TELLTALE.search(turned) or _runs(turned, facts):
            yield Finding("encoded", 0)


def _runs(turned: str, facts: Known) -> bool:
    found = telling(turned)
    return any(found[i : i + RUN] in facts.runs[RUN] for i in range(len(found) - RUN + 1))


def _readable(data: bytes) -> bool:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    shown = sum(each.isprintable() or each in "\n\t" for each in text)
    letters = sum(each.isalpha() or each == " " for each in text)
    return len(text) >= _SHORTEST and shown == len(text) and letters * 2 >= len(text)


def _from_base64(text: str) -> bytes:
    body = text.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(body + "=" * (-len(body) % 4))
    except (binascii.Error, ValueError):
        return b""


def _from_base32(text: str) -> bytes:
    body = text.rstrip("=")
    try:
        return base64.b32decode(body + "=" * (-len(body) % 8))
    except (binascii.Error, ValueError):
        return b""


def _from_hex(text: str) -> bytes:
    digits = re.sub(r"0x|\\x|[^0-9a-fA-F]", "", text)
    return bytes.fromhex(digits[: len(digits) // 2 * 2])


def _from_bits(text: str) -> bytes:
    return bytes(int(each, 2) for each in re.findall(r"[01]{7,8}", text))


def _from_codes(text: str) -> bytes:
    numbers = [int(each) for each in re.findall(r"\d+", text)]
    return bytes(each if each < 128 else 0 for each in numbers)  # noqa: PLR2004 - ASCII


_CODINGS = (
    (_BASE64, _from_base64),
    (_BASE32, _from_base32),
    (_HEX, _from_hex),
    (_BITS, _from_bits),
    (_CODES, _from_codes),
)
