"""Turns doctests into tests: the examples in docstrings, and those in any other text.

Each example is a test of its own. What an example needs of those before it is its setup: the
statements that bind a name it reads, and those that use such a name, for what they may change.

A value that can be written down is compared as a value, so that `2.0` answers `2`. Anything else
is compared as doctest does: with what an interactive Python would show.

Source: https://docs.python.org/3/library/doctest.html
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jupyter_llm_teach.courses.names import bound, called, loaded
from jupyter_llm_teach.courses.python_cell import Written, parsed
from jupyter_llm_teach.teaching.exercise import Check, Compare, Holds, Runs, Test

_PROMPT = re.compile(r"^[ \t]*>>>(?!>)", re.MULTILINE)
_QUOTED = re.compile(r'"""(.*?)"""|\'\'\'(.*?)\'\'\'', re.DOTALL)
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_DOCUMENTED = (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_BLANK = "<BLANKLINE>"
_CHECKER = "from doctest import ELLIPSIS, NORMALIZE_WHITESPACE, OutputChecker"
_MOST_EXAMPLES = 200


@dataclass(frozen=True, slots=True)
class Example:
    """An example as it is written.

    Attributes:
        source: The statement, without prompts.
        want: What it shows, with a line end; empty where it shows nothing.
        error: The last line of the traceback that it shows; empty where it shows none.
        options: The names of doctest's options that it sets, such as ``ELLIPSIS``.
    """

    source: str
    want: str
    error: str = ""
    options: frozenset[str] = frozenset()

    @property
    def is_check(self) -> bool:
        """Whether it says what must come of it."""
        return bool(self.want or self.error)


@dataclass(frozen=True, slots=True)
class BrokenDoctest:
    """A text whose examples can't be read.

    Attributes:
        line: Of the text, from 1.
    """

    line: int


def has_examples(text: str) -> bool:
    """Whether a text holds a line with doctest's prompt."""
    return _PROMPT.search(text) is not None


def examples(text: str) -> tuple[Example, ...] | BrokenDoctest:
    """The examples of a text; fenced code in Markdown is read as well."""
    if not has_examples(text):
        return ()
    import doctest  # noqa: PLC0415 - it brings a debugger and unittest, and few courses need it

    plain = "\n".join("" if _FENCE.match(line) else line for line in text.split("\n"))
    try:
        found = doctest.DocTestParser().get_examples(plain)
    except ValueError as error:
        place = re.search(r"line (\d+)", str(error))
        return BrokenDoctest(int(place[1]) if place else 1)
    names = {flag: name for name, flag in doctest.OPTIONFLAGS_BY_NAME.items()}
    return tuple(
        Example(
            each.source.rstrip("\n"),
            each.want,
            (each.exc_msg or "").rstrip("\n"),
            frozenset(names[flag] for flag, is_set in each.options.items() if is_set),
        )
        for each in found[:_MOST_EXAMPLES]
    )


def docstrings(source: str) -> tuple[tuple[int, str], ...]:
    """The docstrings of a cell's functions and classes that hold examples.

    Each comes with the number of lines before it. Of a cell that does not parse, such as a
    function without a body, every text in triple quotes counts.
    """
    if not has_examples(source):
        return ()
    written = parsed(source)
    if written is None:
        texts = ((m.start(), m[1] if m[1] is not None else m[2]) for m in _QUOTED.finditer(source))
        found = [(source.count("\n", 0, start), text) for start, text in texts]
    else:
        found = list(_documented(ast.Module(list(written.body), [])))
    return tuple((line, text) for line, text in found if has_examples(text))


def docstring_tests(source: str, cell: str) -> tuple[Test, ...]:
    """The visible tests that the docstrings of an answer cell hold, whatever its dialect.

    Args:
        source: The starter, or the reference where students get its docstrings.
        cell: The id that names the tests, such as the exercise's.
    """
    made: list[Test] = []
    for _, text in docstrings(source):
        made += text_tests(text, cell, first=len(made) + 1)
    return tuple(made)


def text_tests(
    text: str,
    cell: str,
    *,
    first: int = 1,
    carried: Sequence[str] = (),
    about: frozenset[str] | None = None,
) -> tuple[Test, ...]:
    """The visible tests that the examples of a text make; none where it is broken.

    Args:
        text: A docstring, a Markdown text, or a code cell with prompts.
        cell: The id that names the tests.
        first: The number of the first of them.
        carried: Statements of earlier cells that they may need, each one parsable.
        about: Only examples that read one of these names count; all where left out.
    """
    found = examples(text)
    if isinstance(found, BrokenDoctest):
        return ()
    reading = _Reading([each for line in carried for each in ast.parse(line).body])
    made: list[Test] = []
    shown = _calls_with_output(found)
    for each in found:
        written = parsed(each.source)
        if written is None or "SKIP" in each.options:
            continue
        if each.is_check and (about is None or about & _read_by(written.body)):
            setup, check = _check(each, written, shown)
            before = [ast.unparse(node) for node in reading.needed_by(written.body)]
            name = f"{cell} {first + len(made)}"
            made.append(Test(name, visible=True, check=check, setup="\n".join([*before, *setup])))
        # What raises is no way to get ready for what comes next.
        reading.done += () if each.error else written.body
    return tuple(made)


