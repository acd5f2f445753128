from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.engines.frames import FrameError, Unpacker, packed
from jupyter_llm_teach.engines.transformers_order import (
    Ask,
    Cancel,
    Ended,
    Loaded,
    NotLoaded,
    Order,
    Refused,
    Said,
    Told,
    message_of,
    told_in,
)


@given(
    st.lists(st.dictionaries(st.text(), st.text() | st.integers()), max_size=5),
    st.integers(min_value=1, max_value=9),
)
def test_messages_come_whole_wherever_the_stream_is_cut(
    messages: list[dict[str, object]], size: int
) -> None:
    stream = b"".join(packed(each) for each in messages)
    unpacker = Unpacker()
    pieces = [stream[start : start + size] for start in range(0, len(stream), size)]

    assert [found for piece in pieces for found in unpacker.feed(piece)] == messages


@pytest.mark.parametrize("body", [b"[]", b"{", b"\xff", b"1", b"[" * 100_000])
def test_what_is_no_message_is_an_error(body: bytes) -> None:
    with pytest.raises(FrameError):
        Unpacker().feed(struct.pack(">I", len(body)) + body)


def test_a_message_of_four_gigabytes_is_not_waited_for() -> None:
    with pytest.raises(FrameError):
        Unpacker().feed(b"\xff\xff\xff\xff")


@pytest.mark.parametrize(
    "told",
    [
        Order("/models/x", "", 10, 2, 4096, idle_seconds=1.5),
        Loaded("cpu", "float32", fills_in=True, needed_mb=10),
        NotLoaded("memory", 10, 5),
        Ask(3, turns=(("system", "Be brief."), ("user", "“Hé”")), stop=("\n",)),
        Cancel(3),
        Said(3, "é"),
        Ended(3, "length", 5, 4, 3, 2, 0.5),
        Refused(3, "too_long"),
    ],
)
def test_what_is_told_arrives_as_it_was(told: Told) -> None:
    assert [told_in(each) for each in Unpacker().feed(packed(message_of(told)))] == [told]


@pytest.mark.parametrize(
    "message", [{}, {"kind": "Ask"}, {"kind": "Shout"}, {"kind": "Said", "x": 1}]
)
def test_what_nobody_says_is_nothing(message: dict[str, object]) -> None:
    assert told_in(message) is None
