"""The contract of a sandbox, on every one that we have."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from jupyter_llm_teach.ports import Sandbox
from jupyter_llm_teach.sandbox.bubblewrap import BubblewrapSandbox
from jupyter_llm_teach.sandbox.landlock import LandlockSandbox
from jupyter_llm_teach.teaching.run import Job
from tests.contracts.forged_verdicts import ForgedVerdicts
from tests.contracts.hostile_programs import HostilePrograms
from tests.contracts.hostile_values import HostileValues
from tests.contracts.notebook_programs import NotebookPrograms
from tests.contracts.sandbox_contract import SandboxContract
from tests.fakes.fake_sandbox import FakeSandbox


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_THE_TESTS", "1")


class TestFakeSandbox(SandboxContract):
    @pytest.fixture
    def sandbox(self) -> FakeSandbox:
        return FakeSandbox()


class TestBubblewrapSandbox(
    SandboxContract, NotebookPrograms, HostilePrograms, HostileValues, ForgedVerdicts
):
    """Where a worker has served before."""

    @pytest.fixture
    async def sandbox(self) -> AsyncIterator[Sandbox]:
        sandbox = BubblewrapSandbox(pool=1)
        await sandbox.run(Job("a = 1", ()))
        yield sandbox
        await sandbox.aclose()


class TestBubblewrapSandboxThatServesOnce(
    SandboxContract, NotebookPrograms, HostilePrograms, HostileValues, ForgedVerdicts
):
    @pytest.fixture
    async def sandbox(self) -> AsyncIterator[Sandbox]:
        sandbox = BubblewrapSandbox(pool=0)
        yield sandbox
        await sandbox.aclose()


class TestLandlockSandbox(
    SandboxContract, NotebookPrograms, HostilePrograms, HostileValues, ForgedVerdicts
):
    @pytest.fixture
    async def sandbox(self, tmp_path: Path) -> AsyncIterator[Sandbox]:
        sandbox = LandlockSandbox(tmp_path / "scratch", pool=0)
        yield sandbox
        await sandbox.aclose()
        assert list((tmp_path / "scratch").glob("*")) == []
