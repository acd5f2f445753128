"""One line of completion."""

from __future__ import annotations

_PREFIX_LINES = 30
_SUFFIX_LINES = 8


def window(prefix: str, suffix: str) -> tuple[str, str]:
    """The lines around the cursor that are worth reading, whole lines first to last."""
    return (
        "".join(prefix.splitlines(keepends=True)[-_PREFIX_LINES:]),
        "".join(suffix.splitlines(keepends=True)[:_SUFFIX_LINES]),
    )


def one_line(reply: str, suffix: str) -> str:
    """The reply's first line, without a tail that the text after the cursor repeats."""
    text = reply.split("\n", 1)[0].rstrip()
    after = suffix.split("\n", 1)[0]
    for size in range(min(len(text), len(after)), 0, -1):
        if text.endswith(after[:size]):
            return text[:-size]
    return text
