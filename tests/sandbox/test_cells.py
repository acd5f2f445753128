"""Notebook syntax as plain Python."""

from __future__ import annotations

import pytest

from jupyter_llm_teach.sandbox.inside.cells import plain


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a = 1", "a = 1"),
        ("x = (7\n% 4)", "x = (7\n% 4)"),
        ("a = '''\n%time\n!ls\n'''", "a = '''\n%time\n!ls\n'''"),
        ("%matplotlib inline\na = 1", "pass\na = 1"),
        ("if a:\n    !ls\n", "if a:\n    pass\n"),
        ("print?", "pass"),
        ("?print", "pass"),
        ("files = !ls", "files = None"),
        ("%%time\na = 1", "pass\na = 1"),
        ("%%bash\nls -l", "pass\n"),
        ("a = 1 # why?\n%time", "a = 1 # why?\npass"),
    ],
)
def test_a_cell_becomes_plain_python(source: str, expected: str) -> None:
    assert plain(source) == expected
