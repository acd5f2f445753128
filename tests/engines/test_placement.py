"""Device and numbers are chosen by plain rules: no graphics card is needed to know them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.engines.transformers_worker.placement import (
    Gpu,
    Hardware,
    NoPlace,
    Placement,
    Size,
    Wish,
    place,
)

SMALL = Size(parameters=135_000_000, cache_values=11_520 * 4096)
LARGE = Size(parameters=7_000_000_000, cache_values=65_536 * 4096)
LAPTOP = Hardware(free_mb=8_000)
NEW_CARD = Gpu(0, free_mb=24_000, bfloat16=True)
OLD_CARD = Gpu(1, free_mb=6_000, bfloat16=False)
SERVER = Hardware(free_mb=64_000, gpus=(OLD_CARD, NEW_CARD))
PACKING = Hardware(free_mb=8_000, gpus=(Gpu(0, 8_000, bfloat16=True),), bitsandbytes=True)
APPLE = Hardware(free_mb=16_000, mps=True)


def chosen(wish: Wish, size: Size, hardware: Hardware) -> tuple[str, str, bool]:
    found = place(wish, size, hardware)
    assert isinstance(found, Placement)
    return found.device, found.dtype, found.four_bit


def refused(wish: Wish, size: Size, hardware: Hardware) -> str:
    found = place(wish, size, hardware)
    assert isinstance(found, NoPlace)
    return found.trouble


@pytest.mark.parametrize(
    ("wish", "size", "hardware", "expected"),
    [
        (Wish(), SMALL, LAPTOP, ("cpu", "float32", False)),
        (Wish(), Size(3_000_000_000, 0), LAPTOP, ("cpu", "bfloat16", False)),
        (Wish(dtype="bfloat16"), SMALL, LAPTOP, ("cpu", "bfloat16", False)),
        (Wish(), LARGE, SERVER, ("cuda:0", "bfloat16", False)),
        (Wish(), SMALL, Hardware(8_000, (OLD_CARD,)), ("cuda:1", "float16", False)),
        (Wish(), LARGE, Hardware(64_000, (OLD_CARD,)), ("cpu", "float32", False)),
        (Wish("cuda:1"), SMALL, SERVER, ("cuda:1", "float16", False)),
        (Wish("cuda", dtype="float32"), SMALL, SERVER, ("cuda:0", "float32", False)),
        (Wish("cpu"), SMALL, SERVER, ("cpu", "float32", False)),
        (Wish(), LARGE, PACKING, ("cuda:0", "bfloat16", True)),
        (Wish(four_bit=True), SMALL, PACKING, ("cuda:0", "bfloat16", True)),
        (Wish(), SMALL, APPLE, ("mps", "float16", False)),
        (Wish("cpu"), SMALL, APPLE, ("cpu", "float32", False)),
    ],
)
def test_the_best_way_that_was_wished_for_and_fits_is_taken(
    wish: Wish, size: Size, hardware: Hardware, expected: tuple[str, str, bool]
) -> None:
    assert chosen(wish, size, hardware) == expected


@pytest.mark.parametrize(
    ("wish", "size", "hardware", "trouble"),
    [
        (Wish("cuda"), SMALL, LAPTOP, "gpu"),
        (Wish("cuda:3"), SMALL, SERVER, "gpu"),
        (Wish("mps"), SMALL, LAPTOP, "mps"),
        (Wish(four_bit=True), SMALL, LAPTOP, "gpu"),
        (Wish("cpu", four_bit=True), SMALL, PACKING, "gpu"),
        (Wish(four_bit=True), SMALL, SERVER, "bitsandbytes"),
        (Wish(four_bit=True), SMALL, APPLE, "gpu"),
        (Wish(), LARGE, LAPTOP, "memory"),
        (Wish("cuda:1"), LARGE, SERVER, "memory"),
        (Wish(dtype="float32"), Size(3_000_000_000, 0), LAPTOP, "memory"),
    ],
)
def test_what_can_not_be_had_says_why(
    wish: Wish, size: Size, hardware: Hardware, trouble: str
) -> None:
    assert refused(wish, size, hardware) == trouble


def test_a_model_that_is_too_large_says_how_much_is_missing() -> None:
    found = place(Wish(), LARGE, LAPTOP)

    assert isinstance(found, NoPlace)
    assert found.free_mb == 8_000
    assert 14_000 < found.needed_mb < 17_000


@given(
    parameters=st.integers(min_value=0, max_value=10**11),
    cache=st.integers(min_value=0, max_value=10**10),
    free=st.integers(min_value=0, max_value=200_000),
    card=st.integers(min_value=0, max_value=80_000),
)
def test_nothing_is_ever_placed_where_it_does_not_fit(
    parameters: int, cache: int, free: int, card: int
) -> None:
    size = Size(parameters, cache)
    hardware = Hardware(free, (Gpu(0, card, bfloat16=True),), bitsandbytes=True)
    found = place(Wish(), size, hardware)

    assert isinstance(found, NoPlace) or found.needed_mb(size) <= found.free_mb
