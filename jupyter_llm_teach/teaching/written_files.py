"""Which files a program writes, by the names that it gives them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_llm_teach.teaching.named_files import paths_in

_WRITES = re.compile(r"write_(?:text|bytes)|to_\w+|save\w*|imsave|\w*dump|urlretrieve")
_MODE = re.compile(r"[rbt]*[wxa][bt+]*|r[bt]*\+[bt]*")


def written_files(tree: ast.Module) -> frozenset[str]:
    """The relative paths that a program opens for writing, or gives to what writes a file."""
    calls = (each for each in ast.walk(tree) if isinstance(each, ast.Call))
    return frozenset(path for call in calls for path in _written(call))


def _written(call: ast.Call) -> Iterator[str]:
    match call.func:
        case ast.Name(id="open") if _for_writing(call):
            yield from paths_in(call)
        case ast.Attribute(attr="open") if _for_writing(call):
            yield from paths_in(call)
        case ast.Attribute(attr=name) if _WRITES.fullmatch(name):
            yield from paths_in(call)
        case _:
            return


def _for_writing(call: ast.Call) -> bool:
    given = [*call.args, *(each.value for each in call.keywords if each.arg == "mode")]
    return any(
        isinstance(each, ast.Constant)
        and isinstance(each.value, str)
        and _MODE.fullmatch(each.value)
        for each in given
    )
