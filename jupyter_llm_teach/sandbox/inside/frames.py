"""How an exception came about: the learner's calls on the way, and what their names stood for.

Everything here reads frames and code objects, which the learner's code can't make up; values go
through `encode`.
"""

from __future__ import annotations

import builtins
import sys
import types
from collections.abc import Iterator

from jupyter_llm_teach.sandbox.inside import encode
from jupyter_llm_teach.sandbox.inside.scalars import quoted

__builtins__ = dict(vars(builtins))  # type: ignore[assignment]  # a copy that stays as it is

ANSWER = "<answer>"
_CELL = "<cell "
_MOST_STEPS = 12
_MOST_NAMES = 24
_MOST_TEXT = 100
_traceback_of = BaseException.__dict__["__traceback__"].__get__
_module_of = type.__dict__["__module__"].__get__
_dict_of = object.__getattribute__
_positions = sys.version_info >= (3, 11)
_BUILT_IN = frozenset(vars(builtins))
_Traceback = types.TracebackType
_Module = types.ModuleType


def tracebacks(error: BaseException) -> list[_Traceback]:
    """The links of an exception's traceback that stand in the learner's cells, outermost first."""
    found = []
    step = _traceback_of(error)
    while step is not None:
        if _cell_of(step.tb_frame.f_code) is not None:
            found.append(step)
        step = step.tb_next
    return found


def steps(links: list[_Traceback]) -> str:
    """JSON text of the calls; of a long chain its beginning and its end."""
    half = _MOST_STEPS // 2
    if len(links) > _MOST_STEPS:
        links = links[:half] + links[-half:]
    return f"[{','.join([_step(link) for link in links])}]"


def names(links: list[_Traceback]) -> str:
    """JSON text of what the innermost line of the answer, else of an earlier cell, could read."""
    own = [link for link in links if link.tb_frame.f_code.co_filename == ANSWER] or links
    if not own:
        return "[]"
    texts: list[str] = []
    for name, value in _readable(own[-1].tb_frame):
        if len(texts) == _MOST_NAMES:
            break
        length = encode.length(value)
        shown = "null" if length is None else repr(length)
        head = f'{{"name":{quoted(name[:_MOST_TEXT])},"length":{shown}'
        texts.append(f'{head},"value":{encode.glimpse(value)}}}')
    return f"[{','.join(texts)}]"


def line_of(links: list[_Traceback]) -> int | None:
    """The innermost line of the answer."""
    own = [link for link in links if link.tb_frame.f_code.co_filename == ANSWER]
    return own[-1].tb_lineno if own else None


def _cell_of(code: types.CodeType) -> int | None:
    """The index of the earlier cell that holds some code, -1 for the answer, None for others."""
    name = code.co_filename
    if name == ANSWER:
        return -1
    number = name[len(_CELL) : -1]
    return int(number) - 1 if name.startswith(_CELL) and number.isdecimal() else None


def _step(link: _Traceback) -> str:
    code = link.tb_frame.f_code
    cell = _cell_of(code)
    shown = "null" if cell == -1 else repr(cell)
    line = link.tb_lineno or code.co_firstlineno
    head = f'{{"function":{quoted(code.co_name[:_MOST_TEXT])},"line":{line},"cell":{shown}'
    return f'{head},"columns":{_columns(code, link.tb_lasti)}}}'


def _columns(code: types.CodeType, instruction: int) -> str:
    """First and last column of what ran, where all of it stands on one line."""
    if not _positions or instruction < 0:
        return "null"
    for number, place in enumerate(code.co_positions()):  # type: ignore[attr-defined,unused-ignore]
        if number == instruction // 2:
            first, last, start, end = place
            known = first == last and start is not None and end is not None
            return f"[{start},{end}]" if known else "null"
    return "null"


def _readable(frame: types.FrameType) -> Iterator[tuple[str, object]]:
    """The names that a frame's code may read, and their values: locals before globals."""
    code, inner, outer = frame.f_code, frame.f_locals, frame.f_globals
    for name in (*code.co_varnames, *code.co_cellvars, *code.co_freevars, *code.co_names):
        if name in inner:
            value = inner[name]
        elif name in outer and name not in _BUILT_IN:
            value = outer[name]
        else:
            continue
        if name.startswith((".", "__")) or isinstance(value, _Module):
            continue
        yield name, value
        yield from _attributes(name, value, code.co_names)


def _attributes(name: str, value: object, wanted: tuple[str, ...]) -> Iterator[tuple[str, object]]:
    """What an object of a learner's class keeps under some names."""
    try:
        if _module_of(type(value)) != "__main__":
            return
        held = _dict_of(value, "__dict__")
    except Exception:  # noqa: BLE001 - a class may say anything of itself
        return
    if type(held) is dict:
        for each in wanted:
            if each in held:
                yield f"{name}.{each}", held[each]
