"""The embedded engine, with a real small model in a real process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import anyio
import httpx
import psutil  # type: ignore[import-untyped]
import pytest

from jupyter_llm_teach.engines.catalogue import CatalogueModel
from jupyter_llm_teach.engines.lease import Lease, Plan, lease
from jupyter_llm_teach.engines.llamacpp import LlamaCppEngine
from jupyter_llm_teach.engines.llamacpp_client import LlamaCppClient
from jupyter_llm_teach.engines.rendezvous import Limits
from jupyter_llm_teach.engines.store import ModelStore, sha256_of
from jupyter_llm_teach.errors import (
    DeadlineError,
    EngineGoneError,
    EngineUnavailableError,
    ModelCorruptError,
    ModelMissingError,
)
from jupyter_llm_teach.ports import EngineState, FillIn
from tests.contracts.engine_contract import (
    Busy,
    EngineContract,
    LostEngineContract,
    Pull,
    asking,
    reply_of,
)

pytestmark = pytest.mark.anyio

HELLO = asking("Say hello.")
STORY = EngineContract.LONG


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shared") / "run"


@pytest.fixture
async def engine(
    smollm2: CatalogueModel, store: ModelStore, shared_folder: Path
) -> AsyncIterator[LlamaCppEngine]:
    made = LlamaCppEngine(smollm2, store, shared_folder)
    yield made
    await made.aclose()


@pytest.fixture
async def held(
    smollm2: CatalogueModel, store: ModelStore, shared_folder: Path
) -> AsyncIterator[Lease]:
    """Another server's lease on the same process."""
    made = await lease(Plan(store.path(smollm2), smollm2.sha256, shared_folder, Limits()))
    yield made
    await made.aclose()


def running(pid: int) -> bool:
    """Whether a process works still; one that only waits to be buried does not."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


async def gone(pid: int) -> None:
    """Return when a process has ended; fail when it stays."""
    with anyio.fail_after(20):
        while running(pid):  # noqa: ASYNC110 - another process
            await anyio.sleep(0.05)


async def until_idle_state(engine: LlamaCppEngine) -> None:
    """Return once the engine says that nothing runs."""
    with anyio.fail_after(20):
        while await engine.state() != EngineState("idle"):  # noqa: ASYNC110 - another process
            await anyio.sleep(0.05)


def modes(folder: Path) -> set[int]:
    """The permissions of a folder and what is in it; a socket's execute bits mean nothing."""
    files = {each.stat().st_mode & 0o666 for each in folder.iterdir()}
    return {folder.stat().st_mode & 0o777, *files}


def logs(folder: Path) -> str:
    """What the engine processes wrote."""
    return "".join(each.read_text(encoding="utf-8") for each in folder.glob("*.log"))


class TestContract(EngineContract, LostEngineContract):
    @pytest.fixture
    async def busy(self, held: Lease) -> AsyncIterator[Busy]:
        client = LlamaCppClient(await held.http(), held.key)
        yield client.busy_slots
        await client.aclose()

    @pytest.fixture
    def lost(self, smollm2: CatalogueModel, tmp_path: Path) -> LlamaCppEngine:
        return LlamaCppEngine(smollm2, ModelStore(tmp_path), tmp_path / "run")

    @pytest.fixture
    def pull(self, engine: LlamaCppEngine) -> Pull:
        async def kill() -> None:
            psutil.Process(engine.pid).kill()

        return kill


async def test_two_servers_share_one_process(engine: LlamaCppEngine, held: Lease) -> None:
    await reply_of(engine.generate(HELLO, deadline=60))

    assert engine.pid == held.pid


async def test_starters_at_the_same_time_make_one_process(
    smollm2: CatalogueModel, store: ModelStore, tmp_path: Path
) -> None:
    plan = Plan(store.path(smollm2), smollm2.sha256, tmp_path / "run", Limits())
    leases: list[Lease] = []

    async def start() -> None:
        leases.append(await lease(plan))

    async with anyio.create_task_group() as group:
        for _ in range(4):
            group.start_soon(start)

    assert len({each.pid for each in leases}) == 1
    for each in leases:
        await each.aclose()
    await gone(leases[0].pid)


