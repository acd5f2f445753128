"""What the instructor asks for or wants avoided in an answer, as names of constructs.

A construct is a word of Python (``while``), a way of writing (``recursion``), a builtin
(``sorted``), a method of a type (``list.sort``), a function of a module (``math.factorial``) or an
import (``import numpy``, which ``from numpy import ...`` is as well).
"""

from __future__ import annotations

import ast
import builtins
import difflib
import re
from collections.abc import Iterator, Sequence

from jupyter_llm_teach.teaching.facts.code_fact import CodeFact, CodeKind
from jupyter_llm_teach.teaching.facts.source import bound, parsed
from jupyter_llm_teach.teaching.facts.static.scopes import functions

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_NODES: dict[str, tuple[type[ast.AST], ...]] = {
    "and": (ast.And,),
    "assert": (ast.Assert,),
    "break": (ast.Break,),
    "class": (ast.ClassDef,),
    "comprehension": _COMPREHENSIONS,
    "continue": (ast.Continue,),
    "def": (ast.FunctionDef, ast.AsyncFunctionDef),
    "del": (ast.Delete,),
    "for": (ast.For, ast.AsyncFor),
    "global": (ast.Global,),
    "if": (ast.If, ast.IfExp),
    "import": (ast.Import, ast.ImportFrom),
    "in": (ast.In, ast.NotIn),
    "lambda": (ast.Lambda,),
    "match": (ast.Match,),
    "nonlocal": (ast.Nonlocal,),
    "not": (ast.Not,),
    "or": (ast.Or,),
    "raise": (ast.Raise,),
    "return": (ast.Return,),
    "slice": (ast.Slice,),
    "try": (ast.Try,),
    "while": (ast.While,),
    "with": (ast.With, ast.AsyncWith),
    "yield": (ast.Yield, ast.YieldFrom),
}
_OPERATORS = (ast.boolop, ast.cmpop, ast.unaryop)
_RECURSION = "recursion"
_TYPES = {
    each.__name__: each
    for each in (list, dict, set, str, tuple, bytes, frozenset, int, float, bytearray)
}
_LITERALS: dict[type[ast.expr], str] = {
    ast.Dict: "dict",
    ast.DictComp: "dict",
    ast.JoinedStr: "str",
    ast.List: "list",
    ast.ListComp: "list",
    ast.Set: "set",
    ast.SetComp: "set",
    ast.Tuple: "tuple",
}
_CALLABLE = frozenset(name for name in dir(builtins) if name[0].islower() and name != "copyright")
_IMPORT = re.compile(r"import ([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)")
_DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")


def construct_problem(name: str) -> str:
    """Why a name is no construct, as the end of a sentence that names it; empty where it is one."""
    if name in _NODES or name == _RECURSION or name in _CALLABLE or _IMPORT.fullmatch(name):
        return ""
    if _DOTTED.fullmatch(name):
        head, method = name.rsplit(".", 1)
        if head not in _TYPES or hasattr(_TYPES[head], method):
            return ""
        return f'names the method "{method}", which {head} has not'
    words = sorted([*_NODES, _RECURSION])
    near = difflib.get_close_matches(name, [*words, *sorted(_CALLABLE)], n=1, cutoff=0.7)
    if near:
        return f'names "{name:.60}", which we don\'t know (did you mean "{near[0]}"?)'
    return (
        f'names "{name:.60}", which we don\'t know; known are {", ".join(words)}, builtins such as '
        '"sorted", methods such as "list.sort", functions such as "math.sqrt", and imports such as '
        '"import numpy"'
    )


def construct_facts(
    program: str, avoid: Sequence[str], require: Sequence[str]
) -> tuple[CodeFact, ...]:
    """Where an answer uses what is to be avoided, and what it lacks of what is required.

    Args:
        program: The answer; of one that does not parse, nothing is said.
        avoid: Constructs that `construct_problem` has nothing against.
        require: The same.
    """
    tree = parsed(program) if avoid or require else None
    if tree is None:
        return ()
    found: list[CodeFact] = []
    for name in avoid:
        line = min(_lines(tree, name), default=None)
        if line is not None:
            found.append(CodeFact(CodeKind.AVOIDED, line, (name,), "policy", 1.0))
    missing = (name for name in require if not any(True for _ in _lines(tree, name)))
    found.extend(CodeFact(CodeKind.REQUIRED, None, (name,), "policy", 1.0) for name in missing)
    return tuple(found)


