"""What runs programs."""

from __future__ import annotations

from typing import Protocol

from jupyter_llm_teach.teaching.run import Job, Outcome


class Sandbox(Protocol):
    """Runs learners' programs where they can harm and read nothing."""

    @property
    def name(self) -> str:
        """Such as ``bubblewrap``, ``landlock`` or ``none``."""
        ...

    async def run(self, job: Job) -> Outcome:
        """Run a job within its limits.

        Raises:
            SandboxUnavailableError: nothing on this machine can contain a program.
        """
        ...

    async def aclose(self) -> None:
        """End waiting workers."""
        ...
