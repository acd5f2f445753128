"""Stands where no sandbox works: runs nothing, and says what to install."""

from __future__ import annotations

from jupyter_llm_teach.errors import SandboxUnavailableError
from jupyter_llm_teach.teaching.run import Job, Outcome


class RefuseSandbox:
    """A sandbox that refuses, so that no learner's program ever runs unprotected."""

    @property
    def name(self) -> str:
        """What it is called."""
        return "none"

    async def run(self, job: Job) -> Outcome:
        """Refuse.

        Raises:
            SandboxUnavailableError: always.
        """
        del job
        raise SandboxUnavailableError(
            "Tests were not run: this machine has no sandbox for programs.",
            "Install `bubblewrap` (for example `sudo apt install bubblewrap`) and start again; "
            "`jupyter teach doctor` says why it does not work if it is installed.",
        )

    async def aclose(self) -> None:
        """Nothing waits."""
