"""The keys of an engine in `engines.toml`: how each is read, and which kinds have it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, get_args

from jupyter_llm_teach.engines.spec import Kind
from jupyter_llm_teach.teaching.layers.values import told

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
ELSEWHERE: Final[Mapping[Kind, str]] = {"huggingface": "https://router.huggingface.co"}
"""Where a kind goes without an address of its own, if that is not on this machine."""

_LONGEST = 200
_HERE: tuple[Kind, ...] = ("llamacpp", "transformers")
_SERVED = ("url", "key_env", "key_file", "operator", "jurisdiction")
_COUNTRY = re.compile(r"[A-Z]{2}")
_SECRETS = ("key", "api_key", "apikey", "token", "secret", "password", "authorization")
_OPTION = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class Read:
    """The value of a key, as `EngineSpec` has it."""

    value: object


Reader = Callable[[object], "Read | str"]
"""Gives the value, or what is wrong as the end of a sentence that begins with the key."""


def belongs(key: str, kind: Kind) -> bool:
    """Whether an engine of a kind has a key: what runs on this machine needs no address."""
    return key not in _SERVED or kind not in _HERE


def _text(value: object) -> Read | str:
    if isinstance(value, str) and value.strip() and value.isprintable():
        short = len(value) <= _LONGEST
        return Read(value.strip()) if short else f"must have at most {_LONGEST} characters"
    return f"must be one line of text in quotes, not {told(value)}"


def _unspoken(value: object) -> Read | str:
    """A name that no message repeats: where it should stand, people write the key by mistake."""
    plain = isinstance(value, str) and value.isprintable() and 0 < len(value) <= _LONGEST
    return Read(value) if plain else "must be one line of text in quotes"


def _country(value: object) -> Read | str:
    if isinstance(value, str) and _COUNTRY.fullmatch(value):
        return Read(value)
    return f'must be a country code such as "FR", or "EU", not {told(value)}'


def _number(least: int, most: int) -> Reader:
    def read(value: object) -> Read | str:
        whole = isinstance(value, int) and not isinstance(value, bool)
        if whole and least <= int(str(value)) <= most:
            return Read(value)
        return f"must be a whole number from {least} to {most}, not {told(value)}"

    return read


def _options(value: object) -> Read | str:
    """A table of texts, numbers, true and false: as texts, which the adapter reads."""
    if not isinstance(value, Mapping):
        return f'must be a table such as {{dtype = "float16"}}, not {told(value)}'
    found: list[tuple[str, str]] = []
    for name, each in value.items():
        if str(name).lower() in _SECRETS:
            return 'must hold no key: use "key_env" or "key_file", and renew it'
        if not _OPTION.fullmatch(str(name)):
            return f'holds "{name!s:.60}", which is no name of an option'
        if not isinstance(each, (str, int, float)):
            return f'must hold texts, numbers, true or false: "{name}" is {told(each)}'
        found.append((str(name), str(each).lower() if isinstance(each, bool) else str(each)))
    return Read(tuple(found))


KEYS: Final[Mapping[str, Reader]] = {
    "model": _text,
    "url": _text,
    "key_env": _unspoken,
    "key_file": _unspoken,
    "operator": _text,
    "jurisdiction": _country,
    "context": _number(256, 10_000_000),
    "parallel": _number(1, 1024),
    "options": _options,
}
