"""Where the repository's files are, and small trees that break its rules."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "jupyter_llm_teach"
FRONTEND = ROOT / "labextension" / "src"
STYLES = ROOT / "labextension" / "style"
_PARTS = (
    *("cli", "persona", "app", "server", "tutor", "engines", "courses"),
    *("sandbox", "sandbox/inside"),
    *("storage", "metering", "prompts", "wire", "ports", "toml", "teaching", "errors"),
)


def sources(folder: Path, *endings: str) -> tuple[Path, ...]:
    """The files below a folder that end in some way, in order."""
    return tuple(sorted(each for each in folder.rglob("*") if each.suffix in endings))


@cache
def tracked() -> tuple[Path, ...]:
    """The files that git knows."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    return tuple(path for each in listed if each and (path := ROOT / each).is_file())


def made(folder: Path, **files: str) -> Path:
    """A package with all our parts, empty but for some files.

    Args:
        folder: Where it is made.
        files: Content by place: ``teaching__ladder="import os"`` is teaching/ladder.py.
    """
    package = folder / PACKAGE.name
    for part in _PARTS:
        (package / part).mkdir(parents=True)
        (package / part / "__init__.py").write_text("")
    (package / "__init__.py").write_text("")
    for place, content in files.items():
        path = package / f"{place.replace('__', '/')}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(content + "\n")
        (path.parent / "__init__.py").touch()
    return folder


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """What import-linter says of the package in a folder, by our contracts."""
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    config = str(ROOT / ".importlinter")
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", command, "--no-cache", "--no-logo", "--config", config],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