async def test_a_process_that_dies_in_an_answer_is_told_and_replaced(
    smollm2: CatalogueModel, store: ModelStore, tmp_path: Path
) -> None:
    engine = LlamaCppEngine(smollm2, store, tmp_path / "run")
    stream = engine.generate(STORY, deadline=60)
    await anext(stream)
    first = engine.pid
    psutil.Process(first).kill()

    with pytest.raises(EngineGoneError):
        await reply_of(stream)

    text, _ = await reply_of(engine.generate(HELLO, deadline=60))
    assert text
    assert engine.pid != first
    await engine.aclose()


async def test_a_process_that_died_between_two_questions_is_not_noticed(
    smollm2: CatalogueModel, store: ModelStore, tmp_path: Path
) -> None:
    engine = LlamaCppEngine(smollm2, store, tmp_path / "run")
    await reply_of(engine.generate(HELLO, deadline=60))
    psutil.Process(engine.pid).kill()

    text, _ = await reply_of(engine.generate(HELLO, deadline=60))

    assert text
    await engine.aclose()


async def test_the_last_server_that_lets_go_ends_the_process(
    smollm2: CatalogueModel, store: ModelStore, tmp_path: Path
) -> None:
    engine = LlamaCppEngine(smollm2, store, tmp_path / "run", Limits(grace_seconds=0.2))
    await reply_of(engine.generate(HELLO, deadline=60))
    pid = engine.pid
    await engine.aclose()
    await gone(pid)

    assert not list((tmp_path / "run").glob("*.json"))
    assert not list((tmp_path / "run").glob("*.sock"))
    await until_idle_state(engine)


async def test_an_idle_process_ends_and_comes_back(
    smollm2: CatalogueModel, store: ModelStore, tmp_path: Path
) -> None:
    engine = LlamaCppEngine(smollm2, store, tmp_path / "run", Limits(idle_seconds=0.5))
    await reply_of(engine.generate(HELLO, deadline=60))
    first = engine.pid
    await until_idle_state(engine)

    text, _ = await reply_of(engine.generate(HELLO, deadline=60))

    assert text
    assert engine.pid != first
    await engine.aclose()


PARENT = """
import sys, anyio
from pathlib import Path
from jupyter_llm_teach.engines.catalogue import model_named
from jupyter_llm_teach.engines.llamacpp import LlamaCppEngine
from jupyter_llm_teach.engines.store import ModelStore
from tests.contracts.engine_contract import asking

async def main():
    store, folder = ModelStore(Path(sys.argv[1])), Path(sys.argv[2])
    engine = LlamaCppEngine(model_named("smollm2-135m"), store, folder)
    async for _ in engine.generate(asking("A long story.", max_tokens=3000), deadline=60):
        print(engine.pid, flush=True)

anyio.run(main)
"""


async def test_a_server_that_is_killed_leaves_no_orphan(store: ModelStore, tmp_path: Path) -> None:
    command = [sys.executable, "-c", PARENT, str(store.folder), str(tmp_path / "run")]
    with subprocess.Popen(  # noqa: ASYNC220, S603
        command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    ) as parent:
        assert parent.stdout is not None
        pid = int(await anyio.to_thread.run_sync(parent.stdout.readline))
        parent.kill()

    await gone(pid)


async def test_the_key_and_the_folder_are_private(
    engine: LlamaCppEngine, held: Lease, shared_folder: Path
) -> None:
    where = (await held.http()).removeprefix("unix:")
    async with httpx.AsyncClient(transport=httpx.AsyncHTTPTransport(uds=where)) as stranger:
        reply = await stranger.get("http://engine/slots")

    assert reply.status_code == 401
    assert modes(shared_folder) == {0o700, 0o600}


async def test_prompts_are_not_in_the_log(engine: LlamaCppEngine, shared_folder: Path) -> None:
    await reply_of(engine.generate(asking("Say zebra4711."), deadline=60))

    assert "zebra4711" not in logs(shared_folder)


