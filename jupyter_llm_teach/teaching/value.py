"""Python values as they come out of a sandbox: data that can be compared, never objects."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Scalar:
    """None, a truth value, a number, a string or bytes.

    Attributes:
        type: The name of its Python type, such as ``int`` or ``float64``.
        value: The value itself; a complex number or bytes as their ``repr``.
    """

    type: str
    value: bool | int | float | str | None


@dataclass(frozen=True, slots=True)
class Items:
    """A sequence or a set: list, tuple, set, frozenset, range, one-dimensional array, Series.

    Attributes:
        type: The name of its Python type, such as ``list`` or ``Series``.
        items: Its elements in order; a set's in sorted order of their text.
        shared: Whether two of its elements are the very same list, dict or set.
        about: What an array, Series or index has besides its elements, by name: ``dtype``,
            ``shape``, ``name``, ``index``. It makes no difference to whether values are equal.
    """

    type: str
    items: tuple[Value, ...]
    shared: bool = field(default=False, compare=False)
    about: tuple[tuple[str, Value], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Pairs:
    """A mapping, or a table as column name to column.

    Attributes:
        type: The name of its Python type, such as ``dict`` or ``DataFrame``.
        pairs: Keys and values in the mapping's order.
        about: Of a table, its ``index`` where that is more than the numbers of its rows.
    """

    type: str
    pairs: tuple[tuple[Value, Value], ...]
    about: tuple[tuple[str, Value], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Opaque:
    """Any other object; only its type and its text are known.

    Attributes:
        type: The name of its Python type.
        text: Its ``repr``, shortened, without memory addresses.
    """

    type: str
    text: str


Value: TypeAlias = Scalar | Items | Pairs | Opaque
