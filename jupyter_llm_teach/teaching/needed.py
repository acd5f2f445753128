"""Which earlier cells of a notebook an answer and its tests need."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeGuard

from jupyter_llm_teach.teaching.facts.source import bound, own_scope, parsed, read
from jupyter_llm_teach.teaching.named_files import paths_in
from jupyter_llm_teach.teaching.written_files import written_files

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_HOLDERS = (ast.stmt, ast.ExceptHandler, ast.match_case)
_BUILTINS = frozenset(dir(builtins))
_NAME = re.compile(r"[^\W\d]\w*")
# Statements such as `df.head()` show something and change nothing.
_SHOWS = re.compile(
    r"head|tail|sample|describe|info|show|plot|hist|boxplot|scatter|mean|sum|count|min|max|round"
    r"|copy|keys|values|items|index|value_counts|unique|nunique|isna|isnull|all|any"
    r"|n?(?:largest|smallest)|format|split|join|upper|lower|startswith|endswith|to_string"
)
# Functions of modules that change what they are given.
_CHANGES = re.compile(r"shuffle|heap\w+|insort\w*|setattr")


@dataclass(frozen=True, slots=True)
class _Reads:
    """The names that a program needs from outside: while it runs, and when it is called later."""

    now: frozenset[str]
    later: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Cell:
    """What a cell does to names and files; `stars` where it imports all names of a module."""

    binds: frozenset[str]
    changes: frozenset[str]
    reads: _Reads
    stars: bool


def needed_cells(cells: Sequence[str], code: str) -> tuple[str, ...]:
    """The earlier cells that a program needs, in the order of the notebook.

    A name counts where the program, or a needed cell, reads it and does not define it itself. Its
    cells are the last one before that binds it and those after it that change it in place
    (``x.append``, ``x[0] =``, ``x += 1``). What a function reads may be bound in any cell. Cells
    that import all names of a module (``*``) are always needed; cells that are not Python never. A
    file that is named counts as a name as well; its cells are all those that write it.

    Args:
        cells: Sources of all earlier code cells, in order.
        code: The answer and its tests; where it does not parse, all its words count as names.
    """
    known = tuple(_cell(each) for each in cells)
    chosen = {index for index, each in enumerate(known) if each is not None and each.stars}
    wanted = _wants(_program_reads(code), len(cells), len(cells))
    for index in chosen:
        wanted |= _cell_wants(known, index)
    done: set[tuple[str, int]] = set()
    while wanted - done:
        name, limit = min(wanted - done)
        done.add((name, limit))
        for index in _sources(known, name, limit):
            chosen.add(index)
            wanted |= _cell_wants(known, index)
    return tuple(cells[index] for index in sorted(chosen))


def _program_reads(code: str) -> _Reads:
    tree = parsed(code)
    if tree is None:
        return _Reads(frozenset(_NAME.findall(code)) - _BUILTINS, frozenset())
    return _reads_of(tree)


def _wants(reads: _Reads, now: int, end: int) -> set[tuple[str, int]]:
    return {(name, now) for name in reads.now} | {(name, end) for name in reads.later}


def _cell_wants(known: Sequence[_Cell | None], index: int) -> set[tuple[str, int]]:
    cell = known[index]
    return set() if cell is None else _wants(cell.reads, index, len(known))


def _sources(known: Sequence[_Cell | None], name: str, limit: int) -> Iterator[int]:
    """The last cell before a limit that binds a name, and those before the limit that change it."""
    for index in range(limit - 1, -1, -1):
        cell = known[index]
        if cell is not None and name in cell.binds | cell.changes:
            yield index
        if cell is not None and name in cell.binds:
            return


@lru_cache(maxsize=256)  # while a learner types, the other cells stay as they are
def _cell(source: str) -> _Cell | None:
    tree = parsed(source)
    if tree is None:
        return None
    return _Cell(
        binds=bound(tree) - _only_augmented(tree),
        changes=frozenset((*_changed(tree), *_only_augmented(tree), *_quoted(written_files(tree)))),
        reads=_reads_of(tree),
        stars=any(isinstance(each, ast.alias) and each.name == "*" for each in ast.walk(tree)),
    )


def _reads_of(tree: ast.Module) -> _Reads:
    found = _reads(tree.body)
    files = frozenset(paths_in(tree)) - written_files(tree)
    return _Reads(found.now, found.later | _quoted(files))


def _quoted(paths: Iterable[str]) -> frozenset[str]:
    """Files among names: in quotes, as no name is."""
    return frozenset(map(repr, paths))


def _reads(body: Sequence[ast.stmt]) -> _Reads:
    everything = frozenset(name for each in body for name in bound(each))
    now: set[str] = set()
    later: set[str] = set()
    before: set[str] = set(_BUILTINS)
    for node in _in_order(body):
        if isinstance(node, _DEFINITIONS):
            later |= read(node) - everything - _BUILTINS
        else:
            now |= read(node) - before
        before |= bound(node)
    return _Reads(frozenset(now), frozenset(later))


def _in_order(nodes: Sequence[ast.AST]) -> Iterator[ast.AST]:
    """Statements, the parts of compound ones apart, in the order in which they run.

    What a loop goes over or a ``with`` opens comes before the names that it binds.
    """
    for node in nodes:
        inner = [each for each in ast.iter_child_nodes(node) if isinstance(each, _HOLDERS)]
        if isinstance(node, _DEFINITIONS) or not inner:
            yield node
            continue
        heads = [each for each in ast.iter_child_nodes(node) if not isinstance(each, _HOLDERS)]
        yield from sorted(heads, key=lambda head: isinstance(getattr(head, "ctx", None), ast.Store))
        if isinstance(node, ast.ExceptHandler) and node.name:
            yield ast.Name(id=node.name, ctx=ast.Store())
        yield from _in_order(inner)


def _only_augmented(tree: ast.Module) -> frozenset[str]:
    """Names that a cell only changes by ``+=`` and the like: it needs an earlier binding."""
    nodes = list(own_scope(tree))
    targets = [each.target for each in nodes if isinstance(each, ast.AugAssign)]
    augmented = [each for each in targets if isinstance(each, ast.Name)]
    seen = {id(each) for each in augmented}
    others = {each.id for each in nodes if _is_stored(each) and id(each) not in seen}
    return frozenset(each.id for each in augmented) - others


def _is_stored(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def _changed(tree: ast.Module) -> Iterator[str]:
    last = tree.body[-1] if tree.body else None
    for each in own_scope(tree):
        match each:
            case ast.Attribute(value=value, ctx=ast.Store() | ast.Del()):
                yield _root(value)
            case ast.Subscript(value=value, ctx=ast.Store() | ast.Del()):
                yield _root(value)
            case ast.Expr(value=ast.Call() as call):
                yield from _changed_by(call, shown=each is last)
            case _:
                pass


def _changed_by(call: ast.Call, *, shown: bool) -> Iterator[str]:
    """What a call that stands alone may change: its object, and what a function is given."""
    arguments = [each.id for each in call.args if isinstance(each, ast.Name)]
    match call.func:
        case ast.Attribute(attr=attr) if _CHANGES.fullmatch(attr):
            yield from arguments
        case ast.Attribute(value=value, attr=attr) if not _SHOWS.fullmatch(attr):
            yield _root(value)
        case ast.Name(id=name) if _CHANGES.fullmatch(name) or not (shown or name in _BUILTINS):
            yield from arguments


def _root(node: ast.expr) -> str:
    """The name that an object was reached through; empty where there is none."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""
