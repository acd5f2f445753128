"""Speaks as `pynvml` does on a machine without a driver."""

from __future__ import annotations


class NVMLError(Exception):
    """There is no driver."""


def nvmlInit() -> None:  # noqa: N802 - as the library has it
    """Fail."""
    raise NVMLError