def _lines(tree: ast.Module, name: str) -> Iterator[int]:
    """The lines on which a program uses a construct."""
    if name in _NODES:
        yield from _of_nodes(tree, _NODES[name])
    elif name == _RECURSION:
        yield from _recursive(tree)
    elif found := _IMPORT.fullmatch(name):
        yield from _imports(tree, found[1])
    elif "." in name:
        head, last = name.rsplit(".", 1)
        finding = _methods if head in _TYPES else _members
        yield from finding(tree, head, last)
    elif name not in bound(tree):
        yield from (each.lineno for each in _loads(tree) if each.id == name)


def _of_nodes(tree: ast.Module, kinds: tuple[type[ast.AST], ...]) -> Iterator[int]:
    """The lines of nodes of some kinds; of operators, the line of what holds them."""
    for each in ast.walk(tree):
        parts = [each, *(one for one in ast.iter_child_nodes(each) if isinstance(one, _OPERATORS))]
        if isinstance(each, (ast.expr, ast.stmt)) and any(isinstance(one, kinds) for one in parts):
            yield each.lineno


def _recursive(tree: ast.Module) -> Iterator[int]:
    """Functions that call themselves, be it through others."""
    calls = {each.name: _called(each) for each in functions(tree)}
    for each in functions(tree):
        reached: set[str] = set()
        waiting = set(calls[each.name])
        while waiting:
            name = waiting.pop()
            reached.add(name)
            waiting |= calls.get(name, set()) - reached
        if each.name in reached:
            yield each.lineno


def _called(function: ast.AST) -> set[str]:
    names: set[str] = set()
    for each in ast.walk(function):
        match each:
            case (
                ast.Call(func=ast.Name(id=name))
                | ast.Call(func=ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name))
            ):
                names.add(name)
            case _:
                pass
    return names


def _imports(tree: ast.Module, module: str) -> Iterator[int]:
    for each in ast.walk(tree):
        match each:
            case ast.Import(names=names):
                if any(_is_in(one.name, module) for one in names):
                    yield each.lineno
            case ast.ImportFrom(module=str(name), names=names):
                full = (name, *(f"{name}.{one.name}" for one in names))
                if any(_is_in(one, module) for one in full):
                    yield each.lineno
            case _:
                pass


def _is_in(name: str, module: str) -> bool:
    return name == module or name.startswith(f"{module}.")


def _members(tree: ast.Module, module: str, member: str) -> Iterator[int]:
    """Uses of a module's function, under whatever name it was imported."""
    modules = {module}
    for each in ast.walk(tree):
        match each:
            case ast.Import(names=names):
                modules |= {one.asname for one in names if one.name == module and one.asname}
            case ast.ImportFrom(module=str(name), names=names) if name == module:
                if any(one.name in (member, "*") for one in names):
                    yield each.lineno
            case _:
                pass
    for each in ast.walk(tree):
        match each:
            case ast.Attribute(value=value, attr=attr) if attr == member:
                if ast.unparse(value) in modules:
                    yield each.lineno
            case _:
                pass


def _methods(tree: ast.Module, kind: str, method: str) -> Iterator[int]:
    """Uses of a type's method, on all objects but those that are known to have another type."""
    known = _known_types(tree)
    for each in ast.walk(tree):
        match each:
            case ast.Attribute(value=value, attr=attr) if attr == method:
                found = kind if ast.unparse(value) == kind else _type(value, known)
                if found in ("", kind):
                    yield each.lineno
            case _:
                pass


def _known_types(tree: ast.Module) -> dict[str, str]:
    """Names that hold values of one type wherever they get one, and modules."""
    found: dict[str, set[str]] = {}
    counted: dict[str, int] = {}
    for each in ast.walk(tree):
        match each:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found.setdefault(name, set()).add(_type(value, {}))
                counted[name] = counted.get(name, 0) - 1
            case ast.alias(name=name, asname=other):
                found.setdefault(other or name.split(".")[0], set()).add("module")
            case ast.arg(arg=name):
                found.setdefault(name, set()).add("")
            case ast.Name(id=name, ctx=ast.Store()):
                counted[name] = counted.get(name, 0) + 1
            case _:
                pass
    return {
        name: next(iter(types))
        for name, types in found.items()
        if len(types) == 1 and counted.get(name, 0) <= 0
    }


def _type(node: ast.expr, known: dict[str, str]) -> str:
    """The type of an expression's value; empty where it is not known."""
    match node:
        case ast.Constant(value=value):
            return type(value).__name__
        case ast.Call(func=ast.Name(id=name)) if name in _TYPES:
            return name
        case ast.Name(id=name):
            return known.get(name, "")
        case _:
            return next((name for kind, name in _LITERALS.items() if isinstance(node, kind)), "")


def _loads(tree: ast.Module) -> Iterator[ast.Name]:
    for each in ast.walk(tree):
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load):
            yield each
