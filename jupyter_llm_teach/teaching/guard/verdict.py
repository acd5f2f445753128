"""What the guard says of a reply."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Ruling(Enum):
    """Whether a reply may be shown."""

    CLEAN = "clean"
    REDACTED = "redacted"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a reply broke.

    Attributes:
        rule: Stable name of the rule, such as ``code_block``.
        where: Character offset in the reply.
        end: Offset after its last character; None where only its beginning is known.
        gained: Names of the tests that pass once the reply is applied, and did not before.
    """

    rule: str
    where: int
    end: int | None = None
    gained: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The guard's answer.

    Attributes:
        ruling: Whether the text may be shown.
        text: What may be shown; empty when blocked.
        findings: The rules that were broken, in the order of the reply.
    """

    ruling: Ruling
    text: str
    findings: tuple[Finding, ...] = ()
