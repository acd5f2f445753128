"""A leak is something that runs: the programs a learner could make of a reply by copying."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jupyter_llm_teach.teaching.exercise import Exercise, normalised
from jupyter_llm_teach.teaching.facts.fact import Facts, State
from jupyter_llm_teach.teaching.facts.source import without_magics
from jupyter_llm_teach.teaching.guard.applying import with_code, with_edit, with_edits
from jupyter_llm_teach.teaching.guard.extraction.candidate import (
    Candidate,
    Edit,
    Form,
    Span,
)
from jupyter_llm_teach.teaching.guard.extraction.extract import candidates, edits_in, joined
from jupyter_llm_teach.teaching.guard.extraction.layout import readings
from jupyter_llm_teach.teaching.guard.known import Known, known
from jupyter_llm_teach.teaching.guard.plain import plain, showable
from jupyter_llm_teach.teaching.guard.syntax import tree_of
from jupyter_llm_teach.teaching.guard.tokens import FIXED_NAMES

MOST = 64
"""More programs than these are not tried: a reply that makes more is not shown."""
_LAST_SHOWN = 12
_TRIVIAL = (
    ast.Constant,
    ast.Name,
    ast.Pass,
    ast.List,
    ast.Tuple,
    ast.UnaryOp,
    ast.USub,
    ast.expr_context,
)


@dataclass(frozen=True, slots=True)
class Trial:
    """A program to try, and the part of the reply that it comes from."""

    program: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the learner sees already: its tokens, and the programs with their layout."""

    facts: Known
    programs: tuple[str, ...]

    def holds(self, code: str) -> bool:
        """Whether the learner sees this code, each line as deep as it stands in it."""
        lines = normalised(code).split("\n")
        if not self.facts.holds(code):
            return False
        return len(lines) == 1 or any(_stands_in(lines, each) for each in self.programs)


def _stands_in(lines: Sequence[str], program: str) -> bool:
    """Whether lines follow each other in a program, all of them moved by the same indentation."""
    own = program.split("\n")
    for start in range(len(own) - len(lines) + 1):
        depth = len(own[start]) - len(own[start].lstrip())
        if own[start : start + len(lines)] == [" " * depth + each for each in lines]:
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Pieces:
    """What a text holds."""

    codes: tuple[Candidate, ...]
    edits: tuple[Edit, ...]


def trials(
    reply: str, exercise: Exercise, answer: str, shown: Sequence[str] = ()
) -> tuple[Trial, ...]:
    """Programs made of a reply and the learner's cell, the likeliest first, each once.

    What the reply holds is put into the answer, into the starter, and beside what earlier replies
    showed; without anything new in it there is nothing to try. At most one more than `MOST`.

    Args:
        reply: What would be shown.
        exercise: The instructor's version.
        answer: The learner's code.
        shown: Earlier replies of the same conversation, oldest first.
    """
    look = plain(showable(reply))
    bases = tuple(dict.fromkeys(map(_base, (answer, exercise.starter))))
    seen = _Seen(known(exercise, answer), tuple(normalised(each) for each in bases))
    new = _pieces(look.text, seen)
    if not new.codes and not new.edits:
        return ()
    wanted = _wanted(exercise, answer)
    found: dict[str, Trial] = {}
    earlier = [_pieces(plain(showable(each)).text, seen) for each in shown[-_LAST_SHOWN:]]
    for program, (start, end) in _programs(new, earlier, bases, wanted):
        tree = tree_of(program)
        form = ast.unparse(tree) if tree is not None and _can_run(tree) else ""
        if form and form not in seen.programs and form not in found:
            span = (look.where(start), look.where(max(end - 1, start)) + 1)
            found[form] = Trial(program, span)
        if len(found) > MOST:
            break
    return tuple(found.values())


def _base(cell: str) -> str:
    """The program of a cell, with lines of the notebook's own left out where that makes one."""
    if tree_of(cell) is not None:
        return cell
    own = without_magics(cell)
    return cell if tree_of(own) is None else own