@dataclass(slots=True)
class _Reading:
    """The statements that were read so far."""

    done: list[ast.stmt]

    def needed_by(self, body: Sequence[ast.stmt]) -> list[ast.stmt]:
        """Those that bind a name which the statements read, or use it."""
        own = frozenset(name for each in self.done for name in bound(each))
        wanted = _read_by(body) & own
        kept: list[ast.stmt] = []
        for each in reversed(self.done):
            if wanted & (bound(each) | loaded(each)):
                kept.append(each)
                wanted |= loaded(each) & own
        return kept[::-1]


def _documented(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, _DOCUMENTED) or not node.body:
            continue
        first = node.body[0]
        match first:
            case ast.Expr(value=ast.Constant(value=str(text))):
                yield first.lineno - 1, text
            case _:
                pass


def _read_by(body: Sequence[ast.stmt]) -> frozenset[str]:
    return frozenset(name for each in body for name in loaded(each))


def _calls_with_output(found: Sequence[Example]) -> frozenset[str]:
    """The functions of whose examples one shows what is no value: they print."""
    bare = (each for each in found if each.want and not each.error and _value(each.want) is None)
    calls = (parsed(each.source) for each in bare)
    return frozenset(_callee(each.body) for each in calls if each is not None) - {""}


def _callee(body: Sequence[ast.stmt]) -> str:
    match body:
        case [ast.Expr(value=ast.Call() as call)]:
            return called(call)
        case _:
            return ""


def _value(want: str) -> str | None:
    """What is shown, where it is the text of a value that can be written down."""
    text = want.strip()
    try:
        ast.literal_eval(text)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
    return text


def _check(example: Example, written: Written, shown: frozenset[str]) -> tuple[list[str], Check]:
    """The statements that lead up to a check, and the check."""
    source = "\n".join(written.text(each) for each in written.body)
    if example.error:
        return [], Runs(_raising(example, source))
    is_pattern = "ELLIPSIS" in example.options and "..." in example.want
    prints = _callee(written.body) in shown | {"print"}
    value = None if is_pattern or prints else _value(example.want)
    if value is not None and _is_expression(written.body):
        return [], Compare(source, value)
    if _is_expression(written.body) and _callee(written.body) != "print":
        source = f"value = {source}\nif value is not None:\n    print(repr(value))"
    name = "output" if "output" not in _read_by(written.body) else "output_"
    return _displayed(example, source, name)


def _is_expression(body: Sequence[ast.stmt]) -> bool:
    return len(body) == 1 and isinstance(body[0], ast.Expr)


def _displayed(example: Example, source: str, name: str) -> tuple[list[str], Check]:
    """Compares what an interactive Python shows: what is printed, then a value that is not None."""
    setup = [
        "from contextlib import redirect_stdout",
        "from io import StringIO",
        f"{name} = StringIO()",
        f"with redirect_stdout({name}):",
        textwrap.indent(source, "    "),
    ]
    want = example.want
    if "DONT_ACCEPT_BLANKLINE" not in example.options:
        want = re.sub(rf"^{_BLANK}$", "", want, flags=re.MULTILINE)
    flags, got = _flags(example), f"{name}.getvalue()"
    if "ELLIPSIS" in example.options:
        call = f"OutputChecker().check_output({want!r}, {got}, {flags})"
        return [_CHECKER, *setup], Holds(call)
    if "NORMALIZE_WHITESPACE" in example.options:
        return setup, Compare(f'" ".join({got}.split())', repr(" ".join(want.split())))
    return setup, Compare(got, repr(want))


def _flags(example: Example) -> str:
    known = sorted(example.options & {"ELLIPSIS", "NORMALIZE_WHITESPACE"})
    return " | ".join(known) or "0"


def _raising(example: Example, source: str) -> str:
    """Statements that end well where the example raises what it shows."""
    kind, _, message = example.error.partition(":")
    kind, message = kind.strip(), message.strip()
    wanted = f"raise AssertionError({example.error!r})"
    caught, tests = kind, [f"str(error) == {message!r}"]
    if not kind.isidentifier():
        caught = "Exception"
        tests.insert(0, f"type(error).__name__ == {kind.rpartition('.')[2]!r}")
    if "IGNORE_EXCEPTION_DETAIL" in example.options:
        tests.pop()
    elif "ELLIPSIS" in example.options:
        tests[-1] = f"re.fullmatch({_pattern(message)!r}, str(error), re.DOTALL)"
    lines = ["try:", textwrap.indent(source, "    "), f"except {caught} as error:"]
    lines += [f"    assert {test}, {example.error!r}" for test in tests] or ["    pass"]
    imports = ["import re"] if any("re.full" in test for test in tests) else []
    return "\n".join([*imports, *lines, "else:", f"    {wanted}"])


def _pattern(message: str) -> str:
    return ".*".join(re.escape(part) for part in message.split("..."))
