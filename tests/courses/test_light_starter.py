import ast
import textwrap
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.courses.light.starter import Part, parts, reference, starter
from jupyter_llm_teach.courses.regions import Fault
from jupyter_llm_teach.teaching.notebook import Cell, TeachBlock

SEVERAL = (
    'class A(B):\n    """An A."""\n\n    size = 1\n\n'
    "    def __init__(self):\n        self.x = 1\n\n"
    "    def _help(self):\n        pass\n\n"
    "    @property\n    def f(self):\n        return self.x\n"
)
HOLE = "# YOUR CODE HERE\nraise NotImplementedError()"


def of(
    source: str,
    *tags: str,
    language: str = "python",
    kind: Literal["code", "markdown", "raw"] = "code",
) -> str:
    return starter(Cell("a", kind, source, tags=tags), language)


def hole(indent: str = "    ") -> str:
    return textwrap.indent(HOLE, indent)


@pytest.mark.parametrize(
    ("solution", "head"),
    [
        ("def f(x):\n    return x", "def f(x):"),
        ("def f(x): return x", "def f(x):"),
        ("def f(x,\n      y = 1):\n    # first double\n    return x", "def f(x,\n      y = 1):"),
        ("def f(x,  # a secret\n      y):\n    return x", "def f(x, y):"),
        ("def f(x):  # a secret\n    return x", "def f(x):"),
        ("@cache\ndef f(x: int) -> int:\n    return x", "@cache\ndef f(x: int) -> int:"),
        ("async def f():\n    return 1", "async def f():"),
        ('def f(x):\n    """Doc."""\n    return x', 'def f(x):\n    """Doc."""'),
        (
            "def f(x):\n    '''Doc.\n\n    More.\n    '''\n    return x",
            "def f(x):\n    '''Doc.\n\n    More.\n    '''",
        ),
        ('def f(x): "Doc."; return x', "def f(x):\n    'Doc.'"),
        ('def f(x):\n    "Doc."; return x', "def f(x):\n    'Doc.'"),
        ('def f(x):\n    "Doc."  # a secret\n    return x', "def f(x):\n    'Doc.'"),
        ("def f(é='é'):\n    return é", "def f(é='é'):"),
        ("import math\n\nSECRET = 3\n\ndef f():\n    return SECRET", "import math\n\n\ndef f():"),
        ("def _helper():\n    return 1\n\ndef f():\n    return _helper()", "def f():"),
        ("# a secret\ndef f():\n    return 1\n\nprint(f())", "def f():"),
        ("class A:\n    x = 1\n    def f(self):\n        return 1", "class A:\n    def f(self):"),
        ("%matplotlib inline\ndef f():\n    return 1", "def f():"),
    ],
)
def test_a_function_keeps_its_head(solution: str, head: str) -> None:
    indent = "        " if head.startswith("class") else "    "

    assert of(solution) == f"{head}\n{hole(indent)}"


def test_a_class_keeps_its_docstring_and_its_methods() -> None:
    assert of(SEVERAL) == (
        'class A(B):\n    """An A."""\n\n    def __init__(self):\n'
        f"{hole('        ')}\n\n    @property\n    def f(self):\n{hole('        ')}"
    )


def test_tabs_stay_tabs() -> None:
    assert of("def f(x):\n\treturn x") == f"def f(x):\n{hole(chr(9))}"


@pytest.mark.parametrize("solution", ["x = 1 + 1", "print('hello')", "def f(", "%%bash\nls", ""])
def test_anything_else_becomes_a_stub(solution: str) -> None:
    assert of(solution) == HOLE


def test_imports_stay_above_a_stub() -> None:
    assert of("import math\nfrom os import path\nx = math.pi") == (
        f"import math\nfrom os import path\n\n\n{HOLE}"
    )


def test_a_text_becomes_a_line_to_replace() -> None:
    assert of("Because.", kind="markdown") == "YOUR ANSWER HERE"


def test_the_stub_speaks_the_language_of_the_tag() -> None:
    assert of("x = 1", "corrigé") == "# VOTRE CODE ICI\nraise NotImplementedError()"
    assert of("Car.", "corrigé", kind="markdown") == "VOTRE RÉPONSE ICI"


@pytest.mark.parametrize(
    "line", ["# --- solution ---", "#--solution--", "## ---- SOLUTION ----", "# --- corrigé ---"]
)
def test_a_marked_part_is_left_out_and_the_rest_given(line: str) -> None:
    cell = f"def f(x):\n    y = x\n    {line}\n    y += 1\n    # --- end ---\n    return y"

    assert of(cell) == f"def f(x):\n    y = x\n{hole()}\n    return y"
    assert reference(Cell("a", "code", cell)) == "def f(x):\n    y = x\n    y += 1\n    return y"


def test_without_an_end_the_part_goes_on_to_the_end_of_the_cell() -> None:
    cell = "x = 1\n// --- solution ---\ny = 2\nz = 3"

    assert of(cell, language="c++") == "x = 1\n// YOUR CODE HERE"
    assert parts(cell) == (Part(2, 4, is_ended=False),)
    assert reference(Cell("a", "code", cell)) == "x = 1\ny = 2\nz = 3"


def test_several_parts_are_left_out() -> None:
    cell = "# --- solution ---\na\n# --- fin ---\nb\n# --- solution ---\nc"

    assert of(cell, language="r") == "# YOUR CODE HERE\nfail()\nb\n# YOUR CODE HERE\nfail()"


@pytest.mark.parametrize(
    ("cell", "line", "code"),
    [
        ("# --- solution ---\n# --- solution ---", 2, "tag_unbalanced"),
        ("x\n# --- end ---", 2, "tag_unbalanced"),
        ("# --- soluton ---", 1, "tag_misspelled"),
        ("# --- sollution ---", 1, "tag_misspelled"),
        ("# --- corigé ---", 1, "tag_misspelled"),
        ("# --- solutoin ---", 1, "tag_misspelled"),
    ],
)
def test_a_wrong_mark_is_told_with_its_line(cell: str, line: int, code: str) -> None:
    found = parts(cell)

    assert isinstance(found, Fault)
    assert (found.line, found.code) == (line, code)


@pytest.mark.parametrize(
    "cell", ["# solution", "# ----", "# --- data ---", "# --- the solution ---", "x = 3 - -2"]
)
def test_ordinary_comments_mark_nothing(cell: str) -> None:
    assert parts(cell) == ()


def test_the_instructors_own_starter_comes_first() -> None:
    cell = Cell("a", "code", "# --- solution ---\nx = 1", teach=TeachBlock(starter="x = ..."))

    assert starter(cell, "python") == "x = ..."


NAMES = st.sampled_from(["f", "g", "_h", "total"])
BODIES = st.sampled_from(["secret = 1", "return secret", "if secret:\n    secret += 1", "'Doc.'"])


@st.composite
def functions(draw: st.DrawFn) -> str:
    body = draw(st.lists(BODIES, min_size=1, max_size=4))
    indent = draw(st.sampled_from(["    ", "  ", "\t"]))
    text = f"def {draw(NAMES)}(a, *b):\n{textwrap.indent(chr(10).join(body), indent)}"
    if draw(st.booleans()):
        return text
    return f"class {draw(st.sampled_from(['A', '_B']))}:\n{textwrap.indent(text, indent)}"


@given(st.lists(functions(), min_size=1, max_size=4))
def test_nothing_of_a_body_reaches_the_starter_and_it_still_parses(texts: list[str]) -> None:
    made = of("\n\n".join(texts))

    assert "secret" not in made
    assert ast.parse(made).body
    assert "raise NotImplementedError()" in made
