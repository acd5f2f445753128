from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.engines.lines import Lines


@given(st.binary(max_size=60), st.integers(min_value=1, max_value=9))
def test_lines_come_whole_wherever_the_stream_is_cut(data: bytes, size: int) -> None:
    stream = data.replace(b"0", b"\n")
    lines = Lines()
    found = [
        line for at in range(0, len(stream), size) for line in lines.feed(stream[at : at + size])
    ]

    assert found == stream.split(b"\n")[:-1]
    assert b"".join(lines.close()) == stream.split(b"\n")[-1]


def test_a_line_that_has_not_ended_is_no_line_yet() -> None:
    assert Lines().feed(b"data: {") == []
