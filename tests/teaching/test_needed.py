from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.teaching.needed import needed_cells


@pytest.mark.parametrize(
    ("cells", "code", "needed"),
    [
        pytest.param(["x = 1", "y = 2"], "z = x", ["x = 1"], id="a name that the code reads"),
        pytest.param(["x = 1"], "x = 2\ny = x", [], id="a name that the code defines itself"),
        pytest.param(["x = 1"], "x = x + 1", ["x = 1"], id="a name that is read before it is set"),
        pytest.param(["x = 1"], "x += 1", ["x = 1"], id="a name that is added to"),
        pytest.param(["x = 1", "x = 2"], "x", ["x = 2"], id="the last binding alone"),
        pytest.param(
            ["a = 1", "b = a", "c = b"],
            "c",
            ["a = 1", "b = a", "c = b"],
            id="names of needed cells",
        ),
        pytest.param(
            ["text = 'x'", "with open('a.txt', 'w') as f:\n    f.write(text)", "text = 'y'"],
            "open('a.txt')",
            ["text = 'x'", "with open('a.txt', 'w') as f:\n    f.write(text)"],
            id="a file that an earlier cell writes",
        ),
        pytest.param(
            ["np.savetxt('a.txt', [1])", "Path('a.txt').open(mode='a')", "open('b.txt', 'w')"],
            "def f():\n    return open('./a.txt').read()",
            ["np.savetxt('a.txt', [1])", "Path('a.txt').open(mode='a')"],
            id="all cells that write a file",
        ),
        pytest.param(
            ["open('a.txt', 'r')", "open('a.txt')", "f('a.txt')"],
            "open('a.txt')",
            [],
            id="no cell that only reads a file",
        ),
        pytest.param(
            ["open('a.txt', 'w')"],
            "open('a.txt', 'w')\nopen('a.txt')",
            [],
            id="no file that the code writes itself",
        ),
        pytest.param(["import math"], "math.pi", ["import math"], id="imports"),
        pytest.param(["import a.b as c", "import os.path"], "os", ["import os.path"], id="modules"),
        pytest.param(
            ["from math import *"], "1", ["from math import *"], id="all names of a module"
        ),
        pytest.param(
            ["n = 3", "from m import *\nk = n"],
            "1",
            ["n = 3", "from m import *\nk = n"],
            id="its needs",
        ),
        pytest.param(["print = 1"], "print(1)", [], id="no builtins"),
        pytest.param(["x = = 1", "x = 2"], "x", ["x = 2"], id="no cells that are not Python"),
        pytest.param(["%%bash\nx=1"], "x", [], id="no cells in other languages"),
        pytest.param(
            ["%matplotlib inline\nx = 1"], "x", ["%matplotlib inline\nx = 1"], id="magics"
        ),
        pytest.param(
            ["x = 1", "print(x)", "x", "x.head()"], "x", ["x = 1"], id="no cells that show"
        ),
        pytest.param(["", "x = 1"], "x", ["x = 1"], id="no empty cells"),
        pytest.param(["x = []", "f(1).y.z(2)"], "x", ["x = []"], id="no calls of other things"),
        pytest.param(
            ["x = []", "(1).real = 2", "2(3)"], "x", ["x = []"], id="no changes of literals"
        ),
        pytest.param(["x = 1"], "def f(a):\n    return x + a", ["x = 1"], id="names in functions"),
        pytest.param(["a = 1"], "def f(a):\n    return a", [], id="no parameters"),
        pytest.param(
            ["def f():\n    return K", "K = 1", "K = 2"],
            "f()",
            ["def f():\n    return K", "K = 2"],
            id="what functions read, at its last value",
        ),
        pytest.param(
            ["def f():\n    return g()\ndef g():\n    return 1", "g = 3"],
            "f()",
            ["def f():\n    return g()\ndef g():\n    return 1"],
            id="nothing that a cell defines further down",
        ),
        pytest.param(["x = 1", "y = 2"], "f(x +", ["x = 1"], id="words of broken code"),
        pytest.param(
            ["total = 0"],
            "for v in [1]:\n    total = total + v",
            ["total = 0"],
            id="what a loop adds to",
        ),
        pytest.param(["v = 0"], "for v in [1]:\n    print(v)", [], id="no loop variables"),
        pytest.param(
            ["e = 0"], "try:\n    f = 1\nexcept E as e:\n    e", [], id="no caught errors"
        ),
        pytest.param(["e = 0"], "try:\n    e\nexcept E:\n    pass", ["e = 0"], id="what is tried"),
        pytest.param(["a = 0"], "match 1:\n    case a:\n        a", [], id="no names of patterns"),
        pytest.param(["f = 0"], "with open('x') as f:\n    f", [], id="no opened files"),
        pytest.param(["i = 5", "y = [i for i in [1]]"], "i", ["i = 5"], id="no comprehensions"),
    ],
)
def test_the_needed_cells_are(cells: list[str], code: str, needed: list[str]) -> None:
    assert needed_cells(cells, code) == tuple(needed)


@pytest.mark.parametrize(
    "change",
    [
        "x.append(2)",
        "x[0] = 2",
        "x['c'] = 2",
        "x.name = 2",
        "x.loc[0, 'a'] = 2",
        "x += [2]",
        "del x[0]",
        "for i in [1]:\n    x.append(i)",
        "random.shuffle(x)",
        "shuffle(x)",
        "add(x, 2)\nprint(1)",
        "x.add(1).add(2)",
        "x[0].append(1)",
    ],
)
def test_a_cell_that_changes_a_needed_name_is_needed(change: str) -> None:
    assert needed_cells(["x = [1]", change], "x") == ("x = [1]", change)


def test_a_change_before_the_last_binding_does_not_matter() -> None:
    assert needed_cells(["x = [1]", "x.append(2)", "x = [3]"], "x") == ("x = [3]",)


def test_a_function_whose_result_is_shown_changes_nothing() -> None:
    assert needed_cells(["x = [1]", "add(x, 2)"], "x") == ("x = [1]",)


_CELLS = st.sampled_from(["x = 1", "y = x", "x += y", "def f():\n    return y", "%ls", "y.a = f()"])


@given(st.lists(_CELLS, max_size=6), _CELLS)
def test_needed_cells_keep_their_order(cells: list[str], code: str) -> None:
    rest = iter(cells)

    assert all(cell in rest for cell in needed_cells(cells, code))
