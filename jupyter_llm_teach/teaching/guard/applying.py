"""What a learner's program becomes when code or an edit is put into it."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator, Sequence

from jupyter_llm_teach.teaching.guard.extraction.candidate import Change, Edit
from jupyter_llm_teach.teaching.guard.syntax import tree_of
from jupyter_llm_teach.teaching.guard.tokens import FIXED_NAMES, tokens

_MOST_PLACES = 8
_MOST_HITS = 4
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_Assigning = (ast.Assign, ast.AugAssign, ast.AnnAssign)
_OPERATORS = r"[-<>=!+*/%&|^~]"
_STEP = 4


def with_code(code: str, base: str, wanted: Sequence[str]) -> Iterator[str]:
    """Programs in which code has taken its place, the likeliest first.

    The code takes the place of the function of the same name, stands alone, stands alone under
    an expected name, becomes the body of an expected function, follows the program, takes the
    place of the statement or the expression that is most like it, or stands between two others.

    Args:
        code: A piece that parses.
        base: The program; need not parse.
        wanted: Names that the tests ask for.
    """
    new = tree_of(code)
    if new is None or not new.body:
        return
    old = tree_of(base)
    functions = [node for node in new.body if isinstance(node, _Function)]
    if functions:
        yield from _replaced(new, old)
        yield code
        yield from _renamed(new, functions, wanted)
    elif not _is_loose(new):
        yield code
    if old is not None and not functions:
        yield from _as_body(new, old, wanted)
        yield from _spliced(new, old)
    if old is None and not functions:
        yield from _in_most_alike_line(code, base)
    if base.strip():
        yield f"{base.rstrip()}\n\n{code}\n"


def with_edit(edit: Edit, base: str) -> Iterator[str]:
    """Programs in which an edit was made: at one place, and at all of them."""
    match edit.change:
        case Change.REPLACE:
            yield from _substituted(edit.old, edit.new, base)
        case Change.ASSIGN:
            yield from _assigned(edit, base)
        case Change.LINE:
            yield from _on_line(edit, base)
        case Change.DEDENT:
            yield from _shifted(edit.old, base, -_STEP)
        case Change.INDENT:
            yield from _shifted(edit.old, base, _STEP)
        case Change.SWAP:
            yield from _swapped(edit, base)
        case Change.FILL:
            yield from _filled(edit, base)


def with_edits(edits: Sequence[Edit], base: str) -> str:
    """The program with all edits made that can be, one after the other."""
    for edit in edits:
        base = next(iter(with_edit(edit, base)), base)
    return base


def _is_loose(tree: ast.Module) -> bool:
    """Whether it is an expression alone, which binds nothing."""
    return all(isinstance(node, ast.Expr) for node in tree.body)


def _replaced(new: ast.Module, old: ast.Module | None) -> Iterator[str]:
    if old is None:
        return
    by_name = {node.name: node for node in new.body if isinstance(node, _Function)}
    rest = [node for node in new.body if isinstance(node, ast.Import | ast.ImportFrom)]
    body = [by_name.get(getattr(node, "name", ""), node) for node in old.body]
    if body != old.body:
        yield ast.unparse(ast.Module([*rest, *body], []))


def _renamed(
    new: ast.Module, functions: Sequence[ast.stmt], wanted: Sequence[str]
) -> Iterator[str]:
    defined = [node.name for node in functions if isinstance(node, _Function)]
    for name in wanted:
        if name not in defined:
            yield re.sub(rf"\b{re.escape(defined[-1])}\b", name, ast.unparse(new))


def _as_body(new: ast.Module, old: ast.Module, wanted: Sequence[str]) -> Iterator[str]:
    """The code as all that an expected function does, under its parameters' names as well."""
    if not any(isinstance(node, ast.Return | ast.Yield) for node in ast.walk(new)) and not (
        len(new.body) == 1 and isinstance(new.body[0], ast.Expr)
    ):
        return
    for place, node in enumerate(old.body):
        if isinstance(node, _Function) and (not wanted or node.name in wanted):
            for body in _bodies(new, node):
                function = copy.copy(node)
                function.body = body
                yield ast.unparse(
                    ast.Module([*old.body[:place], function, *old.body[place + 1 :]], [])
                )


def _bodies(
    new: ast.Module, function: ast.FunctionDef | ast.AsyncFunctionDef
) -> Iterator[list[ast.stmt]]:
    parameters = [each.arg for each in function.args.args]
    body = copy.deepcopy(new).body
    if len(body) == 1 and isinstance(body[0], ast.Expr):
        body = [ast.Return(body[0].value)]
    yield body
    unknown = [name for name in _free(body) if name not in parameters]
    unused = [name for name in parameters if name not in _free(body)]
    if unknown and unused:
        names = dict(zip(unknown, unused, strict=False))
        yield [_Rename(names).visit(copy.deepcopy(each)) for each in body]


