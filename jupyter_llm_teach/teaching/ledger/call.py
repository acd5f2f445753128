"""One call of a model, as the ledger keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from jupyter_llm_teach.teaching.ledger.amount import Carbon, Energy

Ended = Literal["stop", "length", "cut", "failed"]
"""``cut``: whoever asked went away before the end. ``failed``: the engine did not finish."""


@dataclass(frozen=True, slots=True)
class Account:
    """For whom and what a model works; empty where nobody in particular asked.

    Attributes:
        learner: Who asked.
        course: Its id.
        exercise: Its id.
        purpose: What for: ``completion``, ``phrasing``, ``chat`` or ``embeddings``.
    """

    learner: str = ""
    course: str = ""
    exercise: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a model read and wrote.

    Attributes:
        prefilled: Tokens of the prompt that it read.
        reused: Tokens of the prompt that it had read before and kept.
        generated: Tokens that it wrote, those that it only thought included.
        thought: Those of them that nobody sees.
        estimated: Whether they were counted from outside: an engine tells its figures at the end
            of a reply, and this one had none.
    """

    prefilled: int = 0
    reused: int = 0
    generated: int = 0
    thought: int = 0
    estimated: bool = False

    @property
    def all(self) -> int:
        """What a budget counts: all of the prompt, and all that was written."""
        return self.prefilled + self.reused + self.generated


NO_TOKENS: Final = Tokens()


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a model.

    Attributes:
        at: When it began, in UTC.
        account: For whom and what.
        engine: The kind of engine.
        model: Its name.
        local: Whether it ran on this machine.
        tokens: What was read and written.
        seconds: How long the engine took; waiting in our own queue is not in it.
        ended: How.
        energy: What it used.
        carbon: What that gave off.
    """

    at: datetime
    account: Account
    engine: str
    model: str
    local: bool
    tokens: Tokens
    seconds: float
    ended: Ended
    energy: Energy
    carbon: Carbon
