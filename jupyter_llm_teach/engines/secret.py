"""Keys of engines: from the environment or from a file that nobody else can read."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from pydantic import SecretStr

_MOST_BYTES = 10_000
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def key_in_environment(name: str, environment: Mapping[str, str]) -> SecretStr | str:
    """The key in a variable; else what is wrong, as the end of a sentence.

    The name is not repeated: where it should stand, people write the key itself by mistake.
    """
    return _key(environment.get(name, ""), "names a variable that is not set here")


def key_in_file(path: Path) -> SecretStr | str:
    """The key in a file of mode 600; else what is wrong, as the end of a sentence.

    Neither the file's name nor what is in it is part of what is said.
    """
    if not path.is_file():
        return "names no file that is here"
    try:
        with path.open("rb") as file:
            if os.name == "posix" and os.fstat(file.fileno()).st_mode & _OTHERS:
                return "names a file that others can read: run `chmod 600` on it, renew the key"
            content = file.read(_MOST_BYTES + 1)
    except OSError:
        return "names a file that can't be opened"
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = ""
    return _key(text, "names a file that holds no key in one line of text")


def _key(text: str, lacking: str) -> SecretStr | str:
    key = text.strip()
    return SecretStr(key) if key and key.isascii() and key.isprintable() else lacking