def _free(body: Sequence[ast.stmt]) -> list[str]:
    """Names that are read and never bound, in the order of the text."""
    names = [node for each in body for node in ast.walk(each) if isinstance(node, ast.Name)]
    bound = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    return list(dict.fromkeys(n.id for n in names if n.id not in bound and n.id not in FIXED_NAMES))


class _Rename(ast.NodeTransformer):
    """Gives names other names."""

    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(self.names.get(node.id, node.id), node.ctx)


def _spliced(new: ast.Module, old: ast.Module) -> Iterator[str]:
    """The statements, or the expression, in the place of what is most like them, or between."""
    first = new.body[0]
    if len(new.body) == 1 and isinstance(first, ast.Expr):
        yield from _expression_placed(first.value, old)
        return
    blocks = list(_blocks(old))
    for block in blocks:
        for place in sorted(range(len(block)), key=lambda at: not _same_target(block[at], first)):
            if _is_alike(block[place], first):
                kept, body = block[place], _adapted(new.body, block[place])
                block[place : place + 1] = body
                yield ast.unparse(old)
                block[place : place + len(body)] = [kept]
    yield from _inserted(new, old, blocks)


def _inserted(new: ast.Module, old: ast.Module, blocks: Sequence[list[ast.stmt]]) -> Iterator[str]:
    given = 0
    for block in blocks:
        for place in range(len(block), -1, -1):
            block[place:place] = new.body
            yield ast.unparse(old)
            del block[place : place + len(new.body)]
            given += 1
            if given >= _MOST_PLACES:
                return


def _blocks(tree: ast.Module) -> Iterator[list[ast.stmt]]:
    """Every list of statements, the innermost first."""
    found = [
        block
        for node in ast.walk(tree)
        for name in ("body", "orelse")
        if isinstance(block := getattr(node, name, None), list) and block
    ]
    return reversed(found)


def _is_alike(old: ast.stmt, new: ast.stmt) -> bool:
    both = isinstance(old, _Assigning) and isinstance(new, _Assigning)
    return (
        type(old) is type(new)
        or both
        or (isinstance(old, ast.Pass) and not isinstance(new, ast.Pass))
    )


def _same_target(old: ast.stmt, new: ast.stmt) -> bool:
    return (
        isinstance(old, _Assigning) and isinstance(new, _Assigning) and _target(old) == _target(new)
    )


def _target(node: ast.Assign | ast.AugAssign | ast.AnnAssign) -> str:
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    return ast.unparse(target)


def _adapted(new: list[ast.stmt], old: ast.stmt) -> list[ast.stmt]:
    """A header without a body of its own keeps the body that stands there."""
    first = copy.copy(new[0])
    body = getattr(first, "body", None)
    if isinstance(body, list) and [type(each) for each in body] == [ast.Pass]:
        for name in ("body", "orelse"):
            setattr(first, name, getattr(old, name, []))
    return [first, *new[1:]]


def _expression_placed(new: ast.expr, old: ast.Module) -> Iterator[str]:
    wanted = set(tokens(ast.unparse(new)))
    places = [
        (parent, name, index, each)
        for parent in ast.walk(old)
        for name, value in ast.iter_fields(parent)
        for index, each in enumerate(value if isinstance(value, list) else [value])
        if isinstance(each, ast.expr) and isinstance(getattr(each, "ctx", ast.Load()), ast.Load)
    ]
    ranked = sorted(places, key=lambda place: -_alikeness(place[0], place[3], new, wanted))
    for parent, name, index, each in ranked[:_MOST_PLACES]:
        value = getattr(parent, name)
        _put(parent, name, index, new)
        yield ast.unparse(old)
        if isinstance(value, list):
            value[index] = each
        else:
            setattr(parent, name, each)


def _put(parent: ast.AST, name: str, index: int, new: ast.expr) -> None:
    value = getattr(parent, name)
    if isinstance(value, list):
        value[index] = new
    else:
        setattr(parent, name, new)


def _alikeness(parent: ast.AST, old: ast.expr, new: ast.expr, wanted: set[str]) -> float:
    found = set(tokens(ast.unparse(old)))
    common = len(found & wanted) / max(len(found | wanted), 1)
    same = type(old) is type(new)
    called = isinstance(old, ast.Call) and isinstance(new, ast.Call)
    if called and isinstance(old, ast.Call) and isinstance(new, ast.Call):
        same = ast.unparse(old.func) == ast.unparse(new.func)
    whole = isinstance(parent, ast.Return | ast.Assign)
    return common + same + 0.5 * whole


