"""Which sandbox this machine can offer, found by running something in each."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from jupyter_llm_teach.errors import SandboxUnavailableError
from jupyter_llm_teach.ports import Sandbox
from jupyter_llm_teach.sandbox.bubblewrap import BubblewrapSandbox
from jupyter_llm_teach.sandbox.landlock import LandlockSandbox
from jupyter_llm_teach.sandbox.refuse import RefuseSandbox
from jupyter_llm_teach.teaching.run import Evaluate, Job, Limits, Returned
from jupyter_llm_teach.teaching.value import Scalar

_NAMES = ("bubblewrap", "landlock")
_TODO = {
    "bubblewrap": "Install `bubblewrap` (0.8 or newer is best) and allow user namespaces.",
    "landlock": "Use Linux 5.13 or newer with Landlock switched on, on x86-64 or ARM64.",
}
_TRIAL = Job(
    program="def twice(x):\n    return 2 * x\n",
    probes=(Evaluate("twice(21)"),),
    limits=Limits(probe_seconds=10.0, total_seconds=20.0),
)
_RIGHT = Scalar("int", 42)
_known: dict[str, str] = {}
"""What a probe of this process found: a sandbox's name, and why it does not work or nothing.

The machine does not change while the process lives, so this is a fact and no state.
"""


@dataclass(frozen=True, slots=True)
class SandboxReport:
    """Whether a sandbox works here.

    Attributes:
        name: Such as ``bubblewrap``.
        works: Whether a small program ran in it just now.
        message: Why not; empty when it works.
        todo: What to do about it; empty when it works.
    """

    name: str
    works: bool
    message: str = ""
    todo: str = ""


async def best_sandbox(scratch: Path, *, pool: int = 2) -> Sandbox:
    """The safest sandbox that works on this machine; one that refuses when none does.

    Args:
        scratch: A folder for the jobs' own folders, where a sandbox needs one.
        pool: How many workers wait for jobs: a check of visible and hidden tests takes two.
    """
    for name in _NAMES:
        if name not in _known:
            _known[name] = await _failure(name, scratch)
        if not _known[name]:
            return _sandbox(name, scratch, pool)
    return RefuseSandbox()


async def sandbox_report(scratch: Path) -> tuple[SandboxReport, ...]:
    """How each sandbox does here, the safest first; each is tried again."""
    reports = []
    for name in _NAMES:
        message = await _failure(name, scratch)
        _known[name] = message
        todo = _TODO[name] if message else ""
        reports.append(SandboxReport(name, not message, message, todo))
    return tuple(reports)


def _sandbox(name: str, scratch: Path, pool: int) -> BubblewrapSandbox | LandlockSandbox:
    if name == "bubblewrap":
        return BubblewrapSandbox(pool=pool)
    return LandlockSandbox(scratch, pool=pool)


async def _failure(name: str, scratch: Path) -> str:
    """Why a sandbox does not work; empty when it does."""
    sandbox = _sandbox(name, scratch, 0)
    try:
        outcome = await asyncio.wait_for(sandbox.run(_TRIAL), 30.0)
    except SandboxUnavailableError as error:
        return error.message
    except (OSError, asyncio.TimeoutError) as error:
        return f"A small program could not be run in it ({type(error).__name__})."
    finally:
        await sandbox.aclose()
    result = outcome.results[0]
    right = isinstance(result, Returned) and result.value == _RIGHT
    return "" if right else "A small program that was run in it came to no result."
