"""The texts that every language must have."""

from __future__ import annotations


def required_keys() -> frozenset[str]:
    """Keys without which help could not be worded."""
    return frozenset()