async def test_a_model_without_fill_in_says_so(engine: LlamaCppEngine) -> None:
    assert not engine.card().fills_in
    with pytest.raises(EngineUnavailableError, match="can't complete code"):
        await reply_of(engine.fill_in(FillIn("a = ", "\n"), deadline=60))


async def test_its_state_starts_nothing(
    smollm2: CatalogueModel, store: ModelStore, tmp_path: Path
) -> None:
    engine = LlamaCppEngine(smollm2, store, tmp_path / "run")

    assert await engine.state() == EngineState("idle")
    assert not (tmp_path / "run").exists()


async def test_a_deadline_covers_the_start(
    smollm2: CatalogueModel, store: ModelStore, tmp_path: Path
) -> None:
    engine = LlamaCppEngine(smollm2, store, tmp_path / "run")

    with pytest.raises(DeadlineError):
        await reply_of(engine.generate(HELLO, deadline=0.1))

    await engine.aclose()


async def test_a_missing_model_says_how_to_get_it(smollm2: CatalogueModel, tmp_path: Path) -> None:
    engine = LlamaCppEngine(smollm2, ModelStore(tmp_path), tmp_path / "run")

    with pytest.raises(ModelMissingError, match="jupyter teach models pull smollm2-135m"):
        await reply_of(engine.generate(HELLO, deadline=60))
    assert (await engine.state()).status == "missing_model"


async def test_a_truncated_model_says_how_to_get_it_again(
    smollm2: CatalogueModel, tmp_path: Path
) -> None:
    (tmp_path / smollm2.file_name).write_bytes(b"GGUF")
    engine = LlamaCppEngine(smollm2, ModelStore(tmp_path), tmp_path / "run")

    with pytest.raises(ModelCorruptError, match="jupyter teach models pull smollm2-135m"):
        await reply_of(engine.generate(HELLO, deadline=60))


async def test_a_model_that_rotted_on_the_disk_is_found_out(
    smollm2: CatalogueModel, tmp_path: Path
) -> None:
    model = replace(smollm2, size=4)
    store = ModelStore(tmp_path)
    store.path(model).write_bytes(b"GGUF")
    store.remember(model)
    engine = LlamaCppEngine(model, store, tmp_path / "run")

    with pytest.raises(ModelCorruptError):
        await reply_of(engine.generate(HELLO, deadline=60))


async def test_a_file_that_can_not_be_loaded_is_told(
    smollm2: CatalogueModel, tmp_path: Path
) -> None:
    file = tmp_path / smollm2.file_name
    file.write_bytes(b"GGUF")
    model = replace(smollm2, size=4, sha256=sha256_of(file))
    engine = LlamaCppEngine(model, ModelStore(tmp_path), tmp_path / "run")

    with pytest.raises(EngineUnavailableError, match="can't be started"):
        await reply_of(engine.generate(HELLO, deadline=60))


async def test_a_folder_too_long_for_a_socket_is_served_on_loopback_with_the_key(
    smollm2: CatalogueModel, store: ModelStore, tmp_path: Path
) -> None:
    folder = tmp_path / ("long" * 25) / "run"
    engine = LlamaCppEngine(smollm2, store, folder)
    text, _ = await reply_of(engine.generate(HELLO, deadline=60))
    lease_too = await lease(Plan(store.path(smollm2), smollm2.sha256, folder, Limits()))
    where = (await lease_too.http()).removeprefix("tcp:")
    async with httpx.AsyncClient() as stranger:
        reply = await stranger.get(f"http://{where}/slots")

    assert text
    assert where.startswith("127.0.0.1:")
    assert reply.status_code == 401
    await lease_too.aclose()
    await engine.aclose()


async def test_importing_the_engine_loads_no_client_and_no_model_code() -> None:
    code = (
        "import sys, jupyter_llm_teach.engines.llamacpp\n"
        "print({'httpx', 'xllamacpp', 'pydantic', 'numpy', 'psutil'} & set(sys.modules))"
    )
    ran = await anyio.run_process([sys.executable, "-c", code], cwd=Path(__file__).parents[2])

    assert ran.stdout.decode().strip() == "set()"
