"""Time zones by their names."""

from __future__ import annotations

import difflib
from datetime import tzinfo
from zoneinfo import ZoneInfo, available_timezones


def time_zone(name: object) -> tuple[tzinfo | None, str]:
    """The time zone of a name, and what is wrong with it, as the end of a sentence."""
    if not isinstance(name, str):
        return None, 'must be the name of a time zone in quotes, such as "Europe/Paris"'
    try:
        return ZoneInfo(name), ""
    # A folder of zones, such as "Europe", fails as a file does that can't be read.
    except (LookupError, ValueError, OSError):
        known = {each.casefold(): each for each in sorted(available_timezones())}
        near = difflib.get_close_matches(name.casefold(), known, n=1, cutoff=0.6)
        hint = (
            f'"{known[near[0]]}" is meant most likely'
            if near
            else 'write one such as "Europe/Paris"'
        )
        return None, f'names no time zone that is known here: "{name:.60}"; {hint}'
