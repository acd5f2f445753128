"""What to ask for at the cursor, and what to keep of the reply."""

from __future__ import annotations

_PREFIX_LINES = 30
_SUFFIX_LINES = 8
MOST_LINES = 8


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


def block(reply: str, suffix: str) -> str:
    """The reply up to its first empty line, at most eight lines; one where text comes after."""
    if suffix.split("\n", 1)[0].strip():
        return one_line(reply, suffix)
    lines = reply.split("\n")
    end = next((at for at, line in enumerate(lines) if at and not line.strip()), len(lines))
    return "\n".join(lines[: min(end, MOST_LINES)]).rstrip()
