"""What a renderer could fetch or interpret: links, images, HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_llm_teach.teaching.guard.verdict import Finding

_RULES = (
    ("image", re.compile(r"!\[[^\]\n]*\]\s*[(\[]")),
    (
        "link",
        re.compile(r"\]\([^)\n]*(?:[:/#.]|\s\")[^)\n]*\)|^\s*\[[^\]\n]+\]:\s*\S", re.MULTILINE),
    ),
    (
        "link",
        re.compile(r"\b(?:https?|ftp|file|javascript|data|mailto):\S|\bwww\.\w", re.IGNORECASE),
    ),
    (
        "html",
        re.compile(
            r"<!--|</?(?:a|abbr|b|body|br|button|code|details|div|em|embed|font|form|h[1-6]|head|hr|html|i|"
            r"iframe|img|input|kbd|li|link|math|meta|object|ol|p|pre|samp|script|span|strong|style|sub|"
            r"summary|sup|svg|table|td|th|tr|tt|u|ul|var|video|audio|source|textarea)"
            r"(?:\s[^<>\n]*)?/?>",
            re.IGNORECASE,
        ),
    ),
)


def links(prose: str) -> Iterator[Finding]:
    """Links, images and HTML in prose, quotations of what the learner sees left out."""
    for rule, pattern in _RULES:
        for match in pattern.finditer(prose):
            yield Finding(rule, match.start(), match.end())
