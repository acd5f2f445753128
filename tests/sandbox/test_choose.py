"""Which sandbox a machine gets, and what it is told when it has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_llm_teach.errors import SandboxUnavailableError
from jupyter_llm_teach.sandbox.bubblewrap import BubblewrapSandbox
from jupyter_llm_teach.sandbox.choose import SandboxReport, best_sandbox, sandbox_report
from jupyter_llm_teach.sandbox.refuse import RefuseSandbox
from jupyter_llm_teach.teaching.run import Job

pytestmark = pytest.mark.anyio


async def test_the_safest_sandbox_that_works_is_taken(tmp_path: Path) -> None:
    assert (await best_sandbox(tmp_path)).name == "bubblewrap"


async def test_the_report_tries_every_sandbox(tmp_path: Path) -> None:
    assert await sandbox_report(tmp_path) == (
        SandboxReport("bubblewrap", works=True),
        SandboxReport("landlock", works=True),
    )


async def test_without_the_program_bubblewrap_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(SandboxUnavailableError, match="bubblewrap is not installed"):
        await BubblewrapSandbox().run(Job("", ()))


async def test_a_program_that_can_not_shut_in_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\necho 'No permissions to create a new namespace' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(SandboxUnavailableError, match="No permissions to create a new namespace"):
        await BubblewrapSandbox().run(Job("", ()))


async def test_no_sandbox_runs_nothing_and_says_what_to_install() -> None:
    with pytest.raises(SandboxUnavailableError, match="Tests were not run") as raised:
        await RefuseSandbox().run(Job("", ()))

    assert "Install `bubblewrap`" in raised.value.todo
