"""Python of notebook cells: parsed with IPython's own lines left out, and its names."""

from __future__ import annotations

import ast
import re
import warnings
from collections import deque
from collections.abc import Iterator

_TIMED = re.compile(r"^(\s*)%time\s+(?=\S)")
_MAGIC = re.compile(r"^(\s*)(?:[%!?]|[\w.]+\?{1,2}\s*$|[\w, ]+=\s*[%!])")
_TIMED_CELL = re.compile(r"^\s*%%(?:time|timeit|capture|prun|python3?)\b")
_NEW_SCOPE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def parsed(source: str) -> ast.Module | None:
    """The program of a cell, with the line numbers of the cell; None where it is not Python."""
    return _tree(source) or _tree(without_magics(source))


def without_magics(source: str) -> str:
    r"""The cell with every line of IPython's own (``%``, ``!``, ``?``) turned into ``pass``.

    ``%time statement`` becomes the statement. Cells in another language (``%%bash``) stay.
    """
    lines = source.split("\n")
    first = next((line for line in lines if line.strip()), "")
    if first.lstrip().startswith("%%") and not _TIMED_CELL.match(first):
        return source
    return "\n".join(_plain(line) for line in lines)


def _plain(line: str) -> str:
    timed = _TIMED.sub(r"\1", line)
    found = _MAGIC.match(timed)
    return f"{found[1]}pass" if found else timed


def syntax_error(source: str) -> SyntaxError | None:
    """What Python says against a cell, if anything."""
    if isinstance(_attempt(source), ast.Module):
        return None
    found = _attempt(without_magics(source))
    return found if isinstance(found, SyntaxError) else None


def bound(node: ast.AST) -> frozenset[str]:
    """The names that a statement or expression binds in its own scope."""
    found: set[str] = set()
    for each in own_scope(node):
        match each:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                found.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found.add(name)
            case ast.ClassDef(name=name) | ast.ExceptHandler(name=str(name)):
                found.add(name)
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                found.add(name)
            case ast.alias(name=name, asname=other):
                found.add(other or name.split(".")[0])
            case _:
                pass
    return frozenset(found) - _comprehended(node)


def read(node: ast.AST) -> frozenset[str]:
    """The names that a statement or expression reads, at any depth, and does not make itself.

    The target of ``x += 1`` is read as well as bound.
    """
    names: set[str] = set()
    for each in own_scope(node):
        match each:
            case ast.Name(id=name, ctx=ast.Load()):
                names.add(name)
            case ast.AugAssign(target=ast.Name(id=name)):
                names.add(name)
            case _:
                pass
    for each in own_scope(node):
        if isinstance(each, _NEW_SCOPE):
            names |= inner_reads(each)
    return frozenset(names) - _comprehended(node)


def inner_reads(scope: ast.AST) -> frozenset[str]:
    """The names that the body of a function or class reads from outside."""
    names: set[str] = set()
    own: set[str] = set()
    for each in ast.iter_child_nodes(scope):
        names |= read(each)
        if isinstance(each, ast.arguments):
            own |= {arg.arg for arg in ast.walk(each) if isinstance(arg, ast.arg)}
        else:
            own |= bound(each)
    return frozenset(names - own)


def own_scope(node: ast.AST) -> Iterator[ast.AST]:
    """A node and what is below it, functions and classes included but not what is inside them."""
    waiting = deque([node])
    while waiting:
        each = waiting.popleft()
        yield each
        if not isinstance(each, _NEW_SCOPE):
            waiting.extend(ast.iter_child_nodes(each))


def _comprehended(node: ast.AST) -> frozenset[str]:
    targets = [each.target for each in own_scope(node) if isinstance(each, ast.comprehension)]
    return frozenset(
        each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)
    )


def _tree(source: str) -> ast.Module | None:
    found = _attempt(source)
    return found if isinstance(found, ast.Module) else None


def _attempt(source: str) -> ast.Module | SyntaxError | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except SyntaxError as error:
        return error
    except (ValueError, RecursionError, MemoryError):
        return None