def _in_most_alike_line(code: str, base: str) -> Iterator[str]:
    """In a program that does not parse, the line in the place of the one most like it."""
    lines = base.split("\n")
    text = code.removesuffix("\n    pass")
    wanted = set(tokens(text))
    ranked = sorted(range(len(lines)), key=lambda at: -len(wanted & set(tokens(lines[at]))))
    for place in ranked[:2]:
        indent = lines[place][: len(lines[place]) - len(lines[place].lstrip())]
        new = [f"{indent}{line}" for line in text.split("\n")]
        yield "\n".join([*lines[:place], *new, *lines[place + 1 :]])


def _pattern(old: str) -> re.Pattern[str] | None:
    """Finds the same tokens with any spaces between them; never inside a longer name or sign."""
    found = tokens(old) if old.strip() else ()
    if not found:
        return None
    body = r"\s*".join(re.escape(each) for each in found).replace('"', "[\"']")
    before = r"(?<!\w)" if found[0][0].isalnum() else rf"(?<!{_OPERATORS})"
    after = r"(?!\w)" if found[-1][-1].isalnum() else rf"(?!{_OPERATORS})"
    if not re.fullmatch(rf"{_OPERATORS}+", found[0]):
        before = before if found[0][0].isalnum() else ""
    if not re.fullmatch(rf"{_OPERATORS}+", found[-1]):
        after = after if found[-1][-1].isalnum() else ""
    return re.compile(before + body + after)


def _substituted(old: str, new: str, base: str) -> Iterator[str]:
    pattern = _pattern(old)
    if pattern is None:
        return
    hits = [match.span() for match in pattern.finditer(base)]
    for start, end in hits[:_MOST_HITS]:
        yield _tidy(base[:start] + new + base[end:])
    if len(hits) > 1:
        yield _tidy(pattern.sub(lambda _: new, base))


def _tidy(program: str) -> str:
    """Without lines of which only the indentation is left, where no block becomes empty by it."""
    text = "\n".join(line for line in program.split("\n") if line.strip()) + "\n"
    if tree_of(text) is not None:
        return text
    return re.sub(r"^([ \t]+)$", r"\1pass", program, flags=re.MULTILINE)


def _assigned(edit: Edit, base: str) -> Iterator[str]:
    name = re.escape(edit.old)
    pattern = re.compile(rf"^([ \t]*{name}[ \t]*=)(?!=).*$", re.MULTILINE)
    if pattern.search(base):
        yield pattern.sub(lambda match: f"{match[1]} {edit.new}", base, count=1)
        return
    head = re.search(r"^([ \t]*)def [^\n]*:[ \t]*\n", base, re.MULTILINE)
    if head is not None and re.search(rf"\b{name}\b", base):
        indent = head[1] + " " * _STEP
        yield f"{base[: head.end()]}{indent}{edit.old} = {edit.new}\n{base[head.end() :]}"


def _on_line(edit: Edit, base: str) -> Iterator[str]:
    lines = base.split("\n")
    place = int(edit.old) - 1
    if 0 <= place < len(lines):
        indent = lines[place][: len(lines[place]) - len(lines[place].lstrip())]
        yield "\n".join([*lines[:place], indent + edit.new, *lines[place + 1 :]])


def _shifted(old: str, base: str, by: int) -> Iterator[str]:
    lines = base.split("\n")
    pattern = _pattern(old)
    if pattern is None:
        return
    for place, line in enumerate(lines):
        if pattern.search(line):
            moved = line[-by:] if by < 0 and line.startswith(" " * -by) else " " * by + line
            if moved != line:
                yield "\n".join([*lines[:place], moved, *lines[place + 1 :]])


def _swapped(edit: Edit, base: str) -> Iterator[str]:
    lines = base.split("\n")
    places = [_line_of(each, lines) for each in (edit.old, edit.new)]
    one, other = places
    if one is not None and other is not None and one != other:
        lines[one], lines[other] = lines[other], lines[one]
        yield "\n".join(lines)
    first, second = _pattern(edit.old), _pattern(edit.new)
    if first is not None and second is not None:
        held = "\x00"
        turned = second.sub(lambda _: edit.old, first.sub(held, base)).replace(held, edit.new)
        if turned != base:
            yield turned


def _line_of(name: str, lines: Sequence[str]) -> int | None:
    if name.isdigit():
        return int(name) - 1 if 0 < int(name) <= len(lines) else None
    pattern = _pattern(name)
    found = (at for at, line in enumerate(lines) if pattern is not None and pattern.search(line))
    return next(found, None)


def _filled(edit: Edit, base: str) -> Iterator[str]:
    tree = tree_of(base)
    if tree is None:
        return
    value = tree_of(edit.new)
    calls = [
        n for n in ast.walk(tree) if isinstance(n, ast.Call) and ast.unparse(n.func) == edit.old
    ]
    if value is None or len(value.body) != 1 or not isinstance(value.body[0], ast.Expr):
        return
    for call in calls:
        kept = call.args
        rest = kept if len(kept) == 1 else kept[1:]
        call.args = [value.body[0].value, *rest]
        yield ast.unparse(tree)
        call.args = kept
