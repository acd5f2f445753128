"""Whether a value allows at most as much as another one: what a lock still lets through."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from jupyter_llm_teach.teaching.allowance import Allowance, within
from jupyter_llm_teach.teaching.policy import CompletionMode, Cost, Window

T = TypeVar("T")
Choice = TypeVar("Choice", bound=Enum)
Order = Callable[[T, T], bool]


def same(one: object, other: object) -> bool:
    """Where neither of two different values allows less: nothing but the same."""
    return one == other


def off(one: bool, other: bool) -> bool:  # noqa: FBT001 - values of a key
    """False allows less."""
    return other or not one


def on(one: bool, other: bool) -> bool:  # noqa: FBT001 - values of a key
    """True demands more."""
    return one or not other


def less(one: float, other: float) -> bool:
    """A smaller number allows less."""
    return one <= other


def more(one: float, other: float) -> bool:
    """A larger number demands more."""
    return one >= other


def earlier(kind: type[Choice]) -> Order[Choice]:
    """The earlier words of an enumeration allow less."""
    order = list(kind)
    return lambda one, other: order.index(one) <= order.index(other)


def or_any(order: Order[T]) -> Order[T | None]:
    """The same, where None allows everything."""
    return lambda one, other: other is None or (one is not None and order(one, other))


def or_never(order: Order[T]) -> Order[T | None]:
    """The same, where None allows nothing."""
    return lambda one, other: one is None or (other is not None and order(one, other))


def mode(one: CompletionMode | None, other: CompletionMode | None) -> bool:
    """Of modes that may be left to another key."""
    if one is None or other is None:
        return one is other or one is CompletionMode.OFF
    return earlier(CompletionMode)(one, other)


def subset(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Fewer names allow less."""
    return set(one) <= set(other)


def superset(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """More names demand more."""
    return set(one) >= set(other)


def dearer(one: Cost, other: Cost) -> bool:
    """A higher cost; points and percent can't be compared, but with nothing."""
    return other.amount == 0 or (one.percent is other.percent and one.amount >= other.amount)


def covers(one: tuple[Window, ...], other: tuple[Window, ...]) -> bool:
    """Times that hold all of the others."""
    return all(any(a.start <= b.start and b.end <= a.end for a in one) for b in other)


def contained(one: Allowance | None, other: Allowance | None) -> bool:
    """Of what a hint may contain; code of another problem and lines of this one differ in kind."""
    if one is other or one is Allowance.NO_CODE or other is Allowance.REFERENCE:
        return True
    return one is not None and other is not None and within(one, other)
