"""Programs that do the same and look different."""

from __future__ import annotations

import ast
import builtins
import copy
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from typing_extensions import override

_BUILTINS = frozenset(dir(builtins))
_MIRRORED = {ast.Lt: ast.Gt, ast.Gt: ast.Lt, ast.LtE: ast.GtE, ast.GtE: ast.LtE, ast.Eq: ast.Eq}
_NEGATED = {
    ast.Lt: ast.GtE,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.GtE: ast.Lt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}


def parsed(code: str) -> ast.Module | None:
    """The syntax tree of a program; None where it is none."""
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def same(program: str, other: str) -> bool:
    """Whether two programs differ in layout and comments at most."""
    first, second = parsed(program), parsed(other)
    if first is None or second is None:
        return program == other
    return ast.dump(first) == ast.dump(second)


def functions(code: str) -> list[ast.FunctionDef]:
    """The functions at the top of a program."""
    return [node for node in ast.parse(code).body if isinstance(node, ast.FunctionDef)]


def renamed(code: str, names: Callable[[int], str]) -> str:
    """The program with other names for what its functions take and bind."""
    tree = ast.parse(code)
    for function in tree.body:
        if isinstance(function, ast.FunctionDef):
            old = list(dict.fromkeys(_local(function)))
            _Renaming({name: names(i) for i, name in enumerate(old)}).visit(function)
    return ast.unparse(tree)


def under(code: str, name: str) -> str:
    """The program with its last function called otherwise."""
    found = functions(code)
    if not found:
        return code
    tree = _Renaming({found[-1].name: name}).visit(ast.parse(code))
    return ast.unparse(tree)


def with_while(code: str) -> str:
    """Every ``for`` over something as a ``while`` over its list."""
    return _rewritten(code, _WhileLoops())


def with_comparisons_turned(code: str) -> str:
    """``a < b`` as ``b > a``."""
    return _rewritten(code, _TurnedComparisons())


def with_conditions_negated(code: str) -> str:
    """The branches of every ``if`` with an ``else`` exchanged."""
    return _rewritten(code, _NegatedConditions())


def with_sums(code: str) -> str:
    """Every whole number as a sum."""
    return _rewritten(code, _Sums())


def with_steps(code: str) -> str:
    """Every value that is returned, given a name first."""
    return _rewritten(code, _NamedResults())


def with_augmented(code: str) -> str:
    """``x = x + y`` as ``x += y``."""
    return _rewritten(code, _Augmented())


def with_loops(code: str) -> str:
    """List comprehensions that are assigned or returned, as loops."""
    return _rewritten(code, _Unrolled())


def with_comprehensions(code: str) -> str:
    """Loops that only append, as comprehensions."""
    return _rewritten(code, _Rolled())


def with_reordered(code: str) -> str:
    """Two assignments below each other that do not need each other, exchanged."""
    return _rewritten(code, _Reordered())


def with_one_assignment(code: str) -> str:
    """Such assignments as one."""
    return _rewritten(code, _Tuples())


def with_annotations(code: str) -> str:
    """Type hints and a docstring added."""
    tree = ast.parse(code)
    for function in tree.body:
        if isinstance(function, ast.FunctionDef):
            for each in function.args.args:
                each.annotation = ast.Name("object", ast.Load())
            function.returns = ast.Name("object", ast.Load())
            function.body.insert(0, ast.Expr(ast.Constant("Do something else.")))
    return ast.unparse(tree)


def _rewritten(code: str, transformer: ast.NodeTransformer) -> str:
    tree = ast.fix_missing_locations(transformer.visit(ast.parse(code)))
    return ast.unparse(tree)


def _local(function: ast.FunctionDef) -> Iterator[str]:
    yield from (each.arg for each in function.args.args)
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


