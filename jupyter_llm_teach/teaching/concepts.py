"""The one idea that an exercise trains, read from a program's shape.

The first rule that holds decides; rarer shapes come first. A reference is read where there is one,
else the learner's own code; where neither parses or says anything, words of the statement decide.
Only the name of the idea leaves this module.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from enum import Enum

from jupyter_llm_teach.teaching.exercise import Exercise


class Concept(Enum):
    """An idea of a first programming course."""

    ACCUMULATE = "accumulate"
    TRANSFORM = "transform"
    FILTER = "filter"
    COUNT = "count"
    SEARCH = "search"
    WINDOWS = "windows"
    STRINGS = "strings"
    DICTIONARY = "dictionary"
    NESTED_LOOPS = "nested_loops"
    REPEAT = "repeat"
    CONDITIONS = "conditions"
    RECURSION = "recursion"
    NUMPY = "numpy"
    PANDAS_SELECT = "pandas_select"
    PANDAS_GROUP = "pandas_group"
    FUNCTION = "function"
    CLASSES = "classes"


def concept(exercise: Exercise, code: str) -> Concept:
    """The idea that an exercise trains; `code` is the learner's answer."""
    for program in (*exercise.references, code):
        tree = _parsed(program)
        found = tree and _of_tree(tree)
        if found:
            return found
    return _of_words(exercise.statement)


def _parsed(code: str) -> ast.Module | None:
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _of_tree(tree: ast.Module) -> Concept | None:
    return next((concept for concept, holds in _SHAPES if holds(tree)), None)


def _of_words(statement: str) -> Concept:
    words = statement.lower()
    return next((name for name, pattern in _WORDS if re.search(pattern, words)), Concept.FUNCTION)


def _walk(tree: ast.AST, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
    return (node for node in ast.walk(tree) if isinstance(node, kinds))


_LOOPS = (ast.For, ast.While)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)


def _attributes(tree: ast.AST) -> set[str]:
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def _names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _called(tree: ast.AST) -> set[str]:
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {func.id for func in calls if isinstance(func, ast.Name)}


def _classes(tree: ast.AST) -> bool:
    return any(_walk(tree, ast.ClassDef))


def _groups(tree: ast.AST) -> bool:
    return bool(_attributes(tree) & {"groupby", "value_counts", "pivot_table", "crosstab"})


def _tables(tree: ast.AST) -> bool:
    telling = {"loc", "iloc", "sort_values", "nlargest", "query", "merge", "dropna", "isna"}
    table_names = {"df", "table", "frame", "data", "tableau", "donnees"}
    masked = (
        node.value.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Name)
        and isinstance(node.slice, ast.Compare | ast.BinOp | ast.List)
        and any(_walk(node.slice, ast.Constant))
    )
    known = "pd" in _names(tree) or bool(_attributes(tree) & telling)
    return known or bool(set(masked) & table_names)


def _arrays(tree: ast.AST) -> bool:
    return bool(_names(tree) & {"np", "numpy"})


def _array_methods(tree: ast.AST) -> bool:
    """Arrays without their library's name: a condition as index, or a method that sums up."""
    masked = any(
        isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Compare)
        for node in ast.walk(tree)
    )
    telling = {"mean", "sum", "std", "cumsum", "reshape", "argmax", "argmin"}
    return masked or (bool(_attributes(tree) & telling) and not _iterates(tree))


def _recursive(tree: ast.AST) -> bool:
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return any(each.name in _called(each) for each in functions)


def _nested(tree: ast.AST) -> bool:
    loops = _walk(tree, *_LOOPS, *_COMPREHENSIONS)
    return any(
        any(inner is not loop for inner in _walk(loop, *_LOOPS, *_COMPREHENSIONS))
        or len(getattr(loop, "generators", ())) > 1
        for loop in loops
    )


def _dictionary(tree: ast.AST) -> bool:
    telling = {"items", "keys", "values", "get", "setdefault", "defaultdict"}
    made = any(_walk(tree, ast.DictComp, ast.Dict)) or "dict" in _called(tree)
    return made or bool(_attributes(tree) & telling)


def _windows(tree: ast.AST) -> bool:
    counted = any(
        isinstance(loop, ast.For | ast.comprehension) and "range" in _called(loop.iter)
        for loop in ast.walk(tree)
    )
    indexed = any(
        isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice | ast.BinOp)
        for node in ast.walk(tree)
    )
    return (counted and indexed) or ("zip" in _called(tree) and indexed)


def _while(tree: ast.AST) -> bool:
    return any(_walk(tree, ast.While))


def _iterates(tree: ast.AST) -> bool:
    return any(_walk(tree, ast.For, *_COMPREHENSIONS))


