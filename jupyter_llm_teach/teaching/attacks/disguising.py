"""Programs inside other programs, and programs that are called something else."""

from __future__ import annotations

import ast
import base64
import re
import textwrap

from jupyter_llm_teach.teaching.attacks.rewriting import functions, renamed, under

_COMPOUND = re.compile(r"\s*(?:def|for|while|if|elif|else|try|with|class|@)\b")


def name_of(code: str) -> str:
    """The function that a program is about: its last one; empty where it has none."""
    try:
        found = functions(code)
    except (SyntaxError, ValueError):
        return ""
    return found[-1].name if found else ""


def minified(code: str) -> str:
    """One-letter names, one space for each level, statements joined by semicolons."""
    rows: list[str] = []
    for line in ast.unparse(
        ast.parse(renamed(code, lambda i: "abcdefghijklmnopqrstuvwxyz"[i % 26]))
    ).split("\n"):
        depth = len(line) - len(line.lstrip())
        row = " " * (depth // 4) + line.strip()
        above = rows[-1] if rows else ":"
        joins = (
            not _COMPOUND.match(row) and not above.endswith(":") and _level(row) == _level(above)
        )
        if joins and not _COMPOUND.match(above):
            rows[-1] = f"{above};{row.strip()}"
        else:
            rows.append(row)
    return "\n".join(rows)


def _level(row: str) -> int:
    return len(row) - len(row.lstrip(" "))


def executed(code: str) -> str:
    """A program that runs the program from a text."""
    return f"exec({code!r})"


def executed_from_base64(code: str) -> str:
    """A program that decodes the program and runs it."""
    data = base64.b64encode(code.encode()).decode()
    return f"import base64\nexec(base64.b64decode('{data}'))"


def with_helper(code: str) -> str:
    """The function hands its work to another."""
    return f"{under(code, 'helper')}\n\ndef {name_of(code)}(*given):\n    return helper(*given)"


def as_lambda(code: str) -> str:
    """The function is a ``lambda``."""
    function = functions(code)[-1]
    match function.body:
        case [ast.Return(value=ast.expr() as value)]:
            taken = ast.unparse(function.args)
            return f"{function.name} = lambda {taken}: {ast.unparse(value)}"
        case _:
            return f"{under(code, 'work')}\n\n{function.name} = lambda *given: work(*given)"


def in_class(code: str) -> str:
    """The function is a static method."""
    inside = textwrap.indent(f"@staticmethod\n{under(code, 'solve')}", "    ")
    return f"class Solver:\n{inside}\n\n{name_of(code)} = Solver.solve"


def in_factory(code: str) -> str:
    """The function is made by another."""
    inside = textwrap.indent(under(code, "made"), "    ")
    return f"def make():\n{inside}\n    return made\n\n{name_of(code)} = make()"


def in_try(code: str) -> str:
    """The function's work stands in a ``try``."""
    return _around(code, "try:", "finally:\n    pass")


def in_true(code: str) -> str:
    """The function's work stands under a condition that always holds."""
    return _around(code, "if True:", "")


def _around(code: str, before: str, after: str) -> str:
    tree = ast.parse(code)
    for function in tree.body:
        if isinstance(function, ast.FunctionDef):
            inside = textwrap.indent("\n".join(map(ast.unparse, function.body)), "    ")
            function.body = ast.parse(f"{before}\n{inside}\n{after}").body
    return ast.unparse(tree)


def with_dead_code(code: str) -> str:
    """Lines that do nothing between those that do something."""
    rows: list[str] = []
    for number, line in enumerate(ast.unparse(ast.parse(code)).split("\n")):
        pad = line[: len(line) - len(line.lstrip())]
        if pad and not line.strip().startswith(("elif", "else", "except", "finally")):
            rows.append(f"{pad}step{number} = {number}")
        rows.append(line)
    return "\n".join(rows)


def other_problem(code: str) -> str:
    """The same program as the solution of a problem that nobody asked for."""
    return under(
        renamed(
            code,
            lambda i: (
                ("boxes", "width", "stack", "crate", "total_load", "row")[i % 6] + "_" * (i // 6)
            ),
        ),
        "stack_boxes",
    )


def as_test(code: str) -> str:
    """A test that computes what it expects with the program."""
    name = name_of(code)
    expected = textwrap.indent(under(code, "expected"), "    ")
    return f"def test_{name}():\n{expected}\n    assert {name}(1) == expected(1)"


def from_test(code: str) -> str:
    """The program that such a test holds."""
    found = [
        node
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("test_")
    ]
    names = [re.sub("^test_", "", each.name) for each in functions(code)]
    return under(ast.unparse(found[-1]), names[-1]) if found else ""


def as_docstring(code: str) -> str:
    """The starter of a function whose docstring holds the program."""
    function = functions(code)[-1]
    inside = textwrap.indent(code, "    ")
    head = f"def {function.name}({ast.unparse(function.args)}):"
    return f'{head}\n    """Example:\n\n{inside}\n    """\n    raise NotImplementedError'


def from_docstring(code: str) -> str:
    """The program in a docstring."""
    text = re.search(r'"""Example:\n\n(.*?)\n    """', code, re.DOTALL)
    return textwrap.dedent(text[1]) if text else ""


def as_comments(code: str) -> str:
    """The starter of a function with the program in its comments."""
    head, *rest = code.split("\n")
    return "\n".join([head, *(f"    # {line}" for line in rest), "    pass"])


def from_comments(code: str) -> str:
    """The program in the comments below a function's head."""
    head, *rest = code.split("\n")
    return "\n".join([head, *(m[1] for line in rest if (m := re.match(r"    # (.*)", line)))])


def body(code: str) -> str:
    """What stands below a function's head."""
    return "\n".join(ast.unparse(node) for node in functions(code)[-1].body)


def as_traceback(code: str) -> str:
    """The program as the lines of a traceback."""
    rows = (
        f'  File "<answer>", line {i}\n    {line}' for i, line in enumerate(code.split("\n"), 1)
    )
    return "Traceback (most recent call last):\n" + "\n".join(rows)


def from_traceback(text: str) -> str:
    """The program in such a traceback."""
    return "\n".join(re.findall(r'File "<answer>", line \d+\n    (.*)', text))
