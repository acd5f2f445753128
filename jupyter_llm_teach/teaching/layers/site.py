"""The administrator's rules, from the server's configuration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jupyter_llm_teach.teaching.layers.layer import Layer, Lock, Place, Setting, Which
from jupyter_llm_teach.teaching.layers.presets import PRESETS
from jupyter_llm_teach.teaching.layers.table import EXTENDS, LOCK, Entry, nearest, read_table

POLICY, LOCKS = "TeachApp.policy", "TeachApp.policy_locks"


def site_layer(policy: Mapping[str, object], locks: Sequence[object]) -> Layer | tuple[str, ...]:
    """The layer of the site, or what is wrong with it, a sentence each.

    Args:
        policy: Its rules, as a table of `teach.toml` would hold them; may extend a preset.
        locks: The keys that courses may only narrow.
    """
    own = [str(each) for each in policy if each == LOCK]
    table = read_table({**policy, LOCK: list(locks)}, POLICY, None)
    problems = [
        f"{LOCKS if fault.path == (LOCK,) else POLICY}: {fault.problem}" for fault in table.faults
    ]
    problems += [f'{POLICY}: "{each}" belongs into {LOCKS}.' for each in own]
    place, before = Place(POLICY), tuple[Entry, ...]()
    if table.extends and table.extends not in PRESETS:
        hint = nearest(table.extends, PRESETS, "presets")
        problems.append(f'{POLICY}: "{EXTENDS}" names "{table.extends:.60}", no preset. {hint}')
    elif table.extends:
        before = read_table(PRESETS[table.extends], table.extends, None).entries
    if problems:
        return tuple(problems)
    preset = Place(POLICY, preset=table.extends)
    return Layer(
        Which.SITE,
        settings=(
            *(Setting(each.key, each.value, preset) for each in before),
            *(Setting(each.key, each.value, place) for each in table.entries),
        ),
        locks=tuple(Lock(name, Place(LOCKS)) for name in table.locks),
        place=place,
    )
