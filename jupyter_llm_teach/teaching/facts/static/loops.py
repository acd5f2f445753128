"""Loops that change what they go over, go past its end, or don't use what they take from it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from jupyter_llm_teach.teaching.facts.code_fact import CodeFact, CodeKind
from jupyter_llm_teach.teaching.facts.static.scopes import inside, leaves, reads

_SHRINK = frozenset({"remove", "pop", "clear"})
_GROW = frozenset({"insert", "append", "extend"})


def loops(tree: ast.Module) -> Iterator[CodeFact]:
    """What is wrong with the loops of a program."""
    for each in ast.walk(tree):
        if isinstance(each, ast.For):
            yield from _changed(each)
            yield from _unused(each)
            yield from _past_the_end(each)
        elif isinstance(each, ast.Subscript) and _is_length(each.slice, each.value):
            name = ast.unparse(each.value)
            yield CodeFact(CodeKind.PAST_THE_END, each.lineno, (name,), "ast", 0.9)


def _changed(loop: ast.For) -> Iterator[CodeFact]:
    """A list that gets shorter or longer under the loop that goes over it."""
    match loop.iter:
        case ast.Name(id=name):
            methods = _SHRINK | _GROW
        case ast.Call(func=ast.Name(id="range"), args=[*_, last]) if name := _length_of(last):
            methods = _SHRINK
        case _:
            return
    for line in _changes(loop.body, name, methods):
        yield CodeFact(CodeKind.CHANGED_WHILE_ITERATED, line, (name,), "ast", 0.75)
        return


def _changes(block: Sequence[ast.stmt], name: str, methods: frozenset[str]) -> Iterator[int]:
    """Where a block changes a list and the loop then goes on."""
    if leaves(block) and not isinstance(block[-1], ast.Continue):
        return
    for each in block:
        match each:
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=found), attr=attr))):
                if found == name and attr in methods:
                    yield each.lineno
            case ast.Delete(targets=[ast.Subscript(value=ast.Name(id=found))]) if found == name:
                yield each.lineno
            case ast.Assign(targets=targets) if any(_is(target, name) for target in targets):
                return
            case _:
                pass
        for inner in ("body", "orelse"):
            yield from _changes(getattr(each, inner, None) or [], name, methods)


def _is(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _unused(loop: ast.For) -> Iterator[CodeFact]:
    match loop:
        case ast.For(target=ast.Name(id=name), iter=iterated):
            counted = isinstance(iterated, ast.Call)
            used = any(reads(each, name) for each in loop.body)
            if not used and not counted and not name.startswith("_"):
                yield CodeFact(CodeKind.UNUSED_LOOP_NAME, loop.lineno, (name,), "ast", 0.5)
        case _:
            pass


def _past_the_end(loop: ast.For) -> Iterator[CodeFact]:
    """``range(len(x) + 1)`` whose numbers are places in ``x``."""
    match loop:
        case ast.For(
            target=ast.Name(id=index),
            iter=ast.Call(
                func=ast.Name(id="range"),
                args=[*_, ast.BinOp(left=length, op=ast.Add(), right=ast.Constant(value=1))],
            ),
        ) if (name := _length_of(length)) and _takes(loop, name, index):
            yield CodeFact(CodeKind.PAST_THE_END, loop.lineno, (name,), "ast", 0.9)
        case _:
            pass


def _takes(loop: ast.For, name: str, index: str) -> bool:
    """Whether a loop takes ``name[index]`` in its last turn as well.

    A loop that may be left early, or that asks how large the index is, may never come to that.
    """
    taken = asked = False
    for each in inside(loop):
        match each:
            case ast.Subscript(value=ast.Name(id=found), slice=ast.Name(id=place)):
                taken = taken or (found == name and place == index)
            case ast.Return() | ast.Break():
                asked = True
            case ast.Compare(left=left, comparators=others):
                asked = asked or any(_is(one, index) for one in (left, *others))
            case _:
                pass
    return taken and not asked


def _length_of(node: ast.expr) -> str:
    match node:
        case ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name)]):
            return name
        case _:
            return ""


def _is_length(index: ast.expr, of: ast.expr) -> bool:
    match index:
        case ast.Call(func=ast.Name(id="len"), args=[argument]):
            return ast.dump(argument) == ast.dump(of)
        case _:
            return False
