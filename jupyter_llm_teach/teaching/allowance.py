"""What a reply to a learner may contain."""

from __future__ import annotations

from enum import Enum


class Allowance(Enum):
    """What a reply may contain.

    `NO_CODE`: words, and the names and short quotations that the learner sees already.
    `EXPRESSION`: one expression as well. `LINES`: some lines of code as well. `OTHER_PROBLEM`: code
    that solves a different problem. `REFERENCE`: the instructor's released reference.
    """

    NO_CODE = "no_code"
    EXPRESSION = "expression"
    LINES = "lines"
    OTHER_PROBLEM = "other_problem"
    REFERENCE = "reference"
