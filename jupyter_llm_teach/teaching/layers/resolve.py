"""From layers to the rules in force, and where each of them comes from.

Layers count in one order, site first and student last; a later one overrides an earlier one. What
a layer locks, later ones may only narrow (`PolicyKey.within`); what would widen it is left out and
told. Where neither of two values allows less than the other, a lock keeps the value as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from jupyter_llm_teach.teaching.layers.keys import KEYS, LOCKED_TOO, below, policy_of, values_of
from jupyter_llm_teach.teaching.layers.layer import Layer, Place, Setting, in_order
from jupyter_llm_teach.teaching.policy import Policy


@dataclass(frozen=True, slots=True)
class Origin:
    """The value of a key, and where it comes from.

    Attributes:
        key: Its name.
        value: As `Policy` has it.
        layer: Who set it; None for the default.
        place: Where it is written; None for the default.
        locked_by: The first layer that locked it; None where nobody did.
    """

    key: str
    value: object
    layer: Layer | None = None
    place: Place | None = None
    locked_by: Layer | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A setting without effect, because a layer above locked its key.

    Attributes:
        layer: Whose setting it is.
        setting: The setting.
        locked_by: Who locked the key.
    """

    layer: Layer
    setting: Setting
    locked_by: Layer


@dataclass(frozen=True, slots=True)
class Resolved:
    """The rules in force.

    Attributes:
        policy: Them.
        origins: Of every key, in the order of `KEYS`.
        refused: The settings that a lock took the effect of.
    """

    policy: Policy
    origins: tuple[Origin, ...]
    refused: tuple[Refused, ...] = ()

    def origin(self, key: str) -> Origin:
        """Where the value of a key comes from."""
        return next(each for each in self.origins if each.key == key)


def resolve(layers: Iterable[Layer], start: Policy = Policy()) -> Resolved:  # noqa: B008 - frozen
    """The rules that some layers give together; the order in which they are given is theirs.

    Args:
        layers: Those that apply, as `Layer.applies` says.
        start: What holds where no layer says anything.
    """
    return _resolved(in_order(layers), start)


@lru_cache(maxsize=256)
def _resolved(layers: tuple[Layer, ...], start: Policy) -> Resolved:
    state = _State({key: Origin(key, value) for key, value in values_of(start).items()})
    for layer in layers:
        for setting in layer.settings:
            state.take(layer, setting)
        for lock in layer.locks:
            for key in below(lock.key):
                state.lock(layer, key)
    found = state.origins
    policy = policy_of({key: each.value for key, each in found.items()})
    return Resolved(policy, tuple(found[key] for key in KEYS), tuple(state.refused))


@dataclass(frozen=True, slots=True)
class _Bound:
    """A value that a locked key may have, and whatever allows at most as much."""

    layer: Layer
    values: tuple[object, ...]

    def holds(self, key: str, value: object) -> bool:
        return any(KEYS[key].within(value, each) for each in self.values)


@dataclass(slots=True)
class _State:
    origins: dict[str, Origin]
    bounds: dict[str, list[_Bound]] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)

    def take(self, layer: Layer, setting: Setting) -> None:
        key = setting.key
        for bound in self.bounds.get(key, ()):
            # A layer's own lock is for the layers below it.
            if bound.layer is not layer and not bound.holds(key, setting.value):
                self.refused.append(Refused(layer, setting, bound.layer))
                return
        locked_by = self.origins[key].locked_by
        self.origins[key] = Origin(key, setting.value, layer, setting.place, locked_by)

    def lock(self, layer: Layer, key: str) -> None:
        now = self.origins[key]
        self._bind(layer, key, (now.value,))
        for other in LOCKED_TOO.get(key, ()):
            self._bind(layer, other, (now.value, None, self.origins[other].value))

    def _bind(self, layer: Layer, key: str, values: tuple[object, ...]) -> None:
        self.bounds.setdefault(key, []).append(_Bound(layer, values))
        now = self.origins[key]
        if now.locked_by is None:
            self.origins[key] = Origin(key, now.value, now.layer, now.place, layer)