class _Renaming(ast.NodeTransformer):
    def __init__(self, names: dict[str, str]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self._names.get(node.id, node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.arg = self._names.get(node.arg, node.arg)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name = self._names.get(node.name, node.name)
        return self.generic_visit(node)


class _WhileLoops(ast.NodeTransformer):
    def __init__(self) -> None:
        self._count = 0

    def visit_For(self, node: ast.For) -> ast.AST | list[ast.stmt]:
        self.generic_visit(node)
        if node.orelse:
            return node
        self._count += 1
        place, items = f"place{self._count}", f"items{self._count}"
        start = f"{items} = list({ast.unparse(node.iter)})\n{place} = 0"
        loop = f"while {place} < len({items}):\n    {ast.unparse(node.target)} = {items}[{place}]"
        new = ast.parse(f"{start}\n{loop}\n    {place} = {place} + 1").body
        last = new[-1]
        assert isinstance(last, ast.While)
        last.body.extend(node.body)
        return new


class _TurnedComparisons(ast.NodeTransformer):
    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        mirrored = _MIRRORED.get(type(node.ops[0]))
        if len(node.ops) > 1 or mirrored is None:
            return node
        return ast.Compare(node.comparators[0], [mirrored()], [node.left])


class _NegatedConditions(ast.NodeTransformer):
    def visit_If(self, node: ast.If) -> ast.AST:
        self.generic_visit(node)
        if not node.orelse:
            return node
        return ast.If(_negated(node.test), node.orelse, node.body)


def _negated(test: ast.expr) -> ast.expr:
    match test:
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _NEGATED:
            return ast.Compare(left, [_NEGATED[type(op)]()], [right])
        case _:
            return ast.UnaryOp(ast.Not(), test)


class _Sums(ast.NodeTransformer):
    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if type(node.value) is not int:
            return node
        return ast.BinOp(ast.Constant(node.value + 2), ast.Sub(), ast.Constant(2))


class _NamedResults(ast.NodeTransformer):
    def visit_Return(self, node: ast.Return) -> ast.AST | list[ast.stmt]:
        if node.value is None or isinstance(node.value, ast.Name | ast.Constant):
            return node
        return [
            ast.Assign([ast.Name("result", ast.Store())], node.value),
            ast.Return(ast.Name("result", ast.Load())),
        ]


class _Augmented(ast.NodeTransformer):
    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        match node:
            case ast.Assign(
                targets=[ast.Name(id=name) as target],
                value=ast.BinOp(left=ast.Name(id=left), op=op, right=right),
            ) if name == left:
                return ast.AugAssign(target, op, right)
            case _:
                return node


class _Unrolled(ast.NodeTransformer):
    def visit_Assign(self, node: ast.Assign) -> ast.AST | list[ast.stmt]:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.ListComp() as made):
                return _loop(name, made)
            case _:
                return node

    def visit_Return(self, node: ast.Return) -> ast.AST | list[ast.stmt]:
        match node.value:
            case ast.ListComp() as made:
                return [*_loop("found", made), ast.Return(ast.Name("found", ast.Load()))]
            case _:
                return node


def _loop(name: str, made: ast.ListComp) -> list[ast.stmt]:
    body = ast.parse(f"{name}.append({ast.unparse(made.elt)})").body
    for part in reversed(made.generators):
        for test in part.ifs:
            body = [ast.If(test, body, [])]
        body = [ast.For(part.target, part.iter, body, [])]
    return [*ast.parse(f"{name} = []").body, *body]


class _Rolled(ast.NodeTransformer):
    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        for place, (first, second) in enumerate(pairwise(node.body)):
            made = _comprehension(first, second)
            if made is not None:
                node.body[place : place + 2] = [made]
                break
        return node


def _comprehension(first: ast.stmt, second: ast.stmt) -> ast.stmt | None:
    match first, second:
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=ast.List(elts=[])),
            ast.For(target=target, iter=items, body=body),
        ):
            item = _appended(name, body)
            if item is None:
                return None
            made = f"[{ast.unparse(item)} for {ast.unparse(target)} in {ast.unparse(items)}]"
            return ast.parse(f"{name} = {made}").body[0]
        case _:
            return None


def _appended(name: str, body: Sequence[ast.stmt]) -> ast.expr | None:
    """What a loop's body appends, names that it gives on the way put in their place."""
    known: dict[str, ast.expr] = {}
    for node in body:
        match node:
            case ast.Assign(targets=[ast.Name(id=other)], value=value):
                known[other] = _Placing(known).visit(copy.deepcopy(value))
            case ast.Expr(
                value=ast.Call(
                    func=ast.Attribute(value=ast.Name(id=owner), attr="append"), args=[x]
                )
            ) if owner == name and node is body[-1]:
                placed = _Placing(known).visit(copy.deepcopy(x))
                assert isinstance(placed, ast.expr)
                return placed
            case _:
                return None
    return None


class _Placing(ast.NodeTransformer):
    def __init__(self, known: dict[str, ast.expr]) -> None:
        self._known = known

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return self._known.get(node.id, node)


class _Pairs(ast.NodeTransformer):
    """Visits the first two assignments below each other that do not need each other."""

    @override
    def visit(self, node: ast.AST) -> ast.AST:
        body = getattr(node, "body", None)
        if isinstance(body, list):
            for place, pair in enumerate(pairwise(body)):
                if _independent(*pair):
                    body[place : place + 2] = self.instead(*pair)
                    return node
        self.generic_visit(node)
        return node

    def instead(self, first: ast.Assign, second: ast.Assign) -> list[ast.stmt]:
        """What stands in the place of the two."""
        return [second, first]


class _Reordered(_Pairs):
    pass


class _Tuples(_Pairs):
    @override
    def instead(self, first: ast.Assign, second: ast.Assign) -> list[ast.stmt]:
        parts = [(each.targets[0], each.value) for each in (first, second)]
        names = ast.Tuple([target for target, _ in parts], ast.Store())
        return [ast.Assign([names], ast.Tuple([value for _, value in parts], ast.Load()))]


def _independent(first: ast.AST, second: ast.AST) -> bool:
    if not (isinstance(first, ast.Assign) and isinstance(second, ast.Assign)):
        return False
    return _bound(first).isdisjoint(_named(second)) and _bound(second).isdisjoint(_named(first))


def _bound(node: ast.Assign) -> set[str]:
    return {n.id for each in node.targets for n in ast.walk(each) if isinstance(n, ast.Name)}


def _named(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
