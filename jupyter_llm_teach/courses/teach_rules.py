"""The keys of `teach.toml` that say what answers must use or avoid, and where answers lie."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from jupyter_llm_teach.courses.tree import is_left_out
from jupyter_llm_teach.teaching.facts.constructs import construct_problem
from jupyter_llm_teach.teaching.policy import Policy

_MOST = 50


@dataclass(slots=True)
class Rules:
    """What a table says of constructs; None where it says nothing."""

    avoid: tuple[str, ...] | None = None
    require: tuple[str, ...] | None = None

    def take_avoid(self, value: object) -> str:
        """Take the value of a key; gives what is wrong with it, as the end of a sentence."""
        self.avoid, problem = constructs(value)
        return problem

    def take_require(self, value: object) -> str:
        """The same as `take_avoid`."""
        self.require, problem = constructs(value)
        return problem

    def over(self, policy: Policy) -> Policy:
        """A policy with what this table says instead."""
        avoid = policy.avoid if self.avoid is None else self.avoid
        require = policy.require if self.require is None else self.require
        return replace(policy, avoid=avoid, require=require)


def constructs(value: object) -> tuple[tuple[str, ...], str]:
    """The constructs that a list names, and what is wrong with it."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        return (), 'must be a list of names in quotes, such as ["sorted", "while"]'
    if len(value) > _MOST:
        return (), f"must name at most {_MOST} constructs"
    names = tuple(" ".join(each.split()) for each in value)
    return names, next(filter(None, map(construct_problem, names)), "")


def answers_folder(value: object) -> tuple[str, str]:
    """The folder of accepted answers, relative to the course, and what is wrong with it."""
    path = PurePosixPath(value) if isinstance(value, str) else PurePosixPath()
    if not path.parts or path.is_absolute() or ".." in path.parts:
        return "", "must be the name of a folder inside the course, in quotes"
    if not is_left_out(path.parts[0]):
        return "", (
            'must be a folder that holds no exercises of the course: "submitted", "autograded", '
            "or one whose name begins with a dot"
        )
    return path.as_posix(), ""
