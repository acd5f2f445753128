"""What the guard says of a reply."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Allowance(Enum):
    """What a reply may contain.

    `NO_CODE`: words, and the names and short quotations that the learner sees already.
    `OTHER_PROBLEM`: code that solves a different problem. `REFERENCE`: the instructor's released
    reference.
    """

    NO_CODE = "no_code"
    OTHER_PROBLEM = "other_problem"
    REFERENCE = "reference"


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
    """

    rule: str
    where: int


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