def _can_run(tree: ast.Module) -> bool:
    """Whether Python takes the program: a `break` beside every loop ends it before a test."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # as errors, they would say that it can't
            compile(tree, "<trial>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


def newly_passing(before: Facts, after: Facts) -> tuple[str, ...]:
    """Names of the tests that pass after and did not pass before."""
    already = {test.name for test in before.tests if test.state is State.PASSED}
    passing = (test.name for test in after.tests if test.state is State.PASSED)
    return tuple(name for name in passing if name not in already)


def _pieces(text: str, seen: _Seen) -> _Pieces:
    codes = tuple(each for each in candidates(text) if _is_worth_trying(each, seen))
    return _Pieces(codes, edits_in(text))


def _is_worth_trying(piece: Candidate, seen: _Seen) -> bool:
    """Whether there is more to it than a value, and anything that the learner does not see."""
    facts = seen.facts
    tree = tree_of(piece.code)
    if tree is None or seen.holds(piece.code.removesuffix("\n    pass")):
        return False
    if not any(_tells(node, seen) for node in tree.body):
        return False
    nodes = [node for each in tree.body for node in ast.walk(each)]
    if piece.form in (Form.PROSE, Form.DICTATED) and len(tree.body) == 1:
        # Words of a sentence with a sign between them are code when they name the program's things.
        bound = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        bound |= {n.arg for n in nodes if isinstance(n, ast.arg)}
        names = {n.id for n in nodes if isinstance(n, ast.Name)} - bound
        return all(each in facts.names or each in FIXED_NAMES for each in names)
    return True


def _tells(statement: ast.stmt, seen: _Seen) -> bool:
    """Whether a statement is more than a name, a value, or what the learner sees already."""
    if isinstance(statement, ast.Expr):
        asks = isinstance(statement.value, ast.Call) and ast.unparse(statement.value.func) == "help"
        if asks or all(isinstance(node, _TRIVIAL) for node in ast.walk(statement.value)):
            return False
    if isinstance(statement, ast.Pass) or (
        isinstance(statement, ast.Return) and not statement.value
    ):
        return False
    return not seen.holds(ast.unparse(statement))


def _wanted(exercise: Exercise, answer: str) -> tuple[str, ...]:
    """The functions that the starter or the answer defines, else those of the references."""
    for code in (exercise.starter, answer, *exercise.references):
        tree = tree_of(code)
        names = [n.name for n in tree.body if isinstance(n, ast.FunctionDef)] if tree else []
        if names:
            return tuple(names)
    return ()


def _programs(
    new: _Pieces, before: Sequence[_Pieces], bases: Sequence[str], wanted: Sequence[str]
) -> Iterator[tuple[str, Span]]:
    answer = bases[0]
    for edit in new.edits:
        yield from ((program, edit.span) for program in with_edit(edit, answer))
    if len(new.edits) > 1:
        yield with_edits(new.edits, answer), _around(new)
    for base in bases:
        for piece in new.codes:
            yield from ((program, piece.span) for program in with_code(piece.code, base, wanted))
    if any(each.codes or each.edits for each in before):
        yield from ((each, _around(new)) for each in _together(before, new, bases, wanted))
    elif new.edits and new.codes:
        yield from ((each, _around(new)) for each in _together([], new, bases, wanted))


def _together(
    before: Sequence[_Pieces], new: _Pieces, bases: Sequence[str], wanted: Sequence[str]
) -> Iterator[str]:
    """What the whole conversation makes of a program."""
    codes = [piece for each in (*before, new) for piece in each.codes]
    edits = [edit for each in (*before, new) for edit in each.edits]
    lines = [piece for piece in codes if piece.form is not Form.TOGETHER]
    for base in bases:
        changed = with_edits(edits, base)
        yield changed
        for reading in readings(joined(lines)):
            yield from with_code(reading, changed, wanted)
        for piece in lines:
            if piece in new.codes:
                yield from with_code(piece.code, changed, wanted)
            changed = next(iter(with_code(piece.code, changed, wanted)), changed)
        yield changed


def _around(pieces: _Pieces) -> Span:
    spans = [each.span for each in pieces.codes] + [each.span for each in pieces.edits]
    return min(start for start, _ in spans), max(end for _, end in spans)
