"""Whether a value counts as true."""

from __future__ import annotations

from typing_extensions import assert_never

from jupyter_llm_teach.teaching.facts.equality import family, is_table
from jupyter_llm_teach.teaching.value import Items, Opaque, Pairs, Scalar, Value

_ARRAYS = ("ndarray", "Series", "Index")
# Bytes and complex numbers are known by their text.
_WRITTEN = ("bytes", "number")
_FALSE = ("b''", "bytearray(b'')", "0j", 0)


def truth(value: Value) -> bool:
    """What ``bool`` would say; an array or table is true only where it holds one true element.

    NumPy and pandas refuse to say whether a longer array is true; a test that ends with one does
    not hold. Objects of which only the text is known are true, as Python's are by default.
    """
    match value:
        case Scalar(value=content) if family(value) in _WRITTEN:
            return content not in _FALSE
        case Scalar(value=content):
            return bool(content)
        case Items(items=items):
            return truth(items[0]) if _is_array(value) and len(items) == 1 else _many(value)
        case Pairs(pairs=pairs):
            return bool(pairs) and not is_table(value)
        case Opaque():
            return True
        case _:
            assert_never(value)


def _many(value: Items) -> bool:
    return bool(value.items) and not _is_array(value)


def _is_array(value: Items) -> bool:
    return family(value) in _ARRAYS