def _strings(tree: ast.AST) -> bool:
    telling = {
        "join", "split", "replace", "strip", "upper", "lower", "capitalize", "title", "isalpha",
        "startswith", "endswith", "isdigit",
    }  # fmt: skip
    return bool(_attributes(tree) & telling) or (
        any(_walk(tree, ast.JoinedStr)) and not _iterates(tree)
    )


def _search(tree: ast.AST) -> bool:
    early = any(
        any(_walk(loop, ast.Return, ast.Break))
        for loop in ast.walk(tree)
        if isinstance(loop, ast.For)
    )
    best = any(
        isinstance(node, ast.If)
        and any(
            isinstance(each, ast.Gt | ast.Lt | ast.GtE | ast.LtE) for each in ast.walk(node.test)
        )
        and any(isinstance(step, ast.Assign) for step in node.body)
        for loop in _walk(tree, ast.For)
        if "append" not in _attributes(loop)
        for node in ast.walk(loop)
    )
    return early or best or bool(_called(tree) & {"max", "min", "any", "all"})


def _by_one(node: ast.AST) -> bool:
    """Whether a statement makes a number one larger."""
    match node:
        case ast.AugAssign(op=ast.Add(), value=ast.Constant(value=1)):
            return True
        case ast.Assign(
            targets=[ast.Name(id=name)],
            value=ast.BinOp(left=ast.Name(id=same), op=ast.Add(), right=ast.Constant(value=1)),
        ):
            return name == same
        case _:
            return False


def _counts(tree: ast.AST) -> bool:
    by_one = any(_by_one(node) for node in ast.walk(tree))
    summed = "sum" in _called(tree) and any(
        isinstance(node, ast.GeneratorExp) and isinstance(node.elt, ast.Constant | ast.Compare)
        for node in ast.walk(tree)
    )
    return (_iterates(tree) and by_one) or summed or "count" in _attributes(tree)


def _filters(tree: ast.AST) -> bool:
    chosen = any(isinstance(node, ast.comprehension) and node.ifs for node in ast.walk(tree))
    appended = any(
        "append" in _attributes(node)
        for loop in _walk(tree, ast.For)
        for node in ast.walk(loop)
        if isinstance(node, ast.If)
    )
    return chosen or appended


def _transforms(tree: ast.AST) -> bool:
    appended = any("append" in _attributes(loop) for loop in _walk(tree, ast.For))
    return appended or any(_walk(tree, ast.ListComp, ast.SetComp))


def _accumulates(tree: ast.AST) -> bool:
    updated = any(any(_walk(loop, ast.AugAssign, ast.Assign)) for loop in _walk(tree, ast.For))
    return updated or "sum" in _called(tree)


def _conditions(tree: ast.AST) -> bool:
    return any(_walk(tree, ast.If, ast.IfExp, ast.BoolOp, ast.Compare))


_SHAPES: tuple[tuple[Concept, Callable[[ast.AST], bool]], ...] = (
    (Concept.CLASSES, _classes),
    (Concept.PANDAS_GROUP, _groups),
    (Concept.NUMPY, _arrays),
    (Concept.PANDAS_SELECT, _tables),
    (Concept.NUMPY, _array_methods),
    (Concept.RECURSION, _recursive),
    (Concept.DICTIONARY, _dictionary),
    (Concept.NESTED_LOOPS, _nested),
    (Concept.WINDOWS, _windows),
    (Concept.REPEAT, _while),
    (Concept.COUNT, _counts),
    (Concept.STRINGS, _strings),
    (Concept.SEARCH, _search),
    (Concept.FILTER, _filters),
    (Concept.TRANSFORM, _transforms),
    (Concept.ACCUMULATE, _accumulates),
    (Concept.CONDITIONS, _conditions),
)
_WORDS: tuple[tuple[Concept, str], ...] = (
    (Concept.PANDAS_GROUP, r"\b(for each group|par groupe|groupby)\b"),
    (Concept.PANDAS_SELECT, r"\b(dataframe|table|column|colonne)s?\b"),
    (Concept.NUMPY, r"\b(numpy|array|tableau)x?s?\b"),
    (Concept.DICTIONARY, r"\b(dictionar|dictionnaire)"),
    (Concept.CLASSES, r"\b(class|classe)\b"),
    (Concept.RECURSION, r"\br[eé]curs"),
    (Concept.WINDOWS, r"\b(neighbour|neighbor|window|pair|voisin|fen[eê]tre|paire)s?\b"),
    (Concept.COUNT, r"\b(how many|count|combien|compte)"),
    (Concept.SEARCH, r"\b(first|largest|smallest|find|premier|plus grand|plus petit|cherche)"),
    (Concept.STRINGS, r"\b(text|string|word|letter|texte|cha[iî]ne|mot|lettre)s?\b"),
    (Concept.ACCUMULATE, r"\b(sum|total|product|somme|produit|mean|moyenne)"),
    (Concept.FILTER, r"\b(only|keep|seulement|garde)"),
)
