from __future__ import annotations

import pytest

from jupyter_llm_teach.teaching.completion.line import one_line, window


@pytest.mark.parametrize(
    ("reply", "suffix", "expected"),
    [
        ("append(x)\nreturn y", "", "append(x)"),
        ("append(x))", ")\n", "append(x)"),
        ("append(x)", ")\nmore", "append(x"),
        ("", ")", ""),
        ("value  ", "", "value"),
        ("a + b", "\nnext", "a + b"),
    ],
)
def test_one_line_without_what_stands_after_the_cursor(
    reply: str, suffix: str, expected: str
) -> None:
    assert one_line(reply, suffix) == expected


def test_the_window_is_whole_lines_around_the_cursor() -> None:
    prefix, suffix = window("a\n" * 100, "b\n" * 100)

    assert prefix == "a\n" * 30
    assert suffix == "b\n" * 8
